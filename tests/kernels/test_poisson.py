"""Counts of people who are displaced, and the continuous draws behind them, against the law."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kernels.samples import (
    ERROR_RATE,
    fit,
    gammas,
    keys,
    negative_binomials,
    normals,
    off_by,
    roundings,
)
from marchland.kernels.draws import negative_binomial, poisson
from marchland.kernels.normal import normal_quantile

KEY = np.uint64(7)


@pytest.mark.parametrize("mean", [1e-6, 0.3, 5, 24.99, 25.01, 60, 1_000, 10**6, 10**9])
def test_poisson_counts_follow_the_law(mean: float) -> None:
    assert fit(negative_binomials(keys(), mean, 0.0), stats.poisson(mean)) > ERROR_RATE


@pytest.mark.parametrize("mean", [1e12, 1e15, 1e18])
def test_mean_and_variance_hold_at_any_size(mean: float) -> None:
    away, variance = off_by(negative_binomials(keys(), mean, 0.0) - int(mean), 0.0, mean**0.5)
    assert abs(away) < 4.9
    assert abs(variance) < 4.9


@pytest.mark.parametrize("mean", [0.5, 30, 10**5])
@pytest.mark.parametrize("relative_sd", [0.05, 0.7, 1.0, 2.5])
def test_negative_binomial_counts_follow_the_law(mean: float, relative_sd: float) -> None:
    shape = relative_sd**-2
    law = stats.nbinom(shape, shape / (shape + mean))
    assert fit(negative_binomials(keys(), mean, relative_sd), law) > ERROR_RATE


def test_a_narrow_mixture_is_nearly_poisson() -> None:
    narrow = negative_binomials(keys(), 1e6, 1e-9)
    assert fit(narrow, stats.poisson(1e6)) > ERROR_RATE


@pytest.mark.parametrize("shape", [0.2, 1.0, 4.5, 1e4, 1e12])
def test_gamma_draws_follow_the_law(shape: float) -> None:
    ranks = np.floor(stats.gamma(shape).cdf(gammas(keys(), shape)) * 50).astype(np.int64)
    assert fit(ranks, stats.randint(0, 50)) > ERROR_RATE


def test_normal_draws_follow_the_law() -> None:
    ranks = np.floor(stats.norm.cdf(normals(keys())) * 50).astype(np.int64)
    assert fit(ranks, stats.randint(0, 50)) > ERROR_RATE


@pytest.mark.parametrize("u", [2.0**-53, 1e-12, 1e-5, 0.07, 0.4, 0.5, 0.6, 0.95, 1 - 1e-9])
def test_normal_quantiles(u: float) -> None:
    assert normal_quantile(u) == pytest.approx(stats.norm.ppf(u), rel=1e-14, abs=1e-15)
    assert normal_quantile(1.0 - u) == pytest.approx(-stats.norm.ppf(u), rel=1e-6, abs=1e-15)


@pytest.mark.parametrize("x", [0.0, 0.25, 3.9, 12.0])
def test_rounding_keeps_the_mean(x: float) -> None:
    sample = roundings(keys(), x)
    assert set(np.unique(sample)) <= {int(x), int(x) + 1}
    assert fit(sample - int(x), stats.binom(1, x - int(x))) > ERROR_RATE


def test_nobody_is_expected() -> None:
    assert poisson(KEY, 0.0) == 0
    assert negative_binomial(KEY, 0.0, 0.5) == 0
