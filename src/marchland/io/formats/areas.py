"""Formats of areas and places: P-codes, populations, boundaries, GeoNames, INFORM."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from marchland.io.formats.format import Format
from marchland.language import mark
from marchland.model.countries import alpha_3

PCODES: Final = Format(
    id="ocha-pcodes",
    title=mark("global P-codes"),
    publisher="OCHA",
    licence=mark("CC BY-IGO"),
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
    title=mark("subnational population (HDX)"),
    publisher="OCHA and national offices",
    licence=mark("CC BY"),
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
    licence=mark("CC BY"),
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
_LANGUAGES: Final = ("EN", "FR", "ES", "PT", "AR", "UA", "RU", "REF")
_CLASSES: Final = frozenset("AHLPRSTUV")
_GONE: Final = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})
"""Codes of places that are abandoned, destroyed or of the past."""
_CELLS: Final = 19


def _in_three_letters(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose country has a code of three letters, whatever the file has."""
    codes = {code: alpha_3(code) or code for code in set(frame["country"])}
    return frame.assign(country=frame["country"].map(codes))


_COD: Final = {
    1: mark("administrative areas of level 1 (COD)"),
    2: mark("administrative areas of level 2 (COD)"),
    3: mark("administrative areas of level 3 (COD)"),
    4: mark("administrative areas of level 4 (COD)"),
}


def _cod(level: int) -> Format:
    """Return the format of one level of areas in a workbook of OCHA; its dates are not needed."""
    return Format(
        id=f"ocha-cod-{level}",
        title=_COD[level],
        publisher="OCHA",
        licence=mark("CC BY-IGO"),
        ships=True,
        gives="places",
        columns={
            "country": ("ADM0_PCODE",),
            "pcode": (f"ADM{level}_PCODE",),
            "name": tuple(f"ADM{level}_{language}" for language in _LANGUAGES),
        },
        required=("country", "pcode", "name"),
        shape=_in_three_letters,
        constants={"level": str(level)},
    )


def _lived_in(frame: pd.DataFrame) -> pd.DataFrame:
    """Return populated places that are there now; a population of zero is not known."""
    here = frame[frame["class"].eq("P") & ~frame["code"].isin(_GONE)]
    people = here["population"].where(here["population"] > 0)
    return _in_three_letters(here.assign(population=people).drop(columns=["class", "code"]))


def _dumped(cells: Sequence[str]) -> bool:
    """Whether a row is of a GeoNames dump: an id, a class and a code where they stand there."""
    if len(cells) != _CELLS or not cells[0].isdigit():
        return False
    return cells[6] in _CLASSES or not cells[6]


GEONAMES: Final = Format(
    id="geonames",
    title=mark("GeoNames dump of a country, without a header"),
    publisher="GeoNames",
    licence=mark("CC BY 4.0"),
    ships=True,
    gives="places",
    columns={},
    required=("name", "lat", "lon", "country"),
    positions={
        "name": 1,
        "lat": 4,
        "lon": 5,
        "class": 6,
        "code": 7,
        "country": 8,
        "population": 14,
    },
    tells=_dumped,
    shape=_lived_in,
)
FORMATS: Final = (PCODES, POPULATION, INFORM, *map(_cod, (4, 3, 2, 1)), GEONAMES)
