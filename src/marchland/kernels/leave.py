"""Displacement and leaving: who enters, who stays at a full place, who sets out and where to."""

from __future__ import annotations

import math

from marchland.kernels.choose import UNLIMITED, at_cell, cell_key, choose, labels
from marchland.kernels.draws import binomial_parties, negative_binomial, poisson, rounded, share
from marchland.kernels.fetch import address, ask_for
from marchland.kernels.flight import flee, turn_away
from marchland.kernels.jit import law
from marchland.kernels.keys import Purpose, absorb
from marchland.kernels.layout import (
    Ahead,
    Atlas,
    Cell,
    Clock,
    Counts,
    Entry,
    Ints,
    Keys,
    Label,
    Member,
    OfGate,
    OfPlace,
    OfRoute,
    People,
    Setting,
    Status,
    Trait,
    Trip,
    Use,
    Ways,
    Who,
    Why,
    Work,
)
from marchland.kernels.travel import SOON, depart, in_ticks

GIVEN, POISSON, NEGATIVE_BINOMIAL = range(3)
"""Laws of displacement."""


@law
def displace(atlas: Atlas, member: Member, entered: Counts, key: int, entry: Entry) -> None:
    """Let people enter where they are displaced today."""
    for i in range(len(entry.place)):
        p, g = entry.place[i], entry.group[i]
        cell = cell_key(key, Purpose.DISPLACE, atlas, p, g)
        if entry.law == POISSON:
            people = poisson(cell, entry.mean[i])
        elif entry.law == NEGATIVE_BINOMIAL:
            people = negative_binomial(cell, entry.mean[i], member.traits[Trait.DISPERSION])
        else:
            people = rounded(cell, entry.mean[i])
        member.people[People.READY, p, g] += people
        entered[g] += people


@law
def present(people: Ints, p: int) -> int:
    """Count everybody at a place, ready, resting or injured."""
    total = 0
    for g in range(people.shape[2]):
        total += (
            people[People.READY, p, g] + people[People.RESTING, p, g] + people[People.INJURED, p, g]
        )
    return total


@law
def look(atlas: Atlas, member: Member) -> None:
    """See the room of every place: its capacity less all who are there or on the way.

    Notes
    -----
    People follow those who went before: the room of a place that gathers people counts the more,
    the more people are there or on the way, ``(1 + people / following_base) ** following`` times.
    A soft place keeps a part of its pull when it is full, a hard one nothing.
    """
    member.status[Status.FLIGHT] = 0
    settings, following = member.settings, member.traits[Trait.FOLLOWING]
    for p in range(len(member.inbound)):
        capacity, taken = settings[Setting.CAPACITY, p], 0.0
        followed = following > 0.0 and atlas.place[OfPlace.GATHERS, p] == 1
        if followed or capacity <= UNLIMITED:
            taken = float(present(member.people, p) + member.inbound[p])
        if capacity > UNLIMITED:
            settings[Setting.ROOM, p] = 1.0
        elif capacity > 0.0:
            kept = 0.0 if atlas.place[OfPlace.HARD, p] == 1 else member.traits[Trait.ROOM_FLOOR]
            settings[Setting.ROOM, p] = max(kept, 1.0 - taken / capacity)
        else:
            settings[Setting.ROOM, p] = 0.0
        if followed and taken > 0.0:
            if taken != settings[Setting.TAKEN, p]:
                settings[Setting.TAKEN, p] = taken
                settings[Setting.FOLLOWED, p] = math.pow(
                    1.0 + taken / member.traits[Trait.FOLLOWING_BASE], following
                )
            settings[Setting.ROOM, p] *= settings[Setting.FOLLOWED, p]


@law
def settle(atlas: Atlas, member: Member, key: int) -> None:
    """Let those who arrived be at their place; find the surplus of hard places, by group."""
    people, cells = member.people, member.cells
    for i in range(member.status[Status.CELLS]):
        p = cells[Cell.PLACE, i]
        hard = atlas.place[OfPlace.HARD, p] == 1
        if hard and member.settings[Setting.CAPACITY, p] < UNLIMITED:
            find_surplus(atlas, member, key, p)
    for i in range(member.status[Status.CELLS]):
        p, g = cells[Cell.PLACE, i], cells[Cell.GROUP, i]
        people[People.READY, p, g] += people[People.ARRIVING, p, g]


