"""Danger on the way: ways into places that push counts longer, and nothing where there is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from crisis import Crisis
from marchland.engine import shared
from marchland.engine.branch import branches, go_on
from marchland.engine.simulate import simulate
from marchland.model.acting import acts
from marchland.model.amounts import Amount
from marchland.model.design import Design
from marchland.model.parameters import Parameter
from marchland.model.scenario import Scenario
from marchland.study.runs.branches import read_branch, write_branch
from verify import cases
from verify.cases import crisis, enter, event, place, route


def between_two(danger: float, *events: cases.Row) -> Scenario:
    """Build a town between two camps equally far, the way to one of them through another town."""
    return crisis(
        [
            place("town", "settlement"),
            place("east", "camp"),
            place("on_the_way", "settlement"),
            place("west", "camp"),
        ],
        [route("town-on_the_way", 60), route("on_the_way-east", 40), route("town-west", 100)],
        [enter("town", 40_000)],
        events,
        days=4,
        parameters={"danger": danger, "leave_settlement": 1.0, "deterrence_power": 1.0},
    )


def test_shares_by_hand() -> None:
    scenario = between_two(1.0, event(0, "push", "on_the_way", 0.9))
    stock = simulate(scenario, members=1, seed=3)["stock"].sel(place=["east", "west"])
    shares = stock.isel(day=-1, member=0, group=0).values / 40_000
    weights = np.array([1 / (10 + 2 * 60 + 40), 1 / (10 + 100)])
    assert shares == pytest.approx(weights / weights.sum(), abs=0.01)


def test_it_is_the_way_into_a_place_that_counts_longer_and_not_the_way_out() -> None:
    scene = Crisis(between_two(1.0, event(0, "push", "on_the_way", 0.9)), {}, {})
    scene.begin(0)
    felt = {one.id: scene.felt(one) for one in scene.routes}
    assert felt == {"town-on_the_way": 120, "on_the_way-east": 40, "town-west": 100}


def test_without_danger_on_the_way_or_without_push_nothing_moves() -> None:
    push = event(1, "push", "town", 0.5)  # nobody's way leads into the town
    for events in ((), (push,)):
        without, doubled = (
            simulate(between_two(danger, *events), members=3, seed=3) for danger in (0.0, 1.0)
        )
        assert without["stock"].equals(doubled["stock"])


def test_members_in_whom_a_place_is_not_in_danger_go_there_as_ever() -> None:
    scenario = between_two(1.0, event(0, "push", "on_the_way", 1.0))
    drawn = replace(scenario.timeline, value=(Amount(1.0, 1.0, "war"),))
    war = Parameter(1.0, 0.0, 1.0)
    scenario = replace(scenario, timeline=drawn, parameters={**scenario.parameters, "war": war})
    runs = simulate(scenario, members=2, seed=3, parameters={"war": np.array([0.0, 1.0])})
    peace, fought = runs["stock"].sel(place="east").isel(day=-1, group=0).values
    assert peace == pytest.approx(20_000, abs=400)
    assert fought < 17_000


def test_it_acts_where_there_is_a_push() -> None:
    assert "danger" in acts(between_two(1.0, event(0, "push", "town", 0.5)))
    assert "danger" not in acts(between_two(1.0))


@pytest.mark.compiled
def test_a_branch_goes_on_in_the_same_danger(tmp_path: Path) -> None:
    scenario = cases.war_between()
    how = Design(members=4, seed=5, days=scenario.days)
    whole = simulate(scenario, design=how, threads=1)
    for day in (0, 2, 5, 7):
        write_branch(tmp_path / "state.npz", branches(scenario, [day], how)[0])
        shared.forget()
        runs = go_on(read_branch(tmp_path / "state.npz"), scenario, threads=1)
        for name in whole.data_vars:
            assert runs[name].identical(whole[name]), (day, name)
