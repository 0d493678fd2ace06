"""Names of places as they are shown in runs, of states and of series of counts."""

from __future__ import annotations

from typing import Any

import xarray as xr

from marchland.language import mark, say, say_in
from marchland.model.kinds import AWAY, PLACE_KINDS, STATES
from marchland.model.where import border_sides
from marchland.study.runs.places import where_of
from marchland.study.runs.protect import TOGETHER, beyond, place_table
from marchland.view.page.outlines import name_of
from marchland.view.words.where import between

COUNTED = {
    "attempts": mark("Attempts"),
    "turned_back": mark("Turned back"),
    "detected": mark("People found behind the line"),
    "registered": mark("People registered"),
    "held": mark("People held"),
    "stock": mark("People"),
    "entered": mark("People who entered"),
    "transferred": mark("People moved"),
    "deaths": mark("Deaths"),
}
"""What each measure of observations.csv counts."""

ENTERED = mark("entered")
_TOGETHER = {TOGETHER.format(places=one.together): one for one in PLACE_KINDS.values()}
"""Kinds of which places are shown together, by what runs call these."""


def state(name: str) -> str:
    """Return the words for a state of people; any other name as it is."""
    found = {**STATES, **AWAY}.get(name)
    return say(found.label) if found else say(name)


def place(name: str) -> str:
    """Return the name of a place as runs have it, or of places that are shown together."""
    kind = _TOGETHER.get(name)
    if kind is None:
        return name
    return say(TOGETHER, places=say(kind.together))


def routes(flow: xr.DataArray) -> list[str]:
    """Name each route of a flow (:func:`marchland.study.runs.protect.flows`)."""
    ends = zip(*(flow[one].values.astype(str) for one in ("name_from", "name_to")), strict=True)
    return [
        _beyond(key.partition(":")[2]) if key.startswith("beyond:") else _route(*pair)
        for key, pair in zip(flow["route"].values.astype(str), ends, strict=True)
    ]


def _beyond(border: str) -> str:
    return say(TOGETHER, places=between(*border_sides(border)))


def _route(origin: str, destination: str) -> str:
    return say_in("a route", "{origin} to {destination}", origin=origin, destination=destination)


def of_series(ds: xr.Dataset, row: dict[str, Any]) -> str:
    """Name a series by what it counts and where: ``Attempts, Belarus to Poland``."""
    group = f", {row['group']}" if row["group"] else ""
    return f"{say(COUNTED[row['measure']])}, {_where(ds, row['where'])}{group}"


def _where(ds: xr.Dataset, where: str) -> str:
    """Name a place, a border, a route, a country or a tag."""
    at = where_of(ds, where)
    places = dict(zip(ds["place"].values, ds["place_name"].values.astype(str), strict=True))
    if at and at.sort == "border":
        return between(*border_sides(where))
    if at and at.sort == "route":
        route = ds["route"].sel(route=where)
        return _route(
            *(places[str(route[end].values)] for end in ("route_origin", "route_destination"))
        )
    return str(places.get(where) or name_of(where).replace("_", " "))


def shown_names(people: xr.DataArray) -> dict[str, str]:
    """Name each place of a quantity by place (:func:`marchland.study.runs.protect.by_place`)."""
    rows = zip(*(people[name].values for name in ("place", "place_name", "country")), strict=True)
    return {
        str(key): f"{place(str(name))}, {name_of(str(country))}" if ":" in str(key) else str(name)
        for key, name, country in rows
    }


def of_places(ds: xr.Dataset) -> dict[str, str]:
    """Name each place as places are shown; what is shown together has its country with it."""
    table = place_table(ds)
    rows = zip(table["key"], table["place_name"], table["country"], beyond(ds), strict=True)
    return {
        key: f"{place(name)}, {name_of(country)}" if together else str(name)
        for key, name, country, together in rows
    }
