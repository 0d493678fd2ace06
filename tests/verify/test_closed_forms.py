"""Closed forms, held by the engine and by the reference it is compared with.

Seeds are fixed; a right model would fail a test under a new seed with the chance ``ERROR``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from counts import days_of
from marchland.engine.simulate import simulate
from marchland.model.scenario import Scenario
from person import Day, simulate_people
from verify import cases
from verify.laws import Columns, engine_columns, person_columns, unlikeness

Live = Callable[[Scenario], list[Day]]
Repeat = Callable[[Scenario, int, int], Columns]

ERROR = 1e-4


@pytest.fixture(params=["person", "engine"])
def live(request: Any) -> Live:
    """Return what runs a scenario once."""
    if request.param == "person":
        return lambda scenario: simulate_people(scenario, np.random.default_rng(1))
    return lambda scenario: days_of(simulate(scenario, members=1, seed=1), 0)


@pytest.fixture(params=["person", "engine"])
def repeat(request: Any) -> Repeat:
    """Return what runs a scenario so many times from a seed."""
    return person_columns if request.param == "person" else engine_columns


def test_waiting_times_are_geometric(live: Live) -> None:
    one = cases.crisis(
        [cases.place("a", "settlement"), cases.place("c", "camp")],
        [cases.route("a-c", 10)],
        [cases.enter("a", 2000)],
        days=8,
        parameters={"leave_settlement": 0.3},
    )
    staying = [2000] + [day["stock", "a", "x"] for day in live(one)]
    left = [*-np.diff(staying), staying[-1]]
    expected = 2000 * np.array([*0.3 * 0.7 ** np.arange(8), 0.7**8])
    assert stats.chisquare(left, expected).pvalue > ERROR


def test_choice_follows_deterrence_and_attraction(live: Live) -> None:
    one = cases.crisis(
        [
            cases.place("a", "settlement"),
            cases.place("b", "camp"),
            cases.place("c", "home"),
            cases.place("d", "reception"),
        ],
        [cases.route("a-b", 40), cases.route("a-c", 90), cases.route("a-d", 190)],
        [cases.enter("a", 4000)],
        [cases.event(0, "attraction", "d", 4.0), cases.event(0, "attraction", "c", 2.0)],
        days=2,
        parameters={"leave_settlement": 1.0, "leave_camp": 0.0},
    )
    days = live(one)
    weights = np.array([50**-1.5, 2 * 100**-1.5, 4 * 200**-1.5])
    got = [days[-1]["stock", place, "x"] for place in "bcd"]
    assert stats.chisquare(got, 4000 * weights / weights.sum()).pvalue > ERROR


def test_a_journey_takes_the_ceiling_of_the_sum(live: Live) -> None:
    one = cases.crisis(
        [
            cases.place("a", "settlement"),
            cases.place("b", "hub"),
            cases.place("c", "hub"),
            cases.place("d", "home"),
        ],
        [cases.route("a-b", 150), cases.route("b-c", 150), cases.route("c-d", 150)],
        [cases.enter("a", 10)],
        days=3,
        parameters={"leave_settlement": 1.0},
    )
    days = live(one)  # 450 km at 400 km a day: 4.5 ticks, so 5 and not 6
    assert [day["stock", "d", "x"] for day in days] == [0, 10, 10]
    assert days[0]["travelling",] == 10
    one = cases.crisis(
        [cases.place("a", "settlement"), cases.place("d", "home")],
        [cases.route("a-d", 300)],
        [cases.enter("a", 10)],
        days=1,
        parameters={"leave_settlement": 1.0},
    )
    assert live(one)[0]["stock", "d", "x"] == 10  # 3 ticks: there on the same day


def test_seats_are_shared_hypergeometrically(repeat: Repeat) -> None:
    one = cases.crisis(
        [cases.place("hub", "hub"), cases.place("there", "home")],
        [cases.route("hub-there", 100, per_day=20)],
        [cases.enter("hub", 60, "x"), cases.enter("hub", 40, "y")],
        days=1,
        groups=("x", "y"),
        parameters={"leave_hub": 1.0},
    )
    seated = repeat(one, 400, 3)["stock there x 0"]
    law = stats.hypergeom(100, 60, 20)
    assert law.std() == pytest.approx(2, abs=0.1)
    counts = np.bincount(np.clip(seated, 8, 16).astype(int) - 8, minlength=9)
    chances = law.pmf(np.arange(8, 17))
    chances[0], chances[-1] = law.cdf(8), law.sf(15)
    assert stats.chisquare(counts, 400 * chances).pvalue > ERROR


def test_tries_and_rest_at_a_shut_line_follow_a_two_state_chain(live: Live) -> None:
    one = cases.crisis(
        [
            cases.place("s", "strip", "BLR"),
            cases.place("f", "forest", "POL"),
            cases.place("d", "destination", "POL"),
        ],
        [cases.route("s-f", 2, mode="crossing", permeability=1e-9), cases.route("f-d", 60)],
        [cases.enter("s", 2000)],
        days=12,
        parameters={"try_rate": 0.4, "rest_days": 2.0, "km_equivalent": 1},
    )
    tries = [day["attempts", "BLR>POL"] for day in live(one)]
    ready, resting, expected = 1.0, 0.0, []
    for _ in tries:
        expected.append(0.4 * ready)
        ready, resting = 0.6 * ready + 0.5 * resting, 0.5 * resting + 0.4 * ready
    spread = np.sqrt(2000 * np.array(expected) * (1 - np.array(expected)))
    worst = np.abs((np.array(tries) - 2000 * np.array(expected)) / spread).max()
    assert 12 * 2 * stats.norm.sf(worst) > ERROR


def test_forest_hazards_compete(live: Live) -> None:
    one = cases.crisis(
        [
            cases.place("s", "strip", "BLR"),
            cases.place("f", "forest", "POL"),
            cases.place("held", "centre", "POL"),
            cases.place("d", "destination", "DEU"),
        ],
        [
            cases.route("s-f", 2, mode="crossing", permeability=0.5),
            cases.route("f-d", 60),
            cases.route("f-held", 60),
        ],
        [cases.enter("f", 3000)],
        days=1,
        parameters={"pick_up": 0.6, "onward": 0.2, "push_back_share": 0.7, "try_rate": 0.0},
    )
    day = live(one)[0]
    met = 1 - np.exp(-0.8)
    pushed, found = day["pushed_back", "BLR>POL"], day["attempts", "BLR>POL"]
    going = day["travelling",]
    got = [3000 - going - pushed, pushed, found - pushed, going - found + pushed]
    expected = np.array([1 - met, met * 0.75 * 0.7, met * 0.75 * 0.3, met * 0.25]) * 3000
    assert stats.chisquare(got, expected).pvalue > ERROR


def test_parties_decide_as_one(repeat: Repeat) -> None:
    one = cases.crisis(
        [cases.place("a", "settlement"), cases.place("c", "camp")],
        [cases.route("a-c", 10)],
        [cases.enter("a", 61)],
        days=1,
        parameters={"leave_settlement": 0.4, "party_size": 4},
    )
    stayed = repeat(one, 400, 4)["stock a x 0"]
    assert set(stayed % 4) == {0, 1}
    variance = 0.24 * (15 * 16 + 1)
    assert stayed.var() == pytest.approx(variance, rel=0.3)


@pytest.mark.parametrize("name", [name for name in cases.CASES if name != "cold"])
def test_people_are_neither_lost_nor_made(name: str, live: Live) -> None:
    entered = 0
    for day in live(cases.CASES[name]()):
        entered += sum(people for what, people in day.items() if what[0] == "entered")
        there = sum(people for what, people in day.items() if what[0] == "stock")
        assert there + day["travelling",] == entered


def test_the_comparison_keeps_its_error_rate_and_sees_a_change() -> None:
    one = person_columns(cases.quota(), 60, 6)
    assert unlikeness(one, person_columns(cases.quota(), 120, 7))[0] > 0.01
    fewer = cases.crisis(
        [cases.place("hub", "hub"), cases.place("there", "reception"), cases.place("round", "hub")],
        [
            cases.route("hub-there-air", 900, mode="air", per_day=20),
            cases.route("hub-round", 300),
            cases.route("round-there", 560, groups=["y"]),
        ],
        [cases.enter("hub", 60, "x", last=2), cases.enter("hub", 40, "y", last=2)],
        groups=("x", "y"),
        parameters={"leave_hub": 0.7},
    )
    assert unlikeness(one, person_columns(fewer, 120, 7))[0] < ERROR
