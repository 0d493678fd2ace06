"""Networks that runs of one scenario share: what one has compiled, the next one finds."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from marchland.engine.network import Network
from marchland.engine.options import stops
from marchland.engine.plan import Plan
from marchland.engine.world import danger_of
from marchland.kernels.layout import Atlas

SHARED = 8
"""Networks that later runs may find again."""
MOST_STATES = 128
"""States with which a network is no longer handed to a new run."""
LARGEST = 100_000
"""Places times destinations and gates above which a network goes with its run, for its memory."""

_shared: OrderedDict[bytes, Network] = OrderedDict()
_sharing = Lock()


def network_of(plan: Plan, atlas: Atlas) -> Network:
    """Return the network of a scenario, with the states that earlier runs of a like one have met.

    Scenarios are alike if their places, routes and rules are, and where people may choose: a lever
    that opens a route later leaves the days before as they were compiled.
    """
    size = len(plan.places) * (len(plan.receiving) + len(plan.gates))
    if size > LARGEST:
        return Network(plan, atlas)
    key = facts(plan, atlas)
    with _sharing:
        found = _shared.get(key)
        if found is None or found.states > MOST_STATES:
            found = _shared[key] = Network(plan, atlas, remember=True)
        _shared.move_to_end(key)
        while len(_shared) > SHARED:
            _shared.popitem(last=False)
    return found


def facts(plan: Plan, atlas: Atlas) -> bytes:
    """Return all that the ways of a scenario depend on, whatever is open."""
    every = (*atlas, stops(plan), plan.receiving, plan.registering, plan.km)
    said = f"{plan.scenario.rules.reach} {danger_of(plan)!r}"
    return said.encode() + b"".join(
        f"{one.dtype}{one.shape}".encode() + one.tobytes() for one in every
    )


def forget() -> None:
    """Let the next run compile everything anew."""
    with _sharing:
        _shared.clear()