@law
def find_surplus(atlas: Atlas, member: Member, key: int, p: int) -> None:
    """Share out over groups how many of those who arrive at a hard place are too many."""
    people, coming = member.people, 0
    for g in range(people.shape[2]):
        coming += people[People.ARRIVING, p, g]
    surplus = coming - max(0, int(member.settings[Setting.CAPACITY, p]) - present(people, p))
    people[People.SURPLUS, p] = 0
    if surplus > 0:
        draw_key = absorb(absorb(key, Purpose.SURPLUS), atlas.place_key[p])
        arriving, taken = people[People.ARRIVING, p], people[People.SURPLUS, p]
        share(draw_key, arriving, atlas.group_key, surplus, taken)


@law
def decide(atlas: Atlas, ways: Ways, member: Member, key: int, clock: Clock, first: bool) -> None:
    """Let all who decide in this tick leave and choose: all who are ready, or who arrived now."""
    if member.status[Status.AHEAD] == Ahead.MADE:
        go_as_chosen(atlas, ways, member, clock)
        return
    leaving, choosing = absorb(key, Purpose.LEAVE), absorb(key, Purpose.CHOOSE)
    for i in range(member.status[Status.CELLS]):
        p, g = member.cells[Cell.PLACE, i], member.cells[Cell.GROUP, i]
        if atlas.place[OfPlace.PASSING, p] == 0:
            who = Who(p, g, leaves(atlas, member, leaving, p, g, first))
            if who.people > 0:
                cell = at_cell(choosing, atlas, p, g)
                going = set_out(atlas, ways, member, cell, who, Use.ONWARD, clock)
                if going > 0 or flee(atlas, ways, member, who, clock):
                    member.people[People.SURPLUS, p, g] = 0
    turn_away(atlas, ways, member)


@law
def all_decide(member: Member) -> None:
    """Note that all who are ready decide in this tick, not only those who arrive."""
    cells = 0
    for p in range(member.people.shape[1]):
        for g in range(member.people.shape[2]):
            if member.people[People.READY, p, g] > 0:
                member.cells[Cell.PLACE, cells], member.cells[Cell.GROUP, cells] = p, g
                cells += 1
    member.status[Status.CELLS] = cells


@law
def leaves(atlas: Atlas, member: Member, key: int, p: int, g: int, first: bool) -> int:
    """Draw how many leave a place, of all who are ready there, or who arrived now."""
    people, settings = member.people, member.settings
    everybody = people[People.READY, p, g] if first else people[People.ARRIVING, p, g]
    if everybody == 0:
        return 0
    forced, chance = (
        people[People.SURPLUS, p, g],
        max(settings[Setting.LEAVE, p], settings[Setting.PUSH, p]),
    )
    cell = at_cell(key, atlas, p, g)
    going = binomial_parties(cell, everybody - forced, chance, int(member.traits[Trait.PARTY]))
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
    base, cohorts = ways.group_class[member.status[Status.NETWORK], -2], 0
    going, choosing = absorb(key, Purpose.LEAVE), absorb(key, Purpose.CHOOSE)
    for p in range(begin, end):
        each = cohorts_an_option(member, p)
        for g in range(member.people.shape[2]):
            member.left[p, g] = 0
            if atlas.place[OfPlace.PASSING, p] == 1:
                continue
            leaving = leaves(atlas, member, going, p, g, first)
            if leaving > 0:
                cell = at_cell(choosing, atlas, p, g)
                who = Who(p, g, leaving)
                first_way, last_way = labels(ways, member.status, p, g, Use.ONWARD)
                member.sent[g, first_way - base : last_way - base] = 0
                start, stop = choose(atlas, ways, member, cell, who, Use.ONWARD, False)
                member.left[p, g] = leaving if start < stop else -leaving
                cohorts += min(leaving, max(1, each * (stop - start)))
                for i in range(start, stop):
                    member.sent[g, member.option[i] - base] = member.work[Work.CHOSEN, i - start]
    member.status[Status.LEAVING] = cohorts


@law
def cohorts_an_option(member: Member, p: int) -> int:
    """Return how many cohorts an option of people at a place may make.

    In danger it may make two: those who got a seat, and those who flee.
    """
    return 2 if member.settings[Setting.PUSH, p] > 0.0 else 1


