"""One answer: strict about what was known, paired in what levers change, honest about weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

import marchland as ml
from marchland.errors import RequestError
from marchland.io.read import read
from marchland.io.skeleton import write_skeleton
from marchland.model.amounts import Amount
from marchland.model.checks import problems
from marchland.model.scenario import Scenario
from marchland.model.tables import Observations
from marchland.study.forecast.answer import Forecast, chance_above, forecast
from marchland.study.forecast.assimilate import drawn, weights
from marchland.study.forecast.earned import banded, earned
from marchland.study.forecast.inflow import going_on
from marchland.study.forecast.known import known, rebuilt
from marchland.study.scores.quantiles import LEVELS, level
from marchland.view.forecast.write import Shown, page

NOISE = np.random.default_rng(7)


def noisy_after(crisis: Scenario, day: date) -> Scenario:
    """Replace all that came after a day by something else, and put more behind it."""
    upto = np.datetime64(day, "D")

    def other(row: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
        first = row["date_from"] if "date_from" in row else row["date"]
        last = row.get("date_to", np.datetime64("NaT", "D"))
        late = (first if np.isnat(last) else last) > upto
        return (
            {**row, name: value}
            if (late and first > upto) or (late and name == "value")
            else {**row}
        )

    def noise() -> float:
        return float(NOISE.integers(1, 90_000))

    counts = [other(row, "value", noise()) for row in crisis.observations.rows()]
    more = {
        **counts[0],
        "date_from": upto + np.timedelta64(5, "D"),
        "date_to": upto + np.timedelta64(9, "D"),
        "value": noise(),
    }
    moved = [other(row, "people", Amount(x := noise() % 40, x)) for row in crisis.displaced.rows()]
    events = []
    for i, row in enumerate(crisis.timeline.rows()):
        heard = row["date"] <= upto or row["announced"] <= upto
        told = upto + np.timedelta64(1, "D") if i % 2 else row["announced"]
        new = {
            **row,
            "date": upto + np.timedelta64(1 + i % 9, "D"),
            "announced": told,
            "label": "noise",
        }
        events += [row] if heard else [new] if i % 3 else []
    weather = [other(row, "t_min_c", -30.0) for row in crisis.weather.rows()]
    return replace(
        crisis,
        observations=rebuilt(crisis.observations, [*counts, more]),
        displaced=rebuilt(crisis.displaced, moved),
        timeline=rebuilt(crisis.timeline, events),
        weather=rebuilt(crisis.weather, weather),
        aid=rebuilt(crisis.aid, [other(row, "quantity", noise()) for row in crisis.aid.rows()]),
        posterior=None,
    )


def every_number(found: Forecast) -> list[np.ndarray]:
    assert found.simulated is not None
    said = found.simulated
    more = [one for some in said.inflow.values() for one in some]
    if said.effect is not None:
        more += said.effect.figures
    return [
        found.people,
        found.sums.people,
        said.told,
        np.array([one.weight for one in said.earned.values()]),
        *(one.people for one in (*said.figures, *more)),
    ]


@pytest.mark.compiled
@pytest.mark.parametrize(
    ("name", "day", "lever"),
    [
        ("belarus-2021", date(2021, 10, 31), ["corridor@2021-11-10"]),
        ("belarus-2021", date(2021, 10, 20), []),  # told by then: a centre that opens in November
        ("belarus-2021", date(2021, 11, 28), []),  # told by then: flights of the next two days
        ("ukraine-2022", date(2022, 4, 1), []),
        ("balkan-2015", date(2016, 1, 31), []),
    ],
)
def test_nothing_after_the_day_changes_a_bit(name: str, day: date, lever: list[str]) -> None:
    crisis = ml.read(name)
    about: dict[str, Any] = {"as_of": day, "horizon": 30, "members": 3, "levers": lever}
    one = forecast(crisis, threads=1, **about)
    other = forecast(noisy_after(crisis, day), threads=2, **about)
    first, second = every_number(one), every_number(other)
    assert len(first) == len(second) > 10
    for a, b in zip(first, second, strict=True):
        assert np.array_equal(a, b, equal_nan=True)
    assert [s.name for s in one.record.series] == [s.name for s in other.record.series]


@pytest.mark.compiled
def test_a_count_before_the_day_does_change_it() -> None:
    crisis = ml.read("belarus-2021")
    rows = list(crisis.observations.rows())
    at = next(i for i, r in enumerate(rows) if r["date_to"] == np.datetime64("2021-10-31"))
    rows[at] = {**rows[at], "value": 3 * rows[at]["value"]}
    other = replace(crisis, observations=rebuilt(crisis.observations, rows))
    about: dict[str, Any] = {"as_of": "2021-10-31", "horizon": 30, "members": 3, "threads": 1}
    one, two = forecast(crisis, **about), forecast(other, **about)
    assert not np.array_equal(one.people, two.people)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return read(write_skeleton(tmp_path_factory.mktemp("s") / "made-up"))


def test_what_belarus_2021_heard_before_it_happened() -> None:
    crisis = ml.read("belarus-2021")
    for day, ahead in (
        ("2021-08-06", "2021-08-07"),
        ("2021-10-20", "2021-11-01"),
        ("2021-11-28", "2021-11-30"),
    ):
        then = known(crisis, int(np.datetime64(day).astype(int)), 400)
        assert str(then.timeline.date.max()) == ahead


def test_what_was_announced_is_known_before_its_day(made_up: Scenario) -> None:
    rows = list(made_up.timeline.rows())
    late = {**rows[0], "date": np.datetime64("2021-10-25")}
    day = int(np.datetime64("2021-10-10").astype(int))
    for announced, there in (("2021-10-10", True), ("2021-10-11", False), (None, False)):
        one = {**late, "announced": announced}
        scenario = replace(made_up, timeline=rebuilt(made_up.timeline, [*rows, one]))
        dates = known(scenario, day, 60).timeline.date
        assert (np.datetime64("2021-10-25") in dates) is there


def test_nobody_leaves_a_camp_unless_the_scenario_says_so(made_up: Scenario) -> None:
    day = int(np.datetime64("2021-10-10").astype(int))
    assert known(made_up, day, 60).parameters["leave_camp"].high == 0.0
    belarus = ml.read("belarus-2021")
    own = belarus.parameters["leave_camp"]
    assert known(belarus, day, 200).parameters["leave_camp"] == own


def test_a_count_is_known_from_its_publication_on() -> None:
    crisis = ml.read("belarus-2021")
    day = int(np.datetime64("2021-10-31").astype(int))
    at_once, late = known(crisis, day, 160).observations, known(crisis, day, 160, 10).observations
    one = known(crisis, day, 160, {"pl_attempts": 10}).observations
    assert "2021-10-31" in at_once.date_to.astype(str)
    assert np.nanmax(late.date_to) <= np.datetime64("2021-10-21")
    months = {s: str(d) for s, d in zip(one.series, one.date_to, strict=True)}
    assert months["pl_attempts"] == "2021-09-30" and months["de_registered"] == "2021-10-31"


def test_people_go_on_entering_as_of_late(made_up: Scenario) -> None:
    day = int(np.datetime64(made_up.start).astype(int)) + 20
    then = known(made_up, day, 40)
    rows = [r for r in going_on(then, day).displaced.rows() if r["date"] > np.datetime64(day, "D")]
    assert rows and all(row["people"].parameter.startswith("ahead_") for row in rows)
    assert max(row["date_to"] for row in rows) == np.datetime64(made_up.start) + np.timedelta64(
        39, "D"
    )


def test_members_are_drawn_by_weight_and_enough_stay() -> None:
    misfit = np.array([0.0, 1.0, 50.0, 400.0, 900.0, 1600.0, 2500.0, 3600.0, 4900.0, 6400.0])
    weight = weights(misfit)
    assert weight.sum() == pytest.approx(1.0) and (np.diff(weight) <= 0).all()
    assert 1.0 / (weight**2).sum() == pytest.approx(2.0, rel=0.01)
    assert np.bincount(drawn(np.array([0.5, 0.0, 0.25, 0.25]), 8), minlength=4).tolist() == [
        4,
        0,
        2,
        2,
    ]


@pytest.mark.compiled
def test_a_lever_is_a_paired_difference_put_on_the_forecast() -> None:
    crisis = ml.read("belarus-2021")
    found = forecast(
        crisis, as_of="2021-10-31", horizon=30, levers=["corridor"], members=4, threads=1
    )
    assert found.simulated is not None and found.simulated.effect is not None
    effect = found.simulated.effect
    assert [str(pull.date) for pull in effect.pulls] == ["2021-11-01"]
    stranded = [one for one in effect.figures if one.what == "stranded" and one.ahead == 30]
    assert stranded[0].people[level(0.5)] < 0
    untouched = ~np.isfinite(effect.people).all(axis=0)
    assert np.array_equal(effect.forecast[untouched], found.people[untouched])
    assert not np.array_equal(effect.forecast, found.people)


def test_levers_behind_the_day_and_other_slips_are_refused() -> None:
    crisis = ml.read("belarus-2021")
    with pytest.raises(RequestError, match="must be on 2021-11-01 or later"):
        forecast(crisis, as_of="2021-10-31", levers=["corridor@2021-10-20"])
    with pytest.raises(RequestError, match="at least 1"):
        forecast(crisis, horizon=0)
    with pytest.raises(RequestError, match="is not a date"):
        forecast(crisis, as_of="31 October")
    with pytest.raises(RequestError, match="begins on"):
        forecast(crisis, as_of="2021-01-31")


@pytest.mark.compiled
def test_the_simulator_must_earn_its_weight() -> None:
    found = forecast(ml.read("belarus-2021"), as_of="2021-10-31", horizon=30, members=3, threads=1)
    past = found.counts.past
    right = banded(past.questions.outcome, past)
    wrong = banded(past.questions.outcome * 8.0 + 500.0, past)
    good, bad = (earned(found.record, past, one)["flow"] for one in (right, wrong))
    assert good.forecasts == bad.forecasts > 5
    assert bad.weight < 0.01
    assert good.weight > 0.3
    nothing = earned(found.record, past, np.full((len(past.questions), len(LEVELS)), np.nan))
    assert 0.0 < nothing["flow"].weight < 0.1 and nothing["flow"].forecasts == 0


def test_the_chance_to_pass_a_number() -> None:
    quantiles = np.linspace(100.0, 480.0, 39)
    assert chance_above(quantiles, 50) == 1.0
    assert chance_above(quantiles, 480) == 0.0
    assert chance_above(quantiles, 290) == pytest.approx(0.5)
    assert chance_above(np.full(39, 100.0), 99) == 1.0
    assert chance_above(np.full(39, 100.0), 100) == 0.0


def test_an_event_announced_after_its_day_is_doubted(made_up: Scenario) -> None:
    rows = list(made_up.timeline.rows())
    rows[0] = {**rows[0], "announced": rows[0]["date"] + np.timedelta64(3, "D")}
    told = problems(replace(made_up, timeline=rebuilt(made_up.timeline, rows)))
    found = [one for one in told if "announced is" in one.message]
    assert len(found) == 1
    assert found[0].warning


def test_where_nobody_counted_the_simulator_looks_ahead_alone(tmp_path: Any) -> None:
    write_skeleton(tmp_path / "new")
    crisis = replace(read(tmp_path / "new"), observations=Observations.empty())
    with pytest.raises(RequestError, match="has no counts: say from which day"):
        forecast(crisis)
    day = crisis.start + timedelta(days=5)
    found = forecast(crisis, as_of=day, horizon=10, members=4)
    assert found.record.series == () and found.simulated is not None
    ahead = {one.ahead for one in found.simulated.figures if one.what == "people"}
    assert ahead == {7, 10}
    text = page(Shown(found))
    assert "Nobody had counted by this day" in text and "Where people are expected" in text
