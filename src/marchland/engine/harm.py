"""Harm in the result of a run: deaths and injuries by month and country, never finer; weather."""

from __future__ import annotations

from typing import Any

import numpy as np

from marchland.engine.exposure import Nights
from marchland.engine.labelled import labelled
from marchland.engine.plan import Plan
from marchland.kernels.layout import FIRST_SIDE, SIDE_ROWS, Expected, Ints, SideTally, Tally

_EXPECTED = {
    Expected.DEATHS: "deaths_expected",
    Expected.SEVERE: "severe_expected",
    Expected.NON_FREEZING: "non_freezing_expected",
    Expected.OPEN_NIGHTS: "open_nights",
    Expected.FROST_NIGHTS: "frost_nights",
    Expected.UNREACHED_NIGHTS: "unreached_nights",
}
"""Variables of what is expected of nights."""


def harm(plan: Plan, tally: Tally, nights: Nights) -> dict[str, Any]:
    """Return what the nights did, as variables of a dataset."""
    days = tally.day.shape[1]
    dates = np.datetime64(plan.scenario.start, "D") + np.arange(days)
    month = np.unique(dates.astype("datetime64[M]"), return_inverse=True)[1]
    found: dict[str, Any] = {name: nights.expected[:, one] for one, name in _EXPECTED.items()}
    found["died"] = _monthly(tally, SideTally.DIED, month)
    found["severe_injury"] = _monthly(tally, SideTally.INJURED_TODAY, month)
    found["hospital"] = nights.hospital.astype(np.int32)
    stations = nights.stations
    found["t_min"], found["wind"] = stations.t_min, stations.wind
    found["precipitation"] = stations.precipitation
    return {name: labelled(name, values) for name, values in found.items()}


def _monthly(tally: Tally, row: int, month: Ints) -> Ints:
    """Sum a daily count by country over the days of each month (m, month, side)."""
    daily = tally.day[:, :, FIRST_SIDE + row :: SIDE_ROWS]
    return np.stack(
        [daily[:, month == one].sum(axis=1) for one in np.unique(month)], axis=1
    ).astype(np.int32)
