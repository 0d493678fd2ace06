"""The linear program: what closed forms, balance and monotony say of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("scipy")

from gas_tiny import network
from marchland.errors import RequestError
from marchland.gas.network import network_of
from marchland.gas.options import Options
from marchland.gas.program import Answer, Program
from marchland.gas.season import central
from marchland.gas.simulate import simulate
from marchland.gas.steps import means

DAYS = 28


def lost(options: Options | None = None, **given: Any) -> tuple[float, float]:
    """Percent of demand that north and south lose."""
    runs = simulate(network(**given), options=options or Options())
    share = 100 * runs["unserved"].sum("week") / runs["demand"].sum("week")
    north, south = share.values[0].round(6)
    return float(north), float(south)


def test_enough_gas_serves_all() -> None:
    assert lost() == (0, 0)


def test_shortage_is_shared_tranche_by_tranche() -> None:
    assert lost(supply=160) == (20, 20)


def test_without_sharing_the_owner_keeps_its_gas() -> None:
    assert lost(Options(sharing=False), supply=160) == (0, 40)


def test_without_sharing_what_is_left_still_flows() -> None:
    assert lost(Options(sharing=False), supply=200) == (0, 0)


def test_a_pipe_bounds_what_can_be_shared() -> None:
    assert lost(pipe=30) == (0, 70)


def test_a_store_fills_the_gap_until_it_is_empty() -> None:
    assert lost(pipe=0, store_twh=2.8) == (0, 0)
    assert lost(pipe=0, store_twh=1.4) == (0, 50)


def test_an_emptier_store_gives_less_a_day() -> None:
    """At a fill of a quarter the limit is 0.3 + 0.7/2 of the full one."""
    runs = simulate(network(pipe=0, store_twh=100, fill=0.25, out=100))
    assert float(runs["withdrawn"].isel(week=0).sum()) == pytest.approx(7 * 65, rel=1e-6)


def test_a_floor_is_never_broken_but_a_duty_gives_way_to_users() -> None:
    assert lost(Options(floor=0.5), pipe=0, store_twh=2.8) == (0, 50)
    assert lost(pipe=0, store_twh=2.8, floor=0.5) == (0, 0)


def test_ships_come_in_addition_only_where_somebody_is_short() -> None:
    runs = simulate(network(ship=40))
    assert float(runs["more"].sum()) == 0
    runs = simulate(network(pipe=0, ship=40))
    assert float(runs["more"].sum()) == pytest.approx(0.15 * 40 * DAYS)


def test_firm_demand_that_cannot_be_met_is_an_error_with_node_and_day() -> None:
    with pytest.raises(RequestError, match=r"firm demand of south .* from 2021-11-01: 40\.0 GWh"):
        simulate(network(pipe=60, firm=True))
    with pytest.raises(RequestError, match=r"south .* from 2021-11-10"):
        simulate(network(firm=True), ["way@2021-11-10"])
    assert float(simulate(network(supply=160, firm=True))["unserved"][0, :, 1].sum()) == 0


numbers = st.floats(0, 200).map(lambda x: round(x, 1))
networks = st.fixed_dictionaries(
    {"supply": numbers, "north": numbers.filter(lambda x: x > 20),
     "south": numbers.filter(lambda x: x > 20), "pipe": numbers, "ship": st.floats(0, 40)},
    optional={"store_twh": st.floats(0.1, 5), "fill": st.floats(0, 1), "out": numbers,
              "floor": st.floats(0, 1)},
)  # fmt: skip


def solved(**given: Any) -> Answer:
    """Solve the whole season at once, without the horizon that moves on."""
    built = network_of(network(**given))
    season = central(built, Options())
    now = means(season, list(range(0, DAYS + 1, 7)))
    return Program(built, season, now.days, sharing=True).solve(now, season.stock)


@settings(max_examples=40, deadline=None)
@given(networks)
def test_what_enters_a_country_leaves_it(given: dict[str, Any]) -> None:
    for options in (Options(), Options(sharing=False)):
        runs = simulate(network(**given), options=options)
        assert float(runs.attrs["balance"].split()[0]) < 1e-6
        assert (runs["unserved"] <= runs["demand"] + 1e-6).all()
        assert (runs["flow"] <= runs["capacity"] + 1e-6).all()
        assert (runs["stock"] <= runs["volume"] + 1e-6).all()


@settings(max_examples=40, deadline=None)
@given(networks, st.floats(1, 2), st.sampled_from(["north", "south", "supply", "pipe", "ship"]))
def test_more_demand_or_less_gas_never_helps(given: dict[str, Any], by: float, what: str) -> None:
    factor = by if what in ("north", "south") else 1 / by
    worse = solved(**{**given, what: given[what] * factor})
    before = solved(**given)
    assert worse.unserved.sum() >= before.unserved.sum() - 1e-5


@settings(max_examples=20, deadline=None)
@given(networks)
def test_daily_steps_lose_what_weekly_steps_lose_where_days_are_alike(
    given: dict[str, Any],
) -> None:
    given = {**given, "floor": None, "store_twh": 0.0}
    weekly, daily = (simulate(network(**given), options=Options(daily=d)) for d in (False, True))
    np.testing.assert_allclose(weekly["unserved"], daily["unserved"], atol=1e-4)
