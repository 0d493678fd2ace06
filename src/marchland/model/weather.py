"""Days of weather that may stand for a missing one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from marchland.model.tables import Weather

SEASON = 15
"""Days before and after a date within which days of any year are of its season; assumed."""

_YEAR = 365.25


def like_days(table: Weather, station: str, date: Any) -> npt.NDArray[np.intp]:
    """Return the rows of a station whose day of the year lies near a date's, in order of dates."""
    at = np.array([name == station for name in table.station], dtype=bool)
    known = at & ~np.isnan(table.t_min_c) & ~np.isnan(table.precip_mm)
    rows = np.flatnonzero(known)
    apart = (table.date[rows] - np.datetime64(date, "D")).astype(np.int64) % _YEAR
    near = rows[np.minimum(apart, _YEAR - apart) <= SEASON]
    return np.asarray(near[np.argsort(table.date[near], kind="stable")])


def missing_days(table: Weather, station: str, first: Any, days: int) -> list[np.datetime64]:
    """Return the days of a period on which a station has no temperature or no precipitation."""
    at = np.array([name == station for name in table.station], dtype=bool)
    known = at & ~np.isnan(table.t_min_c) & ~np.isnan(table.precip_mm)
    there = set(table.date[known].astype("datetime64[D]").tolist())
    dates = np.datetime64(first, "D") + np.arange(days)
    return [date for date in dates if date.astype(object) not in there]
