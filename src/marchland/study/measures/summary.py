"""Runs in brief: a tidy table of bands, the balance of persons, and a few sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.language import mark
from marchland.model.variables import VARIABLES, Finest, Variable
from marchland.study.measures.bands import LEVELS, bands
from marchland.study.measures.stranded import stranded
from marchland.study.measures.whereabouts import by_state
from marchland.study.runs import protect
from marchland.study.runs.given import check_runs

if TYPE_CHECKING:
    from marchland.study.measures.read import Findings

OF_PLACE = ("place_name", "country", "pcode", "kind", "lat", "lon")
"""What joins a place to anybody else's table; blank in rows that are of no place."""
COLUMNS = ("variable", "date", "date_to", "where", *OF_PLACE, "group", *LEVELS, "unit")


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
        Columns ``variable``; ``date`` and ``date_to`` (first and last day of what is told, as
        YYYY-MM-DD); ``where`` (place, border or country; blank: everywhere); of places
        ``place_name``, ``country``, ``pcode``, ``kind``, ``lat`` and ``lon``; ``group`` (blank:
        all); ``low90``, ``low50``, ``median``, ``high50``, ``high90``; ``unit``. Ground behind a
        closed line is told by country and as the mean of the month, crossings by border and month,
        never finer.
    """
    check_runs(ds, "summary")
    people = protect.people(ds)
    table = _tabled(ds, people, by_state(people))
    return table if spread is None else pd.concat([table, by_source(spread)], ignore_index=True)


def summary_of(found: Findings) -> pd.DataFrame:
    """Return what :func:`summary` does, of what was read of runs, but for the components."""
    return _tabled(found.runs, found.people, found.states)


def _tabled(ds: xr.Dataset, people: xr.DataArray, states: xr.DataArray) -> pd.DataFrame:
    days = pd.DatetimeIndex(ds["day"].values)
    parts = [_tidy(values, days) for values in _told(ds, people, states)]
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def _told(ds: xr.Dataset, people: xr.DataArray, states: xr.DataArray) -> Iterator[xr.DataArray]:
    """Yield each quantity of the summary (member, date, …), named."""
    yield people.rename("people")
    yield states.stack(where=("country", "state")).rename("people_by_state")
    yield stranded(ds).rename("stranded_at_the_lines")
    yield ds["stranded"].sum("place").rename("stranded_total")
    for one in VARIABLES.values():
        if one.listed and one.name in ds:
            yield from _shown(ds, one)


def _shown(ds: xr.Dataset, one: Variable) -> Iterator[xr.DataArray]:
    """Yield a variable as it may be shown; of countries only those where people are in the open."""
    values = ds[one.name]
    if one.finest is Finest.PLACE_DAY:
        yield protect.by_place(ds, values).rename(one.name)
    elif one.finest is Finest.COUNTRY_MONTH:
        sides = np.flatnonzero(ds["open_nights"].values.any(axis=(0, 1)))
        if len(sides):
            yield values.isel(side=sides)
    else:
        yield values


def by_source(spread: pd.DataFrame) -> pd.DataFrame:
    """Return the bands with one source of uncertainty at a time as rows of the summary."""
    only = spread["source"].where(spread["source"] == "all", "only " + spread["source"])
    return spread.assign(
        variable=spread["outcome"],
        where=only.str.replace("all", mark("all sources")).str.replace("_", " "),
        date="",
        date_to="",
        group="",
        **_of_no_place(len(spread)),
    ).reindex(columns=list(COLUMNS))


def _tidy(values: xr.DataArray, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Return the bands of a quantity as rows."""
    found = bands(values)
    when = "month" if "month" in found.dims else "day"
    spread = found.transpose("band", when, ...)
    rest = [name for name in spread.dims if name not in ("band", when)]
    flat = spread.values.reshape(len(LEVELS), spread.sizes[when], -1)
    labels = [_label(v) for v in spread[rest[0]].values] if rest else [""]
    table = pd.DataFrame({name: np.round(flat[i].ravel(), 2) for i, name in enumerate(LEVELS)})
    for name, dates in zip(("date", "date_to"), _period(spread[when].values, days), strict=True):
        table[name] = np.repeat(dates, flat.shape[2])
    blank = [""] * len(labels)
    table["where"] = np.tile(blank if rest == ["group"] else labels, spread.sizes[when])
    table["group"] = np.tile(labels if rest == ["group"] else blank, spread.sizes[when])
    for name, one in (_of_places(values) if rest == ["place"] else _of_no_place(1)).items():
        table[name] = np.resize(one, len(table))
    table["variable"], table["unit"] = str(values.name), str(values.attrs.get("units", "people"))
    return table


def _period(told: Any, days: pd.DatetimeIndex) -> tuple[Any, Any]:
    """Return first and last day, YYYY-MM-DD, of days, or of months within the runs' days."""
    if np.issubdtype(told.dtype, np.datetime64):
        dates = pd.DatetimeIndex(told).strftime("%Y-%m-%d").to_numpy()
        return dates, dates
    text, month = days.strftime("%Y-%m-%d").to_numpy(), days.strftime("%Y-%m").to_numpy()
    first, last = (dict(zip(month[::s], text[::s], strict=True)) for s in (-1, 1))
    return [first[str(m)] for m in told], [last[str(m)] for m in told]


def _of_places(values: xr.DataArray) -> dict[str, Any]:
    """Return what joins each place, by column."""
    known = _of_no_place(values.sizes["place"])
    return known | {name: values[name].values for name in OF_PLACE if name in values.coords}


def _of_no_place(rows: int) -> dict[str, Any]:
    """Return the columns of a place, blank."""
    return {name: [np.nan if name in ("lat", "lon") else ""] * rows for name in OF_PLACE}


def _label(value: Any) -> str:
    return ": ".join(map(str, value)) if isinstance(value, tuple) else str(value)
