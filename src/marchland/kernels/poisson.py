"""Counts without an upper bound, and the continuous draws behind them."""

from __future__ import annotations

import math

from marchland.kernels.binomial import LAST_STEP, SMALL_MEAN
from marchland.kernels.coupling import (
    EXCESS,
    TRIES,
    bent,
    left_over,
    log_density,
    surely_kept,
    unbent,
)
from marchland.kernels.factorials import deviance, log_poisson
from marchland.kernels.jit import kernel
from marchland.kernels.keys import Key, Purpose, absorb, uniform
from marchland.kernels.normal import normal_quantile


@kernel
def poisson(key: Key, mean: float) -> int:
    """Draw a Poisson count; it rises with the key's first uniform.

    Parameters
    ----------
    key
        Key of the decision.
    mean
        0 or more; above 2^62, which counts cannot hold, it is taken for 2^62.
    """
    mean = min(float(mean), 2.0**62)
    if not mean > 0.0:  # what is no number is no mean either
        return 0
    if mean < SMALL_MEAN:
        return _inverted(uniform(key, 0), mean)
    return _coupled(key, mean)


@kernel
def negative_binomial(key: Key, mean: float, relative_sd: float) -> int:
    """Draw a Poisson count whose mean is itself drawn from a gamma law.

    Parameters
    ----------
    key
        Key of the decision.
    mean
        Mean of the count, 0 or more.
    relative_sd
        Standard deviation of the gamma law over its mean; 0 gives a Poisson count.
    """
    mean, relative_sd = float(mean), float(relative_sd)
    if not mean > 0.0:
        return 0
    if not relative_sd > 0.0:
        return poisson(key, mean)
    shape = 1.0 / (relative_sd * relative_sd)
    if not shape > 0.0:
        return 0  # the law in the limit of any spread: nobody, but for a chance of nothing
    return poisson(key, mean * (gamma(absorb(key, Purpose.MIXTURE), shape) / shape))


@kernel
def gamma(key: Key, shape: float) -> float:
    """Draw from the gamma law of scale 1; it rises with the key's first uniform.

    Source: Marsaglia and Tsang 2000, doi:10.1145/358407.358414; a shape below 1 by their remark.
    """
    if shape < 1.0:
        return gamma_from_1(key, shape + 1.0) * math.exp(
            math.log(uniform(absorb(key, Purpose.MIXTURE), 0)) / shape
        )
    return gamma_from_1(key, shape)


@kernel
def gamma_from_1(key: Key, shape: float) -> float:
    """Draw from the gamma law of scale 1, for a shape of 1 or more."""
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    i = 0
    for _ in range(TRIES):
        x = normal_quantile(uniform(key, i))
        u = uniform(key, i + 1)
        i += 2
        w = c * x
        if w <= -1.0:
            continue
        # d − dv + d ln v for v = (1 + w)³, without the cancellation of a large shape
        slack = -d * (3.0 * deviance(1.0 + w, -w) + w * w * (3.0 + w))
        if math.log(u) < 0.5 * x * x + slack:
            return d * (1.0 + w) * (1.0 + w) * (1.0 + w)
    return d


@kernel
def _inverted(u: float, mean: float) -> int:
    """Return the u-quantile, counting up from 0."""
    chance = math.exp(-mean)
    k = 0
    while u > chance and k < LAST_STEP:
        u -= chance
        k += 1
        chance *= mean / k
    return k


@kernel
def _coupled(key: Key, mean: float) -> int:
    """Draw by the normal quantile, and where it is not kept, from the remainder."""
    mode = int(mean)
    lag = float(mode) - mean
    sd = math.sqrt(mean)
    bend = 1.0 / (6.0 * sd)
    z = normal_quantile(uniform(key, 0))
    v = uniform(key, 1)
    step = math.floor(bent(z, bend) * sd + (0.5 - lag))
    k = mode + step
    if surely_kept(z, v, sd):
        return k
    if k >= 0:
        weight = log_poisson(k, mean, step + lag)
        if math.log(v) + log_density(z, bend, sd) <= weight:
            return k
    for _ in range(TRIES):
        key = absorb(key, Purpose.REMAINDER)
        step = _rejected(key, mean)
        z = unbent((step + uniform(key, 0) - (0.5 - lag)) / sd, bend)
        weight = log_poisson(mode + step, mean, step + lag)
        density = log_density(z, bend, sd)
        if left_over(uniform(key, 1), density, weight, min(1.0, EXCESS / sd)):
            return mode + step
    return mode


@kernel
def _rejected(key: Key, mean: float) -> int:
    """Draw the distance from the mode by transformed rejection with a squeeze.

    Source: algorithm PTRS, Hörmann 1993, doi:10.1016/0167-6687(93)90997-4.
    """
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    mode = int(mean)
    lag = float(mode) - mean
    i = 2
    for _ in range(TRIES):
        u = uniform(key, i) - 0.5
        v = uniform(key, i + 1)
        i += 2
        edge = 0.5 - abs(u)
        reach = (2.0 * a / edge + b) * u + (0.43 - lag)
        if abs(reach) > 1e6 * b:
            continue
        step = math.floor(reach)
        if edge >= 0.07 and v <= 0.9277 - 3.6224 / (b - 2.0):
            return step
        if mode + step < 0:
            continue
        weight = log_poisson(mode + step, mean, step + lag)
        if math.log(v * inverse_alpha / (a / (edge * edge) + b)) <= weight:
            return step
    return 0
