"""Humanitarian standards as a table: shipped with source and edition, replaceable by a user's."""

from __future__ import annotations

import math
from importlib.resources import files
from pathlib import Path

import pandas as pd

from marchland.errors import RequestError

COLUMNS = ("name", "value", "unit", "meaning", "source", "edition")
OF_COLD = (
    "energy_cold",
    "covered_area_cold",
    "insulation_at_0",
    "insulation_per_degree",
    "clothing",
    "blanket",
    "blanket_weight",
    "mortality_emergency",
    "mortality_out_of_control",
    "mortality_catastrophe",
)
"""Standards that serve only where there is weather."""
_SHIPPED = files("marchland.study.measures").joinpath("data", "standards.csv")


def standards(path: str | Path | None = None) -> pd.DataFrame:
    """Return the standards by name: value, unit, meaning, source, edition.

    Parameters
    ----------
    path
        A CSV of the same columns whose rows take the place of the shipped ones of the same name.

    Raises
    ------
    RequestError
        With all that is wrong with the file.
    """
    with _SHIPPED.open(encoding="utf-8") as text:
        shipped = pd.read_csv(text, keep_default_na=False, dtype={"edition": str}).set_index("name")
    if path is None:
        return shipped
    own = _own(Path(path))
    if wrong := list(_faults(own, shipped)):
        raise RequestError(f"{path}: " + "; ".join(wrong))
    found = shipped.copy()
    for name, row in own.set_index("name").iterrows():
        for column in own.columns.intersection(shipped.columns):
            found.loc[name, column] = row[column]
    found["value"] = found["value"].astype(float)
    return found


def _own(path: Path) -> pd.DataFrame:
    try:
        own = pd.read_csv(path, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise RequestError(f"{path} cannot be read as a table of standards: {error}") from error
    if missing := [name for name in ("name", "value", "source") if name not in own.columns]:
        raise RequestError(f"{path} lacks the columns {', '.join(missing)}")
    own["value"] = pd.to_numeric(own["value"], errors="coerce")
    return own


def _faults(own: pd.DataFrame, shipped: pd.DataFrame) -> list[str]:
    wrong = [
        f"'{name}' is no standard (there are {', '.join(shipped.index)})"
        for name in own["name"]
        if name not in shipped.index
    ]
    wrong += [f"'{name}' stands twice" for name in own["name"][own["name"].duplicated()]]
    pairs = zip(own["name"], own["value"], strict=True)
    wrong += [
        f"value of '{name}' must be a number above 0"
        for name, value in pairs
        if not (math.isfinite(value) and value > 0)
    ]
    return wrong
