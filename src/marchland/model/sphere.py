"""Distances on the ground: the straight line, and how much longer ways are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from marchland.language import mark
from marchland.model.parameters import Parameter

Floats = npt.NDArray[np.float64]

_EARTH_KM = 6371.0

DETOURS: Mapping[str, Parameter] = {
    "road": Parameter(1.4, 1.1, 2.1, "fixed", "", mark("Road length by straight line.")),
    "": Parameter(1.3, 1.0, 2.0, "fixed", "", mark("Length of any other way by straight line.")),
    "air": Parameter(1.05, 1.0, 1.2, "fixed", "", mark("Flown length by straight line.")),
    "sea": Parameter(1.15, 1.0, 2.0, "fixed", "", mark("Length at sea by straight line.")),
}
"""By mode, what a straight line is multiplied by where a route's length is blank: assumptions.

Source
------
Roads: country averages lie between 1.12 and 2.10, most from 1.2 to 1.6 (Ballou, Rahardja and Sakai
2002, Transportation Research Part A 36, 843-848); the value within it, and all others, are assumed.
"""


def straight_km(lat: Floats, lon: Floats, to_lat: Floats, to_lon: Floats) -> Floats:
    """Return straight lines in km on the sphere between pairs of points, from degrees.

    By the haversine formula; the ellipsoid differs by at most half a percent.
    """
    p, q = np.radians(lat), np.radians(to_lat)
    across = np.radians(to_lon - lon)
    h = np.sin((q - p) / 2) ** 2 + np.cos(p) * np.cos(q) * np.sin(across / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1))))


def detour(mode: str) -> float:
    """Return what a straight line is multiplied by for a mode."""
    return DETOURS.get(mode, DETOURS[""]).value
