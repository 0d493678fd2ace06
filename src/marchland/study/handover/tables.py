"""Tables of some runs that others can join: people, needs, movements, borders, counts, scores.

All of them pass through :mod:`marchland.study.runs.protect`: what lies beyond a closed line is told
by country and month, crossings by border and month, recorded cells under ten are not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import xarray as xr

from marchland.io.export.sheet import Field, Sheet, of_day
from marchland.language import mark
from marchland.model.tables import Observations
from marchland.model.variables import VARIABLES
from marchland.model.where import border_sides
from marchland.study.handover import fields
from marchland.study.handover.places import COLUMNS as PLACE_COLUMNS
from marchland.study.handover.places import joined, places
from marchland.study.measures.bands import LEVELS, bands
from marchland.study.measures.deaths import is_small, recorded_deaths
from marchland.study.measures.observe import last_day, observed
from marchland.study.measures.read import Findings
from marchland.study.runs import protect

AT_BORDERS: Final = tuple(one.name for one in VARIABLES.values() if "border" in one.axes)


def people(ds: xr.Dataset, weekly: bool = False) -> Sheet:
    """Return people by place at the end of each day, or of each week's last day."""
    values = protect.people(ds)
    if weekly:
        days = pd.DatetimeIndex(values["day"].values)
        last = np.flatnonzero((days.day_of_week == 6) | (np.arange(len(days)) == len(days) - 1))
        values = values.isel(day=last)
    table = _rows(values, "day", "place").rename(columns={"day": "date"})
    declared = fields.PEOPLE_WEEKLY if weekly else fields.PEOPLE
    about = (
        mark("One row is a place at the end of a week.")
        if weekly
        else mark("One row is a place and a day.")
    )
    name, title = ("people_weekly", "People by week") if weekly else ("people", "People by place")
    return _sheet(name, title, about, declared, joined(table, places(ds)))


def needs(table: pd.DataFrame) -> Sheet:
    """Return needs by place and week, from what ``needs.csv`` holds."""
    table = table.assign(week=pd.to_datetime(table["week"]))
    return _sheet(
        "needs",
        "Needs by place and week",
        mark("One row is what is needed of one item at one place in one week."),
        fields.NEEDS,
        table[list(fields.NEEDS)],
    )


def routes(ds: xr.Dataset) -> Sheet:
    """Return people who completed a route by week; beyond a closed line, by month."""
    values = protect.flows(ds)
    hidden = np.char.startswith(values["route"].values.astype(str), "beyond:")
    parts = [
        _over(values.isel(route=np.flatnonzero(which)), period)
        for which, period in ((~hidden, "W-SUN"), (hidden, "M"))
        if which.any()
    ]
    table = pd.concat(parts, ignore_index=True) if parts else _nothing(fields.FLOWS)
    for name in list(fields.ROUTES)[1:]:
        by_id = dict(zip(values["route"].values.astype(str), values[name].values, strict=True))
        table[name] = table["route"].map(by_id)
    about = mark(
        "One row is a route and a week; routes beyond a closed line, by countries and month."
    )
    return _sheet("routes", "People by route", about, fields.FLOWS, table[list(fields.FLOWS)])


def _over(values: xr.DataArray, period: str) -> pd.DataFrame:
    """Return sums over weeks or months, with the first and last day that the runs have of each."""
    days = pd.DatetimeIndex(values["day"].values)
    cut = days.to_period(period)
    starts = np.flatnonzero(np.r_[True, cut[1:] != cut[:-1]])
    sums = np.add.reduceat(values.transpose("member", "day", "route").values, starts, axis=1)
    ends = np.r_[starts[1:] - 1, len(days) - 1]
    found = xr.DataArray(
        sums, dims=("member", "date_from", "route"),
        coords={"date_from": days[starts], "route": values["route"].values},
    )  # fmt: skip
    table = _rows(found, "date_from", "route")
    table.insert(1, "date_to", np.repeat(days[ends].to_numpy(), values.sizes["route"]))
    return table


def borders(ds: xr.Dataset) -> Sheet:
    """Return attempts, push-backs and crossings by border and month: events, never finer."""
    days = pd.DatetimeIndex(ds["day"].values)
    months = days.strftime("%Y-%m").to_numpy()
    parts = []
    for name in AT_BORDERS:
        if name not in ds or not ds.sizes["border"]:
            continue
        values = ds[name]
        if "day" in values.dims:
            values = values.assign_coords(month=("day", months)).groupby("month").sum("day")
        table = _rows(values.transpose("member", "month", "border"), "month", "border")
        parts.append(table.assign(measure=name, unit="events"))
    table = pd.concat(parts, ignore_index=True) if parts else _nothing({"month": _ANY} | _AT_BORDER)
    table["date_from"] = table["month"].map({m: days[months == m][0] for m in set(months)})
    table["date_to"] = table["month"].map({m: days[months == m][-1] for m in set(months)})
    sides = [border_sides(border) for border in table["border"]]
    table["country_from"] = [near for near, _ in sides]
    table["country_to"] = [far for _, far in sides]
    about = mark("One row is a border, a month and a kind of event.")
    order = list(fields.BORDERS)
    return _sheet("borders", "Events at borders", about, fields.BORDERS, table[order])


_ANY: Final = Field("text", "")
_AT_BORDER: Final = fields.BORDERS


