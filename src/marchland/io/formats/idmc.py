"""Formats of the Internal Displacement Monitoring Centre."""

from __future__ import annotations

from typing import Final

from marchland.io.formats.format import Format
from marchland.io.formats.shapes import in_year, spread_over_days
from marchland.language import mark

IDU: Final = Format(
    id="idmc-idu",
    title=mark("Internal Displacement Updates"),
    publisher="IDMC",
    licence=mark("CC BY-IGO"),
    ships=True,
    gives="displaced",
    columns={
        "country": ("iso3",),
        "country_name": ("country",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "people": ("figure",),
        "date": ("displacement_start_date", "displacement_date"),
        "date_to": ("displacement_end_date",),
        "label": ("displacement_type",),
    },
    required=("country", "people", "date", "lat", "lon"),
    counting="flow",
    shape=spread_over_days,
)
GIDD: Final = Format(
    id="idmc-gidd",
    title=mark("Global Internal Displacement Database"),
    publisher="IDMC",
    licence=mark("CC BY-IGO"),
    ships=True,
    gives="displaced",
    columns={
        "country": ("iso3",),
        "country_name": ("country_name",),
        "year": ("year",),
        "people": ("new_displacement", "new_displacement_rounded"),
        "date": ("start_date",),
        "date_to": ("end_date",),
    },
    required=("country", "year", "people"),
    marks=("new_displacement", "total_displacement"),
    counting="flow",
    shape=lambda frame: spread_over_days(frame) if "date" in frame else in_year(frame),
)
FORMATS: Final = (IDU, GIDD)
