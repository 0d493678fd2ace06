"""Scores against cases worked by hand and closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from marchland.study.measures.observe import observed
from marchland.study.scores.score import crps, score, wis
from view.synthetic import crisis, observations, runs


def test_crps_of_two_members_worked_by_hand() -> None:
    # members 0 and 2, count 3: mean |x - y| = (3 + 1) / 2 = 2; half the mean of |xi - xj| over
    # the four pairs = (0 + 2 + 2 + 0) / 4 / 2 = 0.5
    assert crps(np.array([0.0, 2.0]), 3.0) == pytest.approx(1.5)


def test_crps_of_equal_members_is_the_absolute_error() -> None:
    assert crps(np.full(7, 5.0), 8.0) == pytest.approx(3.0)


def test_crps_nears_that_of_the_uniform_law() -> None:
    # for y in (0, 1) the CRPS of the uniform law on (0, 1) is y² − y + 1/3
    members = (np.arange(4000) + 0.5) / 4000
    for y in (0.1, 0.5, 0.9):
        assert crps(members, y) == pytest.approx(y**2 - y + 1 / 3, abs=1e-6)


def test_crps_equals_the_integral_over_the_distribution_function() -> None:
    members = np.array([1.0, 4.0, 4.5, 9.0])
    grid = np.linspace(-5, 15, 200_001)
    share = (members[:, None] <= grid).mean(0)
    integral = ((share - (grid >= 6.0)) ** 2).sum() * (grid[1] - grid[0])
    assert crps(members, 6.0) == pytest.approx(integral, abs=1e-3)


def test_wis_worked_by_hand() -> None:
    # members 0, 1, …, 100: median 50, bands 25 to 75 and 5 to 95; count 80 lies 5 above the first:
    # (0.5·30 + 0.25·(50 + 4·5) + 0.05·90) / 2.5 = (15 + 17.5 + 4.5) / 2.5
    assert wis(np.arange(101.0), 80.0) == pytest.approx(14.8)


def test_wis_of_equal_members_is_the_absolute_error() -> None:
    assert wis(np.full(9, 4.0), 10.0) == pytest.approx(6.0)


def test_scores_of_a_series_follow_from_its_members() -> None:
    ds = runs(crisis(), members=30)
    counts = observations()
    values = observed(ds, counts).values
    row = score(ds, counts).set_index("series").loc["pl_attempts"]
    y = np.array([7700, 17447, 8900])
    median = np.median(values[:, :3], axis=0)
    assert row["n"] == 3
    assert row["mae"] == pytest.approx(np.abs(median - y).mean())
    assert row["bias"] == pytest.approx((median - y).mean())
    assert row["crps"] == pytest.approx(np.mean([crps(values[:, i], y[i]) for i in range(3)]))


def test_persistence_repeats_the_last_count_a_day() -> None:
    row = score(runs(crisis()), observations()).set_index("series").loc["pl_attempts"]
    # September has 30 days, October 31, November 30
    errors = [abs(7700 * 31 / 30 - 17447), abs(17447 * 30 / 31 - 8900)]
    assert row["n_persistence"] == 2
    assert row["crps_persistence"] == pytest.approx(np.mean(errors))


def test_cumulative_counts_persist_as_they_are() -> None:
    row = score(runs(crisis()), observations()).set_index("series").loc["returns"]
    assert row["n_persistence"] == 1  # the later total against the earlier one, not per day
    assert row["crps_persistence"] == pytest.approx(3556 - 1900)


def test_series_without_a_model_value_are_not_scored() -> None:
    assert "deaths_pl" not in set(score(runs(crisis()), observations())["series"])
