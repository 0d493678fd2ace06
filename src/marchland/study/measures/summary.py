"""Runs in brief: a tidy table of bands, the balance of persons, and a few sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.kinds import AWAY, STATES
from marchland.model.scenario import Scenario
from marchland.study.measures.bands import LEVELS, bands
from marchland.study.measures.stranded import (
    any_stranded,
    line_countries,
    person_nights,
    stranded,
    worst_night,
)
from marchland.study.measures.whereabouts import balance, by_state, unaccounted, whereabouts
from marchland.study.runs import protect

COLUMNS = ("variable", "date", "where", "group", *LEVELS, "unit")

__all__ = [
    "COLUMNS",
    "balance",
    "balance_in_words",
    "by_state",
    "in_band",
    "in_words",
    "person_nights",
    "rounded",
    "summary",
    "unaccounted",
    "worst_night",
]

LEAST_SHARE = 0.01
"""Share of the largest figure below which the words for a terminal leave a state out."""

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


def in_band(values: Any, digits: int = 2) -> str:
    """Write an ensemble as its median and its 90 % band, rounded to what can be meant.

    Parameters
    ----------
    values
        One value a member.
    digits
        Significant digits kept; numbers below a hundred are kept whole.
    """
    low, middle, high = np.quantile(np.asarray(values), [0.05, 0.5, 0.95])
    return (
        f"{rounded(middle, digits):,} (90 % band {rounded(low, digits):,} to "
        f"{rounded(high, digits):,})"
    )


def rounded(value: float, digits: int = 2) -> int:
    """Return a whole number with so many significant digits; below a hundred it is kept whole."""
    step = 10 ** max(0, len(str(round(abs(value)))) - digits)
    return int(round(value / step) * step)


def in_words(ds: xr.Dataset, scenario: Scenario, spread: pd.DataFrame | None = None) -> str:
    """Return what the runs say in a few lines for a terminal, each figure with its 90 % band.

    ``spread`` is the uncertainty by source
    (:func:`marchland.study.compare.sources.sources_apart`), where it was measured.
    """
    days, people = pd.DatetimeIndex(ds["day"].values), by_state(protect.people(ds))
    peak = worst_night(ds)
    cost = [f"Nights spent stranded{_at_the_lines(ds)}: {in_band(person_nights(ds))}"]
    worst = _states_on(ds, people, peak, f"Worst night, {days[peak]:%-d %B %Y}")
    lines = [
        f"{scenario.title}: {ds.sizes['member']} members, "
        f"{days[0]:%-d %B %Y} to {days[-1]:%-d %B %Y}",
        *(cost if any_stranded(ds) else []),
        *_sources_in_words(spread),
        *_at_borders(ds),
        *(worst if any_stranded(ds) else []),
        *_states_on(ds, people, len(days) - 1, f"Last day, {days[-1]:%-d %B %Y}"),
        "Balance of persons: " + balance_in_words(ds),
    ]
    return "\n".join(lines)


def _at_the_lines(ds: xr.Dataset) -> str:
    """Say where the stranded are that the words tell of; nothing where there is no line."""
    countries = line_countries(ds)
    return f" in {', '.join(countries)} and at its borders" if countries else ""


def _at_borders(ds: xr.Dataset) -> list[str]:
    """Return attempts and push-backs, where there is a border to tell of."""
    if not ds.sizes["border"]:
        return []
    tries, back = ds["attempts"].sum(["day", "border"]), ds["turned_back"].sum(["day", "border"])
    return [
        f"Attempts at a border: {in_band(tries)}; turned back: {in_band(back)} "
        "(events, not persons)"
    ]


def _sources_in_words(spread: pd.DataFrame | None) -> list[str]:
    """Return the 90 % bands of the first outcome with one source of uncertainty at a time."""
    if spread is None:
        return []
    first = spread[spread["outcome"] == spread["outcome"].iloc[0]]
    parts = [
        f"{'all' if source == 'all' else 'only ' + source.replace('_', ' ')} "
        f"{rounded(low):,} to {rounded(high):,}"
        for source, low, high in zip(first["source"], first["low90"], first["high90"], strict=True)
    ]
    label = first["label"].iloc[0]
    return [f"{label}, by source of uncertainty: {'; '.join(parts)}"]


def _states_on(ds: xr.Dataset, people: xr.DataArray, day: int, heading: str) -> list[str]:
    """Return people by country and state on a day, largest first, leaving out the empty."""
    found = people.isel(day=day).stack(at=("country", "state"))
    upper = np.quantile(found.values, 0.95, axis=0)
    largest_first = np.argsort(-np.median(found.values, axis=0), kind="stable")
    order = [i for i in largest_first if upper[i] >= upper.max() * LEAST_SHARE]
    here = stranded(ds).isel(day=day)
    elsewhere = ds["stranded"].isel(day=day).sum("place") - here
    rows = [f"  {'':3} {'stranded' + _at_the_lines(ds):40} {in_band(here)}"]
    if not any_stranded(ds):
        rows = []
    if float(np.quantile(elsewhere.values, 0.95)) >= 1:
        rows.append(f"  {'':3} {'waiting elsewhere with no way on':40} {in_band(elsewhere)}")
    for i in order:
        country, state = found["at"].values[i]
        rows.append(f"  {country:3} {STATES[state].label:40} {in_band(found.values[:, i])}")
    away = AWAY["travelling"].label
    return [heading, *rows, f"  {'':3} {away:40} {in_band(ds['travelling'].isel(day=day))}"]


def balance_in_words(ds: xr.Dataset) -> str:
    """Say where everyone who entered is on the last day, and whether anyone is missing."""
    parts = {name: _brief(values) for name, values in whereabouts(ds).items() if values.max() >= 1}
    missing = np.abs(unaccounted(ds).values).max()
    sure = f"BROKEN by up to {missing:,} persons" if missing else "nobody missing in any member"
    entered = parts.pop("entered", "nobody")
    states = {**STATES, **AWAY}
    told = " + ".join(f"{states[name].label} {v}" for name, v in parts.items())
    return f"entered {entered} = {told}; {sure}"


def _brief(values: xr.DataArray) -> str:
    low, middle, high = (rounded(v) for v in np.quantile(values.values, [0.05, 0.5, 0.95]))
    return f"{middle:,} ({low:,} to {high:,})"
