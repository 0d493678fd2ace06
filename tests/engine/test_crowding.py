"""Camps beside each other share one attraction, by a slow second reckoning and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from crisis import Crisis
from marchland.engine.plan import Plan
from marchland.model.design import Keep
from verify import cases
from verify.cases import crisis, enter, place, route


def test_camps_ten_km_apart_by_hand() -> None:
    plan = Plan(cases.camps(), Keep())
    found = dict(zip(plan.places, plan.crowding, strict=True))
    shared = 1 / (1 + math.exp(-10 / 30))
    assert found == {"a": 1, "apart": 1, "near": pytest.approx(shared), "beside": found["near"]}
    assert Crisis(cases.camps(), {}, {}).crowding == {
        camp: found[camp] for camp in ("apart", "beside", "near")
    }


@pytest.mark.parametrize("parts", [2, 3, 5])
def test_a_camp_in_parts_draws_as_one(parts: int) -> None:
    camps = [f"part{i}" for i in range(parts)]
    scenario = crisis(
        [place("a", "settlement"), *(place(id, "camp") for id in camps)],
        [route("a-part0", 100), *(route(f"part0-{id}", 1e-9) for id in camps[1:])],
        [enter("a", 1)],
        parameters={"crowding_scale": 30},
    )
    plan = Plan(scenario, Keep())
    assert np.isclose(plan.crowding[plan.place_of["part0"] :].sum(), 1.0)


def test_only_camps_share_and_only_where_the_rule_is_on() -> None:
    plan = Plan(cases.ring(), Keep())
    assert plan.crowding.tolist() == [1, 1, 1, 1]
