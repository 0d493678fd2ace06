"""Seasons: cuts on their day, members that are paired and reproducible, days by degree days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

pytest.importorskip("scipy")

from gas_tiny import network
from marchland.errors import RequestError
from marchland.gas.cuts import Cut, of_levers, stops
from marchland.gas.network import network_of
from marchland.gas.options import Options
from marchland.gas.season import drawn
from marchland.gas.simulate import simulate
from marchland.gas.spread import spread
from marchland.io.read import read
from marchland.model.checks import problems
from marchland.model.gas import Demand, Supply
from marchland.model.scenario import Scenario
from marchland.model.tables import Weather


@pytest.fixture(scope="module")
def belarus() -> Scenario:
    return read("belarus-2021")


def test_a_cut_holds_from_its_day_and_is_not_foreseen() -> None:
    runs = simulate(network(store_twh=0.35), ["way@2021-11-11"])
    week = runs["unserved"].sel(node="south").values[0]
    assert week[0] == 0
    assert week.sum() == pytest.approx(100 * 18 - 350)  # spread over the weeks that are known
    assert float(runs["stock"].sel(node="south").values[0][0]) == pytest.approx(350)


def test_cuts_name_tags_entries_pipes_and_borders() -> None:
    built = network_of(network())
    for name in ("way", "n-s", "north>south"):
        assert stops(built, [name])[0].pipes.tolist() == [True]
    assert stops(built, ["ground"])[0].entries.tolist() == [True, False]
    assert str(Cut.of("way@2021-11-10")) == "way@2021-11-10"


def test_wrong_cuts_are_all_told_at_once() -> None:
    with pytest.raises(RequestError) as told:
        stops(network_of(network()), ["wya", "way@2022-11-10"])
    assert "did you mean 'way'" in str(told.value) and "the season" in str(told.value)
    with pytest.raises(RequestError, match="is not a date"):
        Cut.of("way@2021-13-01")


def test_a_member_does_not_depend_on_how_many_there_are(belarus: Scenario) -> None:
    built, sources = network_of(belarus), frozenset({"shares", "winter"})
    few, many = (drawn(built, Options(), n, 7, sources) for n in (2, 5))
    np.testing.assert_array_equal(few[1].supply, many[1].supply)
    assert few[1].price == many[1].price
    assert not np.array_equal(many[1].supply, many[2].supply)


def test_drawn_shares_keep_the_measured_total(belarus: Scenario) -> None:
    built = network_of(belarus)
    ships = np.array([kind == "lng" for kind in built.entry_kinds])
    for season in drawn(built, Options(), 5, 3, frozenset({"shares"})):
        ratio = season.supply[:, ships].sum(axis=1) / built.supply.value[:, ships].sum(axis=1)
        assert (ratio <= 1 + 1e-9).all() and (ratio > 0.9).all()  # terminals bound the rest


def test_measured_rows_do_not_differ_between_members(belarus: Scenario) -> None:
    built = network_of(belarus)
    greifswald = built.entries.index("greifswald")
    for season in drawn(built, Options(), 3, 3, frozenset({"shares", "winter"})):
        np.testing.assert_array_equal(
            season.supply[:60, greifswald], built.supply.value[:60, greifswald]
        )


def test_members_of_two_cuts_are_paired() -> None:
    scenario = network(supply=150)
    runs = [simulate(scenario, cut, members=4) for cut in ([], ["way@2021-11-20"])]
    np.testing.assert_allclose(runs[0]["demand"], runs[1]["demand"])


def test_a_month_is_spread_by_degree_days_and_keeps_its_mean() -> None:
    days = [date(2021, 11, 1) + timedelta(days=i) for i in range(4)]
    weather = Weather.from_columns(
        {"date": days, "station": ["here"] * 4, "t_mean_c": [16, 8, -2, 15]}
    )
    when = np.array(days, "datetime64[D]")
    assert spread(weather, "here", when) == pytest.approx(np.array([0, 10, 20, 3]) / 33 * 4)
    assert spread(weather, "there", when).tolist() == [1, 1, 1, 1]


def test_the_winter_of_2021_is_served_and_yamal_alone_leaves_nobody_short(
    belarus: Scenario,
) -> None:
    for cuts in ([], ["yamal@2021-11-12"], ["belarus@2021-11-12"]):
        runs = simulate(belarus, cuts)
        assert float(runs["unserved"].sum()) < 1e-6
    runs = simulate(belarus, ["all-russia@2021-11-12"])
    assert 0.02 < float(runs["unserved"].sum() / runs["demand"].sum()) < 0.2


def test_a_wrong_network_names_the_node_and_the_day(belarus: Scenario) -> None:
    demand = {name: list(getattr(belarus.demand, name)) for name in Demand.columns()}
    gone = demand["node"].index("POL") + 2
    short = {name: values[:gone] + values[gone + 1 :] for name, values in demand.items()}
    told = _problems(replace(belarus, demand=Demand.from_columns(short)))
    assert told == ["gas/demand.csv  node POL has no row for 2022-01-01, must have one for a day"]
    supply = {name: list(getattr(belarus.supply, name)) for name in Supply.columns()}
    supply["gwhd"][supply["entry"].index("kondratki")] = 9999.0
    (told_,) = _problems(replace(belarus, supply=Supply.from_columns(supply)))
    assert "kondratki at node POL brings 9999 from 2021-11-01" in told_


def test_a_lever_cuts_gas_beside_what_it_changes(belarus: Scenario) -> None:
    made = belarus.pull("gas_cut", date="2021-11-20").pull("corridor")
    assert [str(cut) for cut in of_levers(made)] == ["belarus@2021-11-20"]
    assert simulate(made).attrs["cuts"] == "belarus@2021-11-20"
    assert of_levers(belarus) == []
    wrong = replace(belarus.levers["gas_cut"], cuts=("belaruss",))
    (told,) = _problems(replace(belarus, levers={**belarus.levers, "gas_cut": wrong}))
    assert "gas_cut.cuts 'belaruss' is nothing that can be cut (did you mean 'belarus'?)" in told


def _problems(scenario: Scenario) -> list[str]:
    return [str(one) for one in problems(scenario) if not one.warning]


def test_one_cut_may_be_given_by_itself() -> None:
    one, listed = (simulate(network(), cuts) for cuts in ("way@2021-11-11", ["way@2021-11-11"]))
    assert one.drop_attrs().identical(listed.drop_attrs())


def test_without_a_network_or_without_members_the_request_is_refused(line: Scenario) -> None:
    with pytest.raises(RequestError, match="has no gas network"):
        simulate(line)
    with pytest.raises(RequestError, match="members is 0"):
        simulate(network(), members=0)
    with pytest.raises(RequestError, match="horizon is 0 days"):
        Options(horizon_days=0)
