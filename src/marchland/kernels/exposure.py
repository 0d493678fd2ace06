"""The night: cold and wet fall upon people in the open and on foot; injury, death, hospital.

``hazard`` is that of death in a night; ``odds`` severe injuries stand beside each death. What
befalls somebody first in a night is what befalls them: competing risks, drawn exactly.
"""

from __future__ import annotations

import math

from marchland.kernels.choose import at_cell, cell_key
from marchland.kernels.draws import binomial
from marchland.kernels.jit import law
from marchland.kernels.keys import Purpose, absorb
from marchland.kernels.layout import (
    FIRST_SIDE,
    SIDE_ROWS,
    Atlas,
    Clock,
    Cohort,
    Expected,
    Floats,
    Harmed,
    Ids,
    Ints,
    Label,
    Member,
    OfPlace,
    OfRoute,
    People,
    Setting,
    SideTally,
    Status,
    Tally,
    Trait,
    Ways,
    Weather,
)

HIGHEST = 500.0
"""Hazard of a night beyond which nobody is spared, and numbers would be too large."""

TINY = 1e-300


@law
def expose(atlas: Atlas, ways: Ways, member: Member, tally: Tally, key: int, clock: Clock) -> None:
    """Let the night pass over everybody who is in the open or on foot."""
    people, odds = member.people, member.traits[Trait.ODDS]
    if odds < 0.0:
        return
    people[People.WALKING] = 0
    cold = absorb(key, Purpose.COLD)
    for p in range(people.shape[1]):
        if member.settings[Setting.KITS, p] > 0.0 and member.settings[Setting.RELATIVE, p] > 0.0:
            hand_out(member, p)
        if not anybody(people, p):
            continue
        hazard, chance = member.settings[Setting.RELATIVE, p], 0.0
        if hazard > 0.0:
            hazard *= math.exp(member.settings[Setting.CHILL, p])
            chance = 1.0 - math.exp(-hazard * (1.0 + odds))
        for g in range(people.shape[2]):
            if people[People.INJURED, p, g] + people[People.IN_HOSPITAL, p, g] > 0:
                nurse(atlas, member, tally, key, p, g, hazard)
            if hazard > 0.0:
                for state in range(People.READY, People.RESTING + 1):
                    here = people[state, p, g]
                    if here > 0:
                        cell = at_cell(cold, atlas, p, g)
                        cell = absorb(cell, state)
                        struck = befall(atlas, member, tally, cell, p, g, here, chance)
                        people[state, p, g] -= struck
    walk(atlas, ways, member, tally, key, clock)


@law
def anybody(people: Ints, p: int) -> bool:
    """Whether anybody is at a place, or in a hospital near it."""
    for g in range(people.shape[2]):
        there = people[People.READY, p, g] + people[People.RESTING, p, g]
        if there + people[People.INJURED, p, g] + people[People.IN_HOSPITAL, p, g] > 0:
            return True
    return False


@law
def hand_out(member: Member, p: int) -> None:
    """Let the kits at a place reach those in the open there tonight, where aid reaches fewer."""
    people, settings, there = member.people, member.settings, 0
    for g in range(people.shape[2]):
        there += (
            people[People.READY, p, g] + people[People.RESTING, p, g] + people[People.INJURED, p, g]
        )
    outside = 1.0 - settings[Setting.SHELTERED, p]
    reached = min(1.0, settings[Setting.KITS, p] / max(1.0, there * outside))
    if reached > settings[Setting.SERVED, p]:
        settings[Setting.SERVED, p] = reached
        settings[Setting.RELATIVE, p] = outside * (
            1.0 - reached + reached * member.traits[Trait.RELIEF]
        )


@law
def befall(
    atlas: Atlas, member: Member, tally: Tally, key: int, p: int, g: int, here: int, chance: float
) -> int:
    """Draw who of ``here`` people dies or is severely injured tonight; return how many in all."""
    odds, side = member.traits[Trait.ODDS], FIRST_SIDE + SIDE_ROWS * atlas.place[OfPlace.COUNTRY, p]
    struck = binomial(key, here, chance)
    if struck == 0:
        return 0
    died = binomial(absorb(key, Purpose.COLD_DEATH), struck, 1.0 / (1.0 + odds))
    brought = binomial(
        absorb(key, Purpose.TO_HOSPITAL), struck - died, member.settings[Setting.HOSPITAL, p]
    )
    member.people[People.IN_HOSPITAL, p, g] += brought
    member.people[People.INJURED, p, g] += struck - died - brought
    tally.day[side + SideTally.DIED] += died
    tally.day[side + SideTally.INJURED_TODAY] += struck - died
    return struck


