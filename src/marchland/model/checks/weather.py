"""Weather: stations, days and order of temperatures, and a station for whoever is in the open."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marchland.errors import Problem
from marchland.language import say
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
                Weather,
                rows[1:],
                say(
                    "{station} has a row for {day} already on line {line}",
                    station=station,
                    day=day,
                    line=first,
                ),
            )
    wrong = (table.t_min_c > table.t_mean_c) | (table.t_mean_c > table.t_max_c)
    for row in np.flatnonzero(wrong | (table.t_min_c > table.t_max_c)).tolist():
        yield case.problem(
            Weather,
            row,
            say(
                "t_min_c {low}, t_mean_c {mean} and t_max_c {high} must rise in this order",
                low=plain(table.t_min_c[row]),
                mean=plain(table.t_mean_c[row]),
                high=plain(table.t_max_c[row]),
            ),
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
                say(
                    "people at '{place}' are in the open and it has no weather_station; name "
                    "one of {file}{stations}",
                    place=places.id[row],
                    file=Weather.FILE,
                    stations=named,
                ),
            )
    routes = case.scenario.routes
    for row, mode in enumerate(routes.mode):
        ends = [station.get(end, "?") for end in (routes.origin[row], routes.destination[row])]
        used.add(ends[0] or ends[1] if mode == "foot" else "")
        if mode == "foot" and not any(ends):
            yield case.problem(
                Routes,
                row,
                say(
                    "people walk '{route}', and neither of its ends has a weather_station; name "
                    "one of {file}{stations} in {places}",
                    route=routes.id[row],
                    file=Weather.FILE,
                    stations=named,
                    places=Places.FILE,
                ),
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
            say(
                "station {station} has no t_min_c and precip_mm on {day} nor on any day of that "
                "season ({number} such days); give them, or days of other years within {season} "
                "days of the date",
                station=station,
                day=alone[0],
                number=len(alone),
                season=SEASON,
            ),
        )
    elif missing:
        yield Problem(
            Weather.FILE,
            say(
                "station {station} lacks {number} days from {day} on; each member takes another "
                "day of the same season for them, which is assumed",
                station=station,
                number=len(missing),
                day=missing[0],
            ),
            warning=True,
        )
