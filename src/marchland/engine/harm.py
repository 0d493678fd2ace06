"""Harm in the result of a run: deaths and injuries by month and country, never finer; weather."""

from __future__ import annotations

from typing import Any

import numpy as np

from marchland.engine.exposure import Nights
from marchland.engine.plan import Plan
from marchland.kernels.layout import FIRST_SIDE, SIDE_ROWS, Ints, SideTally, Tally

CAUSE = "exposure, sickness or unknown cause, in the open"
_DIMS = ("member", "month", "side")
_NAMES = {
    "deaths": ("deaths_expected", "people/month", f"deaths that the model expects: {CAUSE}"),
    "severe": ("severe_expected", "people/month", "severe cold injuries that the model expects"),
    "non_freezing": (
        "non_freezing_expected",
        "people/month",
        "non-freezing cold injuries that the model expects among those not yet injured",
    ),
    "open_nights": ("open_nights", "person-nights/month", "nights that people spent in the open"),
    "frost_nights": (
        "frost_nights",
        "person-nights/month",
        "nights below 0 °C that people spent in the open",
    ),
    "unreached_nights": (
        "unreached_nights",
        "person-nights/month",
        "nights that people spent in the open, not reached by aid beyond what the crisis had",
    ),
}


def harm(plan: Plan, tally: Tally, nights: Nights) -> dict[str, Any]:
    """Return what the nights did, as variables of a dataset."""
    days = tally.day.shape[1]
    dates = np.datetime64(plan.scenario.start, "D") + np.arange(days)
    month = np.unique(dates.astype("datetime64[M]"), return_inverse=True)[1]
    found: dict[str, Any] = {
        name: (_DIMS, values, {"units": units, "long_name": words})
        for (name, units, words), values in zip(_NAMES.values(), nights.expected, strict=True)
    }
    found["died"] = (
        _DIMS,
        _monthly(tally, SideTally.DIED, month),
        {"units": "people/month", "long_name": f"deaths drawn in each run: {CAUSE}"},
    )
    found["severe_injury"] = (
        _DIMS,
        _monthly(tally, SideTally.INJURED_TODAY, month),
        {"units": "people/month", "long_name": "severe cold injuries drawn in each run"},
    )
    found["hospital"] = (
        ("member", "day"),
        nights.hospital.astype(np.int32),
        {"units": "people", "long_name": "people in hospital at the end of the day"},
    )
    stations = nights.stations
    for name, values, units, words in (
        ("t_min", stations.t_min, "°C", "lowest temperature of the day"),
        ("precipitation", stations.precipitation, "mm", "precipitation of the day"),
        ("wind", stations.wind, "m/s", "mean wind of the day at 10 m"),
    ):
        note = f"{words}; blank where it was not measured"
        found[name] = (("day", "station"), values, {"units": units, "long_name": note})
    return found


def _monthly(tally: Tally, row: int, month: Ints) -> Ints:
    """Sum a daily count by country over the days of each month (m, month, side)."""
    daily = tally.day[:, :, FIRST_SIDE + row :: SIDE_ROWS]
    return np.stack(
        [daily[:, month == one].sum(axis=1) for one in np.unique(month)], axis=1
    ).astype(np.int32)
