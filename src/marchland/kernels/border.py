"""The border: found or taken on in the forest, tries at the line, push-backs and rest."""

from __future__ import annotations

import math

from marchland.kernels.choose import at_cell, cell_key, choose
from marchland.kernels.draws import binomial_parties
from marchland.kernels.jit import law
from marchland.kernels.keys import Purpose, absorb
from marchland.kernels.layout import (
    Atlas,
    BorderTally,
    Clock,
    Label,
    Line,
    Member,
    OfGate,
    OfPlace,
    OfRoute,
    People,
    PlaceTally,
    Setting,
    Tally,
    Trait,
    Use,
    Ways,
    Who,
    Work,
)
from marchland.kernels.leave import queued, set_out, through_quota


@law
def forest(atlas: Atlas, ways: Ways, member: Member, tally: Tally, key: int, clock: Clock) -> None:
    """Let competing hazards decide over everybody in a forest: found, or taken on."""
    people = member.people
    for p in range(people.shape[1]):
        if atlas.place[OfPlace.PASSING, p] == 0:
            continue
        border = atlas.place[OfPlace.FOREST_BORDER, p]
        for g in range(people.shape[2]):
            if people[People.READY, p, g] == 0:
                continue
            found, taken_on = meet(atlas, member, key, p, g)
            pushed = push_back(atlas, member, key, p, g, found)
            registered = 0
            for use in (Use.ONWARD, Use.REGISTER):  # one call of what is compiled into it
                onward = use == Use.ONWARD
                going = taken_on if onward else found - pushed
                if going > 0:
                    purpose = Purpose.ONWARD if onward else Purpose.REGISTER
                    cell = cell_key(key, purpose, atlas, p, g)
                    gone = set_out(atlas, ways, member, cell, Who(p, g, going), use, clock)
                    registered = registered if onward else gone
            if border >= 0:
                tally.border[BorderTally.PUSHED_BACK, border] += pushed
                tally.border[BorderTally.TURNED_BACK, border] += pushed
                tally.border[BorderTally.ATTEMPTS, border] += pushed + registered


@law
def meet(atlas: Atlas, member: Member, key: int, p: int, g: int) -> tuple[int, int]:
    """Draw how many people of a forest are found today, and how many taken on."""
    finding, going = member.settings[Setting.PICK_UP, p], member.settings[Setting.ONWARD, p]
    here, party = member.people[People.READY, p, g], int(member.traits[Trait.PARTY])
    if not finding + going > 0.0:
        return 0, 0
    cell = cell_key(key, Purpose.FOREST_EVENT, atlas, p, g)
    met = binomial_parties(cell, here, 1.0 - math.exp(-(finding + going)), party)
    cell = cell_key(key, Purpose.FOUND, atlas, p, g)
    found = binomial_parties(cell, met, finding / (finding + going), party)
    return found, met - found


@law
def push_back(atlas: Atlas, member: Member, key: int, p: int, g: int, found: int) -> int:
    """Send some of those found back to the strip, where they rest; return how many."""
    strip = atlas.place[OfPlace.FOREST_STRIP, p]
    if found == 0 or strip < 0:
        return 0
    cell = cell_key(key, Purpose.PUSHED, atlas, p, g)
    pushed = binomial_parties(
        cell, found, member.settings[Setting.PUSH_BACK, p], int(member.traits[Trait.PARTY])
    )
    member.people[People.READY, p, g] -= pushed
    member.people[People.RESTING, strip, g] += pushed
    return pushed


@law
def cross(atlas: Atlas, ways: Ways, member: Member, tally: Tally, key: int) -> None:
    """Let people in the strips try the line; those who fail rest, those who succeed are beyond."""
    people = member.people
    for p in range(people.shape[1]):
        if atlas.place[OfPlace.TRIES, p] == 1:
            for g in range(people.shape[2]):
                attempt(atlas, ways, member, key, p, g)
    for c in range(atlas.gate.shape[1]):
        if atlas.gate[OfGate.CROSSING, c] == 1 and queued(member.queue, c):
            try_gate(atlas, member, tally, key, c)


@law
def attempt(atlas: Atlas, ways: Ways, member: Member, key: int, p: int, g: int) -> None:
    """Draw who tries today, and over which of the crossings that begin here."""
    if member.people[People.READY, p, g] == 0:
        return
    cell = cell_key(key, Purpose.TRY, atlas, p, g)
    trying = binomial_parties(
        cell,
        member.people[People.READY, p, g],
        member.settings[Setting.TRY_RATE, p],
        int(member.traits[Trait.PARTY]),
    )
    if trying > 0:
        cell = cell_key(key, Purpose.SECTOR, atlas, p, g)
        start, stop = choose(atlas, ways, member, cell, Who(p, g, trying), Use.ONWARD, True)
        for i in range(start, stop):
            gate = ways.label[member.option[i], Label.GATE]
            member.queue[gate, g] += member.work[Work.CHOSEN, i - start]


@law
def try_gate(atlas: Atlas, member: Member, tally: Tally, key: int, c: int) -> None:
    """Let those who may try a crossing succeed or fail."""
    route, border = atlas.gate[OfGate.ROUTE, c], atlas.gate[OfGate.BORDER, c]
    strip, behind = atlas.route[OfRoute.ORIGIN, route], atlas.route[OfRoute.END, route]
    quota_key = absorb(absorb(key, Purpose.QUOTA), atlas.route_key[route])
    through_quota(member, atlas.group_key, quota_key, c, strip)
    pass_key = absorb(absorb(key, Purpose.PASS), atlas.route_key[route])
    for g in range(len(atlas.group_key)):
        trying = member.work[Work.TAKEN, g]
        if trying == 0:
            continue
        through = binomial_parties(
            absorb(pass_key, atlas.group_key[g]),
            trying,
            member.line[Line.PERMEABILITY, route],
            int(member.traits[Trait.PARTY]),
        )
        member.people[People.READY, strip, g] -= trying
        member.people[People.READY, behind, g] += through
        member.people[People.RESTING, strip, g] += trying - through
        tally.border[BorderTally.CROSSED, border] += through
        tally.border[BorderTally.TURNED_BACK, border] += trying - through
        tally.border[BorderTally.ATTEMPTS, border] += trying - through
        if atlas.place[OfPlace.SLOT, behind] >= 0:
            tally.place[PlaceTally.ARRIVED, atlas.place[OfPlace.SLOT, behind]] += through


@law
def resume(atlas: Atlas, member: Member, key: int) -> None:
    """Let some of those who rested before today be ready again."""
    people, resuming = member.people, absorb(key, Purpose.RESUME)
    for p in range(people.shape[1]):
        for g in range(people.shape[2]):
            if people[People.RESTED, p, g] > 0:
                cell = at_cell(resuming, atlas, p, g)
                again = binomial_parties(
                    cell,
                    people[People.RESTED, p, g],
                    member.traits[Trait.RESUME],
                    int(member.traits[Trait.PARTY]),
                )
                people[People.RESTING, p, g] -= again
                people[People.READY, p, g] += again
