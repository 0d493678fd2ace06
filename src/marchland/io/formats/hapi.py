"""Formats of the Humanitarian API (HDX HAPI)."""

from __future__ import annotations

from typing import Final

import pandas as pd

from marchland.io.formats.format import Format
from marchland.io.formats.shapes import by_admin, one_assessment, summed
from marchland.language import mark

_AREA: Final = {
    "country": ("location_code",),
    "admin1": ("admin1_code",),
    "admin1_name": ("admin1_name", "provider_admin1_name"),
    "admin2": ("admin2_code",),
    "admin2_name": ("admin2_name", "provider_admin2_name"),
}
IDPS: Final = Format(
    id="hapi-idps",
    title=mark("HAPI, internally displaced people"),
    publisher="HDX, from IOM DTM",
    licence=mark("DTM terms of use"),
    ships=False,
    gives="counts",
    columns=_AREA
    | {
        "operation": ("operation",),
        "assessment": ("assessment_type",),
        "people": ("population",),
        "date": ("reference_period_end",),
    },
    required=("country", "people", "date"),
    marks=("reporting_round",),
    shape=one_assessment,
    constants={"label": "internally displaced"},
)


def _parts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of all genders where there are some, so that nobody is added twice."""
    if "gender" not in frame:
        return frame
    whole = frame["gender"].isin(["all", ""])
    return frame[whole] if whole.any() else frame


REFUGEES: Final = Format(
    id="hapi-refugees",
    title=mark("HAPI, refugees and returnees"),
    publisher="HDX, from UNHCR",
    licence=mark("CC BY 4.0"),
    ships=True,
    gives="counts",
    columns={
        "origin": ("origin_location_code",),
        "country": ("asylum_location_code",),
        "label": ("population_group",),
        "people": ("population",),
        "gender": ("gender",),
        "age": ("age_range",),
        "date": ("reference_period_end",),
    },
    required=("origin", "country", "label", "people", "date"),
    shape=lambda frame: summed(_parts(frame), ("label",)),
)
CONFLICT: Final = Format(
    id="hapi-conflict",
    title=mark("HAPI, conflict events"),
    publisher="HDX, from ACLED",
    licence=mark("ACLED terms: may be read, not passed on"),
    ships=False,
    gives="events",
    columns=_AREA
    | {
        "label": ("event_type",),
        "events": ("events",),
        "deaths": ("fatalities",),
        "date": ("reference_period_start",),
        "date_to": ("reference_period_end",),
    },
    required=("country", "label", "events", "date"),
    shape=by_admin,
)
FORMATS: Final = (IDPS, REFUGEES, CONFLICT)
