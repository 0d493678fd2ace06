"""Large draws follow a normal quantile, so that like decisions have like outcomes.

A law with standard deviation of 3 or more is split into what lies under a bent normal density and
a small remainder. The first is drawn by the normal quantile of the first uniform, the second by
rejection; together they are the law itself (docs/decisions/0002-exact-draws.md).

``z`` is a normal deviate, ``bend`` a sixth of the law's skewness, ``sd`` its standard deviation.
"""

from __future__ import annotations

import math

from marchland.kernels.jit import kernel
from marchland.kernels.keys import Key, uniform

CENTRE = 2.5
"""|z| up to which less than ``LOSS / sd`` of the normal density lies above the law's."""

LOSS = 1.4
EXCESS = 5.0
"""Less than ``EXCESS / sd`` of the law lies above the normal density, wherever a uniform leads."""

TRIES = 10_000
"""Rejections after which a draw ends at its mode: no loop is without bound. Fewer than one try in
a hundred would have to succeed for one draw in 10^43 to get there."""

_HALF_LOG_2PI = 0.9189385332046728


@kernel
def first_uniform(key: Key, i: int, flipped: bool) -> float:
    """Return the i-th uniform of a key, or 1 less it, in draws that are reflected."""
    return 1.0 - uniform(key, i) if flipped else uniform(key, i)


@kernel
def bent(z: float, bend: float) -> float:
    """Return a normal deviate with some skewness (the first terms of Cornish and Fisher)."""
    return z + bend * (z * z - 1.0)


@kernel
def unbent(x: float, bend: float) -> float:
    """Return the normal deviate that was bent to x; where there is none, infinity."""
    c = bend + x
    inside = 1.0 + 4.0 * bend * c
    return 2.0 * c / (1.0 + math.sqrt(inside)) if inside > 0.0 else math.inf


@kernel
def log_density(z: float, bend: float, sd: float) -> float:
    """Return the log-density of the bent deviate, in units of the law, where it came from z."""
    slope = 1.0 + 2.0 * bend * z
    if not 0.0 < slope < math.inf:
        return -math.inf
    return -0.5 * z * z - _HALF_LOG_2PI - math.log(sd * slope)


@kernel
def surely_kept(z: float, v: float, sd: float) -> bool:
    """Whether a deviate is kept whatever the law says exactly."""
    return abs(z) <= CENTRE and v <= 1.0 - LOSS / sd


@kernel
def left_over(v: float, density: float, weight: float, most: float) -> bool:
    """Whether a count drawn by rejection belongs to the remainder.

    Parameters
    ----------
    v
        A uniform.
    density, weight
        Logarithms of the normal density and of the law's probability.
    most
        At least the share of the law above the normal density.
    """
    return v * most < 1.0 - math.exp(min(0.0, density - weight))
