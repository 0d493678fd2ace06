"""Runs made coarse enough to be told: what lies beyond a closed line by country and month."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.engine.labelled import labelled
from marchland.errors import RequestError
from marchland.language import say
from marchland.model.kinds import PLACE_KINDS, Shown
from marchland.model.variables import VARIABLES, Nature, Variable
from marchland.study.runs.protect import Flags, beyond, ends, place_table, without_days

BEYOND = tuple(
    kind.id
    for shown in (Shown.MONTHLY, Shown.MONTHLY_BEYOND)
    for kind in PLACE_KINDS.values()
    if kind.shown is shown
)
"""Kinds of place that may lie beyond a line."""
AT_END = "beyond_at_end"
"""Variable of protected runs: people beyond the lines on the last day, by kind of place."""
JOINED = "joined_places"
"""Attribute of protected runs: places that are told together, by their ids."""


def protected(ds: xr.Dataset) -> xr.Dataset:
    """Return runs without what tells where or when a line is likeliest to be crossed.

    Parameters
    ----------
    ds
        Runs, as the engine gives them.

    Returns
    -------
        The same runs, with the forests of one country that a line leads into joined to one place,
        ``forest:POL``, at their mean position, and so its settlements and its hubs. Their people
        on a day are the mean of the calendar month; their events keep the month's total, spread
        evenly over its days. Routes that begin or end there are joined by their ends, and left out
        within one country. ``beyond_at_end`` has the people there on the last day, so that the
        balance of persons still holds. Runs without such places are returned as they are.
    """
    hidden = beyond(ds)
    if not hidden.any() or AT_END in ds:
        return ds
    table = place_table(ds)
    ways = _routes(ds, table, hidden)
    every = table.assign(row=np.arange(len(table)), hidden=hidden)
    natures = {str(name): declared(str(name), one.dims).nature for name, one in ds.items()}
    with ThreadPoolExecutor(2) as pool:  # numpy copies without Python's lock
        parts = pool.map(lambda name: _told(ds, name, natures[name], every, ways), natures)
        told = dict(zip(natures, parts, strict=True))
    at_end = _at_end(ds, hidden)
    return xr.Dataset(
        told | ({AT_END: at_end} if at_end is not None else {}),
        coords=_coordinates(ds, table, ways),
        attrs=ds.attrs | {JOINED: " ".join(table.index[hidden])},
    )


def _told(
    ds: xr.Dataset, name: str, nature: Nature, places: pd.DataFrame, ways: pd.DataFrame
) -> xr.Variable:
    """Return one variable with its places or its routes joined."""
    values = ds.variables[name]
    if "place" in values.dims:
        return _merged(values, "place", places, nature, ds["day"])
    if "route" in values.dims:
        return _merged(values, "route", ways, nature, ds["day"])
    return values


def declared(name: str, dims: Iterable[Hashable]) -> Variable:
    """Return what a variable of runs is.

    Raises
    ------
    RequestError
        If it is not declared, or has an axis that it is not declared to have: nobody knows how
        finely it may be shown.
    """
    found = VARIABLES.get(name)
    if found is None:
        raise RequestError(
            say(
                "these runs have a variable '{name}' that marchland.model.variables does "
                "not declare, so it cannot be shown safely; leave it out",
                name=name,
            )
        )
    if finer := [str(one) for one in dims if one not in found.axes]:
        raise RequestError(
            say(
                "in these runs '{name}' is by {axes}, it may be shown by {finest}; leave it out",
                name=name,
                axes=", ".join(finer),
                finest=found.finest.value,
            )
        )
    return found


def _merged(
    values: xr.Variable, axis: str, told: pd.DataFrame, nature: Nature, day: xr.DataArray
) -> xr.Variable:
    """Join hidden columns of one key, and take their days from them; what is no count is blank.

    ``told`` has the ``row`` of each column that is told, its ``key`` and whether it is ``hidden``.
    """
    at = values.dims.index(axis)
    which, _ = pd.factorize(told["key"].to_numpy())
    first, rows = np.unique(which, return_index=True)[1], told["row"].to_numpy()
    data = np.moveaxis(values.values, at, -1)
    out = np.take(values.values, rows[first], axis=at)
    view = np.moveaxis(out, at, -1)
    when = pd.DatetimeIndex(day.values)
    for column in np.flatnonzero(told["hidden"].to_numpy()[first]).tolist():
        members = rows[which == column]
        if nature is Nature.NUMBER:
            view[..., column] = np.nan
            continue
        total = data[..., members].sum(-1, dtype=None if values.dtype.kind == "f" else np.int64)
        days = [d for d in values.dims if d != axis].index("day")
        view[..., column] = without_days(total, days, when, nature is Nature.EVENT)
    return xr.Variable(values.dims, out, values.attrs)


def _at_end(ds: xr.Dataset, hidden: Flags) -> xr.DataArray | None:
    """Return people beyond the lines on the last day by kind (member, beyond), where kept."""
    if "stock" not in ds:
        return None
    last = ds["stock"].isel(day=-1)
    last = last.sum("group") if "group" in last.dims else last
    kind = ds["kind"].values.astype(str)
    kinds = [one for one in BEYOND if (hidden & (kind == one)).any()]
    there = [last.values[:, hidden & (kind == one)].sum(-1) for one in kinds]
    axes, values, about = labelled(AT_END, np.stack(there, -1).astype(np.int32))
    return xr.DataArray(values, {"beyond": np.array(kinds)}, axes, attrs=about)


def _routes(ds: xr.Dataset, table: pd.DataFrame, hidden: Flags) -> pd.DataFrame:
    """Return the routes that are told, with the key under which each is told."""
    start, end = ends(ds)
    country, key = table["country"].to_numpy(), table["key"].to_numpy()
    veiled = hidden[start] | hidden[end]
    kept = (start >= 0) & (end >= 0)
    rows = np.flatnonzero(kept & (~veiled | (country[start] != country[end])))
    joined = [f"beyond:{key[a]}>{key[b]}" for a, b in zip(start, end, strict=True)]
    ways = pd.DataFrame(
        {
            "row": np.arange(len(start)),
            "key": np.where(veiled, joined, ds["route"].values.astype(str)),
            "hidden": veiled,
            "route_origin": key[start],
            "route_destination": key[end],
            "mode": ds["mode"].values.astype(str),
        }
    )
    return ways.iloc[rows].reset_index(drop=True)


def _coordinates(ds: xr.Dataset, table: pd.DataFrame, ways: pd.DataFrame) -> dict[str, Any]:
    """Return the coordinates of protected runs."""
    coords: dict[str, Any] = {
        str(name): c for name, c in ds.coords.items() if not {"place", "route"} & set(c.dims)
    }
    first = table.drop_duplicates("key").set_index("key")
    means = table.groupby("key", sort=False)[["lat", "lon"]].mean()
    coords["place"] = _text(first.index)
    for name in [n for n in ("place_name", "country", "pcode", "kind") if n in ds.coords]:
        coords[name] = ("place", _text(first[name]))
    for name in ("lat", "lon"):
        coords[name] = ("place", means.loc[first.index, name].to_numpy(), ds[name].attrs)
    if "tags" in ds.coords:
        tags = pd.Series(ds["tags"].values.astype(str), table.index)
        same = tags.groupby(table["key"].to_numpy(), sort=False).agg(_shared)
        coords["tags"] = ("place", _text(same.loc[first.index]))
    one = ways.drop_duplicates("key")
    coords["route"] = _text(one["key"])
    for name in ("route_origin", "route_destination", "mode"):
        coords[name] = ("route", _text(one[name]))
    return coords


def _shared(tags: pd.Series[str]) -> str:
    """Return the tags that all of some places carry."""
    every = set.intersection(*(set(one.split(";")) for one in tags))
    return ";".join(tag for tag in tags.iloc[0].split(";") if tag in every)


def _text(values: Any) -> npt.NDArray[np.str_]:
    return np.array([str(v) for v in values], dtype=np.str_)
