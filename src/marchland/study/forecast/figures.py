"""What the simulator alone can say: places without counts, stranded people, months at a border."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from marchland.study.forecast.series import Floats
from marchland.study.measures.stranded import stranded
from marchland.study.runs import protect
from marchland.study.runs.places import which
from marchland.study.scores.quantiles import LEVELS

MONTHLY = {"crossed": "border", "deaths_expected": "side"}
"""Variables by month, and the axis along which they are told apart."""
DIGITS = {"crossed": 0, "deaths_expected": 1}
"""Digits behind the point that they are told with."""


@dataclass(frozen=True, eq=False)
class Figure:
    """Quantiles of something that the simulator says, or of what levers add to it.

    Parameters
    ----------
    what
        ``people`` at a place, ``in_need`` in all places that depend on aid, ``entered`` since the
        day, ``stranded``, or a variable by month.
    where
        Place, border or country; blank: everywhere.
    last
        Day, or last day of the month, from 1970-01-01 on.
    ahead
        Days ahead, 0 for a month.
    people
        Quantiles at the levels of all forecasts (level).
    """

    what: str
    where: str
    last: int
    ahead: int
    people: Floats


def figures(
    runs: xr.Dataset,
    day: int,
    ahead: Sequence[int],
    totals: bool = False,
    minus: xr.Dataset | None = None,
) -> tuple[Figure, ...]:
    """Return what the simulator says of days ahead.

    Parameters
    ----------
    runs
        Members, as far as they may be shown.
    day
        Day from 1970-01-01 on from which they went on.
    ahead
        Days ahead.
    totals
        Whether to leave out places, borders and months.
    minus
        The same members without levers: the figures are then what these add.
    """
    days = runs["day"].values.astype("datetime64[D]").astype(np.int64)
    other = None if minus is None else dict(_daily(minus, day, days, totals))
    found = []
    for name, values in _daily(runs, day, days, totals):
        added = values if other is None else values - other[name]
        for step in ahead:
            at = np.flatnonzero(days == day + step)
            if len(at):
                quantiles = np.round(np.quantile(added[:, at[0]], LEVELS))
                found.append(Figure(*name, day + step, step, quantiles))
    months = () if totals else _monthly(runs, day, days, minus)
    return tuple(one for one in (*found, *months) if one.what == "in_need" or one.people.any())


def _daily(
    runs: xr.Dataset, day: int, days: np.ndarray, totals: bool
) -> Iterator[tuple[tuple[str, str], Floats]]:
    """Yield what is told day by day: name, and values (member, day)."""
    stock = runs["stock"].sum("group") if "group" in runs["stock"].dims else runs["stock"]
    needy = stock.isel(place=which(runs, lambda kind: kind.needs_aid)).sum("place")
    yield ("in_need", ""), needy.transpose("member", "day").values.astype(np.float64)
    yield ("stranded", ""), stranded(runs).transpose("member", "day").values.astype(np.float64)
    entered = runs["entered"].sum("group").transpose("member", "day").values.astype(np.float64)
    yield ("entered", ""), np.cumsum(np.where(days > day, entered, 0.0), axis=1)
    if not totals:
        people = protect.people(runs)
        for p, place in enumerate(people["place"].values.astype(str).tolist()):
            yield ("people", place), people.isel(place=p).transpose("member", "day").values * 1.0


def _monthly(
    runs: xr.Dataset, day: int, days: np.ndarray, minus: xr.Dataset | None
) -> Iterator[Figure]:
    """Yield what is told by whole months ahead."""
    for what, axis in MONTHLY.items():
        if what not in runs:
            continue
        values = runs[what] if minus is None else runs[what] - minus[what]
        for month in runs["month"].values.astype("datetime64[M]"):
            first, last = (
                int((month + np.timedelta64(k, "M")).astype("datetime64[D]").astype(np.int64))
                for k in (0, 1)
            )
            if first <= day or last - 1 > days[-1]:
                continue
            for where in runs[axis].values.astype(str).tolist():
                one = values.sel({"month": str(month), axis: where}).values
                people = np.round(np.quantile(one, LEVELS), DIGITS[what])
                yield Figure(what, where, last - 1, 0, people)
