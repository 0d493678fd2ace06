"""What runs say, for a terminal."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.kinds import AWAY, STATES
from marchland.model.scenario import Scenario
from marchland.study.measures.bands import rounded
from marchland.study.measures.stranded import (
    any_stranded,
    line_countries,
    person_nights,
    stranded,
    worst_night,
)
from marchland.study.measures.whereabouts import by_state, unaccounted, whereabouts
from marchland.study.runs import protect
from marchland.view.words.numbers import in_band

LEAST_SHARE = 0.01
"""Share of the largest figure below which the words for a terminal leave a state out."""


def runs_in_words(ds: xr.Dataset, scenario: Scenario, spread: pd.DataFrame | None = None) -> str:
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
