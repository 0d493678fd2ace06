"""Displacement and leaving: who enters, who stays at a full place, who sets out and where to."""

from __future__ import annotations

import math

from marchland.kernels.choose import cell_key, choose, labels, offered
from marchland.kernels.draws import binomial_parties, negative_binomial, poisson, rounded, share
from marchland.kernels.jit import law
from marchland.kernels.keys import CHOOSE, DISPLACE, SEATS, absorb
from marchland.kernels.keys import LEAVE as LEAVE_PURPOSE
from marchland.kernels.keys import SURPLUS as SURPLUS_PURPOSE
from marchland.kernels.layout import (
    AHEAD,
    ARRIVING,
    CAPACITY,
    CELL,
    CHOSEN,
    CROSSING,
    DISPERSION,
    END,
    FOLLOWING,
    FOLLOWING_BASE,
    GATE_ROUTE,
    GATHERS,
    HARD,
    INJURED,
    LEAVE,
    MADE,
    NETWORK,
    ONWARD_WAYS,
    OPTION,
    ORIGIN,
    PACE,
    PARTY,
    PASSING,
    PUSH,
    READY,
    RESTING,
    ROOM,
    SURPLUS,
    TAKEN,
    WAITING,
    WAY_END,
    WAY_GATE,
    WAY_ROUTE,
    Atlas,
    Counts,
    Floats,
    Ints,
    Keys,
    Member,
    Ways,
)
from marchland.kernels.travel import depart, in_ticks

GIVEN, POISSON, NEGATIVE_BINOMIAL = range(3)
"""Laws of displacement."""

UNLIMITED = 1e300


@law
def displace(
    atlas: Atlas,
    member: Member,
    entered: Counts,
    key: int,
    place: Ints,
    group: Ints,
    mean: Floats,
    law: int,
) -> None:
    """Let people enter where they are displaced: ``mean`` (row) at ``place``, of ``group``."""
    for i in range(len(place)):
        p, g = place[i], group[i]
        cell = cell_key(key, DISPLACE, atlas.place_key, atlas.group_key, p, g)
        if law == POISSON:
            people = poisson(cell, mean[i])
        elif law == NEGATIVE_BINOMIAL:
            people = negative_binomial(cell, mean[i], member.traits[DISPERSION])
        else:
            people = rounded(cell, mean[i])
        member.people[READY, p, g] += people
        entered[g] += people


@law
def present(people: Ints, p: int) -> int:
    """Count everybody at a place, ready, resting or injured."""
    total = 0
    for g in range(people.shape[2]):
        total += people[READY, p, g] + people[RESTING, p, g] + people[INJURED, p, g]
    return total


@law
def look(atlas: Atlas, member: Member) -> None:
    """See the room of every place: its capacity less all who are there or on the way.

    Notes
    -----
    People follow those who went before: the room of a place that gathers people counts the more,
    the more people are there or on the way, ``(1 + people / following_base) ** following`` times.
    """
    settings, following = member.settings, member.traits[FOLLOWING]
    for p in range(len(member.inbound)):
        capacity, taken = settings[CAPACITY, p], 0.0
        followed = following > 0.0 and atlas.place[GATHERS, p] == 1
        if followed or capacity <= UNLIMITED:
            taken = float(present(member.people, p) + member.inbound[p])
        if capacity > UNLIMITED:
            settings[ROOM, p] = 1.0
        elif capacity > 0.0:
            settings[ROOM, p] = max(0.0, 1.0 - taken / capacity)
        else:
            settings[ROOM, p] = 0.0
        if followed:
            settings[ROOM, p] *= math.pow(1.0 + taken / member.traits[FOLLOWING_BASE], following)


@law
def settle(atlas: Atlas, member: Member, key: int) -> None:
    """Let those who arrived be at their place; find the surplus of hard places, by group."""
    people, groups = member.people, len(atlas.group_key)
    people[SURPLUS] = 0
    for p in range(people.shape[1]):
        coming = 0
        for g in range(groups):
            coming += people[ARRIVING, p, g]
        if coming == 0:
            continue
        if atlas.place[HARD, p] == 1 and member.settings[CAPACITY, p] < UNLIMITED:
            free = max(0, int(member.settings[CAPACITY, p]) - present(people, p))
            if coming > free:
                draw_key = absorb(absorb(key, SURPLUS_PURPOSE), atlas.place_key[p])
                share(
                    draw_key,
                    people[ARRIVING, p],
                    atlas.group_key,
                    coming - free,
                    people[SURPLUS, p],
                )
        for g in range(groups):
            people[READY, p, g] += people[ARRIVING, p, g]


@law
def decide(
    atlas: Atlas, ways: Ways, member: Member, key: int, tick: int, ticks: int, first: bool
) -> None:
    """Let all who decide in this tick leave and choose: all who are ready, or who arrived now."""
    if member.status[AHEAD] == MADE:
        go_as_chosen(atlas, ways, member, tick, ticks)
        return
    for p in range(member.people.shape[1]):
        if atlas.place[PASSING, p] == 0:
            for g in range(member.people.shape[2]):
                leaving = leaves(atlas, member, key, p, g, first)
                if leaving > 0:
                    cell = cell_key(key, CHOOSE, atlas.place_key, atlas.group_key, p, g)
                    set_out(atlas, ways, member, cell, p, g, leaving, ONWARD_WAYS, tick, ticks)


