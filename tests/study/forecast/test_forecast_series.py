"""Series as they were published."""

from __future__ import annotations

import numpy as np
import pytest

from marchland.io.flee.dated import dated_counts
from marchland.study.forecast.questions import next_counts
from marchland.study.forecast.series import Record, series
from marchland.study.forecast.sources import read_record

TINY = "tests/flee_tiny"


def days(*some: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(some, np.int64)


def test_counts_are_ordered_the_later_listed_holds_and_leading_zeros_go() -> None:
    at = days(30, 10, 20, 30, 0)
    one = series("camp", "stock", at, at, np.array([5.0, 0.0, 7.0, 6.0, 0.0]))
    assert one.last.tolist() == [20, 30]
    assert one.people.tolist() == [7.0, 6.0]


def test_zeros_of_a_flow_are_counts() -> None:
    one = series("coast", "flow", days(0, 7), days(6, 13), np.array([0.0, 3.0]))
    assert one.people.tolist() == [0.0, 3.0]
    assert one.rate.tolist() == [0.0, 3.0 / 7.0]


def test_a_count_is_known_from_its_publication_on() -> None:
    at = days(0, 10, 20)
    one = series("camp", "stock", at, at, np.array([1.0, 2.0, 3.0]), delay=4)
    assert [len(one.known(day)) for day in (3, 4, 13, 14, 24)] == [0, 1, 1, 2, 3]


def test_a_flee_folder_gives_its_dated_counts_and_nothing_between() -> None:
    found = dated_counts(TINY)
    camps = {name: (c.days.tolist(), c.people.tolist()) for name, c in found.camps.items()}
    assert camps["Camp_One"] == ([0, 4, 9, 40, 69], [100, 500, 1000, 9000, 9900])
    assert camps["Camp_Two"] == ([0, 9], [50, 950])
    assert camps["Camp_Four"] == ([3, 4, 9], [300, 0, 0])
    assert found.reported is not None
    assert found.reported.people.tolist() == [34672]
    assert "Gone" not in camps


def test_a_flee_folder_is_a_record_of_stocks_inside_countries() -> None:
    record = read_record(TINY)
    assert {one.kind for one in record.series} == {"stock"}
    assert all(one.inside[-1] == "all" and len(one.inside) == 2 for one in record.series)


def test_observations_become_stocks_totals_and_flows() -> None:
    kinds = {one.name: one.kind for one in read_record("belarus-2021").series}
    assert kinds["pl_attempts"] == "flow"
    assert kinds["lv_deterred"] == "total"
    assert kinds["pl_held"] == "stock"
    assert not [name for name in kinds if name.startswith("deaths")]


@pytest.mark.parametrize("kind", ["stock", "total", "flow"])
def test_series_of_every_kind_may_be_empty(kind: str) -> None:
    none = np.zeros(0, np.int64)
    assert len(series("none", kind, none, none, np.zeros(0))) == 0  # type: ignore[arg-type]


def test_each_count_is_asked_for_when_the_one_before_is_published() -> None:
    days = np.array([10, 17, 40])
    one = series("camp", "stock", days, days, np.array([0.0, 20.0, 25.0]), delay=5)
    none = series("empty", "stock", days, days, np.zeros(3))
    asked = next_counts(Record("some", (one, none), None, 10, 40))
    assert (asked.series.tolist(), asked.origin.tolist()) == ([0], [22])
    assert (asked.horizon.tolist(), asked.published.tolist()) == ([18], [45])
    assert asked.outcome.tolist() == [25.0]
