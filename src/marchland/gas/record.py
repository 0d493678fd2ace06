"""What happened in a season, by week, and as a labelled dataset with provenance."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.gas.cuts import Cut
from marchland.gas.network import Network
from marchland.gas.options import Options
from marchland.gas.program import Answer
from marchland.gas.season import Season
from marchland.gas.steps import Means
from marchland.model.scenario import Scenario

Floats = npt.NDArray[np.float64]

WEEK = 7
_OF_NODES = ("demand", "unserved", "withdrawn", "injected", "stock")
_OF_PIPES = ("flow", "capacity")
_OF_ENTRIES = ("supply", "offered", "more")


@dataclass(eq=False)
class Record:
    """Sums by week in GWh: of nodes (week, n), pipes (week, a), entries (week, e).

    Stock is what was there at the week's end; ``balance`` the largest difference, in GWh a day,
    between what came into a node and what left it.
    """

    sums: dict[str, Floats]
    balance: float = 0.0

    @classmethod
    def of(cls, network: Network) -> Record:
        """Return the record of a season that has not begun."""
        weeks = -(-len(network.days) // WEEK)
        lengths = {
            **dict.fromkeys(_OF_NODES, len(network.nodes)),
            **dict.fromkeys(_OF_PIPES, len(network.pipes)),
            **dict.fromkeys(_OF_ENTRIES, len(network.entries)),
        }
        return cls({name: np.zeros((weeks, length)) for name, length in lengths.items()})

    def add(
        self,
        network: Network,
        answer: Answer,
        figures: Means,
        edges: Sequence[int],
        last: int,
        before: Floats,
    ) -> None:
        """Add the first steps of an answer, which all lie within one week."""
        week, days = edges[0] // WEEK, figures.days[:last, None]
        at_node = np.eye(len(network.nodes))[network.store_node]
        rates = {
            "demand": figures.demand,
            "unserved": answer.unserved,
            "withdrawn": answer.withdrawn @ at_node,
            "injected": answer.injected @ at_node,
            "flow": answer.flow,
            "capacity": figures.capacity,
            "supply": answer.supply,
            "offered": figures.supply,
            "more": answer.more,
        }
        for name, rate in rates.items():
            self.sums[name][week] += (rate[:last] * days).sum(axis=0)
        self.sums["stock"][week] = answer.stock[last - 1] @ at_node
        self.balance = max(self.balance, _residual(network, rates, last))
        change = np.diff(np.vstack([before, answer.stock[:last]]), axis=0)
        moved = (answer.injected - answer.withdrawn)[:last] * days
        self.balance = max(self.balance, float(np.abs(change - moved).max(initial=0.0)))


def _residual(network: Network, rates: dict[str, Floats], last: int) -> float:
    """Return the largest difference between what enters and what leaves a node."""
    nodes = np.eye(len(network.nodes))
    there = rates["flow"] @ (nodes[network.destination] - nodes[network.origin])
    there = there + (rates["supply"] + rates["more"]) @ nodes[network.entry_node]
    there = there + rates["withdrawn"] - rates["injected"] + rates["unserved"] - rates["demand"]
    return float(np.abs(there[:last]).max(initial=0.0))


_LONG = {
    "demand": "gas that would be used",
    "unserved": "demand that was not met",
    "withdrawn": "gas taken out of store",
    "injected": "gas put into store",
    "stock": "gas in store at the week's end",
    "flow": "gas that flowed",
    "capacity": "most that could flow",
    "supply": "gas that entered",
    "offered": "gas that could have entered",
    "more": "gas by ship beyond what came",
}


def assemble(
    scenario: Scenario,
    network: Network,
    seasons: Sequence[Season],
    records: Sequence[Record],
    cuts: Sequence[Cut],
    options: Options,
    seed: int,
    sources: frozenset[str],
    command: str,
) -> xr.Dataset:
    """Return the records of all members as a dataset (member, week, node | pipe | entry)."""
    dims = {
        **dict.fromkeys(_OF_NODES, "node"),
        **dict.fromkeys(_OF_PIPES, "pipe"),
        **dict.fromkeys(_OF_ENTRIES, "entry"),
    }
    variables: dict[str, Any] = {
        name: (
            ("member", "week", dim),
            np.stack([record.sums[name] for record in records]),
            {"units": "GWh", "long_name": _LONG[name]},
        )
        for name, dim in dims.items()
    }
    named = {"units": "GWh", "long_name": "volume of the stores"}
    volume = np.zeros((len(seasons), len(network.nodes)))
    volume[:, network.store_node] = [season.volume for season in seasons]
    variables["volume"] = (("member", "node"), volume, named)
    variables["price"] = (
        "member", [season.price for season in seasons], {"units": "EUR/MWh"}
    )  # fmt: skip
    result = xr.Dataset(variables, coords=_coordinates(scenario, network, len(seasons)))
    result.attrs = {
        "name": scenario.name,
        "title": f"Gas of {scenario.title}",
        "cuts": ", ".join(map(str, cuts)),
        "seed": seed,
        "members": len(seasons),
        "uncertainty": ", ".join(sorted(sources)) if len(seasons) > 1 else "none",
        "balance": f"{max(record.balance for record in records):.1e} GWh a day",
        "marchland_version": _version("marchland"),
        "input_digest": scenario.digest,
        "provenance": json.dumps({**asdict(options), "scipy": _version("scipy")}, sort_keys=True),
        "command": command,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return result


def _coordinates(scenario: Scenario, network: Network, members: int) -> dict[str, Any]:
    rows = [scenario.supply.entry.index(entry) for entry in network.entries]
    ends = zip(network.origin, network.destination, strict=True)
    return {
        "member": np.arange(members),
        "week": network.days[::WEEK].astype("datetime64[ns]"),
        "node": list(network.nodes),
        "name": ("node", list(network.names)),
        "user": ("node", network.users),
        "country": ("node", list(scenario.nodes.country)),
        "lat": ("node", scenario.nodes.lat),
        "lon": ("node", scenario.nodes.lon),
        "pipe": list(network.pipes),
        "border": ("pipe", [f"{network.nodes[a]}>{network.nodes[b]}" for a, b in ends]),
        "entry": list(network.entries),
        "entry_node": ("entry", [network.nodes[n] for n in network.entry_node]),
        "entry_kind": ("entry", list(network.entry_kinds)),
        "entry_lat": ("entry", scenario.supply.lat[rows]),
        "entry_lon": ("entry", scenario.supply.lon[rows]),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