@law
def leaves(atlas: Atlas, member: Member, key: int, p: int, g: int, first: bool) -> int:
    """Draw how many leave a place, of all who are ready there, or who arrived now."""
    people, settings = member.people, member.settings
    everybody = people[READY, p, g] if first else people[ARRIVING, p, g]
    if everybody == 0:
        return 0
    forced, chance = people[SURPLUS, p, g], max(settings[LEAVE, p], settings[PUSH, p])
    cell = cell_key(key, LEAVE_PURPOSE, atlas.place_key, atlas.group_key, p, g)
    going = binomial_parties(cell, everybody - forced, chance, int(member.traits[PARTY]))
    return int(forced + going)


@law
def choose_at(
    atlas: Atlas, ways: Ways, member: Member, key: int, begin: int, end: int, first: bool
) -> None:
    """Make the choices of a tick ahead at the places from ``begin`` to before ``end``.

    Notes
    -----
    Nobody moves yet, so that other places can be chosen at meanwhile: what is written belongs to
    these places alone, but for the room to work in, which must be the caller's own.
    """
    base = ways.group_class[member.status[NETWORK], -2]
    for p in range(begin, end):
        for g in range(member.people.shape[2]):
            member.left[p, g] = 0
            if atlas.place[PASSING, p] == 1:
                continue
            leaving = leaves(atlas, member, key, p, g, first)
            if leaving > 0:
                cell = cell_key(key, CHOOSE, atlas.place_key, atlas.group_key, p, g)
                options = choose(atlas, ways, member, cell, p, g, leaving, ONWARD_WAYS, False)
                member.left[p, g] = leaving if options > 0 else 0
                for i in range(options):
                    member.sent[g, member.work[OPTION, i] - base] = member.work[CHOSEN, i]


@law
def go_as_chosen(atlas: Atlas, ways: Ways, member: Member, tick: int, ticks: int) -> None:
    """Let people go as was chosen ahead, in the order in which they would have chosen."""
    base = ways.group_class[member.status[NETWORK], -2]
    for p in range(member.people.shape[1]):
        for g in range(member.people.shape[2]):
            if member.left[p, g] > 0:
                begin, end = labels(ways, member.status, p, g, ONWARD_WAYS)
                for way in range(begin, end):
                    if offered(atlas, ways, p, way, ONWARD_WAYS, False):
                        chosen = member.sent[g, way - base]
                        send(ways, member, way, p, g, chosen, ONWARD_WAYS, tick, ticks)


@law
def set_out(
    atlas: Atlas,
    ways: Ways,
    member: Member,
    key: int,
    p: int,
    g: int,
    leaving: int,
    use: int,
    tick: int,
    ticks: int,
) -> int:
    """Let people choose and go; return how many found a destination.

    Notes
    -----
    Those who choose a gate right here are put down in the queue, and counted as going.
    """
    options = choose(atlas, ways, member, key, p, g, leaving, use, False)
    for i in range(options):
        way, people = member.work[OPTION, i], member.work[CHOSEN, i]
        send(ways, member, way, p, g, people, use, tick, ticks)
    return leaving if options > 0 else 0


@law
def send(
    ways: Ways,
    member: Member,
    way: int,
    p: int,
    g: int,
    people: int,
    use: int,
    tick: int,
    ticks: int,
) -> None:
    """Send people at a place on a way, or put them down in the queue of a gate right here."""
    if people == 0:
        return
    if ways.label[way, WAY_ROUTE] < 0:
        member.queue[ways.label[way, WAY_GATE], g] += people
        return
    member.people[READY, p, g] -= people
    depart(
        member.status,
        member.inbound,
        member.calendar,
        member.cohort,
        way,
        g,
        people,
        ways.label[way, WAY_END],
        tick,
        in_ticks(ways.label_days[way], member.traits[PACE], ticks),
        2 * use,
    )


@law
def board(atlas: Atlas, member: Member, key: int, tick: int, ticks: int) -> None:
    """Give the seats of every gate that is no crossing to those who want them; the rest wait."""
    groups = len(atlas.group_key)
    for c in range(atlas.gate.shape[1]):
        route = atlas.gate[GATE_ROUTE, c]
        if atlas.gate[CROSSING, c] == 1 or not queued(member.queue, c):
            continue
        seat_key = absorb(absorb(key, SEATS), atlas.route_key[route])
        through_quota(member, atlas.group_key, seat_key, c, atlas.route[ORIGIN, route])
        duration = in_ticks(atlas.route_days[route], member.traits[PACE], ticks)
        for g in range(groups):
            people = member.work[TAKEN, g]
            if people > 0:
                member.people[READY, atlas.route[ORIGIN, route], g] -= people
                depart(
                    member.status,
                    member.inbound,
                    member.calendar,
                    member.cohort,
                    -1 - route,
                    g,
                    people,
                    atlas.route[END, route],
                    tick,
                    duration,
                    0,
                )


@law
def queued(queue: Ints, c: int) -> bool:
    """Whether anybody waits at a gate."""
    for g in range(queue.shape[1] - 1):
        if queue[c, g] > 0:
            return True
    return False


@law
def through_quota(member: Member, group_key: Keys, key: int, c: int, p: int) -> None:
    """Share what is left of a gate's quota over groups: TAKEN go, the rest wait at place p."""
    groups = len(group_key)
    queue, work = member.queue, member.work
    for g in range(groups):
        work[CELL, g] = queue[c, g]
    share(key, work[CELL, :groups], group_key, queue[c, groups], work[TAKEN, :groups])
    for g in range(groups):
        queue[c, groups] -= work[TAKEN, g]
        member.people[WAITING, p, g] += queue[c, g] - work[TAKEN, g]
        queue[c, g] = 0
