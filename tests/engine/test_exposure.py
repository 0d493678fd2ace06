"""Cold and wet against closed forms and the published slopes (Zhang et al. 2019)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy import stats

from marchland.engine.simulate import simulate
from marchland.model.checks import problems
from marchland.model.expression import Expression
from marchland.model.levers import Change, Lever
from marchland.model.parameters import DEFAULTS, EXPOSURE
from marchland.model.reactions import Reaction
from marchland.model.scenario import Scenario
from marchland.model.tables import Timeline, Weather
from marchland.view.words.crisis import describe
from person import simulate_people
from verify import cases

ERROR = 1e-4
WHERE = ("entered", "died", "stock", "hospital", "travelling")
CENTRAL = {name: one.value for name, one in EXPOSURE.items()}


def stuck(
    people: int = 50_000,
    days: int = 3,
    t_min: float = 2.0,
    rain: float = 0.0,
    events: Any = (),
    shelter: str = "",
    wind: float | None = None,
    **parameters: float,
) -> Scenario:
    """Build a strip that nobody leaves, with the same weather every day."""
    scene = cases.crisis(
        [cases.place("s", "strip", "BLR", weather_station="north", shelter=shelter or None)],
        [],
        [cases.enter("s", people)],
        events,
        days=days,
        parameters={"try_rate": 0.0, "hospital": 0.0, **parameters},
    )
    rows = [
        {
            "date": cases.day(i),
            "station": "north",
            "t_min_c": t_min,
            "precip_mm": rain,
            "wind_ms": wind,
        }
        for i in range(days)
    ]
    return replace(scene, weather=cases.table(Weather, rows))


def rate(scenario: Scenario) -> float:
    """Return expected deaths per 10,000 person-nights in the open."""
    runs = simulate(scenario, members=1, seed=1, uncertainty=[])
    return float(runs.deaths_expected.sum() / runs.open_nights.sum()) * 10_000


@pytest.mark.parametrize(
    ("t_min", "multiple"), [(-10, 3.28), (-5, 2.00), (0, 1.22), (5, 0.74), (10, 0.45), (2, 1.0)]
)
def test_the_hazard_rises_as_the_days_get_colder(t_min: float, multiple: float) -> None:
    assert rate(stuck(t_min=t_min)) / 0.5 == pytest.approx(multiple, rel=0.01)


@pytest.mark.parametrize(("rain", "multiple"), [(1, 1.10), (5, 1.61), (10, 2.59), (60, 6.73)])
def test_it_rises_with_rain_up_to_the_cap(rain: float, multiple: float) -> None:
    assert rate(stuck(rain=rain)) / 0.5 == pytest.approx(multiple, rel=0.01)


def test_five_degrees_are_the_published_odds_ratio() -> None:
    assert np.exp(5 * CENTRAL["cold_per_degree"]) == pytest.approx(1.64, abs=0.005)
    assert np.exp(CENTRAL["cold_per_mm"]) == pytest.approx(1.10, abs=0.005)


@pytest.mark.parametrize(
    ("changed", "multiple"),
    [
        ({"shelter": "wind_break"}, 0.48),
        ({"shelter": "heated"}, 0.0),
        ({"events": [cases.event(0, "access", "s", 1.0)]}, 0.53),
        ({"events": [cases.event(0, "access", "s", 0.5)]}, 0.763),
    ],
)
def test_wind_breaks_aid_and_heat_shift_it(changed: Mapping[str, Any], multiple: float) -> None:
    runs = simulate(stuck(**changed), members=1, seed=1, uncertainty=[])
    deaths = float(runs.deaths_expected.sum()) / 50_000 / 3 * 10_000 / 0.5
    assert deaths == pytest.approx(multiple, rel=0.01)


@pytest.mark.parametrize(
    ("wind", "degrees"), [(None, 0.0), (3, 0.0), (0.2, 7.5), (4.5, -3.2), (5.25, -4.45), (15, -8.4)]
)
def test_wind_acts_as_degrees_of_the_standard(wind: float | None, degrees: float) -> None:
    shifted = np.exp(-CENTRAL["cold_per_degree"] * degrees)
    assert rate(stuck(wind=wind, wind_share=1.0)) / 0.5 == pytest.approx(shifted, rel=1e-3)
    half = np.exp(-CENTRAL["cold_per_degree"] * degrees / 2)
    assert rate(stuck(wind=wind, wind_share=0.5)) / 0.5 == pytest.approx(half, rel=1e-3)


def test_wind_moves_nothing_behind_a_wind_break() -> None:
    calm, storm = (rate(stuck(shelter="wind_break", wind=wind)) for wind in (None, 12))
    assert calm == storm < rate(stuck()) < rate(stuck(wind=12))


def test_wind_comes_with_the_day_that_stands_for_a_missing_one() -> None:
    windy, still = (stuck(1000, 10, wind=wind, wind_share=1.0) for wind in (8, None))
    for scene, multiple in ((windy, np.exp(CENTRAL["cold_per_degree"] * 8.4)), (still, 1.0)):
        rows = [row for i, row in enumerate(scene.weather.rows()) if i != 4]
        gap = replace(scene, weather=cases.table(Weather, rows))
        runs = simulate(gap, members=5, seed=1, uncertainty=["chance"])
        assert np.isnan(runs.wind.values[4]).all()
        assert rate(gap) / 0.5 == pytest.approx(multiple, rel=1e-3)


@pytest.mark.parametrize(
    ("events", "reached"),
    [
        ([(0, "kits", 25_000)], 0.5),
        ([(0, "kits", 10_000), (0, "access", 0.4)], 0.4),
        ([(0, "kits", 10_000), (1, "kits", 15_000)], (0.2 + 0.5 + 0.5) / 3),
        ([(0, "kits", 90_000)], 1.0),
        ([(0, "kits", 10_000), (0, "shelter", 0.5)], 0.4),
    ],
)
def test_kits_reach_so_many_of_those_in_the_open_and_last(events: Any, reached: float) -> None:
    happens = [cases.event(day, what, "s", value) for day, what, value in events]
    runs = simulate(stuck(events=happens, cold_level=0.01), members=1, seed=1, uncertainty=[])
    multiple = 1 - reached + reached * np.exp(-CENTRAL["cold_per_degree"] * CENTRAL["aid_shift"])
    nights = float(runs.open_nights.sum())
    assert float(runs.deaths_expected.sum()) / nights * 1e6 == pytest.approx(multiple, rel=1e-3)
    assert float(runs.unreached_nights.sum()) / nights == pytest.approx(1 - reached, rel=1e-3)


def test_kits_are_said_of_a_place_and_warned_of_under_a_roof() -> None:
    for where, event, told in (
        ("BLR", cases.event(0, "kits", "BLR", 5), "it must be of a place"),
        ("town", cases.event(0, "kits", "town", 5), "nobody is in the open"),
    ):
        scene = cases.cold()
        rows = [*scene.timeline.rows(), event]
        wrong = problems(replace(scene, timeline=cases.table(Timeline, rows)))
        (one,) = [p for p in wrong if "kits" in str(p)]
        assert told in str(one) and one.warning is (where == "town")


def test_a_lever_s_kits_come_to_those_of_the_timeline_and_undo_none() -> None:
    scene = stuck(events=[cases.event(0, "kits", "s", 5_000), cases.event(2, "kits", "s", 1_000)])
    change = Change.of("kits s = 10000")
    day = date.fromisoformat(cases.day(0))
    more = Lever("more", "More", "More kits.", "Somebody", "protective", day, (change,))
    both = replace(scene, levers={"more": more}).pull("more")
    runs = simulate(both, members=1, seed=1, uncertainty=[])
    reached = 1 - float(runs.unreached_nights.sum() / runs.open_nights.sum())
    assert reached == pytest.approx((0.3 + 0.3 + 0.32) / 3, rel=1e-3)


def test_a_reaction_delivers_kits_in_each_member_by_itself() -> None:
    scene, when = stuck(days=4), Expression.of("people(s) > 10")
    one = Reaction("aid", "Aid", when, 1, (Change.of("kits s = 25000"),))
    runs = simulate(replace(scene, reactions={"aid": one}), members=2, seed=1)
    reached = 1 - (runs.unreached_nights.sum() / runs.open_nights.sum()).values
    assert reached == pytest.approx(0.5 * 3 / 4, rel=0.01)


def test_kits_are_told_in_words() -> None:
    told = describe(cases.cold())
    assert "2021-06-04  dry clothes and blankets for 6 people to s" in told


def test_people_under_a_heated_roof_are_not_in_the_open() -> None:
    runs = simulate(stuck(events=[cases.event(1, "shelter", "s", 0.75)]), members=1, seed=1)
    assert float(runs.open_nights.sum()) == pytest.approx(50_000 * 1.5, rel=0.01)


def test_what_befalls_people_is_geometric_and_splits_by_case_fatality() -> None:
    level, fatal = 100.0, 0.25
    scene = stuck(20_000, 4, cold_level=level, case_fatality=fatal, injury_days=1e6)
    runs = simulate(scene, members=1, seed=2)
    hazard = level / 10_000 / fatal
    healthy = 20_000 * np.exp(-hazard * 4)
    struck = int(runs.severe_injury.sum())
    assert stats.binomtest(struck, 20_000, (1 - healthy / 20_000) * (1 - fatal)).pvalue > ERROR
    died, weak = int(runs.died.sum()), 0.0
    chance, left = fatal * (1 - healthy / 20_000), 1.0
    for _ in range(4):
        weak *= np.exp(-level / 10_000)
        weak += left * (1 - np.exp(-hazard)) * (1 - fatal)
        left *= np.exp(-hazard)
    chance = 1 - left - weak
    assert stats.binomtest(died, 20_000, chance).pvalue > ERROR


def test_what_is_expected_is_the_mean_of_what_is_drawn() -> None:
    scene = stuck(400, 3, cold_level=20.0)
    runs = simulate(scene, members=2000, seed=3)
    drawn, expected = runs.died.sum(["month", "side"]), runs.deaths_expected.sum(["month", "side"])
    difference = (drawn - expected).values
    assert abs(difference.mean()) < 4.5 * difference.std() / np.sqrt(2000)
    drawn = runs.severe_injury.sum(["month", "side"]) - runs.severe_expected.sum(["month", "side"])
    assert abs(drawn.values.mean()) < 4.5 * drawn.values.std() / np.sqrt(2000)


def test_entered_is_there_and_in_hospital_and_travelling_and_died() -> None:
    runs = simulate(cases.cold(), members=20, seed=4)
    there = runs.stock.isel(day=-1).sum(["place", "group"]) + runs.hospital.isel(day=-1)
    lost = runs.died.sum(["month", "side"])
    assert int(lost.min()) > 0
    np.testing.assert_array_equal(
        runs.entered.sum(["day", "group"]), there + runs.travelling.isel(day=-1) + lost
    )
    counts = simulate_people(cases.cold(), np.random.default_rng(1))
    entered = died = 0
    for one in counts:
        total = {what: sum(n for key, n in one.items() if key[0] == what) for what in WHERE}
        entered, died = entered + total["entered"], died + total["died"]
        assert entered == total["stock"] + total["hospital"] + total["travelling"] + died


def test_non_freezing_injury_is_that_of_the_study() -> None:
    scene = stuck(1000, 24, t_min=4, rain=3, cold_level=1e-6)
    runs = simulate(scene, members=1, seed=1, uncertainty=[])
    share = float(runs.non_freezing_expected.sum()) / 1000
    assert share == pytest.approx(0.64, abs=0.01)  # Golden et al. 2013: 64 % in about 24 days


def test_without_weather_nobody_is_harmed_and_no_bit_moves() -> None:
    cold = cases.cold()
    dry = replace(cold, weather=Weather.empty())
    runs = simulate(dry, members=3, seed=1)
    assert "died" not in runs and "hospital" not in runs
    other = replace(dry, parameters={**dry.parameters, "cold_level": DEFAULTS["cold_level"]})
    np.testing.assert_array_equal(runs.stock, simulate(other, members=3, seed=1).stock)


def test_a_missing_day_is_another_of_its_season() -> None:
    scene = stuck(1000, 10)
    rows = list(scene.weather.rows())
    varied = [row | {"t_min_c": float(i)} for i, row in enumerate(rows) if i not in (4, 5)]
    scene = replace(scene, weather=cases.table(Weather, varied))
    told = [str(problem) for problem in problems(scene) if "weather" in problem.where]
    assert any("lacks 2 days from 2021-06-05" in one for one in told), told
    runs = simulate(scene, members=200, seed=1, uncertainty=["chance"])
    assert np.isnan(runs.t_min.values[4:6]).all()
    again = simulate(scene, members=100, seed=1, uncertainty=["chance"])
    np.testing.assert_array_equal(again.deaths_expected, runs.deaths_expected[:100])
    assert runs.deaths_expected.std("member").max() > 0.0


def test_an_open_place_without_weather_is_told_with_file_and_station() -> None:
    scene = stuck(10)
    none = replace(scene, places=replace(scene.places, weather_station=("",)))
    (one,) = [p for p in problems(none) if "weather_station" in str(p)]
    assert str(one).startswith("places.csv:2") and "(north)" in str(one) and not one.warning
    far = [{"date": "2021-01-01", "station": "north", "t_min_c": 1.0, "precip_mm": 0.0}]
    (one,) = [
        p
        for p in problems(replace(scene, weather=cases.table(Weather, far)))
        if "station north" in str(p)
    ]
    assert one.where == "weather.csv" and "2021-06-01" in str(one)
