"""Where people are: by country and state on each day, and all of them on the last."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from marchland.study.measures.bands import LEVELS, bands
from marchland.study.runs import protect
from marchland.study.runs.coarse import AT_END

STATES = {
    "settlement": "in towns and hubs",
    "hub": "in towns and hubs",
    "strip": "in the strip between the lines",
    "forest": "in the open behind a line",
    "camp": "in camps",
    "centre": "held in centres",
    "reception": "in reception",
    "destination": "at a destination",
    "home": "back home",
}
"""State of people by the kind of place they are at, in plain words."""


def by_state(stock: xr.DataArray) -> xr.DataArray:
    """Return people by country and state (member, day, country, state), all groups together.

    Parameters
    ----------
    stock
        What :func:`marchland.study.runs.protect.people` returns.

    Returns
    -------
        People; states are the values of ``STATES``, and people on the way between places are in
        none of them.
    """
    states = list(dict.fromkeys(STATES.values()))
    countries = sorted(set(stock["country"].values))
    out = np.zeros((stock.sizes["member"], stock.sizes["day"], len(countries), len(states)))
    for i, (country, kind) in enumerate(
        zip(stock["country"].values, stock["kind"].values, strict=True)
    ):
        out[:, :, countries.index(country), states.index(STATES[kind])] += stock.values[..., i]
    return xr.DataArray(
        out,
        dims=("member", "day", "country", "state"),
        coords={"day": stock["day"].values, "country": countries, "state": states},
        attrs={"units": "people"},
    )


def balance(ds: xr.Dataset) -> pd.DataFrame:
    """Return where everyone who entered is on the last day.

    Returns
    -------
        One row for ``entered``, one for each state of people, ``travelling``, ``left`` and
        ``died`` where the runs have them; columns ``low90`` … ``high90``.
    """
    return pd.DataFrame(
        {name: bands(v).values for name, v in whereabouts(ds).items()}, index=list(LEVELS)
    ).T


def unaccounted(ds: xr.Dataset) -> xr.DataArray:
    """Return persons who entered and are nowhere on the last day (member): nought, or a bug."""
    parts = whereabouts(ds)
    return 2 * parts["entered"] - sum(parts.values())


def whereabouts(ds: xr.Dataset) -> dict[str, xr.DataArray]:
    """Return who entered, and where they are on the last day (member)."""
    parts = {"entered": ds["entered"].sum(["day", "group"])}
    last = _last_day(ds)
    for state in dict.fromkeys(STATES.values()):
        at = np.array([STATES[str(k)] == state for k in last["kind"].values], bool)
        if at.any():
            parts[state] = last.isel(place=at).sum("place")
    parts["travelling"] = ds["travelling"].isel(day=-1)
    if "hospital" in ds:
        parts["in hospital"] = ds["hospital"].isel(day=-1)
    for name in ("left", "died"):
        if name in ds:
            parts[name] = ds[name].sum([d for d in ds[name].dims if d != "member"])
    return parts


def _last_day(ds: xr.Dataset) -> xr.DataArray:
    """Return people on the last day (member, place) by kind; of protected runs as they were."""
    last = ds["stock"].isel(day=-1)
    last = last.sum("group") if "group" in last.dims else last
    told = last.values
    kinds = ds["kind"].values.astype(str)
    if AT_END in ds:
        seen = ~protect.beyond(ds)
        told = np.concatenate([told[:, seen], ds[AT_END].values], axis=1)
        kinds = np.concatenate([kinds[seen], ds["beyond"].values.astype(str)])
    return xr.DataArray(told, dims=("member", "place"), coords={"kind": ("place", kinds)})
