"""The night: cold and wet fall upon people in the open and on foot; injury, death, hospital.

``hazard`` is that of death in a night; ``odds`` severe injuries stand beside each death. What
befalls somebody first in a night is what befalls them: competing risks, drawn exactly.
"""

from __future__ import annotations

import math

from marchland.kernels.choose import cell_key
from marchland.kernels.draws import binomial_parties
from marchland.kernels.jit import law
from marchland.kernels.keys import (
    COLD,
    COLD_DEATH,
    DISCHARGED,
    HEALED,
    INJURED_DEATH,
    ON_FOOT,
    TO_HOSPITAL,
    absorb,
)
from marchland.kernels.layout import (
    ARRIVES,
    CHILL,
    COUNTRY,
    DEPARTS,
    DIED,
    FIRST_SIDE,
    FOOT,
    GOAL,
    GROUP,
    HEAL,
    HOSPITAL,
    IN_HOSPITAL,
    INJURED,
    INJURED_TODAY,
    JOURNEY,
    KITS,
    LEGS,
    NEXT,
    ODDS,
    ORGANISED,
    ORIGIN,
    PACE,
    READY,
    RELATIVE,
    RELIEF,
    RESTING,
    SERVED,
    SHELTERED,
    SIDE_ROWS,
    SIZE,
    TRAVELLING,
    WALK,
    WALKING,
    WAY_NEXT,
    WAY_ROUTE,
    Atlas,
    Ints,
    Member,
    Tally,
    Ways,
)


@law
def expose(
    atlas: Atlas, ways: Ways, member: Member, tally: Tally, key: int, tick: int, ticks: int
) -> None:
    """Let the night pass over everybody who is in the open or on foot."""
    people, odds = member.people, member.traits[ODDS]
    if odds < 0.0:
        return
    people[WALKING] = 0
    for p in range(people.shape[1]):
        if member.settings[KITS, p] > 0.0 and member.settings[RELATIVE, p] > 0.0:
            hand_out(member, p)
        hazard = math.exp(member.settings[CHILL, p]) * member.settings[RELATIVE, p]
        for g in range(people.shape[2]):
            if people[INJURED, p, g] + people[IN_HOSPITAL, p, g] > 0:
                nurse(atlas, member, tally, key, p, g, hazard)
            if hazard > 0.0:
                for state in range(READY, RESTING + 1):
                    here = people[state, p, g]
                    if here > 0:
                        cell = cell_key(key, COLD, atlas.place_key, atlas.group_key, p, g)
                        cell = absorb(cell, state)
                        struck = befall(atlas, member, tally, cell, p, g, here, hazard)
                        people[state, p, g] -= struck
    walk(atlas, ways, member, tally, key, tick, ticks)


@law
def hand_out(member: Member, p: int) -> None:
    """Let the kits at a place reach those in the open there tonight, where aid reaches fewer."""
    people, settings, there = member.people, member.settings, 0
    for g in range(people.shape[2]):
        there += people[READY, p, g] + people[RESTING, p, g] + people[INJURED, p, g]
    outside = 1.0 - settings[SHELTERED, p]
    reached = min(1.0, settings[KITS, p] / max(1.0, there * outside))
    if reached > settings[SERVED, p]:
        settings[SERVED, p] = reached
        settings[RELATIVE, p] = outside * (1.0 - reached + reached * member.traits[RELIEF])


@law
def befall(
    atlas: Atlas, member: Member, tally: Tally, key: int, p: int, g: int, here: int, hazard: float
) -> int:
    """Draw who of ``here`` people dies or is severely injured tonight; return how many in all."""
    odds, side = member.traits[ODDS], FIRST_SIDE + SIDE_ROWS * atlas.place[COUNTRY, p]
    struck = binomial_parties(key, here, 1.0 - math.exp(-hazard * (1.0 + odds)), 1)
    if struck == 0:
        return 0
    died = binomial_parties(absorb(key, COLD_DEATH), struck, 1.0 / (1.0 + odds), 1)
    brought = binomial_parties(
        absorb(key, TO_HOSPITAL), struck - died, member.settings[HOSPITAL, p], 1
    )
    member.people[IN_HOSPITAL, p, g] += brought
    member.people[INJURED, p, g] += struck - died - brought
    tally.day[side + DIED] += died
    tally.day[side + INJURED_TODAY] += struck - died
    return struck


