"""Formats of IOM: the Displacement Tracking Matrix, and Missing Migrants."""

from __future__ import annotations

from typing import Final

from marchland.io.formats.format import Format
from marchland.io.formats.shapes import merged_deaths, one_assessment, unknown_capacity
from marchland.language import mark

DTM: Final = Format(
    id="iom-dtm",
    title=mark("Displacement Tracking Matrix"),
    publisher="IOM",
    licence=mark("DTM terms of use"),
    ships=False,
    gives="counts",
    columns={
        "operation": ("operation", "#operation+name"),
        "country": ("admin0Pcode", "#country+code"),
        "country_name": ("admin0Name", "#country+name"),
        "admin1": ("admin1Pcode", "#adm1+code"),
        "admin1_name": ("admin1Name", "#adm1+name"),
        "admin2": ("admin2Pcode", "#adm2+code"),
        "admin2_name": ("admin2Name", "#adm2+name"),
        "people": ("numPresentIdpInd", "#affected+idps"),
        "date": ("reportingDate", "#date+reported"),
        "assessment": ("assessmentType", "#assessment+type"),
    },
    required=("country", "people", "date"),
    marks=("numPresentIdpInd",),
    shape=one_assessment,
    constants={"label": "internally displaced"},
)
CAMPS: Final = Format(
    id="camp-list",
    title=mark("list of camps"),
    publisher="a list of camps",
    licence=mark("terms not known"),
    ships=False,
    gives="places",
    columns={
        "name": ("LOCATION_T", "camp_name", "camp", "LOCATION"),
        "admin1_name": ("Governorate",),
        "lat": ("LATITUDE", "lat"),
        "lon": ("LONGITUDE", "lon"),
        "capacity": ("plancapacity", "capacity"),
        "country": ("iso3", "country_code"),
    },
    required=("name", "lat", "lon", "capacity"),
    shape=unknown_capacity,
    constants={"kind": "camp"},
)
MISSING_MIGRANTS: Final = Format(
    id="iom-missing-migrants",
    title=mark("Missing Migrants Project, merged to ten or more"),
    publisher="IOM",
    licence=mark("CC BY 4.0"),
    ships=True,
    gives="deaths",
    columns={
        "date": ("reported_date", "Incident Date", "Website Date"),
        "deaths": ("total_dead_and_missing", "Total Number of Dead and Missing", "Number Dead"),
        "name": ("migration_route", "Migration route"),
        "country_name": ("country_of_incident", "Country of Incident"),
    },
    required=("date", "deaths", "name"),
    counting="flow",
    slashes="month",
    shape=merged_deaths,
)
FORMATS: Final = (DTM, CAMPS, MISSING_MIGRANTS)
