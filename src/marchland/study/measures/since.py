"""Outcomes since a day: what comes after it, so that what was before does not blur a choice."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.kinds import PLACE_KINDS
from marchland.study.measures.outcomes import outcomes

ARRIVALS = "arrivals"
"""How outcomes of people received are called by country: ``arrivals:DEU``."""
_RECEIVED = ("reception", "destination")


def since(ds: xr.Dataset, day: date) -> xr.Dataset:
    """Return runs from a day on; what is told by month, from the month that holds the day on."""
    begun = np.datetime64(day, "D")
    part = ds.isel(day=np.flatnonzero(ds["day"].values.astype("datetime64[D]") >= begun))
    if "month" in part.dims:
        months = part["month"].values.astype("datetime64[M]")
        part = part.isel(month=np.flatnonzero(months >= begun.astype("datetime64[M]")))
    return part


def outcomes_since(ds: xr.Dataset, day: date) -> pd.DataFrame:
    """Return every outcome from a day on, and people received by country since.

    Parameters
    ----------
    ds
        Runs.
    day
        First day that counts.

    Returns
    -------
    pandas.DataFrame
        One row a member, one column an outcome: those of :func:`marchland.outcomes`, and
        ``arrivals:DEU`` and so on, the rise of people in reception or at a destination by country.
    """
    part = since(ds, day)
    found = outcomes(part)
    kinds = ds["kind"].values.astype(str)
    received = np.array([PLACE_KINDS[kind].state in _RECEIVED for kind in kinds])
    country = ds["country"].values.astype(str)
    stock = part["stock"] if "group" not in part["stock"].dims else part["stock"].sum("group")
    before = int((ds["day"].values.astype("datetime64[D]") < np.datetime64(day, "D")).sum()) - 1
    whole = ds["stock"] if "group" not in ds["stock"].dims else ds["stock"].sum("group")
    for code in sorted(set(country[received])):
        at = np.flatnonzero(received & (country == code))
        last = stock.isel(place=at, day=-1).sum("place").values
        first = whole.isel(place=at, day=before).sum("place").values if before >= 0 else 0
        found[f"{ARRIVALS}:{code}"] = last - first
    return found
