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
from marchland.study.measures.needs import Floats, in_all

_UNITS = {
    **needs.UNITS,
    **needs.LOADS,
    **{name: ITEMS[item][1] for item, name in aid.UNMET.items()},
}

AT_ONCE = 2**18
"""Members times days times places for which needs are worked out at once, at most."""


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


@dataclass(frozen=True, eq=False)
class Weeks:
    """What people need by week, and what of it nobody delivered.

    Parameters
    ----------
    by_place, together
        Needs (member, week, place), and of all places together (member, week), one variable each
        item (:func:`marchland.study.measures.needs.in_weeks`).
    lacking, lacking_by_day
        What is needed beyond deliveries (member, week, place), and of all places together (member,
        day), by its name in :data:`marchland.study.measures.aid.UNMET`; none where none came.
    covered
        How far deliveries cover the need.
    """

    by_place: xr.Dataset
    together: xr.Dataset
    lacking: xr.Dataset
    lacking_by_day: xr.Dataset
    covered: tuple[Covered, ...]


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
    return table_of(weeks_of(ds, scenario, table), ds)


def table_of(weeks: Weeks | None, ds: xr.Dataset) -> pd.DataFrame:
    """Return what :func:`by_week` does, of weeks that are at hand."""
    found = xr.Dataset() if weeks is None else weeks.by_place.assign(weeks.lacking)
    return joined(needs.tabled(found), places(ds))


