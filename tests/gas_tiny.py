"""A tiny gas network without a file.

::

    north (supply) --pipe--> south

Both use gas; ``south`` may have a store. Four weeks from 1 November 2021, numbers in GWh a day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from marchland.model.gas import Demand, Nodes, Pipes, Storage, Supply
from marchland.model.scenario import Scenario
from marchland.model.tables import Displaced, Places, Routes

FIRST, LAST = date(2021, 11, 1), date(2021, 11, 28)
_MADE_UP = "made up"


def network(
    supply: float = 200.0,
    north: float = 100.0,
    south: float = 100.0,
    pipe: float = 100.0,
    store_twh: float = 0.0,
    firm: bool = False,
    floor: float | None = None,
    ship: float = 0.0,
    **store: float,
) -> Scenario:
    """Build the network: what comes in north, what both use, the pipe, the store in south."""
    period: dict[str, list[Any]] = {"date_from": [FIRST] * 2, "date_to": [LAST] * 2}
    nodes = Nodes.from_columns({"id": ["north", "south"], "country": ["AAA", "BBB"]})
    pipes = Pipes.from_columns(
        {"id": ["n-s"], "origin": ["north"], "destination": ["south"], "capacity_gwhd": [pipe],
         "tags": [("way",)], "source": [_MADE_UP]}
    )  # fmt: skip
    entries = Supply.from_columns(
        {**period, "entry": ["well", "ships"], "node": ["north", "south"],
         "kind": ["production", "lng"], "gwhd": [supply, ship], "tags": [("ground",), ()],
         "most_gwhd": [None, max(ship, 50.0)], "source": [_MADE_UP] * 2}
    )  # fmt: skip
    demand = Demand.from_columns(
        {**period, "node": ["north", "south"], "gwhd": [north, south], "base_gwhd": [10.0, 10.0],
         "firm": [False, firm], "source": [_MADE_UP] * 2}
    )  # fmt: skip
    storage = Storage.from_columns(
        {"node": ["south"], "date": [FIRST], "fill": [store.get("fill", 1.0)],
         "working_twh": [store_twh], "withdraw_gwhd": [store.get("out", 1000.0)],
         "inject_gwhd": [store.get("into", 1000.0)], "floor": [floor], "source": [_MADE_UP]}
    ) if store_twh else Storage.empty()  # fmt: skip
    return Scenario(
        name="tiny", title="Tiny", start=FIRST, days=28, groups=("all",),
        places=Places.empty(), routes=Routes.empty(), displaced=Displaced.empty(),
        nodes=nodes, pipes=pipes, supply=entries, storage=storage, demand=demand,
    )  # fmt: skip
