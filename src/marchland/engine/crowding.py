"""Camps beside each other: together they draw people as one, not as many."""

from __future__ import annotations

import math

import numpy as np

from marchland.kernels.layout import Floats, Ints
from marchland.kernels.ways import ANY, Reach, into, nearest

FAR = 5.0
"""Scales beyond which camps no longer count for each other (exp(-5) is below one in a hundred)."""

_DIGITS = 6
"""Decimals of a distance in km; what is smaller hangs on the order of a sum."""


def crowding(camps: Ints, ends: Ints, km: Floats, places: int, scale: float) -> Floats:
    """Return by how much each place's attraction is lessened by the camps around it (p).

    Parameters
    ----------
    camps
        Places that gather people (:class:`marchland.model.kinds.PlaceKind`).
    ends, km
        Where routes begin and end (2, r), and how long they are (r).
    places
        Number of places.
    scale
        Distance in km over which camps cease to share one attraction; 0: they never share.

    Notes
    -----
    ``1 / sum over camps c of exp(-km(camp, c) / scale)``, the camp itself among them, along the
    shortest way whether open or not; 1 for every place that does not gather people. A camp that is
    split in two so draws as many as before, which a choice among alternatives that take no note of
    each other does not give (Fotheringham 1983, doi:10.1068/a150015).
    """
    found = np.ones(places)
    if scale <= 0.0 or len(camps) < 2:
        return found
    begin, end = np.concatenate([ends, ends[::-1]], axis=1)
    first, routes = into(end, np.ones(len(end), dtype=np.bool_), places)
    length, itself = np.concatenate([km, km]), np.zeros(1, dtype=np.int64)
    within = Reach(1, ANY, FAR * scale)
    is_camp = np.isin(np.arange(places), camps)
    for camp in camps:
        around = nearest(first, routes, begin, length, np.array([camp]), itself, within)
        among = np.flatnonzero(is_camp[around.place])
        in_order = among[np.argsort(around.place[among])]
        near = (round(one, _DIGITS) for one in around.cost[in_order].tolist())
        found[camp] = 1.0 / sum(math.exp(-one / scale) for one in near)
    return found
