"""Events: what the timeline says, of whom, and whether its rows contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marchland.errors import Problem
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.names import rows_by_value
from marchland.model.checks.people import period
from marchland.model.columns import Table
from marchland.model.events import EVENTS, EventKind, names
from marchland.model.ground import Ground
from marchland.model.kinds import PLACE_KINDS
from marchland.model.near import hint
from marchland.model.shelter import shelter_of
from marchland.model.tables import Timeline
from marchland.model.where import Direction


def check_where(case: Case, table: type[Table], where: tuple[str, ...]) -> Iterator[Problem]:
    """Whatever a row is said of is known, and is one thing."""
    if not case.network_known:
        return
    for name, rows in rows_by_value(where).items():
        found = case.names.every(name)
        if not found:
            near = hint(name, case.names)
            yield case.grouped(
                table, rows, f"where '{name}' is no place, route, border, country or tag{near}"
            )
        elif len(found) > 1:
            both = " and a ".join(one.sort for one in found)
            yield case.grouped(
                table, rows, f"where '{name}' is both a {both}, give one of them another name"
            )


def check_timeline(case: Case) -> Iterator[Problem]:
    """Events are said of what they can be said of, with a value where they need one."""
    timeline = case.scenario.timeline
    yield from check_where(case, Timeline, timeline.where)
    yield from _targets(case)
    yield from _at_lines(case)
    yield from _quotas(case)
    yield from _values(case)
    yield from _outdoors(case)
    yield from _contradictions(case)
    yield from _announced(case)
    yield from check_period(case, Timeline, timeline.date, timeline.date)


def _announced(case: Case) -> Iterator[Problem]:
    """An event that was announced after its own day is known from that day on."""
    timeline = case.scenario.timeline
    for row in np.flatnonzero(timeline.announced > timeline.date).tolist():
        yield case.problem(
            Timeline,
            row,
            f"announced is {timeline.announced[row]}, after the event on {timeline.date[row]}: a "
            "forecast knows it from the event on; leave it blank",
            warning=True,
        )


def _targets(case: Case) -> Iterator[Problem]:
    """Events are of something that they can happen to, and for whom they can be."""
    timeline = case.scenario.timeline
    pairs = zip(timeline.what, timeline.where, timeline.group, strict=True)
    for (what, where, group), rows in rows_by_value(pairs).items():
        for fault in target_faults(case, what, where, group):
            yield case.grouped(Timeline, rows, fault)


def target_faults(case: Case, what: str, where: str, group: str) -> Iterator[str]:
    """Tell what is wrong with what an event is said of; nothing of a kind that is not known."""
    kind = EVENTS.get(what)
    if kind is None:
        return
    if not where and not kind.everywhere:
        yield (
            f"where is blank, must say what to {what} "
            f"(blank is everywhere, for {names(everywhere=True)} only)"
        )
    sorts = [one.sort for one in case.names.every(where)] if where and case.network_known else []
    if sorts and not set(sorts) & set(kind.targets):
        yield (
            f"{what} is said of '{where}', a {sorts[0]}; "
            f"it must be of a {' or '.join(kind.targets)}"
        )
    if kind.gate and where in case.two_way:
        yield (
            f"{what} of '{where}', which goes both_ways; a route with seats has one direction, "
            "write two rows in routes.csv"
        )
    if kind.homes and len(sorts) == 1 and not _any_home(case, kind, where):
        yield (
            f"{what} is said of '{where}', where there is no home that people can go back to; "
            "give it a place of kind home, with attraction 0 if nobody should flee there"
        )
    if group and not kind.by_group:
        yield f"{what} for one group; it holds for all alike, leave group blank"


def _any_home(case: Case, kind: EventKind, where: str) -> bool:
    concerned = case.ground.concerned(kind, where)
    return any(
        PLACE_KINDS[case.kinds[part]].returns
        for part in concerned
        if isinstance(part, str) and case.kinds[part] in PLACE_KINDS
    )


def _at_lines(case: Case) -> Iterator[Problem]:
    """What is tried or found at a line is said of a border that has one."""
    timeline = case.scenario.timeline
    pairs = zip(timeline.what, timeline.where, strict=True)
    for (what, where), rows in rows_by_value(pairs).items():
        if what in EVENTS and EVENTS[what].at_line and where in case.borders - case.closed_borders:
            yield case.grouped(
                Timeline,
                rows,
                f"{what} is said of '{where}', over which no crossing leads; open routes are not "
                "tried, write close, open or per_day",
            )


def limited(case: Case) -> set[str]:
    """Return the routes on whose near side people wait when a quota is used up."""
    routes, timeline = case.scenario.routes, case.scenario.timeline
    own = {
        route
        for route, mode, seats in zip(routes.id, routes.mode, routes.per_day, strict=True)
        if mode == "crossing" or not seats.blank
    }
    dated = zip(timeline.what, timeline.where, strict=True)
    return own | {where for what, where in dated if what in EVENTS and EVENTS[what].gate}


def _quotas(case: Case) -> Iterator[Problem]:
    """A quota of a border, country or tag finds routes at which people can wait."""
    timeline = case.scenario.timeline
    pairs = zip(timeline.what, timeline.where, strict=True)
    for (what, where), rows in rows_by_value(pairs).items():
        found = case.names.every(where) if case.network_known else []
        if what not in EVENTS or not EVENTS[what].gate or len(found) != 1:
            continue
        parts = Ground(case.scenario.places, case.scenario.routes).concerned(EVENTS[what], where)
        routes = {part.route for part in parts if isinstance(part, Direction)}
        free = sorted(routes - limited(case))
        if free:
            others = f" and {len(free) - 1} more" if len(free) > 1 else ""
            yield case.grouped(
                Timeline,
                rows,
                f"{what} of '{where}', but its route '{free[0]}'{others} has no {what} in "
                "routes.csv, so that nobody waits for it; give it one there",
            )


def _values(case: Case) -> Iterator[Problem]:
    timeline = case.scenario.timeline
    for row, (what, amount) in enumerate(zip(timeline.what, timeline.value, strict=True)):
        kind = EVENTS.get(what)
        if kind is None:
            continue
        if amount.blank and kind.value and case.sound(Timeline, row):
            yield case.problem(Timeline, row, f"value is blank, must be given for {what}")
        if not amount.blank and not kind.value:
            yield case.problem(Timeline, row, f"has a value, must be blank for {what}")


def _outdoors(case: Case) -> Iterator[Problem]:
    """What helps people in the open helps nobody else."""
    places, timeline = case.scenario.places, case.scenario.timeline
    roofed = {
        place
        for place, kind, shelter in zip(places.id, places.kind, places.shelter, strict=True)
        if kind and not shelter_of(kind, shelter).outdoors
    }
    for row, (what, where) in enumerate(zip(timeline.what, timeline.where, strict=True)):
        if what in EVENTS and EVENTS[what].outdoors and where in roofed:
            yield case.problem(
                Timeline,
                row,
                f"{what} for '{where}', where nobody is in the open, so the row does nothing",
                warning=True,
            )


def _contradictions(case: Case) -> Iterator[Problem]:
    """One day, one thing said of one target and group."""
    timeline = case.scenario.timeline
    sets = [EVENTS[what].sets if what in EVENTS else "" for what in timeline.what]
    keys = zip(timeline.date.tolist(), sets, timeline.where, timeline.group, strict=True)
    for (day, thing, where, group), rows in rows_by_value(keys).items():
        if len(rows) == 1 or not thing or day is None:
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
                f"{since[rows[0]]} is {word} the period {first} to {last} of scenario.yaml, so the "
                "row does nothing",
                warning=True,
            )
