"""Displacement: who enters where on which day."""

from __future__ import annotations

import numpy as np

from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.errors import RequestError
from marchland.kernels.layout import Entry, Floats, Ints
from marchland.language import say
from marchland.model.checks.sums import MOST_PEOPLE

LAWS = ("given", "poisson", "negative_binomial")


class Displacement:
    """The rows of displaced.csv, by day.

    Parameters
    ----------
    plan, draws
        The scenario in arrays, and the members' parameters.
    """

    def __init__(self, plan: Plan, draws: Draws) -> None:
        table = plan.scenario.displaced
        start = np.datetime64(plan.scenario.start, "D")
        names = [":".join(map(str, row.values())) for row in table.rows()]
        order = np.array(sorted(range(len(table)), key=names.__getitem__), dtype=np.int64)
        last = np.where(np.isnat(table.date_to), table.date, table.date_to)
        self._law = LAWS.index(plan.scenario.rules.displacement)
        self._groups = len(plan.groups)
        self._first = (table.date - start).astype(np.int64)[order]
        self._last = (last - start).astype(np.int64)[order]
        self._cell = np.array(
            [
                plan.place_of[table.place[i]] * self._groups + plan.group_of[table.group[i]]
                for i in order
            ],
            dtype=np.int64,
        )
        self._people: Floats = np.zeros((draws.members, len(table)))
        for slot, i in enumerate(order):
            name = f"displaced:{table.date[i]}:{table.place[i]}:{table.group[i]}"
            self._people[:, slot] = draws.amount(table.people[i], name)
        people = float((self._people @ (self._last - self._first + 1)).max(initial=0.0))
        if people > MOST_PEOPLE:
            raise RequestError(
                say(
                    "{people:,.0f} people are displaced, a run can count {most:,.0f}",
                    people=people,
                    most=MOST_PEOPLE,
                )
            )

        self._rows: Ints = np.zeros(0, np.int64)
        self._entering = self._of(self._rows)

    def over(self, day: int, until: int, factor: Floats) -> Entry:
        """Return who enters from a day to before another, with a factor on each (m, p, g)."""
        days = [self._on(one) for one in range(day, until)]
        cells = np.concatenate([cell for cell, _ in days])
        begin = np.cumsum([0, *(len(cell) for cell, _ in days)])
        people = np.concatenate([entering for _, entering in days], axis=1)
        place, group = cells // self._groups, cells % self._groups
        return Entry(begin, place, group, people * factor[:, place, group], self._law)

    def _on(self, day: int) -> tuple[Ints, Floats]:
        """Return places and groups, as cells (row), that people enter on a day, and how many."""
        rows = np.flatnonzero((self._first <= day) & (day <= self._last))
        if not np.array_equal(rows, self._rows):  # most rows hold for many days
            self._rows, self._entering = rows, self._of(rows)
        return self._entering

    def _of(self, rows: Ints) -> tuple[Ints, Floats]:
        """Return what :meth:`_on` does, of the rows of a day."""
        cells, cell_of_row = np.unique(self._cell[rows], return_inverse=True)
        people = np.zeros((len(self._people), len(cells)))
        for cell, row in zip(cell_of_row, rows, strict=True):
            people[:, cell] += self._people[:, row]
        return cells, people
