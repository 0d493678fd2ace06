"""Levers: what they change is there and can be changed, and each kind keeps its rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marchland.errors import Problem
from marchland.model.amounts import NAME, plain
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.numbers import value_fault
from marchland.model.checks.people import period
from marchland.model.events import EVENTS
from marchland.model.levers import LEVER_KINDS, STRENGTH, Change, Lever
from marchland.model.near import hint
from marchland.model.parameters import Parameter


def check_levers(case: Case) -> Iterator[Problem]:
    """Levers can be pulled as they stand; harm has a fixed strength and a protective answer."""
    levers = case.scenario.levers
    for name, lever in levers.items():
        for key, message in (
            *_named(lever),
            *_kind(lever, case),
            *_dated(lever, case),
            *_strength(lever, case),
            *_changes(lever, case),
        ):
            path = f"{name}.{key}" if key else name
            yield case.lever(path, f"{path} {message}")


def _named(lever: Lever) -> Iterator[tuple[str, str]]:
    if not re.fullmatch(NAME, lever.name, re.ASCII):
        yield "", "must be letters, digits and underscores, a letter first"
    if lever.kind not in LEVER_KINDS:
        near = hint(lever.kind, LEVER_KINDS)
        yield "kind", f"'{lever.kind}' must be one of {', '.join(LEVER_KINDS)}{near}"


def _kind(lever: Lever, case: Case) -> Iterator[tuple[str, str]]:
    """A stress has a protective answer; names of other levers are those of levers."""
    levers = case.scenario.levers
    for key, names in (("excludes", lever.excludes), ("answers", lever.answers)):
        for name in names:
            if name not in levers:
                yield key, f"has '{name}', which is no lever{hint(name, levers)}"
            elif key == "answers" and levers[name].kind != "protective":
                yield key, f"has '{name}', which is {levers[name].kind}, must be protective"
    if lever.kind == "stress" and not lever.answers:
        yield "answers", "is missing: a stress is shown only beside a protective lever, name one"
    if lever.kind in ("protective", "neutral") and lever.answers:
        yield "answers", "is for a stress only, leave it out"


def _dated(lever: Lever, case: Case) -> Iterator[tuple[str, str]]:
    if MANIFEST in case.unread:
        return
    first, last = period(case)
    if not str(first) <= lever.date.isoformat() <= str(last):
        yield "date", f"{lever.date} must be between {first} and {last}"


def _strength(lever: Lever, case: Case) -> Iterator[tuple[str, str]]:
    """Only a protective lever has a strength to choose, and its changes call it."""
    called = any(change.value.parameter == STRENGTH for change in lever.changes)
    strength = lever.strength
    if STRENGTH in case.scenario.parameters and called:
        yield "changes", f"call '{STRENGTH}', which is a parameter too: give that another name"
    if strength is None:
        if called:
            yield "strength", "is missing, but a change calls it; give value, low and high"
        return
    if lever.kind != "protective":
        yield "strength", f"is given; a {lever.kind} lever has a fixed one, write it in the change"
    elif not called:
        yield "strength", f"is given, but no change calls it (write '= {STRENGTH}')"
    if not 0 <= strength.low <= strength.value <= strength.high:
        ends = f"low {plain(strength.low)}, value {plain(strength.value)} and high"
        yield "strength", f"has {ends} {plain(strength.high)}; they must rise, from 0"


def _changes(lever: Lever, case: Case) -> Iterator[tuple[str, str]]:
    for change in lever.changes:
        for fault in faults(change, case, lever.strength):
            yield "changes", f"'{change}': {fault}"
    said: dict[tuple[object, ...], str] = {}
    for change in lever.changes:
        thing = EVENTS[change.what].sets if change.what in EVENTS else change.what
        key = thing, change.where, change.group, change.after
        if key in said:
            yield "changes", f"'{change}' is about the same as '{said[key]}', keep one"
        said[key] = str(change)


def faults(change: Change, case: Case, strength: Parameter | None = None) -> Iterator[str]:
    """Tell what is wrong with a change, as a row of the timeline would be told of it.

    ``strength`` is that of the lever whose change it is, with the range that can be chosen.
    """
    what, where, groups = change.what, change.where, case.scenario.groups
    if what not in EVENTS:
        yield f"{what} is no kind of event{hint(what, EVENTS)}; known are {', '.join(EVENTS)}"
        return
    kind = EVENTS[what]
    if not where and not kind.everywhere:
        yield f"must say what to {what}"
    sorts = [one.sort for one in case.names.every(where)] if case.network_known else []
    if where and case.network_known and not sorts:
        near = hint(where, case.names)
        yield f"'{where}' is no place, route, border, country or tag{near}"
    elif where and sorts and not set(sorts) & set(kind.targets):
        yield f"'{where}' is a {sorts[0]}; {what} must be of a {' or '.join(kind.targets)}"
    if kind.gate and where in case.two_way:
        yield f"'{where}' goes both_ways, but a route with seats has one direction"
    if change.group and MANIFEST not in case.unread and change.group not in groups:
        yield f"'{change.group}' is no group{hint(change.group, groups)}"
    if change.group and not kind.by_group:
        yield f"{what} is shared by all groups, leave 'for {change.group}' out"
    yield from _valuefaults(change, case, strength)


def _valuefaults(change: Change, case: Case, strength: Parameter | None) -> Iterator[str]:
    amount, parameters = change.value, case.scenario.parameters
    kind = EVENTS[change.what]
    bare = kind.value is None
    if amount.blank != bare:
        yield "must have no value" if bare else "must have a value ('= 20')"
    if not amount.blank and not amount.parameter and not amount.certain:
        yield "has a range; give the range to a parameter of scenario.yaml and call it by name"
    if amount.low < 0:
        yield "has a value below 0"
    named = amount.parameter and amount.parameter != STRENGTH
    if named and MANIFEST not in case.unread and amount.parameter not in parameters:
        near = hint(amount.parameter, parameters)
        yield f"'{amount.parameter}' is no parameter{near}"
    parameter = strength if amount.parameter == STRENGTH else parameters.get(amount.parameter)
    if fault := value_fault(kind, amount, parameter):
        yield f"'{amount}' {fault}"
