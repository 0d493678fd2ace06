"""Going back: people who are displaced return to a home that nothing threatens any more."""

from __future__ import annotations

from marchland.kernels.choose import cell_key, labels
from marchland.kernels.draws import binomial_parties
from marchland.kernels.jit import law
from marchland.kernels.keys import Purpose, absorb
from marchland.kernels.layout import (
    Atlas,
    Clock,
    Label,
    Member,
    OfPlace,
    People,
    Setting,
    Trait,
    Use,
    Ways,
    Who,
)
from marchland.kernels.leave import send


@law
def go_back(atlas: Atlas, ways: Ways, member: Member, key: int, clock: Clock) -> None:
    """Let people set out for every home that they can go back to, in the order of homes."""
    if not any_return(atlas, member):
        return
    for p in range(member.people.shape[1]):
        if atlas.place[OfPlace.RETURNS, p] == 1 or atlas.place[OfPlace.PASSING, p] == 1:
            continue
        for g in range(member.people.shape[2]):
            begin, end = labels(ways, member.status, p, g, Use.ONWARD)
            for way in range(begin, end):
                home = ways.label[way, Label.END]
                ready = member.people[People.READY, p, g]
                if ready > 0 and ways.label[way, Label.GATE] < 0 and safe(atlas, member, home):
                    cell = cell_key(key, Purpose.RETURN, atlas, p, g)
                    chance = member.settings[Setting.RETURN, home]
                    party = int(member.traits[Trait.PARTY])
                    going = binomial_parties(
                        absorb(cell, atlas.place_key[home]), ready, chance, party
                    )
                    if going > 0:
                        send(ways, member, way, Who(p, g, going), Use.ONWARD, clock)


@law
def safe(atlas: Atlas, member: Member, p: int) -> bool:
    """Whether people go back to a place today: it is a home, and nothing pushes there."""
    back = atlas.place[OfPlace.RETURNS, p] == 1 and member.settings[Setting.RETURN, p] > 0.0
    return bool(back and not member.settings[Setting.PUSH, p] > 0.0)


@law
def any_return(atlas: Atlas, member: Member) -> bool:
    """Whether people go back to any place today."""
    for p in range(member.people.shape[1]):
        if safe(atlas, member, p):
            return True
    return False


@law
def cohorts_back(atlas: Atlas, ways: Ways, member: Member) -> int:
    """Bound the cohorts that may set out for home at the end of a day."""
    if not any_return(atlas, member):
        return 0
    needed = 0
    for p in range(member.people.shape[1]):
        for g in range(member.people.shape[2]):
            if member.people[People.READY, p, g] > 0 or member.people[People.RESTING, p, g] > 0:
                begin, end = labels(ways, member.status, p, g, Use.ONWARD)
                needed += end - begin
    return needed