@law
def nurse(
    atlas: Atlas, member: Member, tally: Tally, key: int, p: int, g: int, hazard: float
) -> None:
    """Let people injured before tonight die, come to a hospital, or be able to go on."""
    people, heal = member.people, member.traits[Trait.HEAL]
    cell = cell_key(key, Purpose.DISCHARGED, atlas, p, g)
    out = binomial(cell, people[People.IN_HOSPITAL, p, g], heal)
    cell = cell_key(key, Purpose.INJURED_DEATH, atlas, p, g)
    died = binomial(cell, people[People.INJURED, p, g], 1.0 - math.exp(-hazard))
    left = people[People.INJURED, p, g] - died
    cell = cell_key(key, Purpose.TO_HOSPITAL, atlas, p, g)
    brought = binomial(cell, left, member.settings[Setting.HOSPITAL, p])
    cell = cell_key(key, Purpose.HEALED, atlas, p, g)
    healed = binomial(cell, left - brought, heal)
    people[People.INJURED, p, g] = left - brought - healed
    people[People.IN_HOSPITAL, p, g] += brought - out
    people[People.READY, p, g] += healed + out
    tally.day[FIRST_SIDE + SIDE_ROWS * atlas.place[OfPlace.COUNTRY, p] + SideTally.DIED] += died


@law
def walk(atlas: Atlas, ways: Ways, member: Member, tally: Tally, key: int, clock: Clock) -> None:
    """Let the night pass over people on foot between places, with the weather where they began."""
    cohort, size = member.cohort, member.size
    for o in range(member.status[Status.USED]):
        people, g = size[o], cohort[o, Cohort.GROUP]
        route = under_way(ways, member, cohort[o], clock) if people > 0 else 0
        if people > 0 and atlas.route[OfRoute.FOOT, route] == 1:
            p = atlas.route[OfRoute.ORIGIN, route]
            member.people[People.WALKING, p, g] += people
            chill = member.settings[Setting.WALK, p]
            hazard = math.exp(chill) if chill > -math.inf else 0.0
            if hazard > 0.0:
                who = cohort_key(atlas, ways, key, cohort[o], member.due[o])
                chance = 1.0 - math.exp(-hazard * (1.0 + member.traits[Trait.ODDS]))
                struck = befall(atlas, member, tally, who, p, int(g), people, chance)
                size[o] -= struck
                member.inbound[cohort[o, Cohort.GOAL]] -= struck
                member.status[Status.TRAVELLING] -= struck


@law
def under_way(ways: Ways, member: Member, cohort: Ids, clock: Clock) -> int:
    """Return the route that a cohort is on in a tick, at most that on which it turned back."""
    journey = int(cohort[Cohort.JOURNEY])
    if journey < 0:
        return int(-1 - journey)
    tempo, whole = member.traits[Trait.PACE] * clock.ticks, ways.label_days[journey]
    elapsed, leg = float(clock.tick - cohort[Cohort.DEPARTS]), 0
    while leg != cohort[Cohort.LEGS]:
        following = int(ways.label[journey, Label.NEXT])
        if ways.label[following, Label.ROUTE] < 0:
            break
        if elapsed < (whole - ways.label_days[following]) * tempo:
            break
        journey, leg = following, leg + 1
    return int(ways.label[journey, Label.ROUTE])


@law
def cohort_key(atlas: Atlas, ways: Ways, key: int, cohort: Ids, due: int) -> int:
    """Return the key of people on the way together, by where and when they go and why."""
    journey, key = int(cohort[Cohort.JOURNEY]), absorb(key, Purpose.ON_FOOT)
    if journey < 0:
        route = -1 - journey
        key = absorb(key, atlas.route_key[route])
    else:
        route = int(ways.label[journey, Label.ROUTE])
        key = absorb(key, ways.label_key[journey])
    key = absorb(absorb(key, atlas.route_key[route]), atlas.group_key[cohort[Cohort.GROUP]])
    key = absorb(absorb(key, cohort[Cohort.DEPARTS]), due)
    return absorb(key, cohort[Cohort.WHY])


