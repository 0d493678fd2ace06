"""People: displacement and composition."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marchland.errors import Problem
from marchland.language import mark, say
from marchland.model.amounts import plain
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.names import rows_by_value
from marchland.model.tables import Composition, Displaced

_ROUNDING = 0.005
_NOBODY = mark(
    "date {day} is outside the period {first} to {last} of scenario.yaml: nobody enters at all"
)
_SOME_NEVER = mark(
    "date {day} is outside the period {first} to {last} of scenario.yaml, they never enter"
)


def check_displaced(case: Case) -> Iterator[Problem]:
    """Somebody enters within the period, and no row is written twice."""
    if not case.knows(Displaced):
        return
    table, scenario = case.scenario.displaced, case.scenario
    if not len(table):
        yield Problem(
            Displaced.FILE, say("has no rows: there is nobody to move; give who enters where")
        )
        return
    first, last = period(case)
    until = np.where(np.isnat(table.date_to), table.date, table.date_to)
    for row in np.flatnonzero(until < table.date).tolist():
        yield case.problem(
            Displaced,
            row,
            say("date_to {until} is before date {since}", until=until[row], since=table.date[row]),
        )
    never = np.flatnonzero((until < first) | (table.date > last))
    if len(never) and MANIFEST not in case.unread:
        all_never = len(never) == len(table)
        words = _NOBODY if all_never else _SOME_NEVER
        told = say(words, day=table.date[never[0]], first=first, last=last)
        yield case.grouped(Displaced, never.tolist(), told, warning=not all_never)
    within = (until >= first) & (table.date <= last)
    partly = np.flatnonzero(within & ((table.date < first) | (until > last)))
    if len(partly) and MANIFEST not in case.unread:
        row = partly[0]
        yield case.grouped(
            Displaced,
            partly.tolist(),
            say(
                "{since} to {until} lies partly outside the period {first} to {last} of "
                "scenario.yaml; who is displaced then does not enter",
                since=table.date[row],
                until=until[row],
                first=first,
                last=last,
            ),
            warning=True,
        )
    if scenario.displaced.people and all(a.low == 0 == a.high for a in table.people):
        yield Problem(Displaced.FILE, say("gives 0 people in every row: there is nobody to move"))
    keys = zip(table.date.tolist(), until.tolist(), table.place, table.group, strict=True)
    for (day, _, place, group), rows in rows_by_value(keys).items():
        if len(rows) > 1 and day is not None:
            yield case.grouped(
                Displaced,
                rows,
                say(
                    "{place}, {group}, {day} is given {times} times, and every row counts",
                    place=place,
                    group=group,
                    day=day,
                    times=len(rows),
                ),
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
            say(
                "women, men and children add up to {sum}, must be 1",
                sum=plain(round(float(total[row]), 6)),
            ),
        )
