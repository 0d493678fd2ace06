"""The gas network: pipes join two countries, every day is told, ranges are in order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from marchland.errors import Problem
from marchland.language import mark, say
from marchland.model.amounts import plain
from marchland.model.checks.case import Case
from marchland.model.checks.names import rows_by_value
from marchland.model.columns import Dates, Table
from marchland.model.gas import GAS_TABLES, Demand, Nodes, Pipes, Storage, Supply
from marchland.model.near import hint
from marchland.model.scenario import Scenario

_DAY = np.timedelta64(1, "D")
_NO_ROW = mark("node {name} has no row for {day}, must have one for a day")
_TWO_ROWS = mark("node {name} has two rows for {day}, must have one for a day")


def check_gas(case: Case) -> Iterator[Problem]:
    """A network has users whose every day is told, and nothing in it contradicts itself."""
    yield from _cuts(case)
    if not any(len(_table(case, kind)) for kind in GAS_TABLES):
        return
    if case.knows(Nodes, Demand) and not len(case.scenario.demand):
        yield Problem(Demand.FILE, say("has no rows: nobody uses gas; give each country's use"))
        return
    yield from _pipes(case)
    yield from _ranges(case)
    yield from _periods(case)
    yield from _supply(case)
    yield from _storage(case)


def _cuts(case: Case) -> Iterator[Problem]:
    """What a lever cuts is in the network."""
    if not case.knows(Supply, Pipes):
        return
    known = cuttable(case.scenario)
    for name, lever in case.scenario.levers.items():
        for one in lever.cuts:
            if one not in known:
                told = say(
                    "{name}.cuts '{one}' is nothing that can be cut{hint}",
                    name=name,
                    one=one,
                    hint=hint(one, known),
                )
                yield case.lever(f"{name}.cuts", told)


def cuttable(scenario: Scenario) -> set[str]:
    """Return each name under which gas can be cut: entries, pipes, borders, and their tags."""
    supply, pipes = scenario.supply, scenario.pipes
    borders = map(">".join, zip(pipes.origin, pipes.destination, strict=True))
    tags = (tag for several in (*supply.tags, *pipes.tags) for tag in several)
    return {*supply.entry, *pipes.id, *borders, *tags}


def _table(case: Case, kind: type[Table]) -> Table:
    table: Table = getattr(case.scenario, kind.__name__.lower())
    return table


def _pipes(case: Case) -> Iterator[Problem]:
    pipes = case.scenario.pipes
    for row, (a, b) in enumerate(zip(pipes.origin, pipes.destination, strict=True)):
        if a == b and a:
            yield case.problem(
                Pipes, row, say("begins and ends in {a}, must join two countries", a=a)
            )


def _ranges(case: Case) -> Iterator[Problem]:
    """What is assumed has a low and a high around its figure."""
    for kind, figure in (
        (Pipes, "capacity_gwhd"), (Supply, "gwhd"), (Storage, "working_twh"), (Demand, "gwhd"),
    ):  # fmt: skip
        table = _table(case, kind)
        value, low, high, assumed = (
            getattr(table, name) for name in (figure, "low", "high", "assumed")
        )
        for row in np.flatnonzero(assumed & (np.isnan(low) | np.isnan(high))).tolist():
            if case.sound(kind, row):
                yield case.problem(kind, row, say("is assumed, and must have a low and a high"))
        for row in np.flatnonzero((low > value) | (high < value)).tolist():
            told = say(
                "{figure} {value} is outside {low} to {high}",
                figure=figure,
                value=plain(value[row]),
                low=plain(low[row]),
                high=plain(high[row]),
            )
            yield case.problem(kind, row, told)


def _periods(case: Case) -> Iterator[Problem]:
    """Every country that uses gas has one row of demand for every day of the season."""
    demand, nodes = case.scenario.demand, case.scenario.nodes
    for kind in (Demand, Supply):
        table = _table(case, kind)
        backwards = table.date_to < table.date_from  # type: ignore[attr-defined]
        for row in np.flatnonzero(backwards).tolist():
            yield case.problem(kind, row, say("date_to is before date_from"))
    if not case.knows(Nodes, Demand) or case.flawed.get(Demand.FILE):
        return
    first, last = demand.date_from.min(), demand.date_to.max()
    of_node = rows_by_value(demand.node)
    for name, role in zip(nodes.id, nodes.role, strict=True):
        told = _times(demand.date_from, demand.date_to, of_node.get(name, []), first, last)
        if role == "demand" and (told != 1).any():
            at = int(np.argmax(told != 1))
            words = _NO_ROW if told[at] == 0 else _TWO_ROWS
            yield Problem(Demand.FILE, say(words, name=name, day=first + at * _DAY))


def _times(
    since: Dates, until: Dates, rows: list[int], first: np.datetime64, last: np.datetime64
) -> npt.NDArray[np.int64]:
    """Return how many of some rows tell of each day from first to last (day)."""
    days = first + np.arange(int((last - first) / _DAY) + 1) * _DAY
    covered = (since[rows][:, None] <= days) & (days <= until[rows][:, None])
    return np.asarray(covered.sum(axis=0), np.int64)


def _supply(case: Case) -> Iterator[Problem]:
    """An entry is in one country, has one row for a day, and brings no more than it can."""
    supply = case.scenario.supply
    for entry, rows in rows_by_value(supply.entry).items():
        if len({supply.node[row] for row in rows}) > 1:
            yield case.grouped(
                Supply, rows, say("entry '{entry}' is in several countries, give one", entry=entry)
            )
            continue
        known = [row for row in rows if not np.isnat(supply.date_from[row])]
        known.sort(key=lambda row: supply.date_from[row])
        for one, next_one in itertools.pairwise(known):
            if supply.date_from[next_one] <= supply.date_to[one]:
                day = supply.date_from[next_one]
                yield case.problem(
                    Supply,
                    next_one,
                    say(
                        "entry '{entry}' has two rows for {day}, must have one",
                        entry=entry,
                        day=day,
                    ),
                )
    for row in np.flatnonzero(supply.gwhd > supply.most_gwhd).tolist():
        yield case.problem(
            Supply,
            row,
            say(
                "{entry} at node {node} brings {gwhd} from {day}, more than its most_gwhd {most}",
                entry=supply.entry[row],
                node=supply.node[row],
                gwhd=plain(supply.gwhd[row]),
                day=supply.date_from[row],
                most=plain(supply.most_gwhd[row]),
            ),
        )


def _storage(case: Case) -> Iterator[Problem]:
    """All fills are of one day, that on which the season begins."""
    storage, demand = case.scenario.storage, case.scenario.demand
    flawed = case.flawed.get(Storage.FILE) or case.flawed.get(Demand.FILE)
    if flawed or not len(storage) or not len(demand):
        return
    first = np.min(demand.date_from)
    for row in np.flatnonzero(storage.date != first).tolist():
        yield case.problem(
            Storage,
            row,
            say(
                "node {node} has its fill of {day}, must be that of {first}, when demand begins",
                node=storage.node[row],
                day=storage.date[row],
                first=first,
            ),
        )
