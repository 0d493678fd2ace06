"""Formats of areas and places: P-codes, populations, GeoNames, INFORM."""

from __future__ import annotations

from typing import Final

import pandas as pd

from marchland.io.formats.format import Format

PCODES: Final = Format(
    id="ocha-pcodes",
    title="global P-codes",
    publisher="OCHA",
    licence="CC BY-IGO",
    ships=True,
    gives="places",
    columns={
        "country": ("Location",),
        "level": ("Admin Level",),
        "pcode": ("P-Code",),
        "name": ("Name",),
        "parent": ("Parent P-Code",),
    },
    required=("country", "level", "pcode", "name"),
)
POPULATION: Final = Format(
    id="hdx-population",
    title="subnational population (HDX)",
    publisher="OCHA and national offices",
    licence="CC BY",
    ships=True,
    gives="places",
    columns={
        "country": ("alpha_3", "ADM0_PCODE"),
        "level": ("ADM_LEVEL",),
        "pcode": ("ADM_PCODE",),
        "name": ("ADM_REF",),
        "population": ("Population",),
    },
    required=("country", "pcode", "name", "population"),
)


def _scores(frame: pd.DataFrame) -> pd.DataFrame:
    """Return each indicator as a note dated at the first day of its year."""
    scores = frame["score"].map(lambda value: f"{value:g}")
    first = pd.to_datetime(frame["year"].map(lambda year: f"{int(year)}-01-01"))
    return frame.assign(date=first, label="INFORM, " + frame["indicator"] + ": " + scores)


INFORM: Final = Format(
    id="inform",
    title="INFORM",
    publisher="INFORM (JRC, OCHA)",
    licence="CC BY",
    ships=True,
    gives="notes",
    columns={
        "country": ("Iso3",),
        "country_name": ("CountryName",),
        "year": ("ValidityYear",),
        "indicator": ("IndicatorName",),
        "score": ("IndicatorScore",),
    },
    required=("country", "year", "indicator", "score"),
    shape=lambda frame: _scores(frame[frame["year"].notna() & frame["score"].notna()]),
)
FORMATS: Final = (PCODES, POPULATION, INFORM)
