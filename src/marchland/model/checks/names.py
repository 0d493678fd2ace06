"""Names: given once, called as they are given; and cells as their columns declare them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from marchland.errors import Problem
from marchland.model.amounts import Amount
from marchland.model.cells import fault
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.columns import Column
from marchland.model.near import hint
from marchland.model.tables import Places, Routes, Weather


def check_cells(case: Case) -> Iterator[Problem]:
    """Cells are within the bounds and choices of their columns, and given where required."""
    for table in case.tables:
        for name, one in table.columns().items():
            for value, rows in rows_by_value(_with_none(getattr(table, name))).items():
                if complaint := _complaint(one, value):
                    yield case.grouped(type(table), rows, f"{name} {complaint}")


def _with_none(values: Any) -> list[Any]:
    """Return a column's values with None for blanks, which are then all alike."""
    if isinstance(values, np.ndarray):
        blank = np.isnat(values) if values.dtype.kind == "M" else np.isnan(values)
        plain = values.astype(object)
        plain[blank] = None
        return list(plain)
    return [None if _is_blank(value) else value for value in values]


def _is_blank(value: Any) -> bool:
    return value.blank if isinstance(value, Amount) else value in ("", ())


def _complaint(one: Column, value: Any) -> str:
    if value is None:
        return "is blank, must be given" if one.required else ""
    return fault(one, value)


def check_duplicates(case: Case) -> Iterator[Problem]:
    """What must be unique stands once; both lines are named."""
    for table in case.tables:
        for name, one in table.columns().items():
            if not one.unique:
                continue
            for value, rows in rows_by_value(getattr(table, name)).items():
                if len(rows) > 1 and (value or not one.required):
                    first = case.line(type(table), rows[0])
                    message = f"{name} '{value}' stands already on line {first}"
                    yield case.grouped(type(table), rows[1:], f"{message}, each must be its own")


def check_references(case: Case) -> Iterator[Problem]:
    """Whatever calls a place, a group or a station calls one that is there."""
    known = _known(case)
    for table in case.tables:
        for name, one in table.columns().items():
            if one.refers not in known or type(table) is Weather:
                continue
            names, where = known[one.refers]
            for value, rows in _unknown(getattr(table, name), names).items():
                message = f"{name} '{value}' is not in {where}{hint(value, names)}"
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
        known["group"] = (frozenset(scenario.groups), f"the groups of {MANIFEST}")
    if case.knows(Weather):
        known["station"] = (frozenset(scenario.weather.station), Weather.FILE)
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
