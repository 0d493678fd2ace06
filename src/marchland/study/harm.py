"""Harm in words and beside the records: what the model expects, never as one bare number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.tables import Observations
from marchland.study.observe import last_day
from marchland.study.summary import in_band

COUNTED = ("", "exposure", "sickness", "unknown")
"""Causes of recorded deaths that the model's can be set beside; blank: all causes together."""


def has_nights(ds: xr.Dataset) -> bool:
    """Whether runs have nights in the open that could harm anybody."""
    return "deaths_expected" in ds and float(ds["open_nights"].max()) > 0


def harm_in_words(ds: xr.Dataset) -> list[str]:
    """Return sentences on deaths, injuries and nights in the open; none where there are none."""
    if not has_nights(ds):
        return []
    total = {
        name: ds[name].sum(["month", "side"])
        for name in (
            "deaths_expected",
            "severe_expected",
            "non_freezing_expected",
            "open_nights",
            "frost_nights",
        )
    }
    return [
        f"In the open the model expects {in_band(total['deaths_expected'])} deaths of exposure, "
        f"sickness or unknown cause and {in_band(total['severe_expected'])} severe cold injuries, "
        f"with a level that is an assumption within a range",
        f"Nights people spent in the open: {in_band(total['open_nights'])}; below 0 °C: "
        f"{in_band(total['frost_nights'])}; non-freezing injuries the model expects: "
        f"{in_band(total['non_freezing_expected'])}",
    ]


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
        The record, a lower bound.
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
    def within(self) -> bool:
        """Whether the record lies in the band that holds 90 % of the members."""
        low, high = np.quantile(self.expected, [0.05, 0.95])
        return bool(low <= self.recorded <= high)


def beside_records(ds: xr.Dataset, observations: Observations) -> list[Record]:
    """Return each record of deaths by country beside the model, then all of one period together."""
    found = []
    for row in observations.rows():
        if row["measure"] != "deaths" or row["cause"] not in COUNTED:
            continue
        if row["where"] not in ds["side"].values.astype(str):
            continue
        since, until = row["date_from"], last_day(row)
        months = pd.PeriodIndex(ds["month"].values.astype(str), freq="M")
        first, last = (
            pd.PeriodIndex([str(day)], freq="D").asfreq("M")[0] for day in (since, until)
        )
        inside = (months >= first) & (months <= last)
        deaths = ds["deaths_expected"].sel(side=row["where"]).isel(month=np.flatnonzero(inside))
        expected = deaths.sum("month").values
        found.append(
            Record(row["where"], since, until, row["cause"], row["value"], expected, row["source"])
        )
    periods = {(one.since, one.until, one.cause) for one in found}
    together = []
    for since, until, cause in sorted(periods, key=str):
        own = [one for one in found if (one.since, one.until, one.cause) == (since, until, cause)]
        if len(own) > 1:
            expected = np.sum([one.expected for one in own], axis=0)
            recorded = sum(one.recorded for one in own)
            together.append(Record("", since, until, cause, recorded, expected, own[0].source))
    return [*found, *together]
