"""Observation operators: the model read as the authority counts, so that like meets like.

| measure | what the model gives |
|---|---|
| ``attempts`` | failed tries at a border, people found and pushed back, found and registered |
| ``turned_back`` | the first two of these |
| ``detected`` | the last two of these: whoever guards found behind the line |
| ``registered`` | people who ended a journey, or were registered, at places that receive or hold |
| ``held`` | people in centres |
| ``stock`` | people at a place, or at all places of a country or tag |
| ``entered`` | people who came over open routes into a place, country or tag, or over a border |
| ``transferred`` | people moved by transfers over a route, or into a country or tag |
| ``deaths`` | nothing here: ``score`` holds merged records against the model by month and side |

A border is ``BLR>POL``; a country or a tag stands for all borders into it, and where none leads
into it, for all out of it; transfers are read the same way. Who ``entered`` is counted on the day
the journey ends, by choice or by transfer, and people who got over a closed line are never in it
(decision 0005). Events are summed over the days from ``date_from`` to ``date_to``, or from the
first ``date_from`` of the series where ``cumulative``; a stock is the mean over the days, usually
one. Each value is multiplied by the row's ``reporting``. What the runs cannot say (days outside
them, a group where events are not kept by group, a single place beyond a closed line) is NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.errors import RequestError
from marchland.kernels.keys import Purpose, name_key
from marchland.kernels.traits import member_keys, uniforms
from marchland.language import say
from marchland.model.amounts import Amount
from marchland.model.design import PARAMETERS
from marchland.model.tables import Observations
from marchland.model.where import Where, border_sides
from marchland.study.runs.coarse import JOINED
from marchland.study.runs.places import lines, places_at, summed_at, where_of, which

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Operator = Callable[[xr.Dataset, Where], xr.DataArray]

STOCKS = ("stock", "held")
"""Measures of people who are somewhere on a day; all others count events over days."""


def observed(ds: xr.Dataset, observations: Observations) -> xr.DataArray:
    """Return what each member says of each count.

    Parameters
    ----------
    ds
        Runs, as :func:`marchland.simulate` gives them.
    observations
        The counts.

    Returns
    -------
        Model value (member, observation), in the unit of the count, NaN where the model has none.
        Along ``observation`` stand the coordinates ``series``, ``measure``, ``where``,
        ``date_from``, ``date_to``, ``value``, ``low``, ``high``, ``quality`` and ``use``.

    Raises
    ------
    RequestError
        If a count is of a place, border, country or tag that the runs do not have.
    """
    rows, days = list(observations.rows()), _days(ds)
    values = np.full((ds.sizes["member"], len(rows)), np.nan)
    daily: dict[tuple[str, ...], Floats] = {}
    for i, row in enumerate(rows):
        key = tuple(str(row[name]) for name in ("series", "measure", "where", "group", "reporting"))
        if key not in daily:
            daily[key] = _daily(ds, row)
        values[:, i] = _over(daily[key], row, _begin(rows, row["series"]), days)
    return xr.DataArray(
        values,
        dims=("member", "observation"),
        coords=_labels(rows),
        name="observed",
        attrs={"long_name": "model value of each count"},
    )


def path(ds: xr.Dataset, observations: Observations, series: str) -> xr.DataArray:
    """Return a series day by day, with or without counts on the day, as its first row counts it.

    Returns
    -------
        Stock, events of the day, or events from the series' first day on (member, day); NaN
        throughout for what the model does not have.

    Raises
    ------
    RequestError
        If there is no such series, or the runs do not have its place.
    """
    rows = list(only(observations, series).rows())
    values = _daily(ds, rows[0])
    days = _days(ds)
    if rows[0]["cumulative"] and rows[0]["measure"] not in STOCKS:
        begin = days.searchsorted(pd.Timestamp(_begin(rows, series)))
        values[:, :begin] = 0.0
        values = values.cumsum(1)
    return xr.DataArray(values, dims=("member", "day"), coords={"day": days}, name=series)


def only(observations: Observations, series: str) -> Observations:
    """Return the counts of one series.

    Raises
    ------
    RequestError
        If there is no such series.
    """
    rows = [row for row in observations.rows() if row["series"] == series]
    if not rows:
        raise RequestError(say("there is no series of counts '{series}'", series=series))
    return Observations.from_columns(
        {name: [row[name] for row in rows] for name in Observations.columns()}
    )


def _begin(rows: list[dict[str, Any]], series: str) -> np.datetime64:
    """Return the first day that a series counts."""
    first: np.datetime64 = min(row["date_from"] for row in rows if row["series"] == series)
    return first


def _days(ds: xr.Dataset) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(ds["day"].values)


def last_day(row: dict[str, Any]) -> np.datetime64:
    """Return the last day that a row counts."""
    day: np.datetime64 = row["date_from"] if np.isnat(row["date_to"]) else row["date_to"]
    return day


def _over(
    values: Floats, row: dict[str, Any], begin: np.datetime64, days: pd.DatetimeIndex
) -> Floats:
    """Sum events, or take the mean of a stock, over the days of a row: one value a member."""
    start = begin if row["cumulative"] else row["date_from"]
    first, last = pd.Timestamp(start), pd.Timestamp(last_day(row))
    if first < days[0] or last > days[-1]:
        return np.full(len(values), np.nan)
    part = values[:, days.searchsorted(first) : days.searchsorted(last) + 1]
    if row["measure"] in STOCKS:
        return np.asarray(part[:, -1] if row["cumulative"] else part.mean(1))
    return np.asarray(part.sum(1))


def _daily(ds: xr.Dataset, row: dict[str, Any]) -> Floats:
    """Return the events or the stock of each day (member, day), with the reporting share."""
    told = row["where"] not in str(ds.attrs.get(JOINED, "")).split()
    operator = _OPERATORS[row["measure"]]
    found = operator(ds, _found(ds, row["where"])) if told and operator else None
    shape = (ds.sizes["member"], ds.sizes["day"])
    if found is None or (row["group"] and "group" not in found.dims):
        return np.full(shape, np.nan)
    if "group" in found.dims:
        found = found.sel(group=row["group"]) if row["group"] else found.sum("group")
    rest = [name for name in found.dims if name not in ("member", "day")]
    values = found.sum(rest).transpose("member", "day").values.astype(np.float64)
    return values * reporting(ds, row["reporting"], row["series"])[:, None]


def reporting(ds: xr.Dataset, share: Amount, series: str) -> Floats:
    """Return the share of events that enters a count, one value a member.

    A range is drawn from uniformly, once a member, by the runs' seed, the member's number and the
    series' name: a member has the same share in a part of the runs as in the whole. Where the
    parameters of the runs were not drawn, it is the middle of the range, as theirs are.

    Raises
    ------
    RequestError
        If the share is a parameter that the runs do not have.
    """
    members = ds.sizes["member"]
    if share.blank:
        return np.ones(members)
    if share.parameter:
        if share.parameter not in ds["parameter"].values:
            raise RequestError(
                say(
                    "'{parameter}', the reporting share of the counts '{series}', is not among "
                    "the parameters of these runs",
                    parameter=share.parameter,
                    series=series,
                )
            )
        return np.asarray(share.low * ds["parameters"].sel(parameter=share.parameter).values)
    if share.certain or PARAMETERS not in str(ds.attrs["uncertainty"]):
        return np.full(members, (share.low + share.high) / 2)
    return share.low + (share.high - share.low) * _uniform(ds, f"observations:{series}:reporting")


def _uniform(ds: xr.Dataset, name: str) -> Floats:
    """Return one uniform for a name in every member (m), by the member's number."""
    member = ds["member"].values
    first, seed = int(member.min()), int(ds.attrs["seed"])
    keys = member_keys(seed, int(member.max()) - first + 1, first)[member - first]
    return uniforms(keys, int(Purpose.AMOUNT), np.array([name_key(name)], np.uint64))[:, 0]


