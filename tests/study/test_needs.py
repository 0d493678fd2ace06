"""Needs against the published figures, by hand, and aid against simple stocks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from marchland.engine.simulate import simulate
from marchland.errors import RequestError
from marchland.model.scenario import Scenario
from marchland.model.tables import Aid, Composition, Displaced, Weather
from marchland.study.compare.paired import compare
from marchland.study.measures import aid
from marchland.study.measures import needed as needed_of_weeks
from marchland.study.measures.needed import by_week, weeks_of
from marchland.study.measures.needs import (
    by_weeks,
    in_all,
    in_weeks,
    loads,
    mortality,
    needs,
    together,
)
from marchland.study.measures.outcomes import outcomes
from marchland.study.measures.read import read
from marchland.study.measures.standards import standards
from marchland.view.report.write import page
from marchland.view.words.needs import picture
from verify import cases


def camp(t_mean: float = 20.0, t_min: float = 15.0, rows: Any = ()) -> Scenario:
    """Build a camp of 4,000 people that nobody leaves, with the same weather every day."""
    scene = cases.crisis(
        [cases.place("c", "camp", weather_station="n"), cases.place("h", "home")],
        [],
        [cases.enter("c", 4000)],
        days=10,
        parameters={"leave_camp": 0.0},
    )
    weather = [
        {"date": cases.day(i), "station": "n", "t_min_c": t_min, "t_mean_c": t_mean, "precip_mm": 0}
        for i in range(10)
    ]
    shares = [{"group": "", "women": 0.2, "men": 0.6, "children": 0.2}]
    return replace(
        scene,
        weather=cases.table(Weather, weather),
        composition=cases.table(Composition, shares),
        aid=cases.table(Aid, rows),
    )


def needed(**weather: float) -> Any:
    scene = camp(**weather)
    return needs(simulate(scene, members=2, seed=1), scene).isel(member=0, day=3).sel(place="c")


def test_the_example_of_four_thousand_people() -> None:
    found = needed()
    assert float(found.water) == 60_000 and float(found.water_emergency) == 28_000
    assert float(found.water_survival) == 12_000
    assert float(found.food) == pytest.approx(2.26, abs=0.001)  # 565 g a person
    assert float(found.toilets) == 200 and float(found.toilets_for_women) == 150
    assert float(found.covered_area) == 14_000 and float(found.health_posts) == 1
    assert [float(found[name]) for name in ("women", "men", "children")] == [800, 2400, 800]


@pytest.mark.parametrize(("t", "more"), [(20, 0), (0, 400), (-5, 500), (25, 0)])
def test_people_need_more_food_in_the_cold(t: float, more: float) -> None:
    assert float(needed(t_mean=t).energy) / 4000 == pytest.approx(2100 + more)


def test_a_resting_ration_at_five_below_is_seven_tenths_of_a_kilogram() -> None:
    assert float(needed(t_mean=-5).food) == pytest.approx(2.8, abs=0.01)


@pytest.mark.parametrize(("t", "each"), [(20, 0), (10, 1), (0, 1), (-10, 2), (-20, 2)])
def test_blankets_follow_the_insulation_that_people_need(t: float, each: int) -> None:
    assert float(needed(t_min=t).blankets) == 4000 * each


def test_trucks_carry_seven_tonnes_and_a_quarter_more_stand_by() -> None:
    scene = camp()
    found = loads(needs(simulate(scene, members=1, seed=1), scene)).isel(member=0, day=3)
    assert float(found.tonnes.sel(place="c")) == pytest.approx(62.26)
    assert float(found.truckloads.sel(place="c")) == 12  # 9 loads, a quarter more, rounded up


def test_weeks_add_up_what_is_used_and_keep_the_most_of_what_lasts() -> None:
    scene = camp()
    table = by_week(simulate(scene, members=3, seed=1), scene).set_index(["week", "item"])
    assert table.loc[("2021-06-07", "water"), "median"] == 4 * 60_000  # 7 to 10 June
    assert table.loc[("2021-05-31", "people"), "median"] == 4000
    assert (table["low90"] <= table["high90"]).all()


def test_a_user_s_standards_take_the_place_of_the_shipped(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("name,value,source\nwater,20,Our cluster 2026\n")
    table = standards(own)
    assert table.loc["water", "value"] == 20 and table.loc["water", "source"] == "Our cluster 2026"
    assert table.loc["energy", "value"] == 2100
    own.write_text("name,value,source\nwatter,20,x\nwater,none,x\n")
    with pytest.raises(RequestError, match=r"'watter' is no standard.*'water' must be a number"):
        standards(own)


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [
        ("water_survival", 3, "Sphere"),  # 2.5 to 3 L
        ("water_emergency", 7, "UNHCR"),
        ("water", 15, "Sphere"),
        ("energy", 2100, "UNHCR, WFP and WHO"),
        ("energy_cold", 100, "UNHCR, WFP and WHO"),  # each 5 °C below 20 °C
        ("ration", 0.400 + 0.060 + 0.025 + 0.050 + 0.015 + 0.015, "WFP"),
        ("covered_area", 3.5, "Sphere"),
        ("covered_area_cold", 4.5, "UNHCR"),  # 4.5 to 5.5 m²
        ("toilets", 20, "Sphere"),
        ("women_s_toilets", 3 / 4, "Sphere"),
        ("health_posts", 10_000, "Sphere"),
        ("blanket", 0.4, "HSHEBLAN01"),
        ("blanket_weight", 2, "HSHEBLAN01"),
        ("insulation_at_0", 0.6, "ICRC"),
        ("truck", 7, "CARE"),
        ("mortality_emergency", 1, "UNHCR"),
        ("mortality_out_of_control", 2, "UNHCR"),
        ("mortality_catastrophe", 5, "UNHCR"),
    ],
)
def test_standards_are_the_published_figures(name: str, value: float, source: str) -> None:
    table = standards()
    assert table.loc[name, "value"] == pytest.approx(value) and source in str(
        table.loc[name, "source"]
    )


def test_every_standard_says_where_it_is_from() -> None:
    table = standards()
    assert table["source"].astype(bool).all() and table["meaning"].astype(bool).all()


def settings_of_all() -> Any:
    """Return needs with 1,000 people in each setting, and at home, in frost."""
    kinds = {"town": "settlement", "site": "transit", "camp": "camp", "hosts": "host_community"}
    kinds |= {"jail": "detention", "end": "destination", "back": "home"}
    scene = cases.crisis(
        [cases.place(name, kind, weather_station="n") for name, kind in kinds.items()],
        [],
        [cases.enter(name, 1000) for name in kinds],
        days=2,
    )
    weather = [
        {"date": cases.day(i), "station": "n", "t_min_c": 0, "t_mean_c": 20, "precip_mm": 0}
        for i in range(2)
    ]
    rows = [{"date": cases.day(0), "place": "hosts", "item": "water", "quantity": 6, "unit": "m³"}]
    return replace(scene, weather=cases.table(Weather, weather), aid=cases.table(Aid, rows)), {
        name: kind for name, kind in kinds.items() if kind not in ("destination", "home")
    }


def test_everybody_who_is_displaced_has_needs_by_the_standards_of_the_setting() -> None:
    scene, counted = settings_of_all()
    runs = simulate(scene, members=1, seed=1)
    found = needs(runs, scene).isel(member=0, day=0)
    assert set(found["place"].values.tolist()) == set(counted)
    assert found["water"].values.tolist() == [15_000.0] * 5
    at = {name: found.sel(place=name) for name in counted}
    toilets = {name: int(one["toilets"]) for name, one in at.items()}
    assert toilets == {"town": 50, "site": 20, "camp": 50, "hosts": 50, "jail": 50}
    blankets = {name: int(one["blankets"]) for name, one in at.items()}
    assert blankets["hosts"] == blankets["town"] == 1000  # 15 °C in the room: 0.07 of 0.4
    assert blankets["camp"] == 1000  # 0.37 of 0.4
    colder = replace(scene, weather=replace(scene.weather, t_min_c=np.full(2, -15.0)))
    cold = needs(runs, colder).isel(member=0, day=0)["blankets"]
    assert int(cold.sel(place="hosts")) == 1000 and int(cold.sel(place="camp")) == 2000


def test_deliveries_to_a_host_community_count() -> None:
    scene, _ = settings_of_all()
    found = aid.coverage(simulate(scene, members=1, seed=1), scene).sel(item="water")
    assert float(found["served"].isel(member=0, day=0).sel(place="hosts")) == 400


def test_a_standard_of_one_setting_takes_its_place_there_alone(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("name,setting,value,source\ntoilets,host,10,Ours\ntoilets,transit,25,Ours\n")
    scene, _ = settings_of_all()
    found = needs(simulate(scene, members=1, seed=1), scene, standards(own))["toilets"]
    toilets = found.isel(member=0, day=0)
    assert [int(toilets.sel(place=name)) for name in ("hosts", "site", "camp")] == [100, 40, 50]
    own.write_text("name,setting,value,source\ntoilets,hosts,10,Ours\n")
    with pytest.raises(RequestError, match="setting 'hosts' must be blank or one of open, transit"):
        standards(own)


def test_aid_serves_people_until_it_is_used_up() -> None:
    rows = [
        {"date": cases.day(2), "place": "c", "item": "water", "quantity": 90, "unit": "m³"},
        {"date": cases.day(1), "place": "c", "item": "blankets", "quantity": 1000,
         "unit": "blankets"},
    ]  # fmt: skip
    scene = camp(t_min=0, rows=rows)
    found = aid.coverage(simulate(scene, members=2, seed=1), scene).isel(member=0).sel(place="c")
    water, blankets = found.sel(item="water"), found.sel(item="blankets")
    np.testing.assert_allclose(water.covered[:6], [0, 0, 1, 0.5, 0, 0])
    np.testing.assert_allclose(water.served[2:4], [4000, 2000])
    np.testing.assert_allclose(blankets.covered[:4], [0, 0.25, 0.25, 0.25])
    total = float(water.delivered.sum())
    assert total == pytest.approx(float(water.used.sum() + water.stock[-1]))


def test_what_is_needed_beyond_deliveries_is_an_outcome() -> None:
    rows = [
        {"date": cases.day(2), "place": "c", "item": "water", "quantity": 90, "unit": "m³"},
        {"date": cases.day(1), "place": "c", "item": "blankets", "quantity": 1000,
         "unit": "blankets"},
    ]  # fmt: skip
    scene = camp(t_min=0, rows=rows)
    runs = simulate(scene, members=2, seed=1)
    found = outcomes(runs, scene)
    assert found["unmet_water"].tolist() == [10 * 60_000 - 90_000] * 2  # litres over ten days
    assert found["unmet_blankets"].tolist() == [4000, 4000]  # on the first day: none was there
    assert not {"unmet_food", "unmet_shelter"} & set(found)  # nobody said what was delivered
    assert not {"unmet_water", "unmet_blankets"} & set(outcomes(runs))
    weeks = by_week(runs, scene).set_index(["item", "week"])["median"]
    assert weeks["unmet_water"].tolist() == [6 * 60_000 - 90_000, 4 * 60_000]
    text = page(read(runs, scene))
    assert "Unmet need for water, beyond recorded deliveries" in text
    assert "Unmet need by place" in text


def test_more_aid_leaves_less_unmet_and_never_less_than_nothing() -> None:
    day = {"date": cases.day(0), "place": "c", "item": "food", "unit": "t"}
    left = []
    for tonnes in (0, 5, 1000):
        scene = camp(rows=[{**day, "quantity": tonnes}])
        runs = simulate(scene, members=2, seed=1)
        found = compare(runs, runs, scene).set_index("outcome")
        left.append(found["before"].get("unmet_food", 0))
    assert left == [pytest.approx(22.6, abs=0.1), pytest.approx(17.6, abs=0.1), 0]


def test_a_unit_that_cannot_be_compared_is_told() -> None:
    rows = [{"date": cases.day(2), "place": "c", "item": "food", "quantity": 9, "unit": "boxes"}]
    scene = camp(rows=rows)
    with pytest.raises(RequestError, match=r"food in 'boxes'.*t or kg"):
        aid.coverage(simulate(scene, members=1, seed=1), scene)


def test_crude_mortality_is_told_beside_the_threshold() -> None:
    scene = cases.crisis(
        [cases.place("s", "strip", weather_station="n")],
        [],
        [cases.enter("s", 1000)],
        parameters={"cold_level": 1.5, "try_rate": 0.0},
    )
    rows = [{"date": cases.day(i), "station": "n", "t_min_c": 2, "precip_mm": 0} for i in range(6)]
    scene = replace(scene, weather=cases.table(Weather, rows))
    table = mortality(simulate(scene, members=4, seed=1))
    assert table["median"].tolist() == pytest.approx([1.5], rel=0.02)
    assert table["share_emergency"].tolist() == [1.0]


def test_all_places_together_are_one_number_a_week_and_one_in_all() -> None:
    scene = camp()
    weeks = together(needs(simulate(scene, members=3, seed=1), scene))
    assert weeks["water"].dims == ("member", "week")
    assert in_all(weeks["water"]).values.tolist() == [10 * 60_000] * 3
    assert in_all(weeks["people"]).values.tolist() == [4000] * 3


def test_weeks_say_the_same_however_many_members_are_worked_out_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        {"date": cases.day(1), "place": "c", "item": "water", "quantity": 90_000, "unit": "L"},
        {
            "date": cases.day(2),
            "place": "c",
            "item": "blankets",
            "quantity": 900,
            "unit": "blankets",
        },
    ]
    scene = camp(t_min=-5, rows=rows)
    people = {**cases.enter("c", 0), "people": "1000 to 5000"}
    scene = replace(scene, displaced=cases.table(Displaced, [people]))
    runs = simulate(scene, members=3, seed=1)
    whole = weeks_of(runs, scene)
    monkeypatch.setattr(needed_of_weeks, "AT_ONCE", 1)
    parts = weeks_of(runs, scene)
    assert whole is not None and parts is not None
    by_day = needs(runs, scene)
    for one in (whole, parts):
        xr.testing.assert_identical(one.by_place, in_weeks(by_day))
        xr.testing.assert_identical(one.together, together(by_day))
        xr.testing.assert_identical(one.lacking, by_weeks(aid.unmet(runs, scene)))
    assert whole.covered == parts.covered and len(whole.covered) == 2


def test_weeks_that_are_cut_off_are_said_to_be() -> None:
    scene = camp()  # ten days, from a Tuesday on
    weeks = together(needs(simulate(scene, members=2, seed=1), scene))
    assert weeks["days_told"].values.tolist() == [6, 4]
    told = "The first week has 6 of 7 days and the last week has 4 of 7 days."
    assert told in picture(weeks["water"]) and "of 7 days" not in picture(weeks["people"])