@law
def go_as_chosen(atlas: Atlas, ways: Ways, member: Member, clock: Clock) -> None:
    """Let people go as was chosen ahead, in the order in which they would have chosen."""
    base = ways.group_class[member.status[Status.NETWORK], -2]
    inbound = address(member.inbound)
    for p in range(member.people.shape[1]):
        for g in range(member.people.shape[2]):
            who = Who(p, g, -member.left[p, g])
            if who.people < 0 or (who.people > 0 and flee(atlas, ways, member, who, clock)):
                member.people[People.SURPLUS, p, g] = 0
            if member.left[p, g] > 0:
                begin, end = labels(ways, member.status, p, g, Use.ONWARD)
                for way in range(begin, end):
                    later = min(way + 4 * SOON, len(ways.label) - 1)
                    ask_for(address(ways.label[later]))
                    later = min(way + 2 * SOON, len(ways.label) - 1)
                    ask_for(inbound + 8 * ways.label[later, Label.END])
                    chosen = member.sent[g, way - base]
                    if chosen > 0:
                        send(ways, member, way, Who(p, g, chosen), Use.ONWARD, clock)
    turn_away(atlas, ways, member)


@law
def set_out(
    atlas: Atlas, ways: Ways, member: Member, key: int, who: Who, use: int, clock: Clock
) -> int:
    """Let people choose and go; return how many found a destination.

    Notes
    -----
    Those who choose a gate right here are put down in the queue, and counted as going.
    """
    start, stop = choose(atlas, ways, member, key, who, use, False)
    for i in range(start, stop):
        people = member.work[Work.CHOSEN, i - start]
        if people > 0:
            send(ways, member, member.option[i], Who(who.p, who.g, people), use, clock)
    return who.people if start < stop else 0


@law
def send(ways: Ways, member: Member, way: int, who: Who, use: int, clock: Clock) -> None:
    """Send people at a place on a way, or put them down in the queue of a gate right here."""
    if ways.label[way, Label.ROUTE] < 0:
        member.queue[ways.label[way, Label.GATE], who.g] += who.people
        return
    member.people[People.READY, who.p, who.g] -= who.people
    duration = in_ticks(ways.label_days[way], member.traits[Trait.PACE], clock.ticks)
    why = Why.REGISTERED if use == Use.REGISTER else Why.CHOSEN
    trip = Trip(way, who.g, who.people, int(ways.label[way, Label.END]), duration, why)
    depart(member, trip, clock.tick)


@law
def board(atlas: Atlas, ways: Ways, member: Member, key: int, clock: Clock) -> None:
    """Give the seats of every gate that is no crossing to those who want them; the rest wait.

    Nobody waits for a seat in danger while another way leads out of it.
    """
    groups = len(atlas.group_key)
    for c in range(atlas.gate.shape[1]):
        route = atlas.gate[OfGate.ROUTE, c]
        if atlas.gate[OfGate.CROSSING, c] == 1 or not queued(member.queue, c):
            continue
        seat_key = absorb(absorb(key, Purpose.SEATS), atlas.route_key[route])
        begin = atlas.route[OfRoute.ORIGIN, route]
        through_quota(member, atlas.group_key, seat_key, c, begin)
        duration = in_ticks(atlas.route_days[route], member.traits[Trait.PACE], clock.ticks)
        for g in range(groups):
            people = member.work[Work.TAKEN, g]
            if people > 0:
                member.people[People.READY, begin, g] -= people
                end = atlas.route[OfRoute.END, route]
                trip = Trip(-1 - route, g, people, end, duration, Why.CHOSEN)
                depart(member, trip, clock.tick)
        for g in range(groups):
            left = member.work[Work.CELL, g] - member.work[Work.TAKEN, g]
            if left > 0 and flee(atlas, ways, member, Who(begin, g, left), clock):
                member.people[People.WAITING, begin, g] -= left


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
        work[Work.CELL, g] = queue[c, g]
    share(key, work[Work.CELL, :groups], group_key, queue[c, groups], work[Work.TAKEN, :groups])
    for g in range(groups):
        queue[c, groups] -= work[Work.TAKEN, g]
        member.people[People.WAITING, p, g] += queue[c, g] - work[Work.TAKEN, g]
        queue[c, g] = 0
