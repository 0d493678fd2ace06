"""What each parameter acts on: what is declared as idle moves nothing, bit for bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from marchland.engine.simulate import simulate
from marchland.model.acting import ACTS, acts
from marchland.model.amounts import Amount
from marchland.model.limits import LIMITS
from marchland.model.parameters import DEFAULTS
from marchland.model.scenario import Scenario
from verify import cases


def test_each_parameter_of_the_model_says_what_it_acts_on() -> None:
    assert list(ACTS.keys() ^ DEFAULTS.keys()) == []


@pytest.mark.parametrize("name", ["line", "fork", "ring"])
def test_what_cannot_act_moves_nothing(name: str, request: pytest.FixtureRequest) -> None:
    scenario: Scenario = request.getfixturevalue(name)
    idle = sorted(scenario.parameters.keys() - acts(scenario))
    assert {"try_rate", "pick_up", "onward", "km_equivalent", "cold_level", "dispersion"} <= {*idle}
    moved = {one: _elsewhere(one, scenario.parameters[one].value) for one in idle}
    plain = simulate(scenario, 3, 1)
    other = simulate(scenario, 3, 1, parameters={n: np.full(3, v) for n, v in moved.items()})
    for variable in ("stock", "arrived", "flow", "stranded", "waiting", "travelling"):
        assert (plain[variable].values == other[variable].values).all()


def test_what_acts_can_move_something(fork: Scenario) -> None:
    plain = simulate(fork, 3, 1)
    for name in ("softening", "following", "leave_settlement", "party_size"):
        assert name in acts(fork)
        value = np.full(3, _elsewhere(name, fork.parameters[name].value))
        other = simulate(fork, 3, 1, parameters={name: value})
        assert (plain["stock"].values != other["stock"].values).any(), name


def test_a_parameter_of_the_scenario_acts_where_a_cell_calls_it(fork: Scenario) -> None:
    own = {"wave": replace(DEFAULTS["pace"], low=1, high=2)}
    given = replace(fork, parameters={**fork.parameters, **own})
    called = replace(fork.displaced, people=(Amount.of("500*wave"),))
    assert "wave" not in acts(given)
    assert "wave" in acts(replace(given, displaced=called))


def _elsewhere(name: str, value: float) -> float:
    """Return another value that a parameter may have."""
    low, high = LIMITS[name]
    return value / 2 if low <= value / 2 != value else min(high, value + 1)


def test_a_chance_to_leave_acts_only_where_a_way_leads_out() -> None:
    places = [cases.place("a", "settlement"), cases.place("c", "camp"), cases.place("t", "transit")]
    one_way = cases.crisis(places, [cases.route("a-c", 9), cases.route("a-t", 9)], [])
    assert {"leave_settlement"} <= acts(one_way)
    assert not {"leave_camp", "transit_days"} & acts(one_way)
    back = cases.crisis(places, [cases.route("a-c", 9, both_ways=True), cases.route("t-c", 9)], [])
    assert {"leave_settlement", "leave_camp", "transit_days"} <= acts(back)
