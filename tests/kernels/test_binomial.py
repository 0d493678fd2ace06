"""Binomial draws against the law, on both sides of every change of method."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kernels.samples import ERROR_RATE, binomials, binomials_in_parties, fit, keys, off_by, together
from marchland.kernels.binomial import SMALL_MEAN
from marchland.kernels.draws import binomial, binomial_parties

KEY = np.uint64(7)
PEOPLE = [1, 2, 3, 10, 49, 50, 51, 100, 1_000, 30_000, 10**6, 10**9]
CHANCES = [1e-9, 1e-6, 0.001, 0.05, 0.3, 0.49, 0.5, 0.51, 0.7, 0.95, 0.999, 1 - 1e-6, 1 - 1e-9]


@pytest.mark.parametrize("n", PEOPLE)
@pytest.mark.parametrize("p", CHANCES)
def test_counts_follow_the_law(n: int, p: float) -> None:
    assert fit(binomials(keys(), n, p), stats.binom(n, p)) > ERROR_RATE


@pytest.mark.parametrize("n", [60, 1_000, 10**6, 10**9])
@pytest.mark.parametrize("mean", [SMALL_MEAN * 0.999, SMALL_MEAN * 1.001])
@pytest.mark.parametrize("reflected", [False, True])
def test_counts_follow_the_law_where_the_method_changes(
    n: int, mean: float, reflected: bool
) -> None:
    p = 1 - mean / n if reflected else mean / n
    assert fit(binomials(keys(), n, p), stats.binom(n, p)) > ERROR_RATE


@pytest.mark.parametrize("n", [10**12, 10**15, 2**53 + 1, 10**18, 2**62])
@pytest.mark.parametrize("p", [1e-6, 0.2, 0.5, 0.8])
def test_mean_and_variance_hold_at_any_size(n: int, p: float) -> None:
    sample = binomials(keys(), n, p) - round(n * p)
    mean, variance = off_by(sample, n * p - round(n * p), (n * p * (1 - p)) ** 0.5)
    assert abs(mean) < 4.9
    assert abs(variance) < 4.9


@pytest.mark.parametrize("n", [0, 1, 5, 10**12, 2**62])
def test_certainty_and_impossibility(n: int) -> None:
    assert binomial(KEY, n, 0.0) == 0
    assert binomial(KEY, n, 1.0) == n


def test_nothing_is_drawn_outside_the_range() -> None:
    for n, p in [(1, 0.5), (51, 0.5), (51, 0.999), (10**6, 3e-5)]:
        sample = binomials(keys(), n, p)
        assert sample.min() >= 0
        assert sample.max() <= n


def test_one_person_decides_by_the_first_uniform() -> None:
    assert binomials(keys(), 1, 0.3).sum() <= binomials(keys(), 1, 0.31).sum()
    assert together(binomials(keys(), 1, 0.49), binomials(keys(), 1, 0.51)) > 0.9


@pytest.mark.parametrize("p", [0.002, 0.3, 0.8])
def test_parties_decide_as_one(p: float) -> None:
    sample = binomials_in_parties(keys(), 403, p, 4)
    assert set(np.unique(sample % 4)) <= {0, 3}
    parties, rest = sample // 4, (sample % 4) // 3
    assert fit(parties, stats.binom(100, p)) > ERROR_RATE
    assert fit(rest, stats.binom(1, p)) > ERROR_RATE
    assert abs(together(parties, rest)) < 4.9 / len(sample) ** 0.5


def test_parties_of_one_are_persons() -> None:
    assert binomial_parties(KEY, 1_000, 0.3, 1) == binomial(KEY, 1_000, 0.3)
