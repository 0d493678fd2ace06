"""What people need, read once: by week, in the week of most need, by place; what aid covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.aid import ITEMS
from marchland.model.scenario import Scenario
from marchland.study.handover.places import joined, places
from marchland.study.measures import aid, needs
from marchland.study.measures.bands import LEVELS, Band
from marchland.study.measures.needs import in_all


@dataclass(frozen=True)
class Need:
    """One need in one week."""

    item: str
    unit: str
    amount: Band


@dataclass(frozen=True)
class Covered:
    """How far deliveries of an item cover the need.

    Parameters
    ----------
    item, unit
        What was delivered, and what it is counted in.
    delivered
        All of it.
    share
        Part of the need that is covered, in per cent.
    """

    item: str
    unit: str
    delivered: float
    share: Band


@dataclass(frozen=True, eq=False)
class Needed:
    """What people need, wherever they are.

    Parameters
    ----------
    weekly
        Needs of all places together by week (member, week), one variable each item.
    worst
        Monday of the week in which the median of people is highest, YYYY-MM-DD.
    most
        The needs of that week.
    by_place
        The same by place, most people first: item to band.
    tonnes
        Water and food by week: Monday, band.
    covered
        What aid covers; none where nothing was delivered.
    lacking
        What is needed beyond deliveries over the whole run, by place, those with most people
        first: item to band; what adds up as its sum, else of the day on which most is lacking.
    """

    weekly: xr.Dataset
    worst: str
    most: tuple[Need, ...]
    by_place: Mapping[str, Mapping[str, Band]]
    tonnes: tuple[tuple[str, Band], ...]
    covered: tuple[Covered, ...]
    lacking: Mapping[str, Mapping[str, Band]]


def by_week(ds: xr.Dataset, scenario: Scenario, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what is needed by place and week with its bands, one row each.

    Parameters
    ----------
    ds, scenario
        Runs, as :func:`marchland.simulate` returns them, and what they were made from.
    table
        Standards in place of the built-in ones, as
        :func:`marchland.study.measures.standards.standards` returns them.

    Returns
    -------
        Columns ``week`` (its Monday), ``place`` with its name, country, P-code, kind, latitude and
        longitude, ``item``, ``unit``, ``low90`` … ``high90``: of
        water, food, tonnes and truckloads the sum over the days of the week, of anything else the
        day of the week on which most of it is needed. Items ``unmet_water`` and so on are what is
        needed beyond the deliveries of ``aid.csv``, for the items that it has. Rows that are nought
        in every member are left out.
    """
    found = needs.in_weeks(needs.needs(ds, scenario, table), table)
    lacking = needs.by_weeks(aid.unmet(ds, scenario, table))
    return joined(needs.tabled(found.assign(lacking)), places(ds))


def weekly_of(ds: xr.Dataset, scenario: Scenario) -> xr.Dataset | None:
    """Return the needs of all places together by week (member, week), None where nobody has any."""
    if not needs.has_places(ds):
        return None
    return needs.together(needs.needs(ds, scenario))


def needed_of(ds: xr.Dataset, scenario: Scenario, every: xr.Dataset | None) -> Needed | None:
    """Return what people need, None where nobody depends on aid.

    ``every`` is what :func:`weekly_of` returns.
    """
    if every is None:
        return None
    weeks = needs.tabled(every.expand_dims(place=["all"]))
    if weeks.empty:
        return None
    daily = needs.needs(ds, scenario)
    people = weeks[weeks["item"] == "people"]
    by_item = aid.unmet(ds, scenario)
    worst = str(people["week"].to_numpy()[people["median"].to_numpy().argmax()])
    return Needed(
        weekly=every,
        worst=worst,
        most=tuple(
            Need(row["item"], row["unit"], _band(row))
            for row in weeks[weeks["week"] == worst].to_dict("records")
        ),
        by_place=_by_place(daily, worst),
        tonnes=tuple(
            (str(row["week"]), _band(row))
            for row in weeks[weeks["item"] == "tonnes"].to_dict("records")
        ),
        covered=_covered(daily, scenario),
        lacking=_lacking(by_item, daily["people"]),
    )


def _band(row: Mapping[Any, Any]) -> Band:
    return Band(*(float(row[level]) for level in LEVELS))


def _by_place(daily: xr.Dataset, week: str) -> dict[str, dict[str, Band]]:
    """Return the needs of one week by place, most people first."""
    monday = np.datetime64(week, "D")
    days = daily["day"].values.astype("datetime64[D]")
    table = needs.weekly(
        daily.isel(day=np.flatnonzero((days >= monday) & (days < monday + np.timedelta64(7, "D"))))
    )
    found: dict[str, dict[str, Band]] = {}
    for row in table.to_dict("records"):
        found.setdefault(row["place"], {})[row["item"]] = _band(row)
    there = [place for place, items in found.items() if "people" in items]
    return {p: found[p] for p in sorted(there, key=lambda p: -found[p]["people"].median)}


def _lacking(by_item: xr.Dataset, people: xr.DataArray) -> dict[str, dict[str, Band]]:
    """Return what is lacking in all by place and item, where anything is."""
    if not by_item:
        return {}
    whole = {
        item: in_all(by_item[name], "day").values
        for item, name in aid.UNMET.items()
        if name in by_item
    }
    order = np.argsort(-np.median(people.max("day").values, axis=0), kind="stable").tolist()
    found = {
        str(people["place"].values[p]): {item: Band.of(of[:, p]) for item, of in whole.items()}
        for p in order
    }
    return {place: of for place, of in found.items() if any(one.high90 for one in of.values())}


def _covered(daily: xr.Dataset, scenario: Scenario) -> tuple[Covered, ...]:
    found = aid.covered(daily, scenario)
    if not found:
        return ()
    used, want = found["used"].sum(["day", "place"]), found["needed"].sum(["day", "place"])
    return tuple(
        Covered(
            str(item),
            ITEMS[str(item)][1],
            float(found["delivered"].sel(item=item).sum()),
            Band.of(100 * share),
        )
        for item in found["item"].values
        if np.isfinite(share := (used / want).sel(item=item).values).all()
    )