def weeks_of(ds: xr.Dataset, scenario: Scenario, table: pd.DataFrame | None = None) -> Weeks | None:
    """Return what people need and lack by week, None where nobody has any needs.

    Needs by day are a gigabyte of a large ensemble: they are worked out for some members at a time,
    while they are near the processor, and not kept.
    """
    if not needs.has_places(ds):
        return None
    people = needs.people_in_need(ds)
    coming = {item: aid.delivered_of(scenario, people, item) for item in aid.items_of(scenario)}
    laws, when = needs.laws(people, scenario, table), needs.Weeks.of(people["day"].values)
    some = max(1, AT_ONCE // max(1, people[0].size))
    parts = [
        _told(people.values[at : at + some], laws, when, coming, table)
        for at in range(0, len(people), some)
    ]
    whole = {
        kind: {name: np.concatenate([part[kind][name] for part in parts]) for name in of}
        for kind, of in parts[0].items()
    }
    in_weeks = {"member": people["member"], "week": when.mondays, "days_told": ("week", when.days)}
    by_place = {**in_weeks, "place": people["place"].values}
    return Weeks(
        by_place=_labelled(whole["by_place"], ("member", "week", "place"), by_place),
        together=_labelled(whole["together"], ("member", "week"), in_weeks),
        lacking=_labelled(whole["lacking"], ("member", "week", "place"), by_place),
        lacking_by_day=_labelled(
            whole["lacking_by_day"], ("member", "day"), {"day": people["day"]}
        ),
        covered=_covered(coming, whole["used"], whole["needed"]),
    )


def _labelled(
    found: Mapping[str, Floats], axes: tuple[str, ...], coords: Mapping[str, Any]
) -> xr.Dataset:
    """Return arrays with their axes and units; nothing where there is none."""
    told = {name: xr.Variable(axes, one, {"units": _UNITS[name]}) for name, one in found.items()}
    return xr.Dataset(told, coords if told else None)


def _told(
    people: Floats,
    laws: Mapping[str, needs.Law],
    when: needs.Weeks,
    coming: Mapping[str, xr.DataArray],
    table: pd.DataFrame | None,
) -> dict[str, dict[str, Floats]]:
    """Return what some members need and lack, from people at each place (m, d, p), by its name.

    By week and place (``by_place`` and ``lacking``: m, w, p), all places together by week
    (``together``: m, w) and by day (``lacking_by_day``: m, d), and of each item of aid all that is
    ``used`` and ``needed`` (m).
    """
    daily = {name: law(people) for name, law in laws.items()}
    every = {name: one.sum(axis=-1) for name, one in daily.items()}
    found: dict[str, dict[str, Floats]] = {"used": {}, "needed": {}}
    lacking = {}
    for item, delivered in coming.items():
        need, _, consumed = ITEMS[item]
        used, _ = aid.used_of(delivered.values, np.moveaxis(daily[need], 1, 0), consumed)
        lacking[aid.UNMET[item]] = daily[need] - np.moveaxis(used, 0, 1)
        found["used"][item] = used.sum(axis=(0, 2))
        found["needed"][item] = daily[need].sum(axis=(1, 2))
    daily |= needs.loads_of(daily["water"], daily["food"], table)
    every |= needs.loads_of(every["water"], every["food"], table)
    for kind, some in (("by_place", daily), ("together", every), ("lacking", lacking)):
        found[kind] = {name: when.told(one, _UNITS[name]) for name, one in some.items()}
    found["lacking_by_day"] = {name: one.sum(axis=-1) for name, one in lacking.items()}
    return found


def needed_of(weeks: Weeks | None) -> Needed | None:
    """Return what people need, None where nobody depends on aid."""
    if weeks is None:
        return None
    table = needs.tabled(weeks.together.expand_dims(place=["all"]))
    if table.empty:
        return None
    people = table[table["item"] == "people"]
    worst = str(people["week"].to_numpy()[people["median"].to_numpy().argmax()])
    return Needed(
        weekly=weeks.together,
        worst=worst,
        most=tuple(
            Need(row["item"], row["unit"], _band(row))
            for row in table[table["week"] == worst].to_dict("records")
        ),
        by_place=_by_place(weeks.by_place, worst),
        tonnes=tuple(
            (str(row["week"]), _band(row))
            for row in table[table["item"] == "tonnes"].to_dict("records")
        ),
        covered=weeks.covered,
        lacking=_lacking(weeks),
    )


def _band(row: Mapping[Any, Any]) -> Band:
    return Band(*(float(row[level]) for level in LEVELS))


def _by_place(weeks: xr.Dataset, worst: str) -> dict[str, dict[str, Band]]:
    """Return the needs of one week by place, most people first."""
    table = needs.tabled(weeks.sel(week=[np.datetime64(worst, "ns")]))
    found: dict[str, dict[str, Band]] = {}
    for row in table.to_dict("records"):
        found.setdefault(row["place"], {})[row["item"]] = _band(row)
    there = [place for place, items in found.items() if "people" in items]
    return {p: found[p] for p in sorted(there, key=lambda p: -found[p]["people"].median)}


def _lacking(weeks: Weeks) -> dict[str, dict[str, Band]]:
    """Return what is lacking in all by place and item, where anything is."""
    if not weeks.lacking:
        return {}
    whole = {
        item: in_all(weeks.lacking[name]).values
        for item, name in aid.UNMET.items()
        if name in weeks.lacking
    }
    people = weeks.by_place["people"].max("week")
    order = np.argsort(-np.median(people.values, axis=0), kind="stable").tolist()
    found = {
        str(people["place"].values[p]): {item: Band.of(of[:, p]) for item, of in whole.items()}
        for p in order
    }
    return {place: of for place, of in found.items() if any(one.high90 for one in of.values())}


def _covered(
    coming: Mapping[str, xr.DataArray], used: Mapping[str, Floats], want: Mapping[str, Floats]
) -> tuple[Covered, ...]:
    """Return how far deliveries of each item cover the need, from all that was used (m)."""
    found = []
    for item, delivered in coming.items():
        with np.errstate(invalid="ignore"):
            share = used[item] / want[item]
        if np.isfinite(share).all():
            whole = float(delivered.sum())
            found.append(Covered(item, ITEMS[item][1], whole, Band.of(100 * share)))
    return tuple(found)
