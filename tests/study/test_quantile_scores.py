"""Scores of quantiles against another library, and against what they must be."""

from __future__ import annotations

import numpy as np
import pytest

from marchland.study.scores.quantiles import LEVELS, WIS_LEVELS, crps, level, pit, wis, within

CHANCE = np.random.default_rng(3)
QUANTILES = np.sort(CHANCE.gamma(2.0, 500.0, (40, len(LEVELS))), axis=1)
COUNTS = CHANCE.gamma(2.0, 500.0, 40)


def test_crps_is_that_of_scoringrules() -> None:
    scoringrules = pytest.importorskip("scoringrules", reason="of the extra dev")
    theirs = scoringrules.crps_quantile(COUNTS, QUANTILES, LEVELS)
    np.testing.assert_allclose(crps(QUANTILES, COUNTS), theirs)


def test_wis_is_that_of_scoringrules() -> None:
    scoringrules = pytest.importorskip("scoringrules", reason="of the extra dev")
    low = QUANTILES[:, [level(tail) for tail in WIS_LEVELS]]
    high = QUANTILES[:, [level(1 - tail) for tail in WIS_LEVELS]]
    alpha = 2 * np.array(WIS_LEVELS)
    theirs = scoringrules.weighted_interval_score(COUNTS, QUANTILES[:, 19], low, high, alpha)
    np.testing.assert_allclose(wis(QUANTILES, COUNTS), theirs)


def test_one_number_scores_its_absolute_error() -> None:
    same = np.full((1, len(LEVELS)), 700.0)
    counts = np.array([1000.0])
    np.testing.assert_allclose(crps(same, counts), [300.0])
    np.testing.assert_allclose(wis(same, counts), [300.0])


def test_right_bands_hold_their_share_and_reach_every_level_alike() -> None:
    chance = np.random.default_rng(1)
    counts = chance.normal(size=4000)
    exact = np.quantile(chance.normal(size=200_000), LEVELS)
    quantiles = np.repeat(exact[None], len(counts), axis=0)
    assert within(quantiles, counts, 0.5).mean() == pytest.approx(0.5, abs=0.03)
    assert within(quantiles, counts, 0.9).mean() == pytest.approx(0.9, abs=0.02)
    tenths = np.histogram(pit(quantiles, counts), bins=10, range=(0, 1))[0] / len(counts)
    assert np.abs(tenths - 0.1).max() < 0.03


def test_a_count_equal_to_quantiles_is_in_their_middle() -> None:
    tied = np.concatenate([np.zeros(20), np.full(len(LEVELS) - 20, 50.0)])[None]
    assert pit(tied, np.array([0.0]))[0] == pytest.approx(LEVELS[20] / 2)
    assert within(tied, np.array([0.0]), 0.9)[0]
