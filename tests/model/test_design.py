"""How a scenario is run: what is asked wrongly is said at once, whoever asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import marchland as ml
from marchland.engine.simulate import simulate
from marchland.errors import RequestError
from marchland.gas.simulate import simulate as simulate_gas
from marchland.model.design import SOURCES, Design, Keep
from marchland.study.runs.ensemble import simulate as simulate_told
from marchland.study.runs.scale import ensemble
from verify import cases

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"members": 2.5}, "members is 2.5, must be a whole number"),
    ({"members": "20"}, "members is '20', must be a whole number"),
    ({"members": True}, "members is True, must be a whole number"),
    ({"members": 0}, "members is 0, must be at least 1"),
    ({"seed": -1}, "seed is -1, must be at least 0"),
    ({"seed": 2**63}, "must be below 2^63"),
    ({"days": 0}, "days is 0, must be at least 1"),
    ({"uncertainty": "chance"}, "uncertainty is 'chance', must be a list of names, as ['chance']"),
    ({"uncertainty": 3}, "uncertainty is 3, must be a list of names"),
    ({"uncertainty": ["chanse"]}, "uncertainty has 'chanse' (did you mean 'chance'?), may have "),
    ({"keep": "place"}, "keep is 'place', must be made by Keep"),
    ({"members": 2, "parameters": {"pace": [1.0]}}, "pace has 1 values, must have one for each of"),
    ({"members": 1, "parameters": {"pace": ["a"]}}, "pace has values that are not numbers"),
    ({"members": 1, "parameters": {"pace": [np.nan]}}, "pace has values that are not finite"),
    ({"members": 1, "parameters": {"pase": [1]}}, "'pase', which the scenario does not have (did"),
    ({"members": 1, "parameters": [("pace", 1)]}, "parameters must be values by name"),
]


@pytest.mark.parametrize(("asked", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_is_asked_wrongly_is_said_by_every_verb(
    asked: dict[str, Any], said: str, tmp_path: Path
) -> None:
    for verb in (simulate, simulate_told):
        with pytest.raises(RequestError) as told:
            verb(cases.fork(), **asked)
        assert said in str(told.value)
    pytest.importorskip("distributed", reason="the extra 'scale' is not installed")
    with pytest.raises(RequestError) as told:
        ensemble(cases.fork(), tmp_path / "s.zarr", **asked)
    assert said in str(told.value)
    assert not list(tmp_path.iterdir())


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(RequestError) as told:
        simulate(
            cases.fork(),
            2.5,  # type: ignore[arg-type]
            -1,
            first=-3,
            threads=0,
            uncertainty="chance",
            parameters={"pase": np.ones(2)},
        )
    said = str(told.value)
    for name in ("members", "seed", "first", "threads", "uncertainty", "parameters"):
        assert f"{name} is" in said or f"{name} has" in said


@pytest.mark.parametrize("given", ["belarus-2021", Path("belarus-2021")])
def test_a_name_in_place_of_a_scenario_is_to_be_read_first(given: Any) -> None:
    with pytest.raises(RequestError, match=r"read it first, with read\('belarus-2021'\)"):
        simulate_told(given)
    with pytest.raises(RequestError, match="of type Dataset, must be what read"):
        simulate_told(ml.simulate(cases.line(), 1, 1, days=1))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kinds": ("camps",)}, "keep: kinds has 'camps' (did you mean 'camp'?), may have "),
        ({"kinds": "camp"}, "keep: kinds is 'camp', must be a list of names, as ['camp']"),
        ({"stock": "groups"}, "keep: stock is 'groups', must be group, place or none"),
        ({"flow": "no"}, "keep: flow is 'no', must be True or False"),
    ],
)
def test_what_cannot_be_kept_is_refused(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestError) as told:
        Keep(**asked)
    assert said in str(told.value)


def test_a_design_takes_from_the_scenario_what_nobody_said() -> None:
    crisis = cases.fork()
    design = Design.of(crisis, members=np.int64(7), uncertainty=iter(["chance", "chance"]))
    assert (design.members, design.seed, design.days) == (7, crisis.ensemble.seed, crisis.days)
    assert design.uncertainty == ("chance",)
    assert Design.of(crisis).on == set(SOURCES)
    assert Design.of(crisis, uncertainty=[]).on == set()
    with pytest.raises(RequestError, match=r"members is 2.5.*; days is 0"):
        Design(2.5, 1, 0)  # type: ignore[arg-type]


def test_a_design_runs_as_its_parts_do() -> None:
    crisis = cases.fork()
    parts: dict[str, Any] = {"members": 2, "seed": 4, "days": 3, "first": 5}
    keep = Keep(stock="place", flow=False)
    one = ml.simulate(crisis, design=Design(**parts, keep=keep, uncertainty=("chance",)))
    other = ml.simulate(crisis, **parts, keep=keep, uncertainty=["chance"])
    assert one.drop_attrs().identical(other.drop_attrs())
    assert one.attrs["uncertainty"] == other.attrs["uncertainty"] == "chance"
    with pytest.raises(RequestError, match="members, first and a design are given"):
        ml.simulate(crisis, members=2, first=1, design=Design(2, 1, 3))


def test_gas_says_the_same_of_the_same_faults() -> None:
    pytest.importorskip("scipy", reason="the extra 'gas' is not installed")
    crisis = ml.read("belarus-2021")
    with pytest.raises(RequestError, match=r"members is 2.5.*uncertainty is 'winter', must be a"):
        simulate_gas(crisis, members=2.5, uncertainty="winter")  # type: ignore[arg-type]
    with pytest.raises(RequestError, match="uncertainty has 'chance', may have shares, winter"):
        simulate_gas(crisis, uncertainty=["chance"])
