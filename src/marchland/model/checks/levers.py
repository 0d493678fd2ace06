"""Levers: what they change is there and can be changed, and each kind keeps its rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marchland.errors import Problem
from marchland.language import say
from marchland.model.amounts import NAME, plain
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.numbers import value_fault
from marchland.model.checks.people import period
from marchland.model.events import EVENTS
from marchland.model.levers import LEVER_KINDS, STRENGTH, Change, Lever
from marchland.model.near import either, hint
from marchland.model.parameters import Parameter
from marchland.model.where import sort_name


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
        yield "", say("must be letters, digits and underscores, a letter first")
    if lever.kind not in LEVER_KINDS:
        near = hint(lever.kind, LEVER_KINDS)
        yield (
            "kind",
            say(
                "'{value}' must be one of {choices}{hint}",
                value=lever.kind,
                choices=", ".join(LEVER_KINDS),
                hint=near,
            ),
        )


def _kind(lever: Lever, case: Case) -> Iterator[tuple[str, str]]:
    """A stress has a protective answer; names of other levers are those of levers."""
    levers = case.scenario.levers
    for key, names in (("excludes", lever.excludes), ("answers", lever.answers)):
        for name in names:
            if name not in levers:
                yield (
                    key,
                    say(
                        "has '{name}', which is no lever{hint}", name=name, hint=hint(name, levers)
                    ),
                )
            elif key == "answers" and levers[name].kind != "protective":
                yield (
                    key,
                    say(
                        "has '{name}', which is {kind}, must be protective",
                        name=name,
                        kind=levers[name].kind,
                    ),
                )
    if lever.kind == "stress" and not lever.answers:
        yield (
            "answers",
            say("is missing: a stress is shown only beside a protective lever, name one"),
        )
    if lever.kind in ("protective", "neutral") and lever.answers:
        yield "answers", say("is for a stress only, leave it out")


def _dated(lever: Lever, case: Case) -> Iterator[tuple[str, str]]:
    if MANIFEST in case.unread:
        return
    first, last = period(case)
    if not str(first) <= lever.date.isoformat() <= str(last):
        yield (
            "date",
            say(
                "{date} must be between {first} and {last}", date=lever.date, first=first, last=last
            ),
        )


def _strength(lever: Lever, case: Case) -> Iterator[tuple[str, str]]:
    """Only a protective lever has a strength to choose, and its changes call it."""
    called = any(change.value.parameter == STRENGTH for change in lever.changes)
    strength = lever.strength
    if STRENGTH in case.scenario.parameters and called:
        yield (
            "changes",
            say("call '{name}', which is a parameter too: give that another name", name=STRENGTH),
        )
    if strength is None:
        if called:
            yield "strength", say("is missing, but a change calls it; give value, low and high")
        return
    if lever.kind != "protective":
        yield (
            "strength",
            say(
                "is given; a {kind} lever has a fixed one, write it in the change", kind=lever.kind
            ),
        )
    elif not called:
        yield (
            "strength",
            say("is given, but no change calls it (write '= {name}')", name=STRENGTH),
        )
    if not 0 <= strength.low <= strength.value <= strength.high:
        told = say(
            "has low {low}, value {value} and high {high}; they must rise, from 0",
            low=plain(strength.low),
            value=plain(strength.value),
            high=plain(strength.high),
        )
        yield "strength", told


def _changes(lever: Lever, case: Case) -> Iterator[tuple[str, str]]:
    for change in lever.changes:
        for fault in faults(change, case, lever.strength):
            yield "changes", f"'{change}': {fault}"
    said: dict[tuple[object, ...], str] = {}
    for change in lever.changes:
        thing = EVENTS[change.what].sets if change.what in EVENTS else change.what
        key = thing, change.where, change.group, change.after
        if key in said:
            yield (
                "changes",
                say(
                    "'{change}' is about the same as '{other}', keep one",
                    change=change,
                    other=said[key],
                ),
            )
        said[key] = str(change)


def faults(change: Change, case: Case, strength: Parameter | None = None) -> Iterator[str]:
    """Tell what is wrong with a change, as a row of the timeline would be told of it.

    ``strength`` is that of the lever whose change it is, with the range that can be chosen.
    """
    what, where, groups = change.what, change.where, case.scenario.groups
    if what not in EVENTS:
        yield say(
            "{what} is no kind of event{hint}; known are {kinds}",
            what=what,
            hint=hint(what, EVENTS),
            kinds=", ".join(EVENTS),
        )
        return
    kind = EVENTS[what]
    if not where and not kind.everywhere:
        yield say("must say what to {what}", what=what)
    sorts = [one.sort for one in case.names.every(where)] if case.network_known else []
    if where and case.network_known and not sorts:
        yield say(
            "'{where}' is no place, route, border, country or tag{hint}",
            where=where,
            hint=hint(where, case.names),
        )
    elif where and sorts and not set(sorts) & set(kind.targets):
        yield say(
            "'{where}' is a {sort}; {what} must be of a {sorts}",
            where=where,
            sort=sort_name(sorts[0]),
            what=what,
            sorts=either(map(sort_name, kind.targets)),
        )
    if kind.gate and where in case.two_way:
        yield say("'{where}' goes both_ways, but a route with seats has one direction", where=where)
    if change.group and MANIFEST not in case.unread and change.group not in groups:
        yield say(
            "'{group}' is no group{hint}", group=change.group, hint=hint(change.group, groups)
        )
    if change.group and not kind.by_group:
        yield say(
            "{what} is shared by all groups, leave 'for {group}' out", what=what, group=change.group
        )
    yield from _valuefaults(change, case, strength)


def _valuefaults(change: Change, case: Case, strength: Parameter | None) -> Iterator[str]:
    amount, parameters = change.value, case.scenario.parameters
    kind = EVENTS[change.what]
    bare = kind.value is None
    if amount.blank != bare:
        yield say("must have no value") if bare else say("must have a value ('= 20')")
    if not amount.blank and not amount.parameter and not amount.certain:
        yield say("has a range; give the range to a parameter of scenario.yaml and call it by name")
    if amount.low < 0:
        yield say("has a value below 0")
    named = amount.parameter and amount.parameter != STRENGTH
    if named and MANIFEST not in case.unread and amount.parameter not in parameters:
        near = hint(amount.parameter, parameters)
        yield say("'{name}' is no parameter{hint}", name=amount.parameter, hint=near)
    parameter = strength if amount.parameter == STRENGTH else parameters.get(amount.parameter)
    if fault := value_fault(kind, amount, parameter):
        yield f"'{amount}' {fault}"
