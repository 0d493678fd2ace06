"""What the mix must do, whatever the numbers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from marchland.study.forecast.bands import stretched
from marchland.study.forecast.experts import AS_LONG, EXPERTS, Watch, ask_all
from marchland.study.forecast.predict import predict
from marchland.study.forecast.prior import Prior, document, from_document, read_prior
from marchland.study.forecast.questions import HORIZONS, answered, origins
from marchland.study.forecast.roll import Rolled, roll
from marchland.study.forecast.series import Record, series
from marchland.study.validate.ratios import document as scores
from marchland.study.validate.ratios import geometric_mean
from marchland.study.validate.rolling import score_record
from study.forecast.records import START, record


def rolled(one: Record) -> Rolled:
    at = origins(one)
    return roll(one, answered(one, at), answered(one, at, nearest=False), read_prior())


def test_forecasts_are_whole_people_in_order_and_never_below_none() -> None:
    found = rolled(record())
    for people in (found.people, found.repeated, found.adapted):
        assert (people >= 0).all()
        assert (np.diff(people, axis=1) >= 0).all()
        assert (people == np.round(people)).all()


def test_weights_are_shares_and_persistence_keeps_one() -> None:
    for kind, weight in rolled(record()).weights.items():
        assert weight.shape[1] == len(EXPERTS[kind])
        np.testing.assert_allclose(weight.sum(axis=1), 1.0)
        assert (weight[:, 0] > 0).all()


def test_the_reference_has_the_last_count_in_its_middle() -> None:
    found = rolled(record())
    np.testing.assert_allclose(found.repeated[:, 19], np.round(found.last_people))


def line(slope: float, number: int = 60) -> Record:
    last = START + 7 * np.arange(number)
    people = 5000.0 + slope * 7 * np.arange(number, dtype=np.float64)
    one = series("camp", "stock", last, last, people)
    return Record("line", (one,), None, START, int(last[-1]))


def test_a_steady_rise_is_followed_once_it_was_seen() -> None:
    found = rolled(line(100.0))
    late = found.questions.origin > START + 200
    off = np.abs(found.people[:, 19] - found.questions.outcome)[late]
    stale = np.abs(found.last_people - found.questions.outcome)[late]
    assert off.sum() < 0.4 * stale.sum()


def test_what_stands_still_is_repeated_with_bands_that_narrow() -> None:
    found = rolled(line(0.0))
    thirty = found.questions.horizon == 30
    width = (found.people[:, 37] - found.people[:, 1])[thirty]
    assert width[-1] < 0.5 * width[0]
    np.testing.assert_allclose(found.people[thirty, 19], 5000.0, rtol=0.02)


def test_a_flow_that_stops_is_forecast_to_stay_low() -> None:
    first = START + 30 * np.arange(24)
    people = np.where(np.arange(24) < 12, 3000.0, 0.0)
    one = series("coast", "flow", first, first + 29, people)
    found = rolled(Record("stop", (one,), None, START, int(one.last[-1])))
    last = found.questions.origin > START + 30 * 17
    assert (found.people[last, 19] < 600).all()
    assert (found.people[last, 1] == 0).all()


def test_a_series_that_nobody_counts_any_more_is_not_led_away_by_its_trend() -> None:
    at = START + np.array([0, 30, 60])
    old = series("old", "total", at, at, np.array([100.0, 200.0, 300.0]))
    new = line(0.0, 140).series[0]
    late = predict(Record("stale", (old, new), None, START, int(new.last[-1])))
    rows = late.rolled.questions.series == 0
    assert (late.rolled.people[rows, 19] <= 300 + 200 * 100 / 30).all()


def test_a_trend_goes_on_no_longer_than_three_times_what_was_seen_of_it() -> None:
    days = START + np.array([0, 1])
    one = series("camp", "stock", days, days, np.array([4000.0, 12000.0]))
    record = Record("two counts", (one,), None, START, START + 1)
    at, end = np.array([START + 1]), np.array([START + 91])
    far = ask_all(Watch(record), np.array([0]), at, end, end)
    assert far.people.max() == 12000 + AS_LONG * 8000


def test_the_first_counts_already_say_how_wide_bands_must_be() -> None:
    """Two crises of three weeks, steady and not: no forecast of either can be verified yet."""
    days = START + 3 * np.arange(8)
    wild = 1000.0 * np.array([1, 4, 1, 5, 1, 4, 1, 3])
    widths = []
    for people in (np.full(8, 2000.0), wild):
        one = series("border", "flow", days - 2, days, people)
        found = predict(Record("young", (one,), None, START, int(days[-1])), horizons=[7])
        assert not len(found.past.questions)
        low, high = found.rolled.adapted[0, [9, 29]]
        widths.append(np.log((high + 50) / (low + 50)))
    assert widths[1] > 1.5 * widths[0]


def test_a_week_that_repeats_is_followed_day_by_day() -> None:
    days = START + np.arange(60)
    people = np.where(days % 7 < 2, 40.0, 400.0)
    one = series("border", "flow", days, days, people)
    found = predict(Record("weekly", (one,), None, START, START + 59), horizons=range(1, 8))
    due = np.where(found.rolled.questions.last % 7 < 2, 40.0, 400.0)
    said = found.rolled.people[:, 19]
    assert (np.abs(said - due) < 0.1 * due)[due > 40].all()
    assert said[due == 40].max() < 0.8 * said[due > 40].min()


def test_a_silent_series_gets_no_wiser() -> None:
    """Bands of a site are as wide after months without a count as on the day of its only one."""
    day = np.array([START])
    one = series("camp", "stock", day, day, np.array([900.0]))
    crisis = Record("one count", (one,), None, START, START)
    asked = [predict(crisis, START + wait, [100 - wait]).rolled.people for wait in (0, 55)]
    np.testing.assert_array_equal(asked[0], asked[1])


def test_a_running_total_is_never_forecast_to_fall() -> None:
    found = rolled(record())
    totals = [i for i, one in enumerate(record().series) if one.kind == "total"]
    rows = np.isin(found.questions.series, totals)
    assert rows.any()
    for people in (found.people, found.adapted):
        assert (people[rows] >= found.last_people[rows, None]).all()


def test_bands_are_stretched_around_their_median() -> None:
    levels = np.exp(3.0 + np.linspace(-1, 1, 39))[None]
    wide = stretched(levels, np.zeros(1), 1.4, 1.2)
    inner, outer = [10, 14, 24, 28], [0, 1, 37, 38]
    off = np.log(wide[0] / wide[0, 19])
    np.testing.assert_allclose(off[inner], 1.4 * np.linspace(-1, 1, 39)[inner])
    np.testing.assert_allclose(off[outer], 1.2 * np.linspace(-1, 1, 39)[outer])


def test_what_was_learnt_comes_back_from_its_document() -> None:
    prior = read_prior()
    again = from_document(json.loads(json.dumps(document(prior))))
    assert again.crises == prior.crises
    for kind in ("stock", "total", "flow"):
        ours, theirs = prior.of(kind), again.of(kind)
        np.testing.assert_array_equal(ours.shape, theirs.shape)
        np.testing.assert_array_equal(ours.loss, theirs.loss)


def test_nothing_learnt_is_a_prior_as_well() -> None:
    found = score_record(record(), Prior((), {}))
    assert np.isfinite(found.crps).all()


def test_the_document_of_scores_has_what_it_promises() -> None:
    found = scores([score_record(record(), read_prior())])
    assert set(found) == {"conflicts", "mean_ratio", "interval"}
    (one,) = found["conflicts"]
    assert set(one["horizons"]) == {str(days) for days in HORIZONS}
    for days, score in one["horizons"].items():
        assert score["ratio"] == pytest.approx(score["crps"] / score["crps_persistence"])
        assert found["mean_ratio"][days] == pytest.approx(score["ratio"])
        low, high = found["interval"][days]
        assert low <= high
        assert 0 <= score["coverage50"] <= score["coverage90"] <= 1


def test_means_of_ratios_are_geometric_and_leave_out_what_is_missing() -> None:
    assert geometric_mean(np.array([0.5, 2.0, np.nan])) == pytest.approx(1.0)
    assert np.isnan(geometric_mean(np.array([np.nan])))


def test_the_table_in_the_package_holds_no_names_of_places() -> None:
    text = Path("src/marchland/study/forecast/data/prior.json").read_text("utf-8")
    assert set(json.loads(text)) == {"leads", "traits", "levels", "experts", "marks", "learnt"}
