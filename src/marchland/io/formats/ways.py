"""Formats of ways: tables of distances that a routing engine gives."""

from __future__ import annotations

from typing import Final

from marchland.io.formats.format import Format
from marchland.language import mark

OSRM: Final = Format(
    id="osrm-table",
    title=mark("table of distances (OSRM)"),
    publisher="OpenStreetMap, by OSRM",
    licence=mark("ODbL, © OpenStreetMap contributors"),
    ships=True,
    gives="lengths",
    columns={
        "lon": ("origin_lon",),
        "lat": ("origin_lat",),
        "to_lon": ("destination_lon",),
        "to_lat": ("destination_lat",),
        "metres": ("distance_m",),
    },
    required=("lon", "lat", "to_lon", "to_lat", "metres"),
)
FORMATS: Final = (OSRM,)
