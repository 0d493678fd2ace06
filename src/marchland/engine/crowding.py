"""Camps beside each other: together they draw people as one, not as many."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict

import numpy as np

from marchland.engine.plan import Plan
from marchland.kernels.layout import Floats

FAR = 5.0
"""Scales beyond which camps no longer count for each other (exp(-5) is below one in a hundred)."""

_DIGITS = 6
"""Decimals of a distance in km; what is smaller hangs on the order of a sum."""


def crowding(plan: Plan) -> Floats:
    """Return by how much each place's attraction is lessened by the camps around it (p).

    Notes
    -----
    ``1 / sum over camps c of exp(-km(camp, c) / crowding_scale)``, the camp itself among them,
    along the shortest way whether open or not; 1 for every place that does not gather people
    (:class:`marchland.model.kinds.PlaceKind`). A camp that is split in two so draws as many as
    before, which a choice among alternatives that take no note of each other does not give
    (Fotheringham 1983, doi:10.1068/a150015).
    """
    found = np.ones(len(plan.places))
    scale = plan.scenario.parameters["crowding_scale"].value
    camps = {p for p, kind in enumerate(plan.kinds) if kind.gathers}
    if scale <= 0.0 or len(camps) < 2:
        return found
    roads: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for way in plan.ways:
        roads[way.origin].append((way.end, way.km))
        roads[way.end].append((way.origin, way.km))
    for camp in camps:
        around = _within(roads, camp, FAR * scale)
        near = (round(km, _DIGITS) for place, km in sorted(around.items()) if place in camps)
        found[camp] = 1.0 / sum(math.exp(-km / scale) for km in near)
    return found


def _within(roads: dict[int, list[tuple[int, float]]], start: int, most: float) -> dict[int, float]:
    """Return places within a distance of a place, and their distance in km."""
    known: dict[int, float] = {}
    heap = [(0.0, start)]
    while heap:
        km, place = heapq.heappop(heap)
        if place in known:
            continue
        known[place] = km
        for end, length in roads[place]:
            if end not in known and km + length <= most:
                heapq.heappush(heap, (km + length, end))
    return known
