"""Crowding: people beyond the capacity of their place, by place and week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from marchland.study.measures.bands import Band
from marchland.study.runs import protect

MOST = 8
"""Places that are shown by name; the others are few people."""


@dataclass(frozen=True)
class Crowded:
    """A place and its people over capacity on the most crowded day."""

    place: str
    name: str
    people: Band


@dataclass(frozen=True, eq=False)
class Crowding:
    """People over capacity.

    Parameters
    ----------
    day
        The day on which the median of all of them is highest.
    people
        People over capacity on that day, at all places.
    places
        Places that are over capacity on some day, most crowded first.
    daily
        People over capacity by day at these places (member, day, place).
    weeks
        The same by week, as :func:`by_week` returns it.
    """

    day: np.datetime64
    people: Band
    places: tuple[Crowded, ...]
    daily: xr.DataArray
    weeks: pd.DataFrame


def crowding_of(ds: xr.Dataset) -> Crowding | None:
    """Return people over capacity, None where no place is too full in more than few runs."""
    if "over_capacity" not in ds:
        return None
    over = protect.by_place(ds, ds["over_capacity"])
    peak = np.quantile(over.values, 0.75, axis=0).max(axis=0)
    full = np.flatnonzero(peak >= 1)
    if not len(full):
        return None
    order = full[np.argsort(-peak[full], kind="stable")][:MOST]
    every = over.sum("place")
    worst = int(np.median(every.values, axis=0).argmax())
    daily = over.isel(place=order)
    return Crowding(
        day=ds["day"].values[worst],
        people=Band.of(every.isel(day=worst)),
        places=tuple(
            Crowded(str(one["place"].values), str(one["place_name"].values), Band.of(one))
            for one in (daily.isel(day=worst, place=i) for i in range(len(order)))
        ),
        daily=daily,
        weeks=by_week(daily),
    )


def by_week(daily: xr.DataArray) -> pd.DataFrame:
    """Return people over capacity by place and week, the mean of its days.

    Returns
    -------
        Columns ``week`` (its Monday, YYYY-MM-DD), ``place`` (its name), ``people`` (a band); rows
        with nobody in nearly all runs are left out.
    """
    days = pd.DatetimeIndex(daily["day"].values)
    mondays = days - pd.to_timedelta(days.day_of_week, unit="D")
    weeks, starts, sizes = np.unique(mondays, return_index=True, return_counts=True)
    total = np.add.reduceat(daily.transpose("member", "day", "place").values, starts, axis=1)
    means = total / sizes[:, None]
    names = daily["place_name"].values.astype(str)
    rows = [
        (f"{week:%Y-%m-%d}", str(name), band)
        for w, week in enumerate(pd.DatetimeIndex(weeks))
        for name, band in zip(names, Band.each(means[:, w]), strict=True)
        if band.high50 >= 1
    ]
    return pd.DataFrame(rows, columns=["week", "place", "people"])
