"""Where people are: by country and state on each day, and all of them on the last."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.kinds import AWAY, STATES
from marchland.model.variables import VARIABLES, Nature
from marchland.study.measures.bands import LEVELS, bands
from marchland.study.runs import protect
from marchland.study.runs.coarse import AT_END
from marchland.study.runs.places import kinds


def by_state(stock: xr.DataArray) -> xr.DataArray:
    """Return people by country and state (member, day, country, state), all groups together.

    Parameters
    ----------
    stock
        What :func:`marchland.study.runs.protect.people` returns.

    Returns
    -------
        People; states are those of :data:`marchland.model.kinds.STATES`, and people on the way
        between places are in none of them.
    """
    states = list(STATES)
    countries = sorted(set(stock["country"].values))
    people = stock.values
    most = int(people.max(initial=0)) * max(1, people.shape[-1])
    shape = (*people.shape[:2], len(countries), len(states))
    out = np.zeros(shape, np.int32 if most <= np.iinfo(np.int32).max else np.int64)
    for i, (country, kind) in enumerate(zip(stock["country"].values, kinds(stock), strict=True)):
        out[:, :, countries.index(country), states.index(kind.state)] += people[..., i]
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
        One row for ``entered``, and one for each state that the runs have, of those at places
        (:data:`marchland.model.kinds.STATES`) and of the others (``AWAY``); columns ``low90`` …
        ``high90``.
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
    for state in STATES:
        at = np.array([kind.state == state for kind in kinds(last)], bool)
        if at.any():
            parts[state] = last.isel(place=at).sum("place")
    return parts | {name: _away(ds[name]) for name in AWAY if name in ds}


def _away(values: xr.DataArray) -> xr.DataArray:
    """Return who is in a state without a place in the end (member): on the last day, or in all."""
    if VARIABLES[str(values.name)].nature is Nature.STOCK:
        values = values.isel(day=-1)
    return values.sum([axis for axis in values.dims if axis != "member"])


def _last_day(ds: xr.Dataset) -> xr.DataArray:
    """Return people on the last day (member, place) by kind; of protected runs as they were."""
    last = ds["stock"].isel(day=-1)
    last = last.sum("group") if "group" in last.dims else last
    told = last.values
    kind = ds["kind"].values.astype(str)
    if AT_END in ds:
        seen = ~protect.beyond(ds)
        told = np.concatenate([told[:, seen], ds[AT_END].values], axis=1)
        kind = np.concatenate([kind[seen], ds["beyond"].values.astype(str)])
    return xr.DataArray(told, dims=("member", "place"), coords={"kind": ("place", kind)})
