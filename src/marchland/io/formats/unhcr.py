"""Formats of UNHCR: yearly statistics, situations, and what its data portal gives."""

from __future__ import annotations

from typing import Final

import pandas as pd

from marchland.io.formats.format import Format
from marchland.io.formats.shapes import of_year, summed, then
from marchland.language import mark

_PUBLISHER: Final = "UNHCR"

_POPULATIONS: Final = {
    "people": "refugees",
    "asylum_seekers": mark("asylum seekers"),
    "idps": mark("internally displaced"),
}
"""Columns of the yearly statistics, and the population that each counts."""


def _by_population(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each population of a row, with its label."""
    parts = [
        frame.assign(people=frame[role], label=label).drop(columns=others)
        for role, label in _POPULATIONS.items()
        if role in frame
        for others in [[r for r in _POPULATIONS if r != "people" and r in frame]]
    ]
    return summed(pd.concat(parts, ignore_index=True), ("label",))


STATISTICS: Final = Format(
    id="unhcr-statistics",
    title=mark("Refugee Statistics"),
    publisher=_PUBLISHER,
    licence=mark("CC BY 4.0"),
    ships=True,
    gives="counts",
    columns={
        "year": ("year",),
        "origin": ("coo_iso",),
        "country": ("coa_iso",),
        "people": ("refugees",),
        "asylum_seekers": ("asylum_seekers",),
        "idps": ("idps",),
    },
    required=("year", "origin", "country", "people"),
    shape=then(of_year, _by_population),
    usual="refugees",
)
END_OF_YEAR: Final = Format(
    id="unhcr-end-of-year",
    title=mark("end-of-year figures (HDX)"),
    publisher=_PUBLISHER,
    licence=mark("CC BY-IGO"),
    ships=True,
    gives="counts",
    columns={
        "year": ("Year",),
        "origin": ("ISO3CoO",),
        "country": ("ISO3CoA",),
        "people": ("REF",),
        "asylum_seekers": ("ASY",),
        "idps": ("IDP",),
    },
    required=("year", "origin", "country", "people"),
    shape=then(of_year, _by_population),
    usual="refugees",
)
SITUATIONS: Final = Format(
    id="unhcr-situations",
    title=mark("situations (HDX)"),
    publisher=_PUBLISHER,
    licence=mark("CC BY-IGO"),
    ships=True,
    gives="counts",
    columns={
        "country": ("ISO3",),
        "country_name": ("Country",),
        "origin": ("ISO3 of Origin",),
        "label": ("Population type",),
        "date": ("Date",),
        "people": ("Individuals",),
    },
    required=("country", "origin", "label", "date", "people"),
    shape=lambda frame: summed(frame, ("label",)),
)
SUBLOCATIONS: Final = Format(
    id="unhcr-sublocations",
    title=mark("Operational Data Portal, sub-locations"),
    publisher=_PUBLISHER,
    licence=mark("UNHCR terms of use; CC BY-IGO on HDX"),
    ships=True,
    gives="counts",
    columns={
        "name": ("geomaster_name",),
        "lon": ("centroid_lon",),
        "lat": ("centroid_lat",),
        "date": ("date",),
        "people": ("individuals",),
        "label": ("population_group_name", "pop_type_name"),
        "country": ("iso3", "country_code", "geomaster_iso3"),
    },
    required=("name", "date", "people"),
    marks=("geomaster_name",),
    shape=lambda frame: summed(frame, ("label",)),
)
TIME_SERIES: Final = Format(
    id="unhcr-time-series",
    title=mark("Operational Data Portal, time series"),
    publisher=_PUBLISHER,
    licence=mark("UNHCR terms of use; CC BY-IGO on HDX"),
    ships=True,
    gives="counts",
    columns={"date": ("data_date",), "people": ("individuals",)},
    required=("date", "people"),
    marks=("data_date",),
    counting="ask",
)
SAVED_CUMULATIVE: Final = Format(
    id="series-cumulative",
    title=mark("series that says it is cumulative"),
    publisher="a series saved by a user",
    licence=mark("terms not known"),
    ships=False,
    gives="counts",
    columns={
        "date": ("data_date", "date"),
        "people": ("cumulative_refugees", "cumsum", "cumulative", "cumulative_total"),
        "name": ("place", "location", "name"),
    },
    required=("date", "people"),
    counting="cumulative",
)
SAVED: Final = Format(
    id="series",
    title=mark("series of dates and people"),
    publisher="a series saved by a user",
    licence=mark("terms not known"),
    ships=False,
    gives="counts",
    columns={
        "date": ("date", "day"),
        "people": ("individuals", "people", "refugees", "idps", "arrivals", "persons"),
        "pcode": ("pcode", "p-code"),
        "name": ("place", "location", "name", "site", "camp"),
        "country": ("iso3", "country_code"),
        "lat": ("lat", "latitude"),
        "lon": ("lon", "longitude", "lng"),
    },
    required=("date", "people"),
    counting="ask",
)
FORMATS: Final = (
    STATISTICS,
    END_OF_YEAR,
    SITUATIONS,
    SUBLOCATIONS,
    TIME_SERIES,
    SAVED_CUMULATIVE,
    SAVED,
)
