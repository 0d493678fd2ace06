"""What stands beside the mix: first counts, shares of before, steps, intervals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from marchland.study.forecast.prior import read_prior
from marchland.study.forecast.questions import answered, origins
from marchland.study.forecast.series import Record, series
from marchland.study.validate.firsts import first_counts, share_lag_points
from marchland.study.validate.ratios import best_rule, interval, levels_reached, ratios
from marchland.study.validate.rolling import score_record
from study.forecast.records import START, record


def two_camps(opened: int) -> Record:
    """One camp of 4,000 all along, and one of 1,000 that is first counted on a day."""
    last = START + 10 * np.arange(30)
    old = series("old", "stock", last, last, np.full(30, 4000.0))
    late = last[last >= START + opened]
    new = series("new", "stock", late, late, np.full(len(late), 1000.0))
    return Record("two", (old, new), None, START, int(last[-1]))


def test_first_counts_are_apart_and_a_quarter_of_the_mean_site_is_guessed() -> None:
    found = first_counts(two_camps(90))
    assert found.rows[7] == 1  # day 90 is seven days, give or take three, after day 86 alone
    assert found.people[7] == 1000.0
    assert found.naive[7] == 0.0  # a quarter of 4,000 is 1,000
    none = first_counts(two_camps(0))
    assert set(none.rows.values()) == {0}
    assert np.isnan(none.naive[30])


def test_a_share_of_before_goes_with_the_total_of_now() -> None:
    one = two_camps(100)
    asked = answered(one, origins(one))
    points = share_lag_points(one, asked)
    late = (asked.origin > START + 140) & (asked.series == 1)
    np.testing.assert_allclose(points[late], 1000.0)
    early = (asked.origin < START + 128) & (asked.series == 1)
    assert early.any()
    assert np.isnan(points[early]).all()


def test_forecasts_that_span_a_noted_step_are_marked() -> None:
    one = record()
    step = int(one.series[0].last[20])
    noted = replace(one, series=(replace(one.series[0], steps=(step,)), *one.series[1:]))
    found = score_record(noted, read_prior())
    asked, before = found.rolled.questions, found.rolled.last_day
    spans = (asked.series == 0) & (before < step) & (asked.last >= step)
    np.testing.assert_array_equal(found.stepped, spans)
    same = score_record(one, read_prior())
    assert same.rolled.people.tobytes() == found.rolled.people.tobytes()


def test_an_interval_holds_its_mean_and_comes_out_the_same_twice() -> None:
    some = [score_record(record(days), read_prior()) for days in (300, 400, 500)]
    low, high = interval(some, 30)
    assert (low, high) == interval(some, 30)
    assert low <= float(np.exp(np.log(ratios(some, 30)).mean())) <= high


def test_the_best_rule_is_one_of_the_rules_and_levels_are_shares() -> None:
    some = [score_record(record(), read_prior())]
    name, ratio = best_rule(some, 30)
    assert name in some[0].rules
    assert ratio == pytest.approx(
        np.nansum(some[0].rules[name][some[0].rows(30)])
        / some[0].reference[some[0].rows(30) & np.isfinite(some[0].rules[name])].sum()
    )
    assert levels_reached(some, 30).sum() == pytest.approx(1.0)
