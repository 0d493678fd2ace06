"""Formats of conflict events: ACLED, which may be read and not passed on, and UCDP."""

from __future__ import annotations

from typing import Final

from marchland.io.formats.format import Format
from marchland.io.formats.shapes import in_month
from marchland.language import mark

_ACLED_TERMS: Final = mark("ACLED terms: may be read, not passed on")
ACLED: Final = Format(
    id="acled",
    title=mark("conflict events"),
    publisher="ACLED",
    licence=_ACLED_TERMS,
    ships=False,
    gives="events",
    columns={
        "date": ("event_date",),
        "label": ("event_type",),
        "country": ("iso3",),
        "country_name": ("country",),
        "admin1_name": ("admin1",),
        "name": ("location",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "deaths": ("fatalities",),
    },
    required=("date", "label", "lat", "lon", "deaths"),
    marks=("event_id_cnty", "data_id"),
    slashes="day",
)
ACLED_MONTHLY: Final = Format(
    id="acled-monthly",
    title=mark("conflict events by month (HDX)"),
    publisher="ACLED",
    licence=_ACLED_TERMS,
    ships=False,
    gives="events",
    columns={
        "country": ("ISO3",),
        "country_name": ("Country",),
        "admin1": ("Admin1 Pcode",),
        "admin1_name": ("Admin1",),
        "admin2": ("Admin2 Pcode",),
        "admin2_name": ("Admin2",),
        "month": ("Month",),
        "year": ("Year",),
        "events": ("Events",),
        "deaths": ("Fatalities",),
    },
    required=("country", "month", "year", "events"),
    shape=in_month,
)
UCDP: Final = Format(
    id="ucdp-ged",
    title=mark("Georeferenced Event Dataset"),
    publisher="UCDP",
    licence=mark("CC BY 4.0"),
    ships=True,
    gives="events",
    columns={
        "date": ("date_start",),
        "date_to": ("date_end",),
        "country": ("iso3",),
        "country_name": ("country",),
        "admin1_name": ("adm_1",),
        "name": ("where_coordinates",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "deaths": ("best",),
    },
    required=("date", "lat", "lon", "deaths"),
    marks=("type_of_violence", "date_prec"),
)
FORMATS: Final = (ACLED, ACLED_MONTHLY, UCDP)
