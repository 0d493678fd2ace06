"""Events: what the timeline says, of whom, and whether its rows contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marchland.errors import Problem
from marchland.language import mark, say
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.names import rows_by_value
from marchland.model.checks.people import period
from marchland.model.columns import Table
from marchland.model.events import EVENTS, EventKind, names
from marchland.model.ground import Ground
from marchland.model.kinds import PLACE_KINDS
from marchland.model.near import either
from marchland.model.shelter import shelter_of
from marchland.model.tables import Timeline
from marchland.model.where import Direction, no_such_place, sort_name

_ANOTHER_VALUE = mark("{of} on {day} has already another value on line {line} ({values}), keep one")
_TWICE = mark("{values} of {of} on {day} stands already on line {line}")
_BEFORE = mark(
    "{day} is before the period {first} to {last} of scenario.yaml, so the row does nothing"
)
_AFTER = mark(
    "{day} is after the period {first} to {last} of scenario.yaml, so the row does nothing"
)


def check_where(case: Case, table: type[Table], where: tuple[str, ...]) -> Iterator[Problem]:
    """Whatever a row is said of is known, and is one thing."""
    if not case.network_known:
        return
    for name, rows in rows_by_value(where).items():
        found = case.names.every(name)
        if not found:
            yield case.grouped(table, rows, no_such_place(name, case.names))
        elif len(found) > 1:
            both = say(" and a ").join(sort_name(one.sort) for one in found)
            told = say(
                "where '{name}' is both a {sorts}, give one of them another name",
                name=name,
                sorts=both,
            )
            yield case.grouped(table, rows, told)


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
            say(
                "announced is {announced}, after the event on {date}: a forecast knows it "
                "from the event on; leave it blank",
                announced=timeline.announced[row],
                date=timeline.date[row],
            ),
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
        yield say(
            "where is blank, must say what to {what} (blank is everywhere, for {kinds} only)",
            what=what,
            kinds=names(everywhere=True),
        )
    sorts = [one.sort for one in case.names.every(where)] if where and case.network_known else []
    if sorts and not set(sorts) & set(kind.targets):
        yield say(
            "{what} is said of '{where}', a {sort}; it must be of a {sorts}",
            what=what,
            where=where,
            sort=sort_name(sorts[0]),
            sorts=either(map(sort_name, kind.targets)),
        )
    if kind.gate and where in case.two_way:
        yield say(
            "{what} of '{where}', which goes both_ways; a route with seats has one direction, "
            "write two rows in routes.csv",
            what=what,
            where=where,
        )
    if kind.homes and len(sorts) == 1 and not _any_home(case, kind, where):
        yield say(
            "{what} is said of '{where}', where there is no home that people can go back to; give "
            "it a place of kind home, with attraction 0 if nobody should flee there",
            what=what,
            where=where,
        )
    if group and not kind.by_group:
        yield say("{what} for one group; it holds for all alike, leave group blank", what=what)


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
                say(
                    "{what} is said of '{where}', over which no crossing leads; open routes "
                    "are not tried, write close, open or per_day",
                    what=what,
                    where=where,
                ),
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
            told = say(
                "{what} of '{where}', but its route '{route}'{others} has no {what} in "
                "routes.csv, so that nobody waits for it; give it one there",
                what=what,
                where=where,
                route=free[0],
                others=say(" and {more} more", more=len(free) - 1) if len(free) > 1 else "",
            )
            yield case.grouped(Timeline, rows, told)


def _values(case: Case) -> Iterator[Problem]:
    timeline = case.scenario.timeline
    for row, (what, amount) in enumerate(zip(timeline.what, timeline.value, strict=True)):
        kind = EVENTS.get(what)
        if kind is None:
            continue
        if amount.blank and kind.value and case.sound(Timeline, row):
            yield case.problem(
                Timeline, row, say("value is blank, must be given for {what}", what=what)
            )
        if not amount.blank and not kind.value:
            yield case.problem(
                Timeline, row, say("has a value, must be blank for {what}", what=what)
            )


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
                say(
                    "{what} for '{where}', where nobody is in the open, so the row does nothing",
                    what=what,
                    where=where,
                ),
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
        of = f"'{where}'" + (say(" for {group}", group=group) if group else "")
        words = _ANOTHER_VALUE if len(said) > 1 else _TWICE
        line, values = case.line(Timeline, rows[0]), ", ".join(sorted(said))
        told = say(words, of=of, day=day, line=line, values=values)
        yield case.grouped(Timeline, rows[1:], told, warning=len(said) == 1)


def check_period(
    case: Case, table: type[Table], since: np.ndarray, until: np.ndarray
) -> Iterator[Problem]:
    """Rows outside the period are told: they do nothing."""
    if MANIFEST in case.unread:
        return
    first, last = period(case)
    for outside, told in ((until < first, _BEFORE), (since > last, _AFTER)):
        rows = np.flatnonzero(outside).tolist()
        if rows:
            words = say(told, day=since[rows[0]], first=first, last=last)
            yield case.grouped(table, rows, words, warning=True)
