"""A scenario with other values of its parameters: what was asked, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import marchland as ml
from marchland.errors import RequestError
from marchland.model.parameters import Parameter
from marchland.model.scenario import Scenario


@pytest.fixture(scope="module")
def crisis() -> Scenario:
    return ml.read("belarus-2021")


def drawn(crisis: Scenario, name: str) -> np.ndarray:
    """Return the values of a parameter in a few members."""
    return ml.simulate(crisis, 4, 1, days=1)["parameters"].sel(parameter=name).values


def test_a_number_is_what_every_member_has_though_it_was_fitted(crisis: Scenario) -> None:
    assert crisis.posterior is not None
    name = crisis.posterior.names[0]
    middle = crisis.parameters[name].value
    other = ml.with_parameters(crisis, **{name: middle})
    assert len(set(drawn(crisis, name))) > 1
    assert (drawn(other, name) == middle).all()
    assert other.posterior is not None
    assert other.posterior.names == crisis.posterior.names[1:]
    assert (other.posterior.draws == crisis.posterior.draws[:, 1:]).all()
    assert (drawn(other, other.posterior.names[3]) == drawn(crisis, other.posterior.names[3])).all()
    assert other.digest != crisis.digest


def test_a_range_is_drawn_from_and_holds_its_value(crisis: Scenario) -> None:
    other = ml.with_parameters(crisis, party_size=(2, 3)).parameters["party_size"]
    assert (other.low, other.high, other.law) == (2, 3, crisis.parameters["party_size"].law)
    assert other.low <= other.value <= other.high
    assert other.assumed
    whole = Parameter(2, 1, 3, meaning="People who move together.")
    assert ml.with_parameters(crisis, party_size=whole).parameters["party_size"] == whole


def test_levers_stay_pulled_and_the_given_scenario_as_it_is(crisis: Scenario) -> None:
    before = crisis.pull("corridor")
    after = ml.with_parameters(before, party_size=2)
    assert after.pulls == before.pulls
    assert after.base is not None
    assert after.base.parameters["party_size"].value == 2
    assert before.base == crisis
    assert after == ml.with_parameters(crisis, party_size=2).pull("corridor")
    assert ml.with_parameters(crisis) == crisis


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"party_sise": 2}, r"'party_sise' is no parameter of belarus-2021 \(did you mean"),
        ({"party_size": "two"}, "party_size is 'two', must be a number, a range"),
        ({"party_size": (1, 2, 3)}, r"party_size is \(1, 2, 3\), must be a number, a range"),
        ({"party_size": -1}, "party_size reaches from -1 to -1, must be"),
        ({"party_size": (3, 2)}, "party_size has low 3 above high 2"),
        ({"party_size": float("nan")}, "party_size must have a finite value"),
        ({"a": 1, "b": 2}, "'a' is no parameter.*; 'b' is no parameter"),
    ],
)
def test_what_a_parameter_cannot_be_is_refused(
    crisis: Scenario, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(RequestError, match=said):
        ml.with_parameters(crisis, **values)
