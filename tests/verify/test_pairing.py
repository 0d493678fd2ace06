"""Chance by key: two scenarios share their chance where they do not differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from marchland.engine.simulate import simulate
from marchland.model.scenario import Scenario
from verify import cases

MEMBERS = 400
pytestmark = pytest.mark.compiled


def correlation(one: Any, other: Any) -> float:
    return float(np.corrcoef(np.asarray(one, float), np.asarray(other, float))[0, 1])


def star(people: int = 3000) -> Scenario:
    """Build a settlement and six camps around it at different distances."""
    camps = [cases.place(f"c{i}", "camp") for i in range(6)]
    roads = [cases.route(f"a-c{i}", 60 + 25 * i) for i in range(6)]
    return cases.crisis(
        [cases.place("a", "settlement"), *camps],
        roads,
        [cases.enter("a", people)],
        days=3,
        parameters={"leave_settlement": 0.6, "leave_camp": 0.0},
    )


@pytest.mark.parametrize("closed", [0, 2, 5])
def test_closing_one_of_several_destinations_keeps_the_others_paired(closed: int) -> None:
    scenario = star()
    opened = np.array([i != closed for i in range(6)])
    without = replace(scenario, routes=replace(scenario.routes, opened=opened))
    one = simulate(scenario, members=MEMBERS, seed=3).stock.isel(day=0).sum("group")
    two = simulate(without, members=MEMBERS, seed=3).stock.isel(day=0).sum("group")
    assert correlation(one.sel(place="a"), two.sel(place="a")) > 0.999
    for i in set(range(6)) - {closed}:
        assert correlation(one.sel(place=f"c{i}"), two.sel(place=f"c{i}")) > 0.8, i


@pytest.mark.parametrize(("below", "above"), [(0.49, 0.51), (0.45, 0.55), (0.4999, 0.5001)])
@pytest.mark.parametrize("people", [15, 3000, 3_000_000])
def test_a_chance_that_crosses_one_half_keeps_its_pair(
    below: float, above: float, people: int
) -> None:
    left = []
    for chance in (below, above):
        scenario = cases.crisis(
            [cases.place("a", "settlement"), cases.place("c", "camp")],
            [cases.route("a-c", 10)],
            [cases.enter("a", people)],
            days=1,
            parameters={"leave_settlement": chance},
        )
        runs = simulate(scenario, members=MEMBERS, seed=4)
        left.append(runs.stock.sel(place="a").isel(day=0, group=0))
    assert correlation(*left) > 0.8


def test_another_seed_is_another_chance() -> None:
    first, second = (
        simulate(star(), members=MEMBERS, seed=seed).stock.sel(place="c0").isel(day=0)
        for seed in (1, 2)
    )
    assert abs(correlation(first.sum("group"), second.sum("group"))) < 4 / np.sqrt(MEMBERS)
