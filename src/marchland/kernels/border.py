"""The border: found or taken on in the forest, tries at the line, push-backs and rest."""

from __future__ import annotations

import math

from marchland.kernels.choose import cell_key, choose
from marchland.kernels.draws import binomial_parties
from marchland.kernels.jit import law
from marchland.kernels.keys import (
    FOREST_EVENT,
    FOUND,
    PASS,
    PUSHED,
    QUOTA,
    REGISTER,
    SECTOR,
    TRY,
    absorb,
)
from marchland.kernels.keys import ONWARD as ONWARD_PURPOSE
from marchland.kernels.keys import RESUME as RESUME_PURPOSE
from marchland.kernels.layout import (
    ARRIVED,
    ATTEMPTS,
    BORDER,
    CHOSEN,
    CROSSED,
    CROSSING,
    END,
    FOREST_BORDER,
    FOREST_STRIP,
    GATE_ROUTE,
    ONWARD,
    ONWARD_WAYS,
    OPTION,
    ORIGIN,
    PARTY,
    PASSING,
    PERMEABILITY,
    PICK_UP,
    PLACE_SLOT,
    PUSH_BACK,
    PUSHED_BACK,
    READY,
    REGISTER_WAYS,
    RESTED,
    RESTING,
    RESUME,
    TAKEN,
    TRIES,
    TRY_RATE,
    TURNED_BACK,
    WAY_GATE,
    Atlas,
    Member,
    Tally,
    Ways,
)
from marchland.kernels.leave import queued, set_out, through_quota


@law
def forest(
    atlas: Atlas, ways: Ways, member: Member, tally: Tally, key: int, tick: int, ticks: int
) -> None:
    """Let competing hazards decide over everybody in a forest: found, or taken on."""
    people = member.people
    for p in range(people.shape[1]):
        if atlas.place[PASSING, p] == 0:
            continue
        border = atlas.place[FOREST_BORDER, p]
        for g in range(people.shape[2]):
            found, taken_on = meet(atlas, member, key, p, g)
            pushed = push_back(atlas, member, key, p, g, found)
            registered = 0
            if taken_on > 0:
                cell = cell_key(key, ONWARD_PURPOSE, atlas.place_key, atlas.group_key, p, g)
                set_out(atlas, ways, member, cell, p, g, taken_on, ONWARD_WAYS, tick, ticks)
            if found > pushed:
                cell = cell_key(key, REGISTER, atlas.place_key, atlas.group_key, p, g)
                registered = set_out(
                    atlas, ways, member, cell, p, g, found - pushed, REGISTER_WAYS, tick, ticks
                )
            if border >= 0:
                tally.border[PUSHED_BACK, border] += pushed
                tally.border[TURNED_BACK, border] += pushed
                tally.border[ATTEMPTS, border] += pushed + registered


@law
def meet(atlas: Atlas, member: Member, key: int, p: int, g: int) -> tuple[int, int]:
    """Draw how many people of a forest are found today, and how many taken on."""
    finding, going = member.settings[PICK_UP, p], member.settings[ONWARD, p]
    here, party = member.people[READY, p, g], int(member.traits[PARTY])
    if here == 0 or not finding + going > 0.0:
        return 0, 0
    cell = cell_key(key, FOREST_EVENT, atlas.place_key, atlas.group_key, p, g)
    met = binomial_parties(cell, here, 1.0 - math.exp(-(finding + going)), party)
    cell = cell_key(key, FOUND, atlas.place_key, atlas.group_key, p, g)
    found = binomial_parties(cell, met, finding / (finding + going), party)
    return found, met - found


@law
def push_back(atlas: Atlas, member: Member, key: int, p: int, g: int, found: int) -> int:
    """Send some of those found back to the strip, where they rest; return how many."""
    strip = atlas.place[FOREST_STRIP, p]
    if found == 0 or strip < 0:
        return 0
    cell = cell_key(key, PUSHED, atlas.place_key, atlas.group_key, p, g)
    pushed = binomial_parties(cell, found, member.settings[PUSH_BACK, p], int(member.traits[PARTY]))
    member.people[READY, p, g] -= pushed
    member.people[RESTING, strip, g] += pushed
    return pushed


@law
def cross(atlas: Atlas, ways: Ways, member: Member, tally: Tally, key: int) -> None:
    """Let people in the strips try the line; those who fail rest, those who succeed are beyond."""
    people = member.people
    for p in range(people.shape[1]):
        if atlas.place[TRIES, p] == 1:
            for g in range(people.shape[2]):
                attempt(atlas, ways, member, key, p, g)
    for c in range(atlas.gate.shape[1]):
        if atlas.gate[CROSSING, c] == 1 and queued(member.queue, c):
            try_gate(atlas, member, tally, key, c)


@law
def attempt(atlas: Atlas, ways: Ways, member: Member, key: int, p: int, g: int) -> None:
    """Draw who tries today, and over which of the crossings that begin here."""
    cell = cell_key(key, TRY, atlas.place_key, atlas.group_key, p, g)
    trying = binomial_parties(
        cell, member.people[READY, p, g], member.settings[TRY_RATE, p], int(member.traits[PARTY])
    )
    if trying > 0:
        cell = cell_key(key, SECTOR, atlas.place_key, atlas.group_key, p, g)
        options = choose(atlas, ways, member, cell, p, g, trying, ONWARD_WAYS, True)
        for i in range(options):
            gate = ways.label[member.work[OPTION, i], WAY_GATE]
            member.queue[gate, g] += member.work[CHOSEN, i]


@law
def try_gate(atlas: Atlas, member: Member, tally: Tally, key: int, c: int) -> None:
    """Let those who may try a crossing succeed or fail."""
    route, border = atlas.gate[GATE_ROUTE, c], atlas.gate[BORDER, c]
    strip, behind = atlas.route[ORIGIN, route], atlas.route[END, route]
    quota_key = absorb(absorb(key, QUOTA), atlas.route_key[route])
    through_quota(member, atlas.group_key, quota_key, c, strip)
    pass_key = absorb(absorb(key, PASS), atlas.route_key[route])
    for g in range(len(atlas.group_key)):
        trying = member.work[TAKEN, g]
        through = binomial_parties(
            absorb(pass_key, atlas.group_key[g]),
            trying,
            member.line[PERMEABILITY, route],
            int(member.traits[PARTY]),
        )
        member.people[READY, strip, g] -= trying
        member.people[READY, behind, g] += through
        member.people[RESTING, strip, g] += trying - through
        tally.border[CROSSED, border] += through
        tally.border[TURNED_BACK, border] += trying - through
        tally.border[ATTEMPTS, border] += trying - through
        if atlas.place[PLACE_SLOT, behind] >= 0:
            tally.place[ARRIVED, atlas.place[PLACE_SLOT, behind]] += through


@law
def resume(atlas: Atlas, member: Member, key: int) -> None:
    """Let some of those who rested before today be ready again."""
    people = member.people
    for p in range(people.shape[1]):
        for g in range(people.shape[2]):
            if people[RESTED, p, g] > 0:
                cell = cell_key(key, RESUME_PURPOSE, atlas.place_key, atlas.group_key, p, g)
                again = binomial_parties(
                    cell, people[RESTED, p, g], member.traits[RESUME], int(member.traits[PARTY])
                )
                people[RESTING, p, g] -= again
                people[READY, p, g] += again
