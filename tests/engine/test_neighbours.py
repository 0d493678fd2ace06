"""Ways of one route: what is found without a search is what the search finds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from marchland.engine.options import Options, Table
from marchland.engine.plan import Plan
from marchland.engine.world import World
from marchland.kernels.layout import Bools, Floats, Ints, Label
from marchland.kernels.ways import Labels
from marchland.model.design import Keep
from marchland.model.scenario import Scenario
from strategies import scenarios
from verify.cases import crisis, enter, place, route

ONE_ROUTE = 1


class Searching(Options):
    """Options of neighbours, by the search that serves any number of routes."""

    def _neighbours(self, usable: Bools, cost: Floats, targets: Ints) -> Labels:
        gates = (np.arange(len(targets)) >= len(self._plan.places)).astype(np.int64)
        return self._search(usable, cost, targets, len(targets), ONE_ROUTE, gates)


def onward(options: Options, plan: Plan, usable: Bools) -> Table:
    nowhere = np.zeros(len(plan.places), dtype=np.bool_)
    return options.tables(World(usable, np.zeros(len(plan.gates)), nowhere))[0]


@pytest.mark.compiled
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_what_is_found_is_what_a_search_finds(scenario: Scenario) -> None:
    plan = Plan(replace(scenario, rules=replace(scenario.rules, reach="next")), Keep())
    every = np.ones(len(plan.ways), dtype=np.bool_)
    for usable in (every, every & (np.arange(len(every)) % 2 == 0), ~every):
        found, expected = (
            onward(how(plan, plan.atlas()), plan, usable) for how in (Options, Searching)
        )
        for name in Table._fields:
            one, other = getattr(found, name), getattr(expected, name)
            assert one.dtype == other.dtype
            assert np.array_equal(one, other)


def test_of_routes_side_by_side_the_shortest_is_taken_and_then_the_first() -> None:
    scenario = crisis(
        [place("a", "settlement"), place("b", "camp")],
        [route("a-b-far", 30), route("a-b-near", 20), route("a-b-too", 20)],
        [enter("a", 1)],
        reach="next",
    )
    plan = Plan(scenario, Keep())
    table = onward(Options(plan, plan.atlas()), plan, np.ones(3, dtype=np.bool_))
    assert [plan.ways[r].id for r in table.label[:, Label.ROUTE] if r >= 0] == ["a-b-near"]
