"""Protection: people beyond a closed line are told by country and month, never finer.

Who stands in the open behind a line, or in a town of a country that a line leads into, has crossed
it. Set beside the attempts of a day and a sector, their number would tell where and when a crossing
is likeliest to succeed. :mod:`marchland.study.runs.coarse` takes that out of runs before they are
shown, written or handed over; what is shown by place or by route passes here as well, for runs that
were not.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.errors import RequestError
from marchland.language import mark, say
from marchland.model.kinds import Shown
from marchland.model.where import border_name
from marchland.study.runs.places import kinds, lines, which

Counts = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
TOGETHER = mark("{places} (mean of the month)")
"""What places or routes are called that are shown together."""


def people(ds: xr.Dataset) -> xr.DataArray:
    """Return people at day's end, all groups together, as ``by_place`` tells them.

    Raises
    ------
    RequestError
        If the runs kept no stock by place.
    """
    if "stock" not in ds:
        raise RequestError(say("these runs kept no stock by place; run them again with it"))
    stock = ds["stock"]
    return by_place(ds, stock.sum("group") if "group" in stock.dims else stock)


def by_place(ds: xr.Dataset, values: xr.DataArray) -> xr.DataArray:
    """Return a quantity by place, with the places beyond a line joined by kind and country.

    Parameters
    ----------
    ds
        Runs, whose places it is about.
    values
        Quantity (member, day, place).

    Returns
    -------
        Quantity (member, day, place); the forests of one country that a line leads into are one
        place, ``forest:POL``, at their mean position, with the mean of the calendar month on each
        day; so are its settlements and its hubs.
    """
    hidden = beyond(ds)
    return _joined(values, "place", place_table(ds), hidden, np.arange(len(hidden)))


def place_table(ds: xr.Dataset) -> pd.DataFrame:
    """Return name, kind, country and position of each place, and the key it is told under."""
    table = pd.DataFrame(
        {
            "place_name": ds["place_name"].values.astype(str),
            "kind": ds["kind"].values.astype(str),
            "country": ds["country"].values.astype(str),
            "pcode": ds["pcode"].values.astype(str) if "pcode" in ds.coords else "",
            "lat": ds["lat"].values,
            "lon": ds["lon"].values,
        },
        index=ds["place"].values.astype(str),
    )
    hidden = beyond(ds)
    table["key"] = np.where(hidden, table["kind"] + ":" + table["country"], table.index)
    names = [TOGETHER.format(places=kind.together) for kind in kinds(ds)]
    table["place_name"] = np.where(hidden, names, table["place_name"])
    table.loc[hidden, "pcode"] = ""
    return table


def beyond(ds: xr.Dataset) -> Flags:
    """Return which places people reach only by crossing a line, or may have: told coarsely."""
    entered = {far for _, far in lines(ds)}
    behind = np.isin(ds["country"].values.astype(str), sorted(entered))
    always = which(ds, lambda kind: kind.shown is Shown.MONTHLY)
    return always | (behind & which(ds, lambda kind: kind.shown is Shown.MONTHLY_BEYOND))


def flows(ds: xr.Dataset) -> xr.DataArray:
    """Return people who completed a route, with routes beyond a line joined by country.

    Returns
    -------
        People a day (member, day, route), with coordinates ``label``, ``mode``, ``name_from``,
        ``name_to``, ``lat_from``, ``lon_from``, ``lat_to`` and ``lon_to``. Routes that begin or
        end beyond a line are one route for each pair of countries, ``beyond:POL>DEU``, with the
        mean of the month on each day; those that stay within one country are left out. No route
        where none was kept.
    """
    if "flow" not in ds:
        ds = ds.isel(route=[]).assign(
            flow=(("member", "day", "route"), np.zeros((ds.sizes["member"], ds.sizes["day"], 0)))
        )
    start, end = ends(ds)
    country, far = ds["country"].values.astype(str), beyond(ds)
    hidden = far[start] | far[end]
    kept = (start >= 0) & (end >= 0)
    shown = np.flatnonzero(kept & (~hidden | (country[start] != country[end])))
    start, end, hidden = start[shown], end[shown], hidden[shown]
    name, route = ds["place_name"].values.astype(str), ds["route"].values.astype(str)[shown]
    pairs = _texts(map(border_name, country[start], country[end]))
    ways = _texts(f"{a} to {b}" for a, b in zip(name[start], name[end], strict=True))
    table = pd.DataFrame(
        {
            "label": np.where(hidden, _texts(TOGETHER.format(places=pair) for pair in pairs), ways),
            "key": np.where(hidden, np.char.add("beyond:", pairs), route),
            "mode": ds["mode"].values.astype(str)[shown],
            "name_from": name[start],
            "name_to": name[end],
            "lat_from": ds["lat"].values[start],
            "lon_from": ds["lon"].values[start],
            "lat_to": ds["lat"].values[end],
            "lon_to": ds["lon"].values[end],
        },
        index=route,
    )
    return _joined(ds["flow"], "route", table, hidden, shown)


def _texts(texts: Iterable[str]) -> npt.NDArray[np.str_]:
    return np.array(list(texts), dtype=np.str_)


def ends(ds: xr.Dataset) -> npt.NDArray[np.intp]:
    """Return the place where each route begins and ends (end, route), -1 where it was not kept."""
    places = pd.Index(ds["place"].values.astype(str))
    return np.stack(
        [
            places.get_indexer(ds[name].values.astype(str))
            for name in ("route_origin", "route_destination")
        ]
    )


def _joined(
    values: xr.DataArray, axis: str, table: pd.DataFrame, hidden: Flags, rows: npt.NDArray[np.intp]
) -> xr.DataArray:
    """Sum columns of one key; the hidden ones also lose their days to the mean of the month.

    ``table`` and ``hidden`` tell of the columns ``rows``; others are left out. What need not be
    changed is not copied.
    """
    columns = values.transpose("member", "day", axis).values
    days = pd.DatetimeIndex(values["day"].values)
    keys = table["key"].to_numpy()
    which, names = pd.factorize(keys)
    first_of = np.unique(which, return_index=True)[1]
    first_rows = rows[first_of]
    whole = np.array_equal(first_rows, np.arange(columns.shape[-1]))
    out = columns if whole else np.take(columns, first_rows, axis=-1)
    for column in np.flatnonzero(hidden[first_of]).tolist():
        monthly = _monthly(columns[..., rows[which == column]].sum(-1), days)
        if np.array_equal(out[..., column], monthly):
            continue
        out = columns.copy() if out is columns else out
        out[..., column] = monthly
    first = table.drop_duplicates("key").set_index("key")
    numbers = table.groupby("key", sort=False).mean(numeric_only=True)
    coords: dict[str, Any] = {axis: list(names), "day": days}
    for name in first.columns:
        told = numbers[name] if name in numbers.columns else first[name].astype(str)
        coords[name] = (axis, told.to_numpy())
    return xr.DataArray(out, dims=("member", "day", axis), coords=coords, attrs=values.attrs)


def _monthly(values: Counts, days: pd.DatetimeIndex) -> Counts:
    """Replace each day (member, day) by the mean of its calendar month, rounded."""
    return without_days(values, 1, days, events=False)


def without_days(values: Counts, axis: int, days: pd.DatetimeIndex, events: bool) -> Counts:
    """Give each day of a month the month's mean, or an even share of its total, in whole people."""
    month = days.year.to_numpy() * 12 + days.month.to_numpy()
    bounds = [0, *(np.flatnonzero(np.diff(month)) + 1).tolist(), len(month)]
    out = np.empty_like(values)
    told, source = np.moveaxis(out, axis, -1), np.moveaxis(values, axis, -1)
    for begin, end in pairwise(bounds):
        total, length = source[..., begin:end].sum(-1, keepdims=True), end - begin
        if events:
            shares = np.arange(length + 1) * total // length
            told[..., begin:end] = np.diff(shares, axis=-1)
        else:
            told[..., begin:end] = np.rint(total / length)
    return out
