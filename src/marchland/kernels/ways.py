"""Cheapest ways: from every place to its k cheapest targets, searched from the targets back."""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np

from marchland.kernels.jit import kernel, law, njit
from marchland.kernels.layout import Bools, Floats, Ids, Ints


class Labels(NamedTuple):
    """What the search found, one label a place and target, in the order in which it was found.

    Notes
    -----
    ``option`` is False for a label that only continues another place's way (with a limit on
    routes, a dearer way of fewer routes may be needed for that). A label's ``rest`` precedes it.
    """

    place: Ints
    target: Ints
    cost: Floats
    route: Ints
    rest: Ints
    option: Bools


ANY = -1
"""Any number of routes."""


class Reach(NamedTuple):
    """How far people see."""

    targets: int  # of a place
    hops: int  # routes that a way may have, or ANY
    most: float  # cost that a way may have


@njit(cache=True, nogil=True)
def nearest(
    into_first: Ints,
    into_route: Ints,
    route_origin: Ints,
    route_cost: Floats,
    target_place: Ints,
    target_hops: Ints,
    within: Reach,
) -> Labels:
    """Find the cheapest targets of every place over the open routes, as many as it can see.

    A search from all targets at once, against the direction of the routes, that settles up to so
    many targets a place (one at the place itself is not counted). Ties go to the target, then
    the place, then the route of lower index.

    Parameters
    ----------
    into_first, into_route
        Open routes into each place: ``into_route[into_first[p]:into_first[p + 1]]``.
    route_origin, route_cost
        Origin (r) and cost in km (r).
    target_place
        Place of each target; several targets may lie at one place.
    target_hops
        Routes that lie behind each target and count as part of its ways (a gate is one).
    within
        How many targets a place can see, and how far.
    """
    places = len(into_first) - 1
    reach, hops = within.targets, within.hops
    newest = np.full(places, -1, dtype=np.int64)
    others = np.zeros(places, dtype=np.int64)
    seen = np.empty((places if hops < 0 else 0, min(reach, len(target_place))), dtype=np.int32)
    place = [0 for _ in range(0)]
    target = [0 for _ in range(0)]
    cost = [0.0 for _ in range(0)]
    route = [0 for _ in range(0)]
    rest = [0 for _ in range(0)]
    option = [True for _ in range(0)]
    legs = [0 for _ in range(0)]
    older = [0 for _ in range(0)]
    heap = [(0.0, 0, 0, 0, 0) for _ in range(0)]
    for t in range(len(target_place)):
        heapq.heappush(heap, (0.0, t, int(target_place[t]), -1, -1))
    while len(heap) > 0:
        c, t, p, r, tail = heapq.heappop(heap)
        if hops < 0 and r >= 0 and others[p] >= reach:
            continue
        length = target_hops[t] if tail < 0 else legs[tail] + 1
        if hops < 0:
            known = 2 if r >= 0 and (target_place[t] == p or _among(seen[p], others[p], t)) else 0
        else:
            known = _known(newest[p], t, length, older, target, legs)
        if known > 1 or (known == 0 and r >= 0 and others[p] >= reach):
            continue
        label = len(place)
        place.append(p)
        target.append(t)
        cost.append(c)
        route.append(r)
        rest.append(tail)
        option.append(known == 0)
        legs.append(length)
        older.append(newest[p])
        newest[p] = label
        if r >= 0 and known == 0:
            if hops < 0:
                seen[p, others[p]] = t
            others[p] += 1
        if 0 <= hops <= length:
            continue
        for i in range(into_first[p], into_first[p + 1]):
            via = int(into_route[i])
            near = int(route_origin[via])
            if route_cost[via] + c > within.most:
                continue
            if hops >= 0 or (
                others[near] < reach
                and target_place[t] != near
                and not _among(seen[near], others[near], t)
            ):
                heapq.heappush(heap, (route_cost[via] + c, t, near, via, label))
    return Labels(
        np.array(place, dtype=np.int64),
        np.array(target, dtype=np.int64),
        np.array(cost, dtype=np.float64),
        np.array(route, dtype=np.int64),
        np.array(rest, dtype=np.int64),
        np.array(option, dtype=np.bool_),
    )


@law
def _among(seen: Ids, number: int, t: int) -> bool:
    """Whether a target is one of the first of those seen."""
    for i in range(number):
        if seen[i] == t:
            return True
    return False


@njit(cache=True)
def _known(
    label: int, t: int, length: int, older: list[int], target: list[int], legs: list[int]
) -> int:
    """Tell what a place has of target t: 0 no way, 1 only ways of more routes, 2 as good a way."""
    known = 0
    while label >= 0:
        if target[label] == t:
            if length < 0 or legs[label] <= length:
                return 2
            known = 1
        label = older[label]
    return known


@njit(cache=True)
def into(route_destination: Ints, usable: Bools, places: int) -> tuple[Ints, Ints]:
    """List the usable routes into each place: first index by place, and the routes in order."""
    first = np.zeros(places + 1, dtype=np.int64)
    for r in range(len(usable)):
        if usable[r]:
            first[route_destination[r] + 1] += 1
    for p in range(places):
        first[p + 1] += first[p]
    slot = first.copy()
    routes = np.empty(first[places], dtype=np.int64)
    for r in range(len(usable)):
        if usable[r]:
            p = route_destination[r]
            routes[slot[p]] = r
            slot[p] += 1
    return first, routes


@kernel
def mark_rests(kept: Bools, rest: Ints) -> None:
    """Mark with each label that is kept the rest of its way, which precedes it."""
    for label in range(len(rest) - 1, -1, -1):
        if kept[label] and rest[label] >= 0:
            kept[rest[label]] = True


@njit(cache=True)
def travel_days(route: Ints, rest: Ints, route_days: Floats) -> Floats:
    """Sum the travel time in days of each label's way; the rest of a way has a lower index."""
    days = np.zeros(len(route), dtype=np.float64)
    for label in range(len(route)):
        if route[label] >= 0:
            days[label] = route_days[route[label]] + days[rest[label]]
    return days
