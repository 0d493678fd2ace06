"""Factorials in logarithms, and the weights of discrete laws without cancellation.

``ln k! = k ln k − k + excess(k)``. In the laws' probabilities the large parts ``k ln k`` are
gathered into deviances, which are computed to full precision near the mean, so that weights are
right at any size (Loader 2000, "Fast and accurate computation of binomial probabilities").

Only ``math`` scalars: numpy's transcendentals differ from numba's in the last bits.
"""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np

from marchland.kernels.jit import kernel

_TABLED = 64
_HALF_LOG_2PI = 0.9189385332046728


def _exact_excess(k: int) -> float:
    """Return ln k! − (k ln k − k), rounded once."""
    if k == 0:
        return 0.0
    with localcontext() as context:
        context.prec = 40
        return float(Decimal(math.factorial(k)).ln() - k * Decimal(k).ln() + k)


_EXCESS = np.array([_exact_excess(k) for k in range(_TABLED)])


@kernel
def excess(k: int) -> float:
    """Return ``ln k! − (k ln k − k)`` for k ≥ 0: a table below 64, Stirling's series from there.

    Notes
    -----
    The series ends at k^−7; what is left out is below 1e−19. Absolute error below 1e−14.
    """
    if k < _TABLED:
        return float(_EXCESS[k])
    x = float(k)
    inverse = 1.0 / x
    square = inverse * inverse
    series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
    return _HALF_LOG_2PI + 0.5 * math.log(x) + series


@kernel
def log_factorial(k: int) -> float:
    """Return ln k! for k ≥ 0, to a relative error of 1e−15."""
    if k < 2:
        return 0.0
    return k * math.log(k) - k + excess(k)


@kernel
def deviance(mean: float, gap: float) -> float:
    """Return ``x ln(x / mean) − gap`` for ``x = mean + gap`` ≥ 0, to full relative precision.

    Parameters
    ----------
    mean
        Above 0.
    gap
        Distance of x from the mean, given apart because ``x − mean`` would lose digits.
    """
    x = mean + gap
    if x <= 0.0:
        return mean
    if abs(gap) > 0.1 * (x + mean):
        return x * math.log(x / mean) - gap
    ratio = gap / (x + mean)
    square = ratio * ratio
    series = 1 / 17
    series = 1 / 15 + square * series
    series = 1 / 13 + square * series
    series = 1 / 11 + square * series
    series = 1 / 9 + square * series
    series = 1 / 7 + square * series
    series = 1 / 5 + square * series
    series = 1 / 3 + square * series
    return gap * ratio + 2.0 * x * ratio * square * series


@kernel
def log_binomial(k: int, n: int, mean: float, gap: float) -> float:
    """Return the log-probability of k in Binomial(n, mean / n), with ``gap = k − mean``."""
    return excess(n) - excess(k) - excess(n - k) - deviance(mean, gap) - deviance(n - mean, -gap)


@kernel
def log_poisson(k: int, mean: float, gap: float) -> float:
    """Return the log-probability of k in Poisson(mean), with ``gap = k − mean``."""
    return -excess(k) - deviance(mean, gap)