def _found(ds: xr.Dataset, name: str) -> Where:
    """Return what a name stands for, or say that the runs do not know it."""
    where = where_of(ds, name)
    if where is None:
        raise _unknown(name)
    return where


def _known(found: Iterable[bool], where: Where) -> Flags:
    """Return the selection, or say that the runs do not know the name."""
    chosen = np.fromiter(found, bool)
    if not chosen.any():
        raise _unknown(where.name)
    return chosen


def _unknown(where: str) -> RequestError:
    return RequestError(
        say(
            "these runs have nothing called '{where}' to count at; were they made from "
            "the scenario of these observations?",
            where=where,
        )
    )


def _at_border(variable: str) -> Operator:
    def operator(ds: xr.Dataset, where: Where) -> xr.DataArray:
        if where.sort == "border":
            return ds[variable].isel(border=_known(ds["border"].values == where.name, where))
        countries = set(ds["country"].values[places_at(ds, where)])
        into = [far in countries for _, far in lines(ds)]
        out_of = [near in countries for near, _ in lines(ds)]
        return ds[variable].isel(border=_known(into if any(into) else out_of, where))

    return operator


def _detected(ds: xr.Dataset, where: Where) -> xr.DataArray:
    """Return people found behind the line: those registered, and those pushed back."""
    attempts, turned, pushed = (
        _at_border(name)(ds, where) for name in ("attempts", "turned_back", "pushed_back")
    )
    return attempts - turned + pushed


