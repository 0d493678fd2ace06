"""Lengths of roads out of a road network, where the extra ``geo`` is installed.

The network has main roads alone: between near towns its way may lead over half a country. A length
is taken only where it is not shorter than the straight line, nor far longer.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

SOURCE: Final = "main roads of OpenStreetMap (© OpenStreetMap contributors, ODbL), by scgraph"
MOST: Final = 2.0
"""Length over the straight line beyond which the network has no road between two places."""


def installed() -> bool:
    """Whether there is a road network on this machine."""
    return find_spec("scgraph") is not None and find_spec("scgraph_data") is not None


@cache
def _network() -> Any:
    return import_module("scgraph_data.world_highways").world_highways_geograph


def road_km(start: tuple[float, float], end: tuple[float, float], line_km: float) -> float | None:
    """Return the length of the road between two points (latitude, longitude), None without one.

    Parameters
    ----------
    start, end
        Latitude and longitude, in degrees.
    line_km
        Straight line between them, which the length is checked against.
    """
    if not installed():
        return None
    ends = [{"latitude": lat, "longitude": lon} for lat, lon in (start, end)]
    try:
        found = _network().get_shortest_path(
            origin_node=ends[0], destination_node=ends[1], output_units="km"
        )
    except Exception:  # no way between the points: the library raises a bare Exception
        return None
    return plausible(float(found["length"]), line_km)


def plausible(km: float, line_km: float) -> float | None:
    """Return a length where it is neither shorter than the line nor far longer."""
    return km if line_km <= km <= MOST * line_km else None
