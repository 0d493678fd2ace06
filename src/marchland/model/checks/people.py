"""People: displacement and composition."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marchland.errors import Problem
from marchland.model.amounts import plain
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.names import rows_by_value
from marchland.model.tables import Composition, Displaced

_ROUNDING = 0.005


def check_displaced(case: Case) -> Iterator[Problem]:
    """Somebody enters within the period, and no row is written twice."""
    if not case.knows(Displaced):
        return
    table, scenario = case.scenario.displaced, case.scenario
    if not len(table):
        yield Problem(Displaced.FILE, "has no rows: there is nobody to move; give who enters where")
        return
    first, last = period(case)
    until = np.where(np.isnat(table.date_to), table.date, table.date_to)
    for row in np.flatnonzero(until < table.date).tolist():
        yield case.problem(Displaced, row, f"date_to {until[row]} is before date {table.date[row]}")
    never = np.flatnonzero((until < first) | (table.date > last))
    if len(never) and MANIFEST not in case.unread:
        all_never = len(never) == len(table)
        end = ": nobody enters at all" if all_never else ", they never enter"
        yield case.grouped(
            Displaced,
            never.tolist(),
            f"date {table.date[never[0]]} is outside the period {first} to {last} of "
            f"scenario.yaml{end}",
            warning=not all_never,
        )
    within = (until >= first) & (table.date <= last)
    partly = np.flatnonzero(within & ((table.date < first) | (until > last)))
    if len(partly) and MANIFEST not in case.unread:
        row = partly[0]
        yield case.grouped(
            Displaced,
            partly.tolist(),
            f"{table.date[row]} to {until[row]} lies partly outside the period {first} to {last} "
            "of scenario.yaml; who is displaced then does not enter",
            warning=True,
        )
    if scenario.displaced.people and all(a.low == 0 == a.high for a in table.people):
        yield Problem(Displaced.FILE, "gives 0 people in every row: there is nobody to move")
    keys = zip(table.date.tolist(), until.tolist(), table.place, table.group, strict=True)
    for (day, _, place, group), rows in rows_by_value(keys).items():
        if len(rows) > 1 and day is not None:
            yield case.grouped(
                Displaced,
                rows,
                f"{place}, {group}, {day} is given {len(rows)} times, and every row counts",
                warning=True,
            )


def period(case: Case) -> tuple[np.datetime64, np.datetime64]:
    """Return the first and the last day of a scenario."""
    first = np.datetime64(case.scenario.start, "D")
    return first, first + np.timedelta64(max(case.scenario.days, 1) - 1, "D")


def check_composition(case: Case) -> Iterator[Problem]:
    """Shares of women, men and children make one."""
    table = case.scenario.composition
    total = table.women + table.men + table.children
    for row in np.flatnonzero(np.abs(total - 1) > _ROUNDING).tolist():
        yield case.problem(
            Composition,
            row,
            f"women, men and children add up to {plain(round(float(total[row]), 6))}, must be 1",
        )
