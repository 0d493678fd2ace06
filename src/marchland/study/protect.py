"""Protection: ground behind a closed line is told by country and month, never finer.

Who stands there has crossed the line. Set beside the attempts of a day and a sector, their number
would tell where and when a crossing is likeliest to succeed. Whatever is shown or exported by place
or by route therefore passes through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

Counts = npt.NDArray[Any]


def people(ds: xr.Dataset) -> xr.DataArray:
    """Return people at day's end (member, day, place), all groups together, as ``by_place`` does."""
    return by_place(ds, ds["stock"].sum("group"))


def by_place(ds: xr.Dataset, values: xr.DataArray) -> xr.DataArray:
    """Return a quantity by place with the ground behind each country's lines joined.

    Parameters
    ----------
    ds
        Runs, whose places it is about.
    values
        Quantity (member, day, place).

    Returns
    -------
        Quantity (member, day, place); the places of kind ``forest`` of one country are one place,
        ``forest:POL``, at their mean position, with the mean of the calendar month on each day.
    """
    table = pd.DataFrame({
        "place_name": ds["place_name"].values.astype(str), "kind": ds["kind"].values.astype(str),
        "country": ds["country"].values.astype(str), "lat": ds["lat"].values, "lon": ds["lon"].values,
    }, index=ds["place"].values.astype(str))
    hidden = (table["kind"] == "forest").to_numpy()
    table["key"] = np.where(hidden, "forest:" + table["country"], table.index)
    table.loc[hidden, "place_name"] = "Behind the line (month's mean)"
    return _joined(values, "place", table, hidden)


def flows(ds: xr.Dataset) -> xr.DataArray:
    """Return people who completed a route, with routes from behind a line joined by country.

    Returns
    -------
        People a day (member, day, route), with coordinates ``label``, ``lat_from``, ``lon_from``,
        ``lat_to``, ``lon_to`` and ``mode``. Routes between the ground behind a line and one
        country are one route, ``forest:POL>DEU``, with the mean of the month on each day.
    """
    places = ds["place"].to_pandas().index
    start = places.get_indexer(ds["route_origin"].values)
    end = places.get_indexer(ds["route_destination"].values)
    name, country = ds["place_name"].values.astype(str), ds["country"].values.astype(str)
    forest = ds["kind"].values == "forest"
    hidden = forest[start] | forest[end]
    joined = pd.Series("forest:" + pd.Series(country[start]) + ">" + pd.Series(country[end]))
    table = pd.DataFrame({
        "label": np.where(hidden, "From behind the line (month's mean)",
                          [f"{a} to {b}" for a, b in zip(name[start], name[end], strict=True)]),
        "mode": ds["mode"].values.astype(str),
        "lat_from": ds["lat"].values[start], "lon_from": ds["lon"].values[start],
        "lat_to": ds["lat"].values[end], "lon_to": ds["lon"].values[end],
    }, index=ds["route"].values.astype(str))
    table["key"] = np.where(hidden, joined, table.index)
    return _joined(ds["flow"], "route", table, hidden)


def _joined(values: xr.DataArray, axis: str, table: pd.DataFrame,
            hidden: npt.NDArray[np.bool_]) -> xr.DataArray:
    """Sum columns of one key; the hidden ones also lose their days to the mean of the month."""
    columns = values.transpose("member", "day", axis).values
    days = pd.DatetimeIndex(values["day"].values)
    rows = {key: np.flatnonzero(table["key"] == key) for key in table["key"].unique()}
    out = np.stack([
        _monthly(columns[..., at].sum(-1), days) if hidden[at[0]] else columns[..., at[0]]
        for at in rows.values()
    ], axis=-1) if rows else columns
    first = table.drop_duplicates("key").set_index("key")
    numbers: Mapping[str, Any] = table.groupby("key", sort=False).mean(numeric_only=True)
    coords: dict[str, Any] = {axis: list(rows), "day": days}
    for name in first.columns:
        told = numbers[name] if name in numbers else first[name].astype(str)
        coords[name] = (axis, told.to_numpy())
    return xr.DataArray(out, dims=("member", "day", axis), coords=coords, attrs=values.attrs)


def _monthly(values: Counts, days: pd.DatetimeIndex) -> Counts:
    """Replace each day (member, day) by the mean of its calendar month, rounded."""
    month = days.to_period("M").astype(str).to_numpy()
    out = np.empty_like(values)
    for one in np.unique(month):
        out[:, month == one] = np.rint(values[:, month == one].mean(1, keepdims=True))
    return out
