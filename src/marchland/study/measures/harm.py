"""Harm that the model expects, compared with the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.tables import Observations
from marchland.study.measures.bands import Band
from marchland.study.measures.deaths import recorded_deaths

COUNTED = ("", "exposure", "sickness", "unknown")
"""Causes of recorded deaths that the model's can be set beside; blank: all causes together."""


def has_nights(ds: xr.Dataset) -> bool:
    """Whether runs have nights in the open that could harm anybody."""
    return "deaths_expected" in ds and float(ds["open_nights"].max()) > 0


@dataclass(frozen=True)
class Record:
    """Recorded deaths of a period and side beside those that the model expects.

    Parameters
    ----------
    where, since, until
        Side and period of the record.
    cause
        Cause group of the record; blank: all.
    recorded
        The record, a lower bound; not a number where it is under ten even when merged.
    expected
        Expected deaths of whole months within the period (m).
    source
        Who recorded.
    """

    where: str
    since: Any
    until: Any
    cause: str
    recorded: float
    expected: np.ndarray
    source: str

    @property
    def band(self) -> Band:
        """The band of what the model expects."""
        return Band.of(self.expected)

    @property
    def within(self) -> bool:
        """Whether the record lies in the band that holds 90 % of the runs."""
        return bool(self.band.low90 <= self.recorded <= self.band.high90)


def beside_records(ds: xr.Dataset, observations: Observations) -> list[Record]:
    """Return each record of deaths by side beside the model, then all of one period together.

    Small cells are merged (:func:`marchland.study.measures.deaths.recorded_deaths`), and those of
    causes that the model does not have, or of a period that the runs do not cover, are left out.
    """
    if not has_nights(ds):
        return []
    found, days = [], pd.DatetimeIndex(ds["day"].values)
    there = set(ds["side"].values.astype(str))
    for cell in recorded_deaths(observations).to_dict("records"):
        sides = str(cell["where"]).split(", ")
        if cell["cause"] not in COUNTED or not set(sides) <= there:
            continue
        since, until = cell["date_from"], cell["date_to"]
        if since < days[0] or until > days[-1]:
            continue
        expected = _expected(ds, sides, since, until)
        found.append(
            Record(
                str(cell["where"]),
                since,
                until,
                str(cell["cause"]),
                float(cell["deaths"]),
                expected,
                str(cell["source"]),
            )
        )
    return [*found, *_together(found)]


def _expected(ds: xr.Dataset, sides: list[str], since: Any, until: Any) -> np.ndarray:
    """Return expected deaths of some sides in the months of a period (m)."""
    months = pd.PeriodIndex(ds["month"].values.astype(str), freq="M")
    first, last = (
        pd.PeriodIndex([str(day)[:10]], freq="D").asfreq("M")[0] for day in (since, until)
    )
    inside = np.flatnonzero((months >= first) & (months <= last))
    deaths = ds["deaths_expected"].sel(side=sides).isel(month=inside)
    return np.asarray(deaths.sum(["month", "side"]).values)


def _together(found: list[Record]) -> list[Record]:
    """Return the records of one period and cause as one, where there are several sides."""
    together = []
    for since, until, cause in sorted(
        {(one.since, one.until, one.cause) for one in found}, key=str
    ):
        own = [one for one in found if (one.since, one.until, one.cause) == (since, until, cause)]
        if len(own) > 1:
            expected = np.sum([one.expected for one in own], axis=0)
            recorded = sum(one.recorded for one in own)
            together.append(Record("", since, until, cause, recorded, expected, own[0].source))
    return together
