"""Travel: people set out together, arrive, and turn back."""

from __future__ import annotations

import math

from marchland.kernels.fetch import address, ask_for
from marchland.kernels.jit import law, part
from marchland.kernels.layout import (
    WHOLE,
    Atlas,
    Cell,
    Clock,
    Cohort,
    Counts,
    DayTally,
    Ids,
    Ints,
    Label,
    Member,
    OfPlace,
    OfRoute,
    People,
    PlaceTally,
    RouteTally,
    Status,
    Tally,
    Trait,
    Trip,
    Ways,
    Why,
)

FOREVER = 2.0**30
"""Ticks after which nobody arrives: more than any run has, and few enough to be counted."""

SOON = 8
"""Cohorts or options before which memory is asked for: as long as it takes to come."""


@law
def in_ticks(days: float, pace: float, ticks: int) -> int:
    """Return how many whole ticks people need for so many days of travel at pace 1, at least 1."""
    return max(1, int(math.ceil(min(days * pace * ticks, FOREVER))))


@law
def depart(member: Member, trip: Trip, tick: int) -> None:
    """Send people on a journey."""
    status, cohort = member.status, member.cohort
    o = status[Status.USED]
    status[Status.USED] = o + 1
    status[Status.TRAVELLING] += trip.people
    member.inbound[trip.end] += trip.people
    member.due[o] = tick + trip.duration
    member.size[o] = trip.people
    cohort[o, Cohort.JOURNEY] = trip.journey
    cohort[o, Cohort.GROUP] = trip.g
    cohort[o, Cohort.DEPARTS] = tick
    cohort[o, Cohort.LEGS] = WHOLE
    cohort[o, Cohort.GOAL] = trip.end
    cohort[o, Cohort.WHY] = trip.why


@law
def arrive(atlas: Atlas, ways: Ways, member: Member, tally: Tally, tick: int) -> None:
    """End the journeys that are due now, and count their routes and places.

    Notes
    -----
    Those at the end are ended where they lie, so that only people who travel on are moved. Where
    people come to lies anywhere in memory, and so is asked for some cohorts before.
    """
    due, cohort, status = member.due, member.cohort, member.status
    people = member.people
    for i in range(status[Status.CELLS]):
        people[People.ARRIVING, member.cells[Cell.PLACE, i], member.cells[Cell.GROUP, i]] = 0
    status[Status.CELLS] = 0
    first, used = 0, status[Status.USED]
    arriving, inbound = address(people[People.ARRIVING]), address(member.inbound)
    slots = address(atlas.place[OfPlace.SLOT])
    while first < used:
        o = used - 1
        if due[o] != tick:
            while first < o and due[first] != tick:
                first += 1
            if first == o:
                break
            o = first
        later = cohort[max(o - SOON, 0), Cohort.GOAL]
        ask_for(arriving + 8 * later * people.shape[2])
        ask_for(inbound + 8 * later)
        ask_for(slots + 8 * later)
        end, coming = cohort[o, Cohort.GOAL], member.size[o]
        come(member, end, cohort[o, Cohort.GROUP], coming)
        member.inbound[end] -= coming
        status[Status.TRAVELLING] -= coming
        slot = atlas.place[OfPlace.SLOT, end]
        if cohort[o, Cohort.LEGS] == WHOLE and slot >= 0:
            tally.place[PlaceTally.ARRIVED, slot] += coming
        if tally.route.shape[1] > 0:
            count_routes(cohort[o], coming, ways.label, atlas.route, tally.route)
        used -= 1
        if o < used:
            move(member, used, o)
    status[Status.USED] = used


@part
def move(member: Member, last: int, o: int) -> None:
    """Let the last cohort take the place of one that is no more."""
    member.due[o], member.size[o] = member.due[last], member.size[last]
    for fact in range(member.cohort.shape[1]):
        member.cohort[o, fact] = member.cohort[last, fact]


@part
def come(member: Member, p: int, g: int, coming: int) -> None:
    """Let people of a group arrive at a place, and note that some do."""
    if coming > 0 and member.people[People.ARRIVING, p, g] == 0:
        i = member.status[Status.CELLS]
        member.cells[Cell.PLACE, i], member.cells[Cell.GROUP, i] = p, g
        member.status[Status.CELLS] = i + 1
    member.people[People.ARRIVING, p, g] += coming


@law
def count_routes(cohort: Ids, people: int, label: Ids, route: Ints, passed: Counts) -> None:
    """Count a cohort's passage of every route that it has travelled whole."""
    journey, legs = int(cohort[Cohort.JOURNEY]), int(cohort[Cohort.LEGS])
    if journey < 0:
        slot = route[OfRoute.SLOT, -1 - journey]
        if slot >= 0 and legs == WHOLE:
            passed[RouteTally.FLOW, slot] += people
        return
    while legs != 0 and label[journey, Label.ROUTE] >= 0:
        slot = route[OfRoute.SLOT, label[journey, Label.ROUTE]]
        if slot >= 0:
            passed[RouteTally.FLOW, slot] += people
        journey = int(label[journey, Label.NEXT])
        legs -= 1


@law
def turn_back(atlas: Atlas, ways: Ways, member: Member, tally: Tally, clock: Clock) -> None:
    """Stop or send back everybody on the way whose way is no longer open; count them."""
    cohort, size = member.cohort, member.size
    for o in range(member.status[Status.USED]):
        leg, route, due = cut(atlas, ways, member, cohort[o], clock)
        if leg >= 0:
            near = atlas.route[OfRoute.ORIGIN, route]
            member.inbound[cohort[o, Cohort.GOAL]] -= size[o]
            member.inbound[near] += size[o]
            cohort[o, Cohort.GOAL] = near
            cohort[o, Cohort.LEGS] = leg
            member.due[o] = due
            tally.day[DayTally.TURNED_AROUND] += size[o]


@law
def cut(
    atlas: Atlas, ways: Ways, member: Member, cohort: Ids, clock: Clock
) -> tuple[int, int, int]:
    """Find where a cohort's way is closed.

    Returns
    -------
    leg, route, due
        Routes to travel before the closed one (−1: the way is open), the closed route, and the tick
        of arrival at its near side.
    """
    journey, legs = int(cohort[Cohort.JOURNEY]), int(cohort[Cohort.LEGS])
    departed = int(cohort[Cohort.DEPARTS])
    now, ticks = clock.tick, clock.ticks
    tempo = member.traits[Trait.PACE] * ticks
    single = journey < 0
    whole = atlas.route_days[-1 - journey] if single else ways.label_days[journey]
    leg, left = 0, whole
    while cohort[Cohort.WHY] != Why.TRANSFERRED and (legs == WHOLE or leg < legs):
        route = -1 - journey if single else int(ways.label[journey, Label.ROUTE])
        if route < 0:
            break
        journey = journey if single else int(ways.label[journey, Label.NEXT])
        after = 0.0 if single else ways.label_days[journey]
        elapsed, entry = float(now - departed), (whole - left) * tempo
        shut = not ways.passable[member.status[Status.NETWORK], route, cohort[Cohort.GROUP]]
        if shut and elapsed < (whole - after) * tempo:
            if elapsed <= entry:
                stop = departed + in_ticks(whole - left, member.traits[Trait.PACE], ticks)
                return leg, route, max(now, stop)
            if atlas.route[OfRoute.AIR, route] == 0:
                return leg, route, now + max(1, int(math.ceil(elapsed - entry)))
        if single:
            break
        leg, left = leg + 1, after
    return -1, -1, -1
