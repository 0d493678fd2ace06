"""Formats by age and sex, read where somebody asks for the composition of people."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from marchland.io.formats.format import Format
from marchland.io.formats.shapes import of_year
from marchland.language import mark

ADULT: Final = 18
"""Age from which on a person is no child (Convention on the Rights of the Child, article 1)."""
_BANDS: Final = re.compile(r"(\d+)\s*(?:-|to|\+)\s*(\d*)")


def _by_band(frame: pd.DataFrame) -> pd.DataFrame:
    """Return people by origin and date as women, men and children; bands across 18 are left out."""
    band = frame["age"].map(_ages)
    child = band.map(lambda ages: ages[1] < ADULT)
    adult = band.map(lambda ages: ages[0] >= ADULT)
    sex = frame["gender"].str.casefold().str[:1]
    split = frame[(child | (adult & sex.isin(["f", "m"]))) & sex.isin(["f", "m"])]
    who = np.where(
        child[split.index], "children", np.where(sex[split.index] == "f", "women", "men")
    )
    keys = [role for role in ("origin", "country", "date") if role in frame]
    wide = split.assign(who=who).pivot_table(
        index=keys, columns="who", values="people", aggfunc="sum", sort=False
    )
    return wide.reindex(columns=["women", "men", "children"]).reset_index()


def _ages(text: str) -> tuple[float, float]:
    """Return the first and last age of a band; ``60+`` has no last one."""
    found = _BANDS.fullmatch(text.strip())
    if found is None:
        return float("nan"), float("nan")
    return float(found[1]), float(found[2]) if found[2] else float("inf")


HAPI: Final = Format(
    id="hapi-refugees-by-age",
    title=mark("HAPI, refugees and returnees by age and sex"),
    publisher="HDX, from UNHCR",
    licence=mark("CC BY 4.0"),
    ships=True,
    gives="shares",
    columns={
        "origin": ("origin_location_code",),
        "country": ("asylum_location_code",),
        "gender": ("gender",),
        "age": ("age_range",),
        "people": ("population",),
        "date": ("reference_period_end",),
    },
    required=("origin", "country", "gender", "age", "people", "date"),
    shape=_by_band,
)


def _added(frame: pd.DataFrame) -> pd.DataFrame:
    """Return columns of ages as women, men and children; none where a part is withheld."""
    dated = of_year(frame)
    sums = {who: sum((dated[role] for role in roles), start=0.0) for who, roles in _PARTS.items()}
    return dated.assign(**sums)


_AGES: Final = {
    role: (f"{sex}_{band}", f"{sex} {band}", f"{sex.lower()}_{band}")
    for sex in ("Female", "Male")
    for band in ("0_4", "5_11", "12_17", "18_59", "60")
    for role in [f"{sex.lower()}_{band}"]
}
_PARTS: Final = {
    "children": [role for role in _AGES if not role.endswith(("18_59", "60"))],
    "women": ["female_18_59", "female_60"],
    "men": ["male_18_59", "male_60"],
}
DEMOGRAPHICS: Final = Format(
    id="unhcr-demographics",
    title=mark("demographics (HDX)"),
    publisher="UNHCR",
    licence=mark("CC BY-IGO"),
    ships=True,
    gives="shares",
    columns={"year": ("Year",), "origin": ("ISO3CoO",), "country": ("ISO3CoA",), **_AGES},
    required=("year", "origin", "country", *_AGES),
    shape=_added,
)
AGED: Final = (HAPI, DEMOGRAPHICS)
"""Formats that are looked for where a composition is asked for, and nowhere else."""
