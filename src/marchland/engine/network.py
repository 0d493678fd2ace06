"""Network states: which routes are open to whom, and the cheapest ways that follow from it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from threading import Lock

import numpy as np

from marchland.engine.options import Options, Table
from marchland.engine.plan import Plan
from marchland.engine.world import World
from marchland.kernels.layout import Atlas, Ints, Label, Ways


class Network:
    """Compiles network states when they are first met, and keeps them all.

    Several runs may ask it at the same time: what it has said of a state stays where it is.

    Parameters
    ----------
    plan, atlas
        The scenario in arrays.
    remember
        Whether to remember what follows from the routes that are open to some groups, so that the
        next state in which they are is compiled sooner.

    Attributes
    ----------
    ways
        Every option in the states met so far.
    worlds
        What each state met so far is a state of.
    labels, terms, options
        Most labels and most terms in a state, and most options of a place.
    """

    def __init__(self, plan: Plan, atlas: Atlas, remember: bool = False) -> None:
        self._states: dict[bytes, int] = {}
        self._tables: dict[bytes, tuple[Table, Table]] = {}
        self._coming: dict[bytes, Future[tuple[Table, Table]]] = {}
        self._lock, self._remember = Lock(), remember
        self._options = Options(plan, atlas)
        self.ways = _no_ways(len(plan.groups), len(plan.ways))
        self.worlds: list[World] = []
        self.labels, self.terms, self.options = 0, 0, 0

    @property
    def states(self) -> int:
        """States met so far."""
        return len(self._states)

    def state(self, world: World) -> int:
        """Return the index of a network state, compiled if it is new."""
        name = world.name
        with self._lock:
            if name not in self._states:
                self._compile(world)
                self.worlds.append(world.kept())
                self._states[name] = len(self._states)
            return self._states[name]

    def foresee(self, worlds: Iterable[World], pool: Executor) -> None:
        """Begin to search the ways of states that will come, each beside the others."""
        with self._lock:
            for own in (world.of(g) for world in worlds for g in range(world.passable.shape[1])):
                if own.name not in self._tables and own.name not in self._coming:
                    self._coming[own.name] = pool.submit(self._options.tables, own)

    def _compile(self, world: World) -> None:
        alike: dict[bytes, int] = {}
        owns = [world.of(g) for g in range(world.passable.shape[1])]
        group_class = [alike.setdefault(own.name, len(alike)) for own in owns]
        ways = self.ways
        first_label, first_term = len(ways.label) - 1, len(ways.term_place)
        tables = [
            table
            for k in range(len(alike))
            for table in self._tables_of(owns[group_class.index(k)])
        ]
        rows = np.cumsum([len(ways.row), *(len(table.row) for table in tables)])
        ways = _appended(ways, tables)
        width = max(ways.start.shape[1], len(tables))
        for table in tables:
            self.options = max(self.options, int(np.diff(table.row)[::2].max(initial=0)))
        self.labels = max(self.labels, len(ways.label) - 1 - first_label)
        self.terms = max(self.terms, len(ways.term_place) - first_term)
        groups = np.array([*group_class, first_label, first_term])
        self.ways = ways._replace(
            start=np.vstack([_widened(ways.start, width), _widened(rows[None, :-1], width)]),
            group_class=np.vstack([ways.group_class, groups[None, :]]).astype(np.int64),
            passable=np.concatenate([ways.passable, world.passable[None]]),
        )

    def _tables_of(self, own: World) -> tuple[Table, Table]:
        """Return the options of groups who have the same world, for both uses of ways."""
        name = own.name
        found = self._tables.get(name) or self._came(name) or self._options.tables(own)
        if self._remember:
            self._tables[name] = found
        return found

    def _came(self, name: bytes) -> tuple[Table, Table] | None:
        """Return what was foreseen, None where nothing was or its run broke off."""
        coming = self._coming.pop(name, None)
        with suppress(CancelledError):
            return coming.result() if coming else None
        return None


def _no_ways(groups: int, routes: int) -> Ways:
    """Return ways of no state yet; the label that stands last bears the end of the last terms."""
    return Ways(
        np.zeros((0, 0), dtype=np.int64),
        np.zeros(0, dtype=np.int64),
        np.zeros((0, groups + 2), dtype=np.int64),
        np.zeros((0, routes, groups), dtype=np.bool_),
        np.zeros((1, len(Label)), dtype=np.int32),
        np.zeros(1, dtype=np.uint64),
        np.zeros(1),
        np.zeros(0, dtype=np.int32),
        np.zeros(0),
    )


def _appended(ways: Ways, tables: list[Table]) -> Ways:
    """Return the ways with the labels and the terms of some tables behind them."""
    labels, terms = len(ways.label) - 1, len(ways.term_place)
    rows, told = [ways.row], [ways.label[:-1]]
    for table in tables:
        label = table.label.copy()
        label[:, Label.NEXT] = np.where(
            label[:, Label.NEXT] >= 0, label[:, Label.NEXT] + labels, -1
        )
        label[:, Label.TERM] += terms
        rows.append(table.row + labels)
        told.append(label)
        labels, terms = labels + len(label), terms + len(table.term_place)
    last = np.zeros((1, len(Label)), dtype=np.int32)
    last[0, Label.TERM] = terms
    return ways._replace(
        row=np.concatenate(rows),
        label=np.concatenate([*told, last]),
        label_key=np.concatenate(
            [ways.label_key[:-1], *(one.key for one in tables), ways.label_key[-1:]]
        ),
        label_days=np.concatenate(
            [ways.label_days[:-1], *(one.days for one in tables), np.zeros(1)]
        ),
        term_place=np.concatenate([ways.term_place, *(one.term_place for one in tables)]),
        term_cost=np.concatenate([ways.term_cost, *(one.term_cost for one in tables)]),
    )


def _widened(start: Ints, width: int) -> Ints:
    """Pad the table of starts to as many classes as the new state has."""
    return np.pad(start, ((0, 0), (0, width - start.shape[1])))
