"""Humanitarian standards as a table: shipped with source and edition, replaceable by a user's."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.kinds import SETTINGS

Floats = npt.NDArray[np.float64]

COLUMNS = ("name", "setting", "value", "unit", "meaning", "source", "edition")
OF_COLD = (
    "energy_cold",
    "covered_area_cold",
    "insulation_at_0",
    "insulation_per_degree",
    "clothing",
    "blanket",
    "room_temperature",
    "blanket_weight",
    "mortality_emergency",
    "mortality_out_of_control",
    "mortality_catastrophe",
)
"""Standards that serve only where there is weather."""
_SHIPPED = files("marchland.study.measures").joinpath("data", "standards.csv")


def standards(path: str | Path | None = None) -> pd.DataFrame:
    """Return the standards by name: setting, value, unit, meaning, source, edition.

    What holds in one setting only (:data:`marchland.model.kinds.SETTINGS`) has it in its name,
    ``toilets:transit``, and takes there the place of what holds in all.

    Parameters
    ----------
    path
        A CSV of the same columns whose rows take the place of the shipped ones of the same name.

    Raises
    ------
    RequestError
        With all that is wrong with the file.
    """
    shipped = _shipped().copy()
    if path is None:
        return shipped
    own = _own(Path(path))
    if wrong := list(_faults(own, shipped)):
        raise RequestError(f"{path}: " + "; ".join(wrong))
    found = shipped.copy()
    for name, row in _named(own).iterrows():
        if name not in found.index:
            found.loc[name] = found.loc[str(name).partition(":")[0]]
        for column in own.columns.intersection(shipped.columns):
            found.loc[name, column] = row[column]
    found["value"] = found["value"].astype(float)
    return found


@cache
def _shipped() -> pd.DataFrame:
    with _SHIPPED.open(encoding="utf-8") as text:
        return _named(pd.read_csv(text, keep_default_na=False, dtype={"edition": str}))


def by_setting(table: pd.DataFrame, settings: Sequence[str]) -> Mapping[str, Floats]:
    """Return each standard as it holds in each of some settings, in their order."""
    values = table["value"].astype(float).to_numpy()
    own = dict(zip(map(str, table.index), values.tolist(), strict=True))
    return {
        name: np.array([own.get(f"{name}:{setting}", value) for setting in settings])
        for name, value in own.items()
        if ":" not in name
    }


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """Name rows by what they are, and by the setting where they hold in one only."""
    ends = table["setting"].map(lambda setting: f":{setting}" if setting else "")
    return table.assign(name=table["name"] + ends).set_index("name")


def _own(path: Path) -> pd.DataFrame:
    try:
        own = pd.read_csv(path, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise RequestError(
            say("{path} cannot be read as a table of standards: {error}", path=path, error=error)
        ) from error
    if missing := [name for name in ("name", "value", "source") if name not in own.columns]:
        raise RequestError(
            say("{path} lacks the columns {missing}", path=path, missing=", ".join(missing))
        )
    if "setting" not in own.columns:
        own["setting"] = ""
    own["value"] = pd.to_numeric(own["value"], errors="coerce")
    return own


def _faults(own: pd.DataFrame, shipped: pd.DataFrame) -> list[str]:
    general = [name for name in shipped.index if ":" not in name]
    wrong = [
        say("'{name}' is no standard (there are {names})", name=name, names=", ".join(general))
        for name in own["name"]
        if name not in general
    ]
    wrong += [
        say(
            "setting '{setting}' must be blank or one of {choices}",
            setting=setting,
            choices=", ".join(SETTINGS),
        )
        for setting in own["setting"]
        if setting and setting not in SETTINGS
    ]
    twice = own[["name", "setting"]].duplicated()
    wrong += [say("'{name}' stands twice", name=name) for name in own["name"][twice]]
    pairs = zip(own["name"], own["value"], strict=True)
    wrong += [
        say("value of '{name}' must be a number above 0", name=name)
        for name, value in pairs
        if not (math.isfinite(value) and value > 0)
    ]
    return wrong
