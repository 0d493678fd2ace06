"""Weather: stations, days and order of temperatures, and a station for whoever is in the open."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marchland.errors import Problem
from marchland.model.amounts import plain
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.names import rows_by_value
from marchland.model.near import hint
from marchland.model.shelter import shelter_of
from marchland.model.tables import Places, Routes, Weather
from marchland.model.weather import SEASON, like_days, missing_days


def check_weather(case: Case) -> Iterator[Problem]:
    """A station has one row a day, temperatures in order, and every open place has a station."""
    table = case.scenario.weather
    keys = zip(table.date.tolist(), table.station, strict=True)
    for (day, station), rows in rows_by_value(keys).items():
        if len(rows) > 1 and day is not None:
            first = case.line(Weather, rows[0])
            yield case.grouped(
                Weather, rows[1:], f"{station} has a row for {day} already on line {first}"
            )
    wrong = (table.t_min_c > table.t_mean_c) | (table.t_mean_c > table.t_max_c)
    for row in np.flatnonzero(wrong | (table.t_min_c > table.t_max_c)).tolist():
        yield case.problem(
            Weather,
            row,
            f"t_min_c {plain(table.t_min_c[row])}, t_mean_c "
            f"{plain(table.t_mean_c[row])} and t_max_c {plain(table.t_max_c[row])} "
            "must rise in this order",
        )
    if len(table) and case.network_known and case.knows(Weather) and MANIFEST not in case.unread:
        yield from _covered(case)


def _covered(case: Case) -> Iterator[Problem]:
    """Whoever is in the open or on foot has the weather of a station on every day."""
    places, used = case.scenario.places, set()
    station = dict(zip(places.id, places.weather_station, strict=True))
    there = set(case.scenario.weather.station)
    named = hint("", there) or f" ({', '.join(sorted(there)[:5])})"
    for row, (kind, shelter) in enumerate(zip(places.kind, places.shelter, strict=True)):
        if not kind or not shelter_of(kind, shelter).outdoors:
            continue
        used.add(places.weather_station[row])
        if not places.weather_station[row]:
            yield case.problem(
                Places,
                row,
                f"people at '{places.id[row]}' are in the open and it has no weather_station; name "
                f"one of {Weather.FILE}{named}",
            )
    routes = case.scenario.routes
    for row, mode in enumerate(routes.mode):
        ends = [station.get(end, "?") for end in (routes.origin[row], routes.destination[row])]
        used.add(ends[0] or ends[1] if mode == "foot" else "")
        if mode == "foot" and not any(ends):
            yield case.problem(
                Routes,
                row,
                f"people walk '{routes.id[row]}', and neither of its ends has a weather_station; "
                f"name one of {Weather.FILE}{named} in {Places.FILE}",
            )
    for name in sorted(used & there):
        yield from _every_day(case, name)


def _every_day(case: Case, station: str) -> Iterator[Problem]:
    """A station has every day, or days of the season that stand for those it has not."""
    scenario = case.scenario
    missing = missing_days(scenario.weather, station, scenario.start, scenario.days)
    alone = [day for day in missing if not len(like_days(scenario.weather, station, day))]
    if alone:
        yield Problem(
            Weather.FILE,
            f"station {station} has no t_min_c and precip_mm on {alone[0]} nor on any day of that "
            f"season ({len(alone)} such days); give them, or days of other years within {SEASON} "
            "days of the date",
        )
    elif missing:
        yield Problem(
            Weather.FILE,
            f"station {station} lacks {len(missing)} days from {missing[0]} on; each member takes "
            "another day of the same season for them, which is assumed",
            warning=True,
        )
