"""Runs in brief: a tidy table of bands, the balance of persons, and a few sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.study.measures.bands import LEVELS, bands
from marchland.study.measures.stranded import stranded
from marchland.study.measures.whereabouts import by_state
from marchland.study.runs import protect

COLUMNS = ("variable", "date", "where", "group", *LEVELS, "unit")

_BY_PLACE = ("stranded",)
_BY_BORDER = ("attempts", "turned_back", "pushed_back", "crossed")
_HARM = (
    "deaths_expected",
    "severe_expected",
    "non_freezing_expected",
    "open_nights",
    "frost_nights",
    "unreached_nights",
)
_TOTALS = ("travelling", "over_capacity", "turned_around")


def summary(ds: xr.Dataset, spread: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return bands of what the runs say, one row a variable, date, place and group.

    Parameters
    ----------
    ds
        Runs, as :func:`marchland.simulate` gives them.
    spread
        Uncertainty by source (:func:`marchland.study.compare.sources.sources_apart`), where it was
        measured: rows without a date, with ``only parameters`` and so on in ``where``.

    Returns
    -------
        Columns ``variable``, ``date`` (YYYY-MM-DD, or YYYY-MM for what is told by month),
        ``where`` (place, border or country; blank: everywhere), ``group`` (blank: all), ``low90``,
        ``low50``, ``median``, ``high50``, ``high90``, ``unit``. Ground behind a closed line is
        told by country and as the mean of the month, crossings by border and month, never finer.
    """
    parts = [_tidy(values) for values in _told(ds)]
    if spread is not None:
        parts.append(_by_source(spread))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def _told(ds: xr.Dataset) -> Iterator[xr.DataArray]:
    """Yield each quantity of the summary (member, date, …), named."""
    people = protect.people(ds)
    yield people.rename("people")
    yield by_state(people).stack(where=("country", "state")).rename("people_by_state")
    for name in _BY_PLACE:
        yield protect.by_place(ds, ds[name]).rename(name)
    yield ds["stranded_cause"].rename("stranded_by_cause")
    yield stranded(ds).rename("stranded_at_the_lines")
    yield ds["stranded"].sum("place").rename("stranded_total")
    for name in (*_BY_BORDER, *_TOTALS, "entered"):
        if name in ds:
            yield ds[name]
    if "open_nights" in ds:
        sides = np.flatnonzero(ds["open_nights"].values.any(axis=(0, 1)))
        yield from (ds[name].isel(side=sides) for name in _HARM if len(sides))


def _by_source(spread: pd.DataFrame) -> pd.DataFrame:
    """Return the bands with one source of uncertainty at a time as rows of the summary."""
    only = spread["source"].where(spread["source"] == "all", "only " + spread["source"])
    return spread.assign(
        variable=spread["outcome"],
        where=only.str.replace("all", "all sources").str.replace("_", " "),
        date="",
        group="",
    ).reindex(columns=list(COLUMNS))


def _tidy(values: xr.DataArray) -> pd.DataFrame:
    """Return the bands of a quantity as rows."""
    found = bands(values)
    when = "month" if "month" in found.dims else "day"
    spread = found.transpose("band", when, ...)
    rest = [name for name in spread.dims if name not in ("band", when)]
    flat = spread.values.reshape(len(LEVELS), spread.sizes[when], -1)
    labels = [_label(v) for v in spread[rest[0]].values] if rest else [""]
    dates = (
        spread[when].values.astype(str)
        if when == "month"
        else (pd.DatetimeIndex(spread[when].values).strftime("%Y-%m-%d").to_numpy())
    )
    table = pd.DataFrame({name: np.round(flat[i].ravel(), 2) for i, name in enumerate(LEVELS)})
    table["date"] = np.repeat(dates, flat.shape[2])
    blank = [""] * len(labels)
    table["where"] = np.tile(blank if rest == ["group"] else labels, spread.sizes[when])
    table["group"] = np.tile(labels if rest == ["group"] else blank, spread.sizes[when])
    table["variable"], table["unit"] = str(values.name), str(values.attrs.get("units", "people"))
    return table


def _label(value: Any) -> str:
    return ": ".join(map(str, value)) if isinstance(value, tuple) else str(value)
