"""The built-in crisis: its tables hold together, its figures add up, and it keeps its promises."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

import marchland as ml
from marchland.engine.simulate import simulate
from marchland.io.posterior import read_origin
from marchland.io.read import check
from marchland.model.amounts import Amount
from marchland.model.arrivals import arrivals_by_month
from marchland.model.columns import Table
from marchland.model.scenario import Scenario
from marchland.study.fit.calibration import fitted, input_digest, to_fit
from marchland.study.measures.observe import observed
from marchland.study.runs.horizon import blind
from marchland.study.scores.skill import skill

EARTH_KM = 6371.0088
ROAD_FACTOR = 1.25
FITTED_UNTIL = np.datetime64("2021-10-31")


@pytest.fixture(scope="module")
def crisis() -> Scenario:
    scenario, problems = check("belarus-2021")
    assert [str(problem) for problem in problems] == []
    assert scenario is not None
    return scenario


def value(crisis: Scenario, amount: Amount) -> float:
    """Return an amount with every parameter at its value."""
    return amount.low * (crisis.parameters[amount.parameter].value if amount.parameter else 1)


def great_circle(crisis: Scenario, one: str, other: str) -> float:
    rows = {row["id"]: row for row in crisis.places.rows()}
    (a, x), (b, y) = ([math.radians(rows[p][c]) for c in ("lat", "lon")] for p in (one, other))
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin((y - x) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def test_it_runs_from_june_to_march(crisis: Scenario) -> None:
    assert str(crisis.start) == "2021-06-01"
    assert str(np.datetime64(crisis.start) + np.timedelta64(crisis.days - 1, "D")) == "2022-03-31"


def test_every_row_names_its_source(crisis: Scenario) -> None:
    tables: list[Table] = [
        crisis.places,
        crisis.routes,
        crisis.displaced,
        crisis.timeline,
        crisis.composition,
        crisis.weather,
        crisis.observations,
    ]
    for table in tables:
        assert all(row["source"] for row in table.rows()), table.FILE


def test_what_has_no_source_has_a_range(crisis: Scenario) -> None:
    assumed = [one for one in crisis.parameters.values() if one.assumed and one.law != "fixed"]
    assert all(
        one.low < one.high for one in assumed if one.value != 0
    )  # the model holds some chances at 0 until a scenario says more


def test_permeability_is_told_by_border_and_never_by_sector(crisis: Scenario) -> None:
    kinds = dict(zip(crisis.places.id, crisis.places.kind, strict=True))
    country = dict(zip(crisis.places.id, crisis.places.country, strict=True))
    lines = defaultdict(set)
    for row in crisis.routes.rows():
        if row["mode"] == "crossing" and kinds[row["destination"]] == "forest":
            lines[country[row["destination"]]].add(str(row["permeability"]))
    assert set(lines) == {"POL", "LTU", "LVA"}
    assert all(len(amounts) == 1 for amounts in lines.values())
    chances = ("permeability", "pick_up", "onward", "push_back")
    told = {(row["what"], row["where"]) for row in crisis.timeline.rows() if row["what"] in chances}
    allowed = {
        "BLR>POL",
        "BLR>LTU",
        "BLR>LVA",
        "forests_poland",
        "forests_lithuania",
        "forests_latvia",
    }
    assert {where for _, where in told} <= allowed


def test_every_strip_has_a_line_and_an_official_post(crisis: Scenario) -> None:
    kinds = dict(zip(crisis.places.id, crisis.places.kind, strict=True))
    behind = defaultdict(set)
    for row in crisis.routes.rows():
        if row["mode"] == "crossing":
            behind[row["origin"]].add(kinds[row["destination"]])
    strips = {place for place, kind in kinds.items() if kind == "strip"}
    assert {strip: behind[strip] for strip in strips} == {
        strip: {"forest", "reception"} for strip in strips
    }


def test_lengths_that_are_not_from_a_source_follow_the_stated_rule(crisis: Scenario) -> None:
    checked = 0
    for row in crisis.routes.rows():
        straight = great_circle(crisis, row["origin"], row["destination"])
        if "great circle x 1.25" in row["source"]:
            assert row["length_km"] == pytest.approx(ROAD_FACTOR * straight, abs=0.5), row["id"]
        elif row["source"].startswith("great circle"):
            assert row["length_km"] == pytest.approx(straight, abs=0.5), row["id"]
        else:
            continue
        checked += 1
    assert checked > 80


def test_people_who_set_out_are_about_as_many_as_were_affected(crisis: Scenario) -> None:
    each = {name: one.value for name, one in crisis.parameters.items()}
    months = arrivals_by_month(ml.with_parameters(crisis, **each)).values()
    total = sum(high for ends in months for _, high in ends.values())
    assert 18_000 < total < 26_000  # about 20,000 in all countries (IFRC appeal MGR65001)


def test_a_winter_day_has_fewer_departures_than_seats(crisis: Scenario) -> None:
    later = {
        row["where"]: row["value"] for row in crisis.timeline.rows() if row["what"] == "per_day"
    }
    seats = sum(
        value(crisis, later.get(row["id"], row["per_day"]))
        for row in crisis.routes.rows()
        if not row["per_day"].blank
    )
    assert seats > crisis.parameters["departures_autumn"].value


def test_return_flights_add_up_to_the_ministry_s_sums(crisis: Scenario) -> None:
    flights = [
        (row["date"], row["value"].low)
        for row in crisis.timeline.rows()
        if row["what"] == "transfer" and row["where"] == "minsk_iraq"
    ]
    by = {
        day: sum(people for flown, people in flights if flown <= np.datetime64(day))
        for day in ("2021-11-28", "2021-12-11", "2022-01-16")
    }
    assert by == {"2021-11-28": 1908, "2021-12-11": 3556, "2022-01-16": 3817}
    assert len(flights) == 10


@pytest.mark.parametrize(
    ("series", "year", "rest"),
    [
        ("pl_attempts", 39_670, 250),  # Polish Border Guard, 2021; a few dozen a month to June
        ("de_registered", 11_213, 26),  # Federal Police, to 29 December; 26 from January to July
    ],
)
def test_months_add_up_to_the_year(crisis: Scenario, series: str, year: int, rest: int) -> None:
    months = sum(
        row["value"]
        for row in crisis.observations.rows()
        if row["series"] == series and row["date_from"] < np.datetime64("2022-01-01")
    )
    assert 0 <= year - months <= rest


def test_nothing_after_october_and_no_stock_is_fitted(crisis: Scenario) -> None:
    fitted = [row for row in crisis.observations.rows() if row["use"] == "fit"]
    assert fitted
    assert all(row["measure"] not in ("stock", "held", "deaths") for row in fitted)
    ends = [row["date_from"] if np.isnat(row["date_to"]) else row["date_to"] for row in fitted]
    assert max(ends) <= FITTED_UNTIL
    scored = {
        row["series"]
        for row in crisis.observations.rows()
        if row["use"] == "score" and str(row["date_from"])[:7] in ("2021-11", "2021-12")
    }
    assert {"pl_attempts", "de_registered", "frontex_detected", "belarus_people"} <= scored


def test_deaths_are_merged_until_no_cell_is_small(crisis: Scenario) -> None:
    deaths = [row for row in crisis.observations.rows() if row["measure"] == "deaths"]
    assert {row["where"]: row["value"] for row in deaths} == {"POL": 12, "BLR": 10}  # IOM, 2021
    assert all(not row["group"] and not row["cause"] for row in deaths)


@pytest.mark.parametrize(
    ("station", "mean", "coldest"), [("bialowieza", -2.7, -16.0), ("rozanystok", -3.1, -15.0)]
)  # IMGW-PIB, December 2021
def test_weather_is_that_of_the_stations(
    crisis: Scenario, station: str, mean: float, coldest: float
) -> None:
    table = crisis.weather
    at = np.array([name == station for name in table.station])
    december = at & (table.date.astype("datetime64[M]") == np.datetime64("2021-12"))
    assert at.sum() == crisis.days
    assert table.t_mean_c[december].mean() == pytest.approx(mean, abs=0.05)
    assert table.t_min_c[december].min() == coldest


def test_the_card_tells_the_size_of_the_scenario(crisis: Scenario) -> None:
    words = " ".join(crisis.card.split())
    assert f"{len(crisis.places)} places, joined by {len(crisis.routes)} ways" in words


def test_its_draws_are_of_these_inputs(crisis: Scenario) -> None:
    """Where this fails, the inputs of the fit have changed: run the command in the file again."""
    with resources.as_file(resources.files("marchland.scenarios")) as folder:
        origin = read_origin(Path(folder) / "belarus-2021" / "posterior.csv")
    assert crisis.posterior is not None
    members = len(crisis.posterior.draws)
    assert origin["command"] == (
        f"marchland calibrate belarus-2021 --members {members} --iterations 4 --seed 1"
    )
    assert origin["input"] == input_digest(crisis)
    assert crisis.posterior.names == fitted(to_fit(crisis)[0])


def test_what_only_the_winter_could_tell_is_not_fitted(crisis: Scenario) -> None:
    assert crisis.posterior is not None
    winter = ("departures_winter", "leave_minsk_later", "try_rate_later", "buses_back")
    assert not set(winter) & set(crisis.posterior.names)


def test_draws_stay_within_their_priors(crisis: Scenario) -> None:
    assert crisis.posterior is not None
    for i, name in enumerate(crisis.posterior.names):
        drawn, one = crisis.posterior.draws[:, i], crisis.parameters[name]
        assert one.low * 0.999 <= drawn.min(), name
        assert drawn.max() <= one.high * 1.001, name


@pytest.mark.compiled
def test_runs_meet_the_counts_that_were_fitted(crisis: Scenario) -> None:
    past, goal = to_fit(crisis)
    runs = simulate(replace(past, posterior=crisis.posterior), 40, 1)
    told = np.median(goal.read(observed(runs, goal.rows).values), axis=0)
    off = np.abs(told - goal.values) / goal.errors
    assert np.sqrt((off**2).mean()) < 1.3
    assert off.max() < 3.5  # the few of June and July in Germany are the worst


@pytest.mark.compiled
def test_november_and_december_beat_persistence_once_the_dates_are_known(crisis: Scenario) -> None:
    first, last = date(2021, 11, 1), date(2021, 12, 31)
    known = skill(simulate(crisis, 60, 1), crisis, first, last).set_index("series")
    origin, latest = known["ratio_origin"].to_dict(), known["ratio"].to_dict()
    for series in ("pl_attempts", "de_registered", "frontex_detected"):
        assert origin[series] < 0.7, series
        assert latest[series] < 0.9, series
    # the blind forecast does not, and the card says so
    unseen = skill(simulate(blind(crisis, date(2021, 10, 31)), 60, 1), crisis, first, last)
    assert unseen.set_index("series")["ratio_origin"].to_dict()["pl_attempts"] > 1


@pytest.mark.compiled
@pytest.mark.parametrize("lever", ["aid_access", "shelter"])
def test_aid_and_heated_shelter_from_october_spare_lives_in_nearly_all_members(
    crisis: Scenario, lever: str
) -> None:
    before = simulate(crisis, 20, 1)
    after = simulate(crisis.pull(lever, "2021-10-01"), 20, 1)
    spared = (before.deaths_expected - after.deaths_expected).sum("side")
    early = spared.sel(month=["2021-06", "2021-07", "2021-08", "2021-09"])
    assert (early == 0).all(), "the runs are paired: nothing differs before the day of the lever"
    low, middle = np.quantile(spared.sum("month"), [0.05, 0.5])
    assert low > 0 and middle > 1