def _registered(ds: xr.Dataset, where: Where) -> xr.DataArray:
    chosen = _known(places_at(ds, where), where)
    if where.sort != "place":
        chosen &= which(ds, lambda kind: kind.receives or kind.registers)
    return summed_at(ds["arrived"], chosen)


def _held(ds: xr.Dataset, where: Where) -> xr.DataArray:
    held = which(ds, lambda kind: kind.holds)
    return summed_at(ds["stock"], _known(places_at(ds, where), where) & held)


def _stock(ds: xr.Dataset, where: Where) -> xr.DataArray:
    return summed_at(ds["stock"], _known(places_at(ds, where), where))


def _entered(ds: xr.Dataset, where: Where) -> xr.DataArray:
    """Return people over a route, a border, or all routes into a place, country or tag."""
    if not ds.attrs.get("flow_kept", 1):
        raise RequestError(
            say(
                "these runs kept no flow by route, so who entered '{where}' cannot be "
                "counted; run them again and keep it",
                where=where.name,
            )
        )
    if where.sort == "route":
        return ds["flow"].sel(route=[where.name])
    origin, end = ds["route_origin"].values, ds["route_destination"].values
    if where.sort == "border":
        near, far = (_named(ds, Where("country", side)) for side in border_sides(where.name))
        into = np.isin(origin, near) & np.isin(end, far)
    else:
        inside = _named(ds, where)
        into = np.isin(end, inside) & ~np.isin(origin, inside)
    return ds["flow"].isel(route=_known(into, where))


def _named(ds: xr.Dataset, where: Where) -> npt.NDArray[np.str_]:
    """Return the ids of the places that a name stands for."""
    return np.asarray(ds["place"].values[places_at(ds, where)])


def _transferred(ds: xr.Dataset, where: Where) -> xr.DataArray:
    if where.sort == "route":
        return ds["transferred"].sel(route=[where.name])
    places = _named(ds, where)
    into = np.isin(ds["route_destination"].values, places)
    into &= ~np.isin(ds["route_origin"].values, places)
    out_of = np.isin(ds["route_origin"].values, places)
    moved = (ds["transferred"] != 0).any(["member", "day"]).values
    return ds["transferred"].isel(route=_known(into if (into & moved).any() else out_of, where))


UNITS = {
    "attempts": "events",
    "turned_back": "events",
    "detected": "events",
    "registered": "persons",
    "held": "persons",
    "stock": "persons",
    "entered": "persons",
    "transferred": "persons",
    "deaths": "persons",
}
"""What each measure counts: events may count one person many times."""

_OPERATORS: dict[str, Operator | None] = {
    "attempts": _at_border("attempts"),
    "turned_back": _at_border("turned_back"),
    "detected": _detected,
    "registered": _registered,
    "held": _held,
    "stock": _stock,
    "entered": _entered,
    "transferred": _transferred,
    "deaths": None,
}


def _labels(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the coordinates along the observations."""

    def texts(name: str) -> tuple[str, list[str]]:
        return "observation", [str(row[name]) for row in rows]

    def numbers(name: str) -> tuple[str, list[float]]:
        return "observation", [float(row[name]) for row in rows]

    return {
        **{name: texts(name) for name in ("series", "measure", "where", "quality", "use")},
        **{name: numbers(name) for name in ("value", "low", "high")},
        "date_from": ("observation", np.array([r["date_from"] for r in rows], "datetime64[ns]")),
        "date_to": ("observation", np.array([last_day(r) for r in rows], "datetime64[ns]")),
    }
