"""Names: given once, and called as they are given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from marchland.errors import Problem
from marchland.language import say
from marchland.model.actors import Actor, Move, Term
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.gas import Nodes
from marchland.model.near import hint
from marchland.model.tables import Places, Routes, Weather


def check_duplicates(case: Case) -> Iterator[Problem]:
    """What must be unique stands once; both lines are named."""
    for table in case.tables:
        for name, one in table.columns().items():
            if not one.unique:
                continue
            for value, rows in rows_by_value(getattr(table, name)).items():
                if len(rows) > 1 and (value or not one.required):
                    message = say(
                        "{name} '{value}' stands already on line {line}, each must be its own",
                        name=name,
                        value=value,
                        line=case.line(type(table), rows[0]),
                    )
                    yield case.grouped(type(table), rows[1:], message)


def check_references(case: Case) -> Iterator[Problem]:
    """Whatever calls a place, a group or a station calls one that is there."""
    known = _known(case)
    for table in case.tables:
        for name, one in table.columns().items():
            if one.refers not in known or type(table) is Weather:
                continue
            names, file = known[one.refers]
            for value, rows in _unknown(getattr(table, name), names).items():
                told = {"name": name, "value": value, "file": file, "hint": hint(value, names)}
                message = (
                    say("{name} '{value}' is not in the groups of {file}{hint}", **told)
                    if one.refers == "group"
                    else say("{name} '{value}' is not in {file}{hint}", **told)
                )
                yield case.grouped(type(table), rows, message)


def _known(case: Case) -> dict[str, tuple[frozenset[str], str]]:
    """Return what may be called, by sort of name: the names, and the file that gives them."""
    scenario = case.scenario
    known = {}
    if case.knows(Places):
        known["place"] = (frozenset(scenario.places.id), Places.FILE)
    if case.knows(Routes):
        known["route"] = (frozenset(scenario.routes.id), Routes.FILE)
    if MANIFEST not in case.unread:
        known["group"] = (frozenset(scenario.groups), MANIFEST)
    if case.knows(Nodes):
        known["node"] = (frozenset(scenario.nodes.id), Nodes.FILE)
    if case.knows(Weather):
        known["station"] = (frozenset(scenario.weather.station), Weather.FILE)
    for sort, file, names in (
        ("actor", Actor.FILE, scenario.actors),
        ("move", Move.FILE, scenario.moves),
        ("term", Term.FILE, scenario.terms),
    ):
        if file not in case.unread and (names or sort != "actor"):
            known[sort] = (frozenset(names), file)
    return known


def _unknown(values: Sequence[Any], names: frozenset[str]) -> dict[str, list[int]]:
    """Return the rows of each name that is not known; cells may hold one name or several."""
    wrong = {value for value in set(values) if not _names(value) <= names}
    rows: dict[str, list[int]] = defaultdict(list)
    if wrong:
        for row, value in enumerate(values):
            if value in wrong:
                for name in sorted(_names(value) - names):
                    rows[name].append(row)
    return rows


def _names(value: Any) -> set[str]:
    return set(value) if isinstance(value, tuple) else {value} - {""}


def rows_by_value(values: Iterable[Any]) -> Mapping[Any, list[int]]:
    """Return the rows at which each value stands, values in the order they are met."""
    rows: dict[Any, list[int]] = defaultdict(list)
    for row, value in enumerate(values):
        rows[value].append(row)
    return rows
