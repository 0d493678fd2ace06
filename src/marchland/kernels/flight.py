"""Out of danger, and away from what is full: where people go who have nowhere to choose."""

from __future__ import annotations

import math

from marchland.kernels.jit import law
from marchland.kernels.layout import (
    Atlas,
    Clock,
    Member,
    OfPlace,
    OfRoute,
    People,
    Setting,
    Status,
    Trait,
    Trip,
    Ways,
    Who,
    Why,
)
from marchland.kernels.travel import depart, in_ticks


@law
def flee(atlas: Atlas, ways: Ways, member: Member, who: Who, clock: Clock) -> bool:
    """Let people in danger who can choose nothing go to the nearest place out of it, if any is.

    Notes
    -----
    They take the first route of the way there, and decide again where it ends.
    """
    floor, danger = member.traits[Trait.ROOM_FLOOR], member.settings[Setting.PUSH, who.p]
    if not floor > 0.0 or not danger > 0.0:
        return False
    if member.status[Status.FLIGHT] == 0:
        find_flight(atlas, ways, member)
        member.status[Status.FLIGHT] = 1
    route = member.flight[who.g, who.p]
    if route < 0:
        return False
    member.people[People.READY, who.p, who.g] -= who.people
    duration = in_ticks(atlas.route_days[route], member.traits[Trait.PACE], clock.ticks)
    end = atlas.route[OfRoute.END, route]
    depart(member, Trip(-1 - route, who.g, who.people, end, duration, Why.CHOSEN), clock.tick)
    return True


@law
def firm(atlas: Atlas, p: int) -> bool:
    """Whether people can stay at a place: it is no ground at or behind a line."""
    return bool(atlas.place[OfPlace.TRIES, p] == 0 and atlas.place[OfPlace.PASSING, p] == 0)


@law
def find_flight(atlas: Atlas, ways: Ways, member: Member) -> None:
    """Find, for each group, the first route from each place in danger to the nearest one out of it.

    Notes
    -----
    A place with room comes before any that is full: to these people go where no way leads to one
    with room.
    """
    push = member.settings[Setting.PUSH]
    for g in range(member.flight.shape[0]):
        member.flight[g] = -1
        lead_to(atlas, ways, member, g, False)
        for p in range(member.flight.shape[1]):
            if push[p] > 0.0 and member.flight[g, p] < 0:
                lead_to(atlas, ways, member, g, True)
                break


@law
def lead_to(atlas: Atlas, ways: Ways, member: Member, g: int, full: bool) -> None:
    """Find the first route for those places that have none yet; to full places too, or not.

    Notes
    -----
    Along open routes without a gate, which begin in danger. Lengths are summed from the safe place
    on; each round lengthens the ways by a route, and the last finds none shorter. Of ways of one
    length the first in the order of routes is taken.
    """
    km, push = member.flight_km, member.settings[Setting.PUSH]
    for p in range(km.shape[1]):
        safe = push[p] <= 0.0 and firm(atlas, p)
        km[g, p] = 0.0 if safe and (full or member.settings[Setting.ROOM, p] > 0.0) else math.inf
    shorter = True
    while shorter:
        shorter = False
        for r in range(len(atlas.route_km)):
            begin, length = flight_by(atlas, ways, member, r, g)
            if length < km[g, begin]:
                km[g, begin] = length
                shorter = True
    for r in range(len(atlas.route_km)):
        begin, length = flight_by(atlas, ways, member, r, g)
        if member.flight[g, begin] < 0 and length < math.inf and length == km[g, begin]:
            member.flight[g, begin] = r


@law
def flight_by(atlas: Atlas, ways: Ways, member: Member, r: int, g: int) -> tuple[int, float]:
    """Return where a route begins, and the way to safety by it in km, infinite if it is none."""
    begin, end = atlas.route[OfRoute.ORIGIN, r], atlas.route[OfRoute.END, r]
    usable = ways.passable[member.status[Status.NETWORK], r, g] and atlas.route[OfRoute.GATE, r] < 0
    if not usable or not member.settings[Setting.PUSH, begin] > 0.0:
        return begin, math.inf
    return begin, atlas.route_km[r] + member.flight_km[g, end]


@law
def turn_away(atlas: Atlas, ways: Ways, member: Member) -> None:
    """Let those for whom a hard place had no room, and who found no other, wait before it."""
    people = member.people
    for p in range(people.shape[1]):
        if atlas.place[OfPlace.HARD, p] == 1:
            for g in range(people.shape[2]):
                turned = people[People.SURPLUS, p, g]
                if turned > 0:
                    before = outside(atlas, ways, member, p, g)
                    people[People.READY, p, g] -= turned
                    people[People.READY, before, g] += turned
                    people[People.WAITING, before, g] += turned
                    people[People.SURPLUS, p, g] = 0


@law
def outside(atlas: Atlas, ways: Ways, member: Member, p: int, g: int) -> int:
    """Return where people wait whom a place turned away: where its shortest open route begins.

    Nobody goes back into danger: where each route leads in from there, or none does, people wait at
    the gate, which is the place itself.
    """
    found, shortest = p, math.inf
    for r in range(len(atlas.route_km)):
        begin, length = atlas.route[OfRoute.ORIGIN, r], atlas.route_km[r]
        leads = atlas.route[OfRoute.END, r] == p and firm(atlas, begin)
        safe = leads and not member.settings[Setting.PUSH, begin] > 0.0
        if safe and length < shortest and ways.passable[member.status[Status.NETWORK], r, g]:
            found, shortest = begin, length
    return found
