"""Hardships: costs to people that can be followed from day to day, one of which leads a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from marchland.study.measures.stranded import stranded


@dataclass(frozen=True)
class Hardship:
    """People who are badly off at day's end.

    Parameters
    ----------
    outcome
        Name of the outcome that sums them over the nights
        (:data:`marchland.study.measures.outcomes.OUTCOMES`).
    of
        What counts them in runs (member, day).
    needs
        Variable that the runs must have.
    """

    outcome: str
    of: Callable[[xr.Dataset], xr.DataArray]
    needs: str


def _everywhere(name: str) -> Hardship:
    return Hardship(f"{name}_nights", lambda ds: ds[name].sum("place"), name)


HARDSHIPS: tuple[Hardship, ...] = (
    Hardship("stranded_person_nights", stranded, "stranded"),
    _everywhere("in_danger"),
    _everywhere("over_capacity"),
    _everywhere("waiting"),
)
"""Every hardship; of those that happen the first leads."""

USUAL = HARDSHIPS[0].outcome
MANY = 0.75
"""Quantile of the runs in which a hardship must happen to be part of a crisis."""


def by_day(ds: xr.Dataset) -> Mapping[str, xr.DataArray]:
    """Return every hardship that runs have, by the name of its outcome (member, day)."""
    return {one.outcome: one.of(ds) for one in HARDSHIPS if one.needs in ds}


def present(*outcomes: pd.DataFrame) -> list[str]:
    """Return the hardships that are part of a crisis in any of some runs.

    Parameters
    ----------
    outcomes
        One row a member, one column an outcome
        (:func:`marchland.study.measures.outcomes.outcomes`).
    """
    return [
        one.outcome
        for one in HARDSHIPS
        if any(one.outcome in of and np.quantile(of[one.outcome], MANY) >= 1 for of in outcomes)
    ]
