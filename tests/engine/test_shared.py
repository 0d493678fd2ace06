"""Networks that runs share: what ran before, or runs at the same time, changes no bit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import xarray as xr

from marchland.engine import shared
from marchland.engine.plan import Plan
from marchland.engine.simulate import simulate
from marchland.model.design import Keep
from marchland.model.scenario import Scenario
from verify import cases

pytestmark = pytest.mark.compiled


def closing(day: int) -> Scenario:
    """Build a ring whose one way closes on a day, and whose line hardens three days later."""
    scene = cases.cold()
    rows = [
        *scene.timeline.rows(),
        cases.event(day, "close", "hub-tents"),
        cases.event(day + 3, "permeability", "s-f", 0.1),
    ]
    return replace(scene, timeline=cases.table(type(scene.timeline), rows))


def run(scenario: Scenario) -> xr.Dataset:
    return simulate(scenario, members=4, seed=3, threads=2)


def same(one: xr.Dataset, other: xr.Dataset) -> bool:
    return all(one[name].identical(other[name]) for name in one.data_vars)


def alone(scenario: Scenario) -> xr.Dataset:
    """Run a scenario with no network left from before."""
    shared._shared.clear()
    return run(scenario)


def test_what_ran_before_changes_nothing() -> None:
    early, late = closing(2), closing(5)
    expected = alone(late)
    alone(early)
    known = next(iter(shared._shared.values())).states
    assert same(run(late), expected)
    assert len(shared._shared) == 1
    assert next(iter(shared._shared.values())).states > known > 1


def test_runs_at_the_same_time_disturb_nobody() -> None:
    scenes = [closing(day) for day in (2, 3, 4, 5)]
    expected = [alone(one) for one in scenes]
    shared._shared.clear()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(run, scenes))
    assert all(same(one, other) for one, other in zip(found, expected, strict=True))


def test_only_what_is_alike_is_shared() -> None:
    scene = cases.cold()
    plans = [
        Plan(scene, Keep()),
        Plan(replace(scene, rules=replace(scene.rules, reach="next")), Keep()),
    ]
    shared._shared.clear()
    networks = [shared.network_of(plan, plan.atlas()) for plan in (*plans, plans[0])]
    assert networks[0] is networks[2]
    assert networks[1] is not networks[0]


def test_a_large_network_goes_with_its_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "LARGEST", 1)
    plan = Plan(cases.cold(), Keep())
    assert shared.network_of(plan, plan.atlas()) is not shared.network_of(plan, plan.atlas())


def test_a_network_with_too_many_states_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    alone(closing(2))
    plan = Plan(closing(2), Keep())
    before = shared.network_of(plan, plan.atlas())
    monkeypatch.setattr(shared, "MOST_STATES", 1)
    assert shared.network_of(plan, plan.atlas()) is not before
    assert len(shared._shared) == 1
