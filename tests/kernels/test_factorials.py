"""Log-factorials and log-probabilities against independent sums, and the split of large laws."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from scipy import stats

from marchland.kernels.coupling import CENTRE, EXCESS, LOSS, log_density, unbent
from marchland.kernels.factorials import deviance, excess, log_binomial, log_factorial, log_poisson
from marchland.kernels.layout import Floats, Ints


def exact_excess(k: int) -> float:
    """Return ln k! − (k ln k − k) from the factorial itself, with 60 digits."""
    with localcontext() as context:
        context.prec = 60
        return float(Decimal(math.factorial(k)).ln() - k * Decimal(k).ln() + k)


@pytest.mark.parametrize("k", [1, 2, 10, 62, 63, 64, 65, 66, 100, 500, 2_000])
def test_excess_to_1_in_10_14(k: int) -> None:
    assert abs(excess(k) - exact_excess(k)) < 1e-14


@pytest.mark.parametrize("k", [0, 1, 2, 3, 20, 63, 64, 1_000, 10**6, 10**12, 10**18])
def test_log_factorials(k: int) -> None:
    assert log_factorial(k) == pytest.approx(math.lgamma(k + 1), rel=2e-15, abs=1e-15)


@pytest.mark.parametrize("mean", [1e-3, 1.0, 30.0, 1e6, 1e15])
@pytest.mark.parametrize("ratio", [-1.0, -0.6, -0.19, -0.1, -1e-4, 0.0, 1e-9, 0.1, 0.22, 0.23, 4.0])
def test_deviances(mean: float, ratio: float) -> None:
    gap = mean * ratio
    with localcontext() as context:
        context.prec = 60
        x = Decimal(mean) + Decimal(gap)
        exact = float((x * (x / Decimal(mean)).ln() if x else Decimal(0)) - Decimal(gap))
    assert deviance(mean, gap) == pytest.approx(exact, rel=1e-13)


@pytest.mark.parametrize(("n", "p"), [(1, 0.5), (20, 0.1), (500, 0.4), (10**5, 0.001)])
def test_log_probabilities(n: int, p: float) -> None:
    for k in {0, 1, n // 2, n, int(n * p)}:
        exact = stats.binom.logpmf(k, n, p)
        assert log_binomial(k, n, n * p, k - n * p) == pytest.approx(exact, rel=1e-9, abs=1e-12)
        exact = stats.poisson.logpmf(k, n * p)
        assert log_poisson(k, n * p, k - n * p) == pytest.approx(exact, rel=1e-9, abs=1e-12)


MEANS = [25, 60, 400, 10**4]
LAWS: list[Any] = [stats.poisson(mean) for mean in MEANS]
LAWS += [stats.binom(round(mean / p), p) for mean in MEANS for p in (0.5, 0.3, 0.05, 1e-3)]


@pytest.mark.parametrize("law", LAWS, ids=[str(law.args) for law in LAWS])
def test_a_large_law_lies_as_near_to_the_normal_as_is_claimed(law: Any) -> None:
    mean, variance, skewness = law.stats(moments="mvs")
    sd, bend = float(variance) ** 0.5, float(skewness) / 6
    counts: Ints = np.arange(max(0, int(mean - 8.4 * sd)), int(mean + 16 * sd))
    for edge in (1e-9, 0.5, 1 - 1e-9):
        z: Floats = np.array([unbent((k + edge - 0.5 - mean) / sd, bend) for k in counts])
        near = np.abs(z) <= 8.3  # as far as the smallest uniform leads
        above = law.logpmf(counts[near]) - [log_density(x, bend, sd) for x in z[near]]
        assert 1 - np.exp(above[np.abs(z[near]) <= CENTRE].min()) < LOSS / sd
        assert 1 - np.exp(-above[np.isfinite(above)].max()) < EXCESS / sd
