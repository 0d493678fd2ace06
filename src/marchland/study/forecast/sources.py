"""Records of counts from scenario folders, built-in scenarios and Flee folders."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from marchland.errors import RequestError
from marchland.io.flee.dated import DatedCounts, dated_counts
from marchland.io.flee.folder import is_flee
from marchland.io.flee.series import CampCounts
from marchland.io.read import find, read
from marchland.language import say
from marchland.model.scenario import Scenario
from marchland.study.forecast.series import Kind, Record, Series, series
from marchland.study.measures.observe import last_day

_NO_SERIES = ("deaths",)
"""Measures that are a lower bound of what happened, so that nothing is forecast from them."""
_STOCKS = ("stock", "held")
ALL = "all"
"""Name of the sum over all sites of a crisis."""


def read_record(source: str | Path, source_data: str | Path | None = None) -> Record:
    """Read the counts of a crisis as they were published.

    Parameters
    ----------
    source
        Name of a built-in scenario, a scenario folder or a Flee folder.
    source_data
        Folder of the counts of a Flee folder, where it lies apart.

    Raises
    ------
    ScenarioError
        With every problem at once, if the folder cannot be read.
    RequestError
        If it holds no counts.
    """
    folder = find(source)
    if not (folder / "scenario.yaml").exists() and is_flee(folder):
        return of_flee(dated_counts(folder, source_data))
    return of_scenario(read(source))


def of_flee(counts: DatedCounts) -> Record:
    """Return the counts of a Flee folder as a record: each camp a stock, inside its country."""
    start = _day(counts.start)
    sites = [
        _camp(name, one, start, (counts.countries[name], ALL), counts.corrected.get(name, ()))
        for name, one in counts.camps.items()
    ]
    reported = counts.reported
    return Record(
        name=counts.name,
        series=tuple(sites),
        reported=None if reported is None else _camp("reported", reported, start, (), ()),
        start=start,
        end=_day(counts.end),
    )


def of_scenario(scenario: Scenario) -> Record:
    """Return the observations of a scenario as a record.

    A cumulative series is a running total, people held or staying are a stock, all else is a flow.
    Recorded deaths are left out.

    Raises
    ------
    RequestError
        If there are no counts.
    """
    country = dict(zip(scenario.places.id, scenario.places.country, strict=True))
    found = [_series(name, rows, country) for name, rows in rows_of(scenario).items()]
    found = [one for one in found if len(one)]
    if not found:
        raise RequestError(
            say("'{name}' has no count above 0 to forecast from", name=scenario.name)
        )
    first, last = min(one.last[0] for one in found), max(one.last[-1] for one in found)
    return Record(scenario.name, tuple(found), start=int(first), end=int(last))


def rows_of(scenario: Scenario) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of ``observations.csv`` that make each series, by its name in a record."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in scenario.observations.rows():
        if row["measure"] not in _NO_SERIES and np.isfinite(row["value"]):
            key = tuple(row[n] for n in ("series", "measure", "where", "group", "cumulative"))
            groups[key].append(row)
    names = [key[0] for key in groups]
    return {
        key[0] if names.count(key[0]) == 1 else " ".join(filter(None, key[:4])): rows
        for key, rows in groups.items()
    }


def _series(name: str, rows: list[dict[str, Any]], countries: dict[str, str]) -> Series:
    measure, where, cumulative = (rows[0][part] for part in ("measure", "where", "cumulative"))
    kind: Kind = "total" if cumulative else "stock" if measure in _STOCKS else "flow"
    country = countries.get(where, "")
    last = np.array([last_day(row) for row in rows], "datetime64[D]").astype(np.int64)
    first = np.array([row["date_from"] for row in rows], "datetime64[D]").astype(np.int64)
    return series(
        name,
        kind,
        first if kind == "flow" else last,
        last,
        np.array([row["value"] for row in rows]),
        where=where,
        inside=(country, ALL) if kind == "stock" and country else (),
    )


def _camp(
    name: str, one: CampCounts, start: int, inside: tuple[str, ...], steps: tuple[int, ...]
) -> Series:
    days = one.days + start
    noted = tuple(day + start for day in steps)
    return series(name, "stock", days, days, one.people, where=name, inside=inside, steps=noted)


def _day(date: Any) -> int:
    return int(np.datetime64(date, "D").astype(np.int64))
