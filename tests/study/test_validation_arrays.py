"""Scores and baselines against cases worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from marchland.study.scores.ard import (
    ard,
    camp_errors,
    covered,
    interpolated,
    relative_difference,
    rescaled,
)
from marchland.study.validate.baselines import day0_share, gravity, great_circle, share_lag, uniform

# two camps, three days: counts 10 and 30, 20 and 60, nobody
COUNTS = np.array([[10.0, 30.0], [20.0, 60.0], [0.0, 0.0]])
# differences: 5 + 5 of 40, 20 + 20 of 80, and 3 + 0 against the least divisor, 1
SIMULATED = np.array([[15.0, 25.0], [40.0, 40.0], [3.0, 0.0]])


def test_ard_by_hand() -> None:
    assert relative_difference(SIMULATED, COUNTS).tolist() == [0.25, 0.5, 3.0]
    assert ard(SIMULATED, COUNTS) == pytest.approx(3.75 / 3)


def test_ard_of_members() -> None:
    both = np.stack([SIMULATED, COUNTS])
    assert ard(both, COUNTS).tolist() == [pytest.approx(1.25), 0.0]


def test_rescaled_judges_the_split_alone() -> None:
    doubled = 2 * COUNTS
    assert ard(doubled, COUNTS) == pytest.approx(2 / 3)
    assert ard(rescaled(doubled, COUNTS), COUNTS) == 0.0
    lost = np.zeros_like(COUNTS)
    assert np.array_equal(rescaled(lost, COUNTS), lost)


def test_counts_lie_on_straight_lines() -> None:
    assert interpolated([-2, 2, 4], [0, 40, 0], 6).tolist() == [20, 30, 40, 20, 0, 0]


def test_camp_errors_by_hand() -> None:
    # camp 1: errors 5, 20, 3 (mean 28/3) of a mean count of 10; camp 2: 5, 20, 0 of 30
    assert camp_errors(SIMULATED, COUNTS) == pytest.approx([28 / 30, 25 / 90])


def test_coverage_of_a_known_ensemble() -> None:
    members = np.arange(101.0)[:, None, None] * np.ones((1, 1, 4))
    counts = np.array([[4.9, 5.0, 95.0, 95.1]])
    assert covered(members, counts, 0.9).tolist() == [[False, True, True, False]]
    assert covered(members, np.array([[24.0, 25.0, 75.0, 76.0]]), 0.5).tolist() == [
        [False, True, True, False]
    ]


def test_uniform_and_day0_share() -> None:
    total = np.array([10.0, 30.0])
    assert uniform(total, 2).tolist() == [[5, 5], [15, 15]]
    assert day0_share(total, np.array([2.0, 8.0])).tolist() == [[2, 8], [6, 24]]
    assert day0_share(total, np.zeros(2)).tolist() == [[5, 5], [15, 15]]


def test_gravity_by_hand() -> None:
    # from the one place 0 and 10 km, so weights 1/100 and 1/400: four of five to the first camp
    displaced = np.array([[0.0], [100.0], [50.0]])
    found = gravity(displaced, np.array([7.0, 0.0]), np.array([[0.0, 10.0]]))
    assert found == pytest.approx(np.array([[7, 0], [87, 20], [127, 30]]))


def test_gravity_of_a_place_on_no_map_is_even() -> None:
    found = gravity(np.array([[10.0]]), np.zeros(2), np.array([[np.nan, 3.0]]))
    assert found.tolist() == [[5, 5]]


def test_share_lag_sees_the_counts() -> None:
    counts = np.array([[1.0, 3.0], [10.0, 10.0], [80.0, 20.0]])
    assert share_lag(counts, 1).tolist() == [[1, 3], [5, 15], [50, 50]]
    assert share_lag(np.array([[0.0, 0.0], [4.0, 0.0]]), 1).tolist() == [[0, 0], [2, 2]]


def test_great_circle_of_a_quarter_turn() -> None:
    found = great_circle(*(np.array([x]) for x in (0.0, 0.0, 0.0, 90.0)))
    assert found[0, 0] == pytest.approx(np.pi / 2 * 6371)
