"""The network: places, routes, gates, and who can reach what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from marchland.errors import Problem
from marchland.language import mark, say
from marchland.model.checks.case import Case
from marchland.model.checks.names import rows_by_value
from marchland.model.countries import country_code
from marchland.model.kinds import PLACE_KINDS
from marchland.model.tables import Displaced, Observations, Places, Routes
from marchland.model.where import BACK

_ALPHA_3 = 3
_RECEIVING = tuple(kind.id for kind in PLACE_KINDS.values() if kind.receives)
_REGISTERING = tuple(kind.id for kind in PLACE_KINDS.values() if kind.registers)
_PASSING = tuple(kind.id for kind in PLACE_KINDS.values() if kind.passing)
_TRYING = tuple(kind.id for kind in PLACE_KINDS.values() if kind.tries)
_CODED = mark(
    "country '{country}' must be the three capital letters of ISO 3166-1 alpha-3, write {code}"
)
_UNCODED = mark(
    "country '{country}' must be the three capital letters of ISO 3166-1 alpha-3, BLR for instance"
)
_NETWORK = (Places.FILE, Routes.FILE, Displaced.FILE)


def check_places(case: Case) -> Iterator[Problem]:
    """Countries are three letters, coordinates come in pairs, hard places have a capacity."""
    places = case.scenario.places
    if case.knows(Places) and not len(places):
        yield Problem(Places.FILE, say("has no rows: give at least one place"))
    for country, rows in rows_by_value(places.country).items():
        if country and not (len(country) == _ALPHA_3 and country.isascii() and country.isupper()):
            words = _CODED if (code := country_code(country)) else _UNCODED
            yield case.grouped(Places, rows, say(words, country=country, code=code))
    for row in np.flatnonzero(np.isnan(places.lat) != np.isnan(places.lon)).tolist():
        yield case.problem(Places, row, say("has one of lat and lon, must have both or neither"))
    hard = np.array([value == "hard" for value in places.soft_or_hard], dtype=bool)
    for row in np.flatnonzero(hard & np.isnan(places.capacity)).tolist():
        yield case.problem(Places, row, say("is hard but has no capacity, give one"))


def check_routes(case: Case) -> Iterator[Problem]:
    """Routes lead from one place to another, and gates have one direction."""
    routes = case.scenario.routes
    yield from _unmeasured(case)
    for row in range(len(routes)):
        if routes.origin[row] and routes.origin[row] == routes.destination[row]:
            yield case.problem(
                Routes, row, say("leads from '{place}' to itself", place=routes.origin[row])
            )
        if routes.both_ways[row] and routes.mode[row] == "crossing":
            yield case.problem(
                Routes,
                row,
                say(
                    "is a crossing and goes both_ways; a crossing has one direction, write two rows"
                ),
            )
        elif routes.both_ways[row] and not routes.per_day[row].blank:
            yield case.problem(
                Routes,
                row,
                say(
                    "has per_day and goes both_ways; a route with seats has one direction, "
                    "write two rows"
                ),
            )
        if routes.id[row].endswith(BACK):
            yield case.problem(
                Routes,
                row,
                say(
                    "id '{route}' ends with '{end}', which is the name of a way back",
                    route=routes.id[row],
                    end=BACK,
                ),
            )


def _unmeasured(case: Case) -> Iterator[Problem]:
    """A route has a length, or ends whose positions give it one."""
    blank = np.flatnonzero(np.isnan(case.scenario.routes.length_km)).tolist()
    rows = [row for row in blank if case.sound(Routes, row)]
    if rows:
        yield case.grouped(
            Routes,
            rows,
            say("length_km is blank, and its ends have no lat and lon to measure it by; give it"),
        )


def check_gates(case: Case) -> Iterator[Problem]:
    """Crossings begin in a strip, have a permeability, and give each forest one strip."""
    routes, kinds = case.scenario.routes, case.kinds
    strips: dict[str, set[str]] = defaultdict(set)
    for row, mode in enumerate(routes.mode):
        origin, destination = routes.origin[row], routes.destination[row]
        if mode == "crossing":
            yield from _crossing(case, row)
            if kinds.get(destination) in _PASSING:
                strips[destination].add(origin)
        elif mode and not routes.permeability[row].blank:
            yield case.problem(
                Routes,
                row,
                say(
                    "has a permeability, but its mode is {mode}; only a crossing is tried",
                    mode=mode,
                ),
            )
    for row, (place, kind) in enumerate(
        zip(case.scenario.places.id, case.scenario.places.kind, strict=True)
    ):
        if kind in _PASSING and case.network_known:
            yield from _forest(case, row, sorted(strips[place]))


def _crossing(case: Case, row: int) -> Iterator[Problem]:
    routes = case.scenario.routes
    origin, destination = routes.origin[row], routes.destination[row]
    kind = case.kinds.get(origin)
    if kind and kind not in _TRYING:
        yield case.problem(
            Routes,
            row,
            say(
                "is a crossing from '{origin}', a {kind}; a crossing must begin in a strip",
                origin=origin,
                kind=kind,
            ),
        )
    if routes.permeability[row].blank and case.sound(Routes, row):
        yield case.problem(
            Routes,
            row,
            say(
                "is a crossing and has no permeability, give a chance from 0 to 1, a "
                "range, or a parameter"
            ),
        )
    country = case.countries.get(origin)
    if country and country == case.countries.get(destination):
        yield case.problem(
            Routes,
            row,
            say("is a crossing, but both its ends are in {country}", country=country),
            warning=True,
        )


def _forest(case: Case, row: int, strips: list[str]) -> Iterator[Problem]:
    places = case.scenario.places
    if len(strips) > 1:
        yield case.problem(
            Places,
            row,
            say(
                "forest '{place}' is behind several strips ({strips}); people are pushed back to "
                "one, write a forest for each strip",
                place=places.id[row],
                strips=", ".join(strips),
            ),
        )
    if not strips:
        yield case.problem(
            Places,
            row,
            say(
                "no crossing leads into forest '{place}', so nobody could be pushed back from it; "
                "add one or change the kind",
                place=places.id[row],
            ),
        )
    country = places.country[row]
    registers = any(
        kind in _REGISTERING and where == country
        for kind, where in zip(places.kind, places.country, strict=True)
    )
    if country and not registers:
        yield case.problem(
            Places,
            row,
            say(
                "people found in forest '{place}' cannot be registered: {country} has no centre "
                "or reception",
                place=places.id[row],
                country=country,
            ),
            warning=True,
        )


def check_reach(case: Case) -> Iterator[Problem]:
    """Every place can be reached by somebody, and everybody can reach a place that receives."""
    routes, places = case.scenario.routes, case.scenario.places
    starts = set(case.scenario.displaced.place) & set(places.id)
    if not _followable(case) or not starts:
        return
    if not len(routes):
        yield Problem(Routes.FILE, say("has no rows: nobody can go anywhere"), warning=True)
        return
    ahead, behind = _edges(case)
    reached = _closure(starts, ahead)
    for row, place in enumerate(places.id):
        if place not in reached:
            yield case.problem(
                Places,
                row,
                say(
                    "nobody can reach '{place}': no way leads to it from where people are "
                    "displaced",
                    place=place,
                ),
                warning=True,
            )
    yield from _out_of_reach(case, reached)
    receiving = {place for place, kind in case.kinds.items() if kind in _RECEIVING}
    saved = _closure(receiving, behind)
    for place, rows in rows_by_value(case.scenario.displaced.place).items():
        if place in starts and place not in saved:
            yield case.grouped(
                Displaced,
                rows,
                say(
                    "people displaced at '{place}' can reach no place that receives people "
                    "({kinds})",
                    place=place,
                    kinds=", ".join(_RECEIVING),
                ),
                warning=True,
            )


def _out_of_reach(case: Case, reached: set[str]) -> Iterator[Problem]:
    """Counts where nobody comes, and routes between places that nobody reaches."""
    known, routes = set(case.scenario.places.id), case.scenario.routes
    for place, rows in rows_by_value(case.scenario.observations.where).items():
        if place in known and place not in reached:
            told = say("people were counted at '{place}', but no way leads there", place=place)
            yield case.grouped(Observations, rows, told, warning=True)
    for row, ends in enumerate(zip(routes.origin, routes.destination, strict=True)):
        if not reached & set(ends):
            yield case.problem(
                Routes,
                row,
                say("'{route}' joins nothing that people reach", route=routes.id[row]),
                warning=True,
            )


def _followable(case: Case) -> bool:
    """Whether the network was read without a flaw, so that what cannot be reached is so."""
    routes = case.scenario.routes
    ends = list(zip(routes.origin, routes.destination, strict=True))
    return (
        case.network_known
        and case.knows(Displaced)
        and not set(case.flawed) & set(_NETWORK)
        and all(a != b and a in case.kinds and b in case.kinds for a, b in ends)
    )


def _edges(case: Case) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return who can come next from each place, and who before, open or not, by whatever mode."""
    routes, places = case.scenario.routes, case.scenario.places
    pairs = set(zip(routes.origin, routes.destination, strict=True))
    pairs |= {
        (b, a)
        for (a, b), both in zip(
            zip(routes.origin, routes.destination, strict=True), routes.both_ways, strict=True
        )
        if both
    }
    registering = [
        (place, country)
        for place, country, kind in zip(places.id, places.country, places.kind, strict=True)
        if kind in _REGISTERING
    ]
    for place, kind in case.kinds.items():
        if kind in _PASSING:
            pairs |= {(place, to) for to, where in registering if where == case.countries[place]}
    ahead: dict[str, set[str]] = defaultdict(set)
    behind: dict[str, set[str]] = defaultdict(set)
    for origin, destination in pairs:
        ahead[origin].add(destination)
        behind[destination].add(origin)
    return ahead, behind


def _closure(starts: Iterable[str], following: dict[str, set[str]]) -> set[str]:
    """Return all that can be come to from the starts, these included."""
    reached, edge = set(starts), list(starts)
    while edge:
        new = following.get(edge.pop(), set()) - reached
        reached |= new
        edge.extend(new)
    return reached
