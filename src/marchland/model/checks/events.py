"""Events: what the timeline says, of whom, and whether its rows contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from marchland.errors import Problem
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.names import rows_by_value
from marchland.model.checks.people import period
from marchland.model.columns import Table
from marchland.model.near import hint
from marchland.model.shelter import shelter_of
from marchland.model.tables import Timeline

_ANYWHERE = ("place", "route", "border", "country", "tag")
_GROUND = ("place", "country", "tag")
_WAYS = ("route", "border", "country", "tag")
_PEOPLE = ("place", "border", "country", "tag")
BARE = ("open", "close", "note")
EVERYWHERE = (
    "note",
    "push",
    "leave",
    "try_rate",
    "pick_up",
    "push_back",
    "onward",
    "hospital",
    "access",
)
BY_GROUP = ("open", "close", "attraction", "note")

TARGETS: Mapping[str, tuple[str, ...]] = {
    "open": _ANYWHERE,
    "close": _ANYWHERE,
    "capacity": _GROUND,
    "push": _GROUND,
    "leave": _GROUND,
    "attraction": _GROUND,
    "permeability": _WAYS,
    "per_day": _WAYS,
    "try_rate": _PEOPLE,
    "pick_up": _PEOPLE,
    "push_back": _PEOPLE,
    "onward": _PEOPLE,
    "hospital": _PEOPLE,
    "shelter": _PEOPLE,
    "access": _PEOPLE,
    "kits": ("place",),
    "transfer": ("route",),
    "transfer_per_day": ("route",),
    "note": _ANYWHERE,
}
"""What each kind of event can be said of."""

AT_LINES = ("permeability", "try_rate", "pick_up", "push_back", "onward")
"""Events of a closed line: at a border without a crossing they would change nothing."""

OF_ALL = tuple(what for what in TARGETS if what not in BY_GROUP)
"""Events that hold for all groups alike."""


def roles(case: Case) -> dict[str, list[str]]:
    """Return what each name can stand for where a row says ``where``."""
    scenario = case.scenario
    sorts = {
        "place": set(scenario.places.id),
        "route": set(scenario.routes.id),
        "border": set(case.borders),
        "country": set(scenario.places.country),
        "tag": set(case.tags),
    }
    found: dict[str, list[str]] = {}
    for sort, names in sorts.items():
        for name in names - {""}:
            found.setdefault(name, []).append(sort)
    return found


def check_where(case: Case, table: type[Table], where: tuple[str, ...]) -> Iterator[Problem]:
    """Whatever a row is said of is known, and is one thing."""
    if not case.network_known:
        return
    known = roles(case)
    for name, rows in rows_by_value(where).items():
        if name and name not in known:
            yield case.grouped(
                table,
                rows,
                f"where '{name}' is no place, route, border, country or tag{hint(name, known)}",
            )
        elif len(known.get(name, ())) > 1:
            both = " and a ".join(known[name])
            yield case.grouped(
                table, rows, f"where '{name}' is both a {both}, give one of them another name"
            )


def check_timeline(case: Case) -> Iterator[Problem]:
    """Events are said of what they can be said of, with a value where they need one."""
    timeline = case.scenario.timeline
    yield from check_where(case, Timeline, timeline.where)
    yield from _targets(case)
    yield from _at_lines(case)
    yield from _values(case)
    yield from _kits(case)
    yield from _contradictions(case)
    yield from check_period(case, Timeline, timeline.date, timeline.date)


def _targets(case: Case) -> Iterator[Problem]:
    """Events are of something that they can happen to; only chances and notes are of all."""
    timeline, known = case.scenario.timeline, roles(case)
    pairs = zip(timeline.what, timeline.where, strict=True)
    for (what, where), rows in rows_by_value(pairs).items():
        if what in TARGETS and not where and what not in EVERYWHERE:
            yield case.grouped(
                Timeline,
                rows,
                f"where is blank, must say what to {what} "
                f"(blank is everywhere, for {', '.join(EVERYWHERE)} only)",
            )
        sorts = set(known.get(where, ()))
        if case.network_known and sorts and not sorts & set(TARGETS.get(what, sorts)):
            yield case.grouped(
                Timeline,
                rows,
                f"{what} is said of '{where}', a {known[where][0]}; "
                f"it must be of a {' or '.join(TARGETS[what])}",
            )
    two_ways = {
        route
        for route, both in zip(case.scenario.routes.id, case.scenario.routes.both_ways, strict=True)
        if both
    }
    for row, (what, where) in enumerate(zip(timeline.what, timeline.where, strict=True)):
        if what == "per_day" and where in two_ways:
            yield case.problem(
                Timeline,
                row,
                f"per_day of '{where}', which goes both_ways; a "
                "route with seats has one direction, write two rows in routes.csv",
            )
        if what in OF_ALL and timeline.group[row]:
            yield case.problem(
                Timeline, row, f"{what} for one group; it holds for all alike, leave group blank"
            )


def _at_lines(case: Case) -> Iterator[Problem]:
    """What is tried or found at a line is said of a border that has one."""
    timeline = case.scenario.timeline
    pairs = zip(timeline.what, timeline.where, strict=True)
    for (what, where), rows in rows_by_value(pairs).items():
        if what in AT_LINES and where in case.borders - case.closed_borders:
            yield case.grouped(
                Timeline,
                rows,
                f"{what} is said of '{where}', over which no crossing leads; open routes are not "
                "tried, write close, open or per_day",
            )


def _values(case: Case) -> Iterator[Problem]:
    timeline = case.scenario.timeline
    for row, (what, amount) in enumerate(zip(timeline.what, timeline.value, strict=True)):
        if amount.blank and what and what not in BARE and case.sound(Timeline, row):
            yield case.problem(Timeline, row, f"value is blank, must be given for {what}")
        if not amount.blank and what in BARE:
            yield case.problem(Timeline, row, f"has a value, must be blank for {what}")


def _kits(case: Case) -> Iterator[Problem]:
    """Kits shelter people in the open, and nobody else."""
    places, timeline = case.scenario.places, case.scenario.timeline
    roofed = {
        place
        for place, kind, shelter in zip(places.id, places.kind, places.shelter, strict=True)
        if kind and not shelter_of(kind, shelter).outdoors
    }
    for row, (what, where) in enumerate(zip(timeline.what, timeline.where, strict=True)):
        if what == "kits" and where in roofed:
            yield case.problem(
                Timeline,
                row,
                f"kits for '{where}', where nobody is in the open, so the row does nothing",
                warning=True,
            )


def _contradictions(case: Case) -> Iterator[Problem]:
    """One day, one thing said of one target and group."""
    timeline = case.scenario.timeline
    same = {"open": "open or close", "close": "open or close"}
    keys = zip(
        timeline.date.tolist(),
        [same.get(what, what) for what in timeline.what],
        timeline.where,
        timeline.group,
        strict=True,
    )
    for (day, what, where, group), rows in rows_by_value(keys).items():
        if len(rows) == 1 or what in ("note", "") or day is None:
            continue
        said = {f"{timeline.what[row]} {timeline.value[row]}".strip() for row in rows}
        of = f"'{where}'" + (f" for {group}" if group else "")
        first = case.line(Timeline, rows[0])
        if len(said) > 1:
            yield case.grouped(
                Timeline,
                rows[1:],
                f"{of} on {day} has already another value on "
                f"line {first} ({', '.join(sorted(said))}), keep one",
            )
        else:
            yield case.grouped(
                Timeline,
                rows[1:],
                f"{said.pop()} of {of} on {day} stands already on line {first}",
                warning=True,
            )


def check_period(
    case: Case, table: type[Table], since: np.ndarray, until: np.ndarray
) -> Iterator[Problem]:
    """Rows outside the period are told: they do nothing."""
    if MANIFEST in case.unread:
        return
    first, last = period(case)
    for outside, word in ((until < first, "before"), (since > last, "after")):
        rows = np.flatnonzero(outside).tolist()
        if rows:
            yield case.grouped(
                table,
                rows,
                f"{since[rows[0]]} is {word} the period {first} to {last}, so the row does nothing",
                warning=True,
            )
