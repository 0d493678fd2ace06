"""A month's demand over its days, by degree days."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from marchland.model.columns import Dates
from marchland.model.tables import Weather

Floats = npt.NDArray[np.float64]

INSIDE_C, HEATING_BELOW_C = 18.0, 15.0
"""Degree days count from 18 °C on days whose mean is 15 °C or less.

Source: Eurostat, heating degree days (nrg_chdd), as defined by the Joint Research Centre.
"""


def degree_days(mean_c: Floats) -> Floats:
    """Return the degree days of daily mean temperatures in °C."""
    return np.where(mean_c <= HEATING_BELOW_C, INSIDE_C - mean_c, 0.0)


def spread(weather: Weather, station: str, days: Dates) -> Floats:
    """Return the factor on each day's heating, of mean 1 over the days (day).

    Parameters
    ----------
    weather
        Daily weather.
    station
        Whose degree days; blank, or without a mean temperature on some day: every day alike.
    days
        Days of the period whose mean is known.
    """
    if not station or not len(days):
        return np.ones(len(days))
    own = np.array([name == station for name in weather.station], bool)
    seen = dict(zip(weather.date[own].tolist(), weather.t_mean_c[own].tolist(), strict=True))
    cold = degree_days(np.array([seen.get(day, np.nan) for day in days.tolist()]))
    if np.isnan([seen.get(day, np.nan) for day in days.tolist()]).any() or not cold.sum():
        return np.ones(len(days))
    return np.asarray(cold / cold.mean())