@law
def fall(weather: Weather, member: Member, m: int, day: int) -> None:
    """Set tonight's hazards, and the factor on them at each place.

    It is ``(1 − sheltered) · (1 − reached + reached · relief)``; kits, which go by the people
    there, come into it at night.
    """
    settings, d = member.settings, day - weather.begin
    for i in range(len(weather.place)):
        p = weather.place[i]
        reached = settings[Setting.REACHED, p]
        settings[Setting.CHILL, p] = weather.chill[m, d, i]
        settings[Setting.WALK, p] = weather.walk[m, d, i]
        settings[Setting.SERVED, p] = reached
        settings[Setting.RELATIVE, p] = in_the_open(weather, member, i) * (
            1.0 - reached + reached * member.traits[Trait.RELIEF]
        )


@law
def in_the_open(weather: Weather, member: Member, i: int) -> float:
    """Return the share of people at a place whom nothing shelters tonight."""
    if not weather.outdoors[i]:
        return 0.0
    return 1.0 - float(member.settings[Setting.SHELTERED, weather.place[i]])


@law
def reckon(weather: Weather, member: Member, m: int, day: int) -> None:
    """Add what was to be expected of a night, from those who came through it.

    Notes
    -----
    ``n`` who came through a night of hazard H were ``n · exp(H)`` on the mean, so that
    ``n · (exp(H) − 1)`` is what was to be expected of them.
    """
    d, outside, healing = day - weather.begin, 0.0, 0
    for i in range(len(weather.place)):
        staying, walking, in_hospital = after_night(member.people, weather.place[i])
        outside += staying * in_the_open(weather, member, i) + walking
        healing += in_hospital
    weather.hospital[m, day] = healing
    unhurt = spared(weather.harmed[m], outside)
    if outside > 0.0:
        expected = weather.expected[m, :, weather.month[d]]
        for i in range(len(weather.place)):
            new = expect(weather, member, expected[:, weather.side[i]], m, d, i)
            new *= unhurt * weather.catches[m]
            expected[Expected.NON_FREEZING, weather.side[i]] += new
            weather.harmed[m, Harmed.INJURED] += new


@law
def spared(harmed: Floats, outside: float) -> float:
    """Return the share of people outside tonight who are without a non-freezing injury.

    Notes
    -----
    Who is injured already is known for all open ground together only: where people leave it they
    leave in proportion, and who comes is taken to be unhurt.
    """
    stayed = min(1.0, outside / max(harmed[Harmed.OUTSIDE], TINY))
    harmed[Harmed.INJURED] *= stayed
    harmed[Harmed.OUTSIDE] = outside
    return float(1.0 - harmed[Harmed.INJURED] / max(outside, TINY))


@law
def expect(weather: Weather, member: Member, expected: Floats, m: int, d: int, i: int) -> float:
    """Add what was to be expected at a place; return how many could be injured without frost."""
    people, settings, p = member.people, member.settings, weather.place[i]
    staying, walking, _ = after_night(people, p)
    if staying + walking == 0:
        return 0.0
    injured = 0
    for g in range(people.shape[2]):
        injured += people[People.INJURED, p, g]
    odds = member.traits[Trait.ODDS]
    hazard = math.exp(settings[Setting.CHILL, p]) * settings[Setting.RELATIVE, p]
    on_foot = math.exp(settings[Setting.WALK, p])
    cases = (staying - injured) * math.expm1(min(hazard * (1.0 + odds), HIGHEST))
    cases += walking * math.expm1(min(on_foot * (1.0 + odds), HIGHEST))
    roofless = staying * in_the_open(weather, member, i)
    outside = roofless + walking
    expected[Expected.DEATHS] += cases / (1.0 + odds) - injured * math.expm1(-hazard)
    expected[Expected.SEVERE] += cases * odds / (1.0 + odds)
    expected[Expected.OPEN_NIGHTS] += outside
    if weather.frost[m, d, i]:
        expected[Expected.FROST_NIGHTS] += outside
    expected[Expected.UNREACHED_NIGHTS] += roofless * (1.0 - settings[Setting.SERVED, p]) + walking
    return outside if weather.soaks[m, d, i] else 0.0


@law
def after_night(people: Ints, p: int) -> tuple[int, int, int]:
    """Return who stays at a place after a night, who walks from there, and who is in hospital."""
    staying, walking, in_hospital = 0, 0, 0
    for g in range(people.shape[2]):
        staying += people[People.READY, p, g] + people[People.RESTING, p, g]
        staying += people[People.INJURED, p, g]
        walking += people[People.WALKING, p, g]
        in_hospital += people[People.IN_HOSPITAL, p, g]
    return staying, walking, in_hospital
