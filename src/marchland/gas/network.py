"""The gas tables of a scenario as arrays, every day of the season told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from marchland.errors import RequestError
from marchland.gas.spread import spread
from marchland.language import say
from marchland.model.columns import Dates
from marchland.model.scenario import Scenario

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

GWH = 1000.0
"""GWh in a TWh."""


@dataclass(frozen=True, eq=False)
class Range:
    """A figure with the range that it is drawn from; all three alike where it has a source."""

    value: Floats
    low: Floats
    high: Floats

    def at(self, u: Floats | None) -> Floats:
        """Return the figure, or what stands at a share ``u`` of its range."""
        return self.value if u is None else self.low + u * (self.high - self.low)


@dataclass(frozen=True, eq=False)
class Network:
    """A gas network over a season; axes are day, node ``n``, pipe ``a``, entry ``e``, store ``s``.

    Parameters
    ----------
    nodes, names, pipes, entries
        Ids of nodes, names of nodes (n), ids of pipes (a), names of entries (e).
    users
        Nodes that use gas (n).
    days
        Days of the season.
    demand, base
        Use in a day, and the part that the cold does not change, in GWh (day, n).
    firm
        Whether demand must be met in full (day, n).
    origin, destination, capacity, pipe_tags
        Ends, GWh a day, and tags of each pipe (a).
    entry_node, supply, most, totals, entry_tags, entry_kinds
        Node, GWh a day (day, e), technical capacity (e), measured total it is a share of, tags and
        kind of each entry.
    store_node, volume, fill, withdraw, inject, floor
        Node, GWh, share full on the first day, most out and in a day, and share held (s).
    """

    nodes: tuple[str, ...]
    names: tuple[str, ...]
    users: Flags
    days: Dates
    demand: Range
    base: Floats
    firm: Flags
    pipes: tuple[str, ...]
    origin: Ints
    destination: Ints
    capacity: Range
    pipe_tags: tuple[tuple[str, ...], ...]
    entries: tuple[str, ...]
    entry_node: Ints
    supply: Range
    most: Floats
    totals: tuple[str, ...]
    entry_tags: tuple[tuple[str, ...], ...]
    entry_kinds: tuple[str, ...]
    store_node: Ints
    volume: Range
    fill: Floats
    withdraw: Floats
    inject: Floats
    floor: Floats


def network_of(scenario: Scenario) -> Network:
    """Return the gas network of a scenario.

    Raises
    ------
    RequestError
        If the scenario has none.
    """
    if not len(scenario.nodes) or not len(scenario.demand):
        raise RequestError(
            say(
                "{name} has no gas network; give gas/nodes.csv, gas/pipes.csv, "
                "gas/supply.csv, gas/storage.csv and gas/demand.csv",
                name=scenario.name,
            )
        )
    nodes, demand = scenario.nodes, scenario.demand
    first, last = demand.date_from.min(), demand.date_to.max()
    days = first + np.arange(int((last - first).astype(int)) + 1)
    number = {name: i for i, name in enumerate(nodes.id)}
    return Network(
        nodes=nodes.id,
        names=tuple(name or i for name, i in zip(nodes.name, nodes.id, strict=True)),
        users=np.array([role == "demand" for role in nodes.role]),
        days=days,
        **_demand(scenario, number, days),
        **_pipes(scenario, number),
        **_supply(scenario, number, days),
        **_storage(scenario, number),
    )


def _demand(scenario: Scenario, number: dict[str, int], days: Dates) -> dict[str, Any]:
    """Return demand spread over the days by the cold, where a station tells it."""
    table, nodes = scenario.demand, scenario.nodes
    where = _at(table.node, number)
    base = np.fmin(np.where(np.isnan(table.base_gwhd), table.gwhd, table.base_gwhd), table.gwhd)
    shape = (len(days), len(nodes))
    found = {name: np.zeros(shape) for name in ("value", "low", "high", "base", "firm")}
    for row, node in enumerate(where):
        on = (table.date_from[row] <= days) & (days <= table.date_to[row])
        share = spread(scenario.weather, nodes.weather_station[node], days[on])
        heat = (table.gwhd[row] - base[row]) * share
        found["value"][on, node] = base[row] + heat
        found["base"][on, node] = base[row]
        found["firm"][on, node] = table.firm[row]
        for name in ("low", "high"):
            given = getattr(table, name)[row]
            factor = given / table.gwhd[row] if table.assumed[row] and table.gwhd[row] else 1.0
            found[name][on, node] = factor * found["value"][on, node]
    return {
        "demand": Range(found["value"], found["low"], found["high"]),
        "base": found["base"],
        "firm": found["firm"].astype(bool),
    }


def _pipes(scenario: Scenario, number: dict[str, int]) -> dict[str, Any]:
    table = scenario.pipes
    return {
        "pipes": table.id,
        "origin": _at(table.origin, number),
        "destination": _at(table.destination, number),
        "capacity": _range(table.capacity_gwhd, table.low, table.high, table.assumed),
        "pipe_tags": table.tags,
    }


def _supply(scenario: Scenario, number: dict[str, int], days: Dates) -> dict[str, Any]:
    """Return what each entry brings on each day; a day without a row brings nothing."""
    table = scenario.supply
    entries = tuple(dict.fromkeys(table.entry))
    column = {entry: i for i, entry in enumerate(entries)}
    rows = [table.entry.index(entry) for entry in entries]
    rates = _range(table.gwhd, table.low, table.high, table.assumed)
    found = [np.zeros((len(days), len(entries))) for _ in range(3)]
    most = np.full(len(entries), np.nan)
    for row, entry in enumerate(table.entry):
        on = (table.date_from[row] <= days) & (days <= table.date_to[row])
        for daily, rate in zip(found, (rates.value, rates.low, rates.high), strict=True):
            daily[on, column[entry]] = rate[row]
        most[column[entry]] = np.fmax(most[column[entry]], table.most_gwhd[row])
    return {
        "entries": entries,
        "entry_node": _at([table.node[row] for row in rows], number),
        "supply": Range(*found),
        "most": np.where(np.isnan(most), np.inf, most),
        "totals": tuple(table.of_total[row] for row in rows),
        "entry_tags": tuple(table.tags[row] for row in rows),
        "entry_kinds": tuple(table.kind[row] for row in rows),
    }


def _storage(scenario: Scenario, number: dict[str, int]) -> dict[str, Any]:
    table = scenario.storage
    volume = _range(table.working_twh, table.low, table.high, table.assumed)
    return {
        "store_node": _at(table.node, number),
        "volume": Range(volume.value * GWH, volume.low * GWH, volume.high * GWH),
        "fill": table.fill,
        "withdraw": table.withdraw_gwhd,
        "inject": table.inject_gwhd,
        "floor": np.where(np.isnan(table.floor), 0.0, table.floor),
    }


def _at(names: Sequence[str], number: dict[str, int]) -> Ints:
    return np.array([number[name] for name in names], dtype=np.int64)


def _range(value: Floats, low: Floats, high: Floats, assumed: Flags) -> Range:
    drawn = assumed & ~np.isnan(low) & ~np.isnan(high)
    return Range(value, np.where(drawn, low, value), np.where(drawn, high, value))
