"""Travel: cohorts in a calendar by tick of arrival, their arrival, and turning back."""

from __future__ import annotations

import math

from marchland.kernels.jit import law
from marchland.kernels.layout import (
    AIR,
    ARRIVED,
    ARRIVES,
    ARRIVING,
    DEPARTS,
    FLOW,
    FREE,
    GOAL,
    GROUP,
    JOURNEY,
    LEGS,
    NETWORK,
    NEXT,
    ORGANISED,
    ORIGIN,
    PACE,
    PLACE_SLOT,
    ROUTE_SLOT,
    SIZE,
    TRAVELLING,
    TURNED_AROUND,
    USED,
    WAY_NEXT,
    WAY_ROUTE,
    WHOLE,
    Atlas,
    Counts,
    Ints,
    Member,
    Tally,
    Ways,
)


@law
def in_ticks(days: float, pace: float, ticks: int) -> int:
    """Return how many whole ticks people need for so many days of travel at pace 1, at least 1."""
    return max(1, int(math.ceil(days * pace * ticks)))


@law
def depart(
    status: Ints,
    inbound: Ints,
    calendar: Ints,
    cohort: Ints,
    journey: int,
    g: int,
    people: int,
    end: int,
    tick: int,
    duration: int,
    organised: int,
) -> None:
    """Send people on a journey that ends at ``end`` after so many ticks."""
    o = status[FREE]
    status[FREE] = o + 1 + cohort[o, NEXT]
    status[USED] += 1
    status[TRAVELLING] += people
    inbound[end] += people
    cohort[o, JOURNEY] = journey
    cohort[o, GROUP] = g
    cohort[o, SIZE] = people
    cohort[o, DEPARTS] = tick
    cohort[o, LEGS] = WHOLE
    cohort[o, GOAL] = end
    cohort[o, ORGANISED] = organised
    schedule(calendar, cohort, o, tick + duration)


@law
def schedule(calendar: Ints, cohort: Ints, o: int, tick: int) -> None:
    """Put a cohort into the bucket of its tick of arrival."""
    bucket = tick % len(calendar)
    cohort[o, ARRIVES] = tick
    cohort[o, NEXT] = calendar[bucket]
    calendar[bucket] = o


@law
def arrive(atlas: Atlas, ways: Ways, member: Member, tally: Tally, tick: int) -> None:
    """End the journeys that are due now, and count their routes and places."""
    calendar, cohort, status = member.calendar, member.cohort, member.status
    member.people[ARRIVING] = 0
    bucket = tick % len(calendar)
    o = calendar[bucket]
    calendar[bucket] = -1
    while o >= 0:
        following = cohort[o, NEXT]
        if cohort[o, ARRIVES] != tick:
            schedule(calendar, cohort, o, cohort[o, ARRIVES])
        else:
            end, people = cohort[o, GOAL], cohort[o, SIZE]
            member.people[ARRIVING, end, cohort[o, GROUP]] += people
            member.inbound[end] -= people
            status[TRAVELLING] -= people
            slot = atlas.place[PLACE_SLOT, end]
            if cohort[o, LEGS] == WHOLE and slot >= 0:
                tally.place[ARRIVED, slot] += people
            if tally.route.shape[1] > 0:
                count_routes(cohort[o], ways.label, atlas.route, tally.route)
            cohort[o, NEXT] = status[FREE] - o - 1
            status[FREE] = o
            status[USED] -= 1
        o = following


@law
def count_routes(cohort: Ints, label: Ints, route: Ints, passed: Counts) -> None:
    """Count a cohort's passage of every route that it has travelled whole."""
    journey, legs = cohort[JOURNEY], cohort[LEGS]
    if journey < 0:
        slot = route[ROUTE_SLOT, -1 - journey]
        if slot >= 0 and legs == WHOLE:
            passed[FLOW, slot] += cohort[SIZE]
        return
    while legs != 0 and label[journey, WAY_ROUTE] >= 0:
        slot = route[ROUTE_SLOT, label[journey, WAY_ROUTE]]
        if slot >= 0:
            passed[FLOW, slot] += cohort[SIZE]
        journey = label[journey, WAY_NEXT]
        legs -= 1


@law
def turn_back(atlas: Atlas, ways: Ways, member: Member, tally: Tally, now: int, ticks: int) -> None:
    """Stop or send back everybody on the way whose way is no longer open; count them."""
    calendar, cohort = member.calendar, member.cohort
    for bucket in range(len(calendar)):
        o = calendar[bucket]
        calendar[bucket] = -1
        while o >= 0:
            following = cohort[o, NEXT]
            leg, route, due = cut(atlas, ways, member, cohort[o], now, ticks)
            if leg >= 0:
                near = atlas.route[ORIGIN, route]
                member.inbound[cohort[o, GOAL]] -= cohort[o, SIZE]
                member.inbound[near] += cohort[o, SIZE]
                cohort[o, GOAL] = near
                cohort[o, LEGS] = leg
                tally.day[TURNED_AROUND] += cohort[o, SIZE]
            schedule(calendar, cohort, o, due)
            o = following


@law
def cut(
    atlas: Atlas, ways: Ways, member: Member, cohort: Ints, now: int, ticks: int
) -> tuple[int, int, int]:
    """Find where a cohort's way is closed.

    Returns
    -------
    leg, route, due
        Routes to travel before the closed one (−1: the way is open), the closed route, and the tick
        of arrival at its near side (or at the journey's end).
    """
    journey, legs, departed = cohort[JOURNEY], cohort[LEGS], cohort[DEPARTS]
    tempo = member.traits[PACE] * ticks
    single = journey < 0
    whole = atlas.route_days[-1 - journey] if single else ways.label_days[journey]
    leg, left = 0, whole
    while cohort[ORGANISED] != 1 and (legs == WHOLE or leg < legs):
        route = -1 - journey if single else ways.label[journey, WAY_ROUTE]
        if route < 0:
            break
        journey = journey if single else ways.label[journey, WAY_NEXT]
        after = 0.0 if single else ways.label_days[journey]
        elapsed, entry = float(now - departed), (whole - left) * tempo
        shut = not ways.passable[member.status[NETWORK], route, cohort[GROUP]]
        if shut and elapsed < (whole - after) * tempo:
            if elapsed <= entry:
                stop = departed + in_ticks(whole - left, member.traits[PACE], ticks)
                return leg, route, max(now, stop)
            if atlas.route[AIR, route] == 0:
                return leg, route, now + max(1, int(math.ceil(elapsed - entry)))
        if single:
            break
        leg, left = leg + 1, after
    return -1, -1, cohort[ARRIVES]