def counts(ds: xr.Dataset, observations: Observations, model: xr.DataArray | None = None) -> Sheet:
    """Return each count with what the runs say of it, small recorded cells merged or not told.

    ``model`` is what :func:`marchland.study.measures.observe.observed` returned, where it is at
    hand.
    """
    spread = bands(observed(ds, observations) if model is None else model).values.round(1)
    told = [
        _count(row, dict(zip(LEVELS, spread[:, i].tolist(), strict=True)))
        for i, row in enumerate(observations.rows())
        if row["measure"] != "deaths"
    ]
    table = pd.DataFrame(told + _deaths(observations), columns=_own(fields.COUNTS))
    table = joined(table, places(ds), "where").astype({"low": float, "high": float, "count": float})
    for name in ("date_from", "date_to"):
        table[name] = pd.to_datetime(table[name])
    return counted(table)


def counted(table: pd.DataFrame) -> Sheet:
    """Return counts as a sheet, from what ``counts.csv`` holds."""
    about = mark("One row is a count and what the runs say of it.")
    return _sheet("counts", "Counts", about, fields.COUNTS, table[list(fields.COUNTS)])


def _own(declared: Mapping[str, Field]) -> list[str]:
    return [name for name in declared if name not in PLACE_COLUMNS[1:]]


def _count(row: Mapping[str, Any], model: Mapping[str, float]) -> dict[str, Any]:
    """Return the row of one count; figures of fewer than ten, other than zero, are left out."""
    small = is_small(row)
    figures = {"count": row["value"], "low": row["low"], "high": row["high"]}
    if small:
        figures = dict.fromkeys(figures, np.nan)
    period = {"date_from": row["date_from"], "date_to": last_day(dict(row))}
    same = {name: row[name] for name in ("series", "measure", "where", "use", "source")}
    return same | period | figures | dict(model) | {"fewer_than_ten": small}


def _deaths(observations: Observations) -> list[dict[str, Any]]:
    """Return recorded deaths, merged as everywhere else; the runs give them by month and side."""
    return [
        {
            "series": "deaths" + (f" ({row['cause']})" if row["cause"] else ""),
            "date_from": row["date_from"],
            "date_to": row["date_to"],
            "measure": "deaths",
            "where": row["where"],
            "count": row["deaths"],
            "fewer_than_ten": bool(np.isnan(row["deaths"])),
            "use": "show",
            "source": row["source"],
        }
        for row in recorded_deaths(observations).to_dict("records")
    ]


def scores(table: pd.DataFrame) -> Sheet:
    """Return how well the runs meet the counts, from what ``score`` returns."""
    about = mark("One row is a series of counts and how well the runs meet it.")
    return _sheet("scores", "Scores", about, fields.SCORES, table[list(fields.SCORES)])


def of_counts(found: Findings) -> dict[str, pd.DataFrame]:
    """Return ``counts.csv`` and ``scores.csv`` of a result; nothing where nothing was counted."""
    if not len(found.scenario.observations):
        return {}
    table = counts(found.runs, found.scenario.observations, found.observed).frame
    for name in ("date_from", "date_to"):
        table[name] = of_day(table[name])
    table["fewer_than_ten"] = table["fewer_than_ten"].map({True: "yes", False: "no"})
    return {"counts.csv": table, "scores.csv": found.scores}


def long(sheets: Mapping[str, Sheet]) -> Sheet:
    """Return people, needs and events one figure a row, as pivot tables want them."""
    people_by = sheets["people_weekly"].frame.assign(
        table="people", measure="people", unit="people"
    )
    parts = [people_by]
    if "needs" in sheets:
        week = sheets["needs"].frame.rename(columns={"week": "date", "item": "measure"})
        parts.append(week.assign(table="needs"))
    at = sheets["borders"].frame.rename(columns={"date_from": "date", "border": "place"})
    parts.append(at.assign(table="borders", country=at["country_to"]))
    keys = [name for name in fields.LONG if name not in ("level", "value", "month")]
    table = pd.concat([one.reindex(columns=[*keys, *LEVELS]) for one in parts], ignore_index=True)
    table = table.melt(keys, list(LEVELS), "level", "value")
    table["month"] = table["date"].dt.strftime("%Y-%m")
    texts = [n for n in keys if fields.LONG[n].type == "text"]
    table[texts] = table[texts].fillna("")
    about = mark("One row is one figure, for pivot tables.")
    return _sheet("long", "Long", about, fields.LONG, table[list(fields.LONG)])


def _rows(values: xr.DataArray, when: str, what: str) -> pd.DataFrame:
    """Return the bands of a quantity (member, when, what) as rows."""
    found = bands(values).transpose("band", when, what)
    flat = found.values.reshape(len(LEVELS), -1)
    table = pd.DataFrame({name: flat[i].round(1) for i, name in enumerate(LEVELS)})
    table.insert(0, when, np.repeat(found[when].values, found.sizes[what]))
    table.insert(1, what, np.tile(found[what].values.astype(str), found.sizes[when]))
    return table


def _nothing(declared: Mapping[str, Field]) -> pd.DataFrame:
    """Return a table without rows, of the types that were declared."""
    types = {"date": "datetime64[ns]", "number": "float64", "whole": "float64", "flag": "bool"}
    return pd.DataFrame(
        {name: pd.Series(dtype=types.get(one.type, "object")) for name, one in declared.items()}
    )


def _sheet(
    name: str, title: str, about: str, declared: Mapping[str, Field], frame: pd.DataFrame
) -> Sheet:
    return Sheet(name, title, about, declared, frame.reset_index(drop=True))
