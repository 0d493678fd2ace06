"""The engine against its twin in plain Python: every count of every day, to the last person."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from counts import BY_MONTH, days_of, total_in, without_monthly
from marchland.engine.simulate import simulate
from marchland.model.amounts import Amount
from marchland.model.expression import Expression
from marchland.model.levers import Change
from marchland.model.parameters import DEFAULTS
from marchland.model.reactions import Reaction
from marchland.model.scenario import Scenario
from strategies import scenarios
from twin import simulate_twin
from verify import cases

SEED = 7


def assert_equal(scenario: Scenario, runs: Any, member: int) -> None:
    """Compare one member with its twin, which takes over the member's parameters and effects."""
    parameters = dict(
        zip(
            runs.parameter.values.tolist(),
            runs.parameters.sel(member=member).values.tolist(),
            strict=True,
        )
    )
    effects = dict(
        zip(
            runs.place.values.tolist(),
            runs.place_effect.sel(member=member).values.tolist(),
            strict=True,
        )
    )
    twin = simulate_twin(scenario, runs.attrs["seed"], member, parameters, effects)
    for day, (ours, theirs) in enumerate(
        zip(days_of(runs, member), without_monthly(twin), strict=True)
    ):
        assert ours == theirs, f"day {day}: {dict(ours - theirs)} against {dict(theirs - ours)}"
    for name, dim in BY_MONTH.items():
        if name in runs:
            total = runs[name].sel(member=member).sum("month")
            pairs = zip(runs[dim].values.tolist(), total.values.tolist(), strict=True)
            assert total_in(twin, name) == +Counter(dict(pairs)), name


@pytest.mark.parametrize("name", cases.CASES)
def test_every_count_is_the_twins(name: str) -> None:
    scenario = cases.CASES[name]()
    runs = simulate(scenario, members=3, seed=SEED)
    for member in range(3):
        assert_equal(scenario, runs, member)


def test_so_it_is_with_every_parameter_drawn() -> None:
    scenario = replace(cases.border(), parameters=dict(DEFAULTS))
    runs = simulate(scenario, members=4, seed=SEED)
    for member in range(4):
        assert_equal(scenario, runs, member)


def test_so_it_is_with_many_people() -> None:
    scenario = cases.border()
    crowd = [
        replace(amount, low=1e6 * amount.low, high=1e6 * amount.high)
        for amount in scenario.displaced.people
    ]
    scenario = replace(scenario, displaced=replace(scenario.displaced, people=tuple(crowd)))
    assert_equal(scenario, simulate(scenario, members=1, seed=SEED), 0)


@pytest.mark.compiled
@pytest.mark.parametrize(
    ("case", "when", "changes"),
    [
        ("border", "attempts(BLR>POL, 2 days) > 8", ("permeability s1-f1 = 0.9",)),
        ("border", "people(s1) > 12", ("close hub-s1", "open hub-s1 after 2 days")),
        ("border", "turned_back() + 2 > 9", ("close BLR>POL for x", "push_back f1 = 0.1")),
        ("border", "stranded(2 days) > 20 or entered() > 40", ("close s1", "per_day s2-f2 = 2")),
        ("closure", "travelling() > 30", ("close b-d", "close b-c for y after 1 days")),
        ("closure", "not people(b) < 1", ("close b-d for x", "open b-d after 3 days")),
        ("ring", "people(b) + people(d) > 20", ("close c-d", "attraction b for y = 0")),
        ("ring", "entered() >= pace", ("close a-b", "leave c = 0.1 after 1 days")),
        ("transfer", "people(camp) > 3", ("open camp-iraq", "transfer_per_day camp-iraq = 2")),
        ("hard", "people(full) >= 10", ("close a-full", "capacity next = 5")),
        ("neighbours", "people(d) > 5", ("close c-d", "close d")),
        ("war_between", "people(east) > 20", ("push far = 0.3", "push b = 0 after 1 days")),
    ],
)
def test_so_it_is_where_members_answer_what_happened(
    case: str, when: str, changes: tuple[str, ...]
) -> None:
    scenario = cases.CASES[case]()
    one = Reaction("one", "One", Expression.of(when), 1, tuple(map(Change.of, changes)))
    scenario = replace(scenario, reactions={"one": one})
    runs = simulate(scenario, members=8, seed=SEED)
    plain = simulate(replace(scenario, reactions={}), members=8, seed=SEED)
    for member in range(8):
        assert_equal(scenario, runs, member)
    assert (runs["fired"] >= 0).any()
    assert not runs["stock"].equals(plain["stock"])


def certain(amount: Amount) -> Amount:
    """Return the middle of an amount's range."""
    middle = (amount.low + amount.high) / 2
    return replace(amount, low=middle, high=middle)


@pytest.mark.compiled
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios(most_days=6))
def test_so_it_is_on_any_scenario(scenario: Scenario) -> None:
    tables: dict[str, Any] = {}
    for name, column in (
        ("places", "attraction"),
        ("displaced", "people"),
        ("timeline", "value"),
        ("routes", "permeability"),
        ("routes", "per_day"),
    ):
        table = tables.get(name, getattr(scenario, name))
        tables[name] = replace(
            table, **{column: tuple(certain(amount) for amount in getattr(table, column))}
        )
    scenario = replace(scenario, **tables, rules=replace(scenario.rules, displacement="given"))
    runs = simulate(scenario, members=1, seed=SEED)
    assert_equal(scenario, runs, 0)


@pytest.mark.parametrize("name", cases.CASES)
def test_choices_split_over_places_are_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["marchland.engine.run"], "MANY_PLACES", 1)
    scenario = cases.CASES[name]()
    split = simulate(scenario, members=2, seed=SEED, threads=3)
    assert_equal(scenario, split, 0)
    assert split.equals(simulate(scenario, members=2, seed=SEED, threads=1))