@law
def nurse(
    atlas: Atlas, member: Member, tally: Tally, key: int, p: int, g: int, hazard: float
) -> None:
    """Let people injured before tonight die, come to a hospital, or be able to go on."""
    people, heal = member.people, member.traits[HEAL]
    cell = cell_key(key, DISCHARGED, atlas.place_key, atlas.group_key, p, g)
    out = binomial_parties(cell, people[IN_HOSPITAL, p, g], heal, 1)
    cell = cell_key(key, INJURED_DEATH, atlas.place_key, atlas.group_key, p, g)
    died = binomial_parties(cell, people[INJURED, p, g], 1.0 - math.exp(-hazard), 1)
    left = people[INJURED, p, g] - died
    cell = cell_key(key, TO_HOSPITAL, atlas.place_key, atlas.group_key, p, g)
    brought = binomial_parties(cell, left, member.settings[HOSPITAL, p], 1)
    cell = cell_key(key, HEALED, atlas.place_key, atlas.group_key, p, g)
    healed = binomial_parties(cell, left - brought, heal, 1)
    people[INJURED, p, g] = left - brought - healed
    people[IN_HOSPITAL, p, g] += brought - out
    people[READY, p, g] += healed + out
    tally.day[FIRST_SIDE + SIDE_ROWS * atlas.place[COUNTRY, p] + DIED] += died


@law
def walk(
    atlas: Atlas, ways: Ways, member: Member, tally: Tally, key: int, tick: int, ticks: int
) -> None:
    """Let the night pass over people on foot between places, with the weather where they began."""
    cohort = member.cohort
    for bucket in range(len(member.calendar)):
        o = member.calendar[bucket]
        while o >= 0:
            people, g = cohort[o, SIZE], cohort[o, GROUP]
            route = under_way(ways, member, cohort[o], tick, ticks) if people > 0 else 0
            if people > 0 and atlas.route[FOOT, route] == 1:
                p = atlas.route[ORIGIN, route]
                member.people[WALKING, p, g] += people
                hazard = math.exp(member.settings[WALK, p])
                if hazard > 0.0:
                    who = cohort_key(atlas, ways, key, cohort[o])
                    struck = befall(atlas, member, tally, who, p, g, people, hazard)
                    cohort[o, SIZE] -= struck
                    member.inbound[cohort[o, GOAL]] -= struck
                    member.status[TRAVELLING] -= struck
            o = cohort[o, NEXT]


@law
def under_way(ways: Ways, member: Member, cohort: Ints, tick: int, ticks: int) -> int:
    """Return the route that a cohort is on in a tick, at most that on which it turned back."""
    journey = cohort[JOURNEY]
    if journey < 0:
        return int(-1 - journey)
    tempo, whole = member.traits[PACE] * ticks, ways.label_days[journey]
    elapsed, leg = float(tick - cohort[DEPARTS]), 0
    while leg != cohort[LEGS]:
        following = ways.label[journey, WAY_NEXT]
        if ways.label[following, WAY_ROUTE] < 0:
            break
        if elapsed < (whole - ways.label_days[following]) * tempo:
            break
        journey, leg = following, leg + 1
    return int(ways.label[journey, WAY_ROUTE])


@law
def cohort_key(atlas: Atlas, ways: Ways, key: int, cohort: Ints) -> int:
    """Return the key of people on the way together, by where and when they go and why."""
    journey, key = cohort[JOURNEY], absorb(key, ON_FOOT)
    if journey < 0:
        route = -1 - journey
        key = absorb(key, atlas.route_key[route])
    else:
        route = ways.label[journey, WAY_ROUTE]
        key = absorb(key, ways.label_key[journey])
    key = absorb(absorb(key, atlas.route_key[route]), atlas.group_key[cohort[GROUP]])
    key = absorb(absorb(key, cohort[DEPARTS]), cohort[ARRIVES])
    return absorb(key, cohort[ORGANISED])
