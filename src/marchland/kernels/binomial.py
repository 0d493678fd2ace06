"""Binomial draws of any size, one by one or in parties that decide as one."""

from __future__ import annotations

import math

from marchland.kernels.coupling import (
    EXCESS,
    TRIES,
    bent,
    first_uniform,
    left_over,
    log_density,
    surely_kept,
    unbent,
)
from marchland.kernels.factorials import log_binomial
from marchland.kernels.jit import kernel
from marchland.kernels.keys import Key, Purpose, absorb, uniform
from marchland.kernels.normal import normal_quantile

SMALL_MEAN = 25.0
"""Mean below which draws are made by inversion (Hörmann's methods hold from 10)."""

FEW = 16
"""People for whom a product is quicker than a logarithm and as exact."""

SLACK = 1e-9
"""More than rounding makes of a chance."""

LAST_STEP = 110
"""Steps at which inversion ends: with a mean below 25, less than 1e−33 lies beyond."""


@kernel
def binomial(key: Key, n: int, p: float) -> int:
    """Draw how many of n decide yes, each with chance p.

    Parameters
    ----------
    key
        Key of the decision.
    n
        From 0 to 2^62.
    p
        From 0 to 1.

    Notes
    -----
    Rises with the key's first uniform and changes little with p; for p > ½ the reflection uses
    1 − u. The mean is exact to 1 in 2^53, which above n = 2^53 is persons, but always less than
    1e−6 of the standard deviation unless p is within 1e−7 of 0 or 1.
    """
    n, p = int(n), float(p)
    if n <= 0 or not p > 0.0:  # what is no number is no chance either
        return 0
    if p >= 1.0:
        return n
    flipped = p > 0.5
    drawn = _at_most_half(key, n, 1.0 - p if flipped else p, flipped)
    return n - drawn if flipped else drawn


@kernel
def binomial_parties(key: Key, n: int, p: float, party: int) -> int:
    """Draw how many of n people decide yes in parties of equal size, and one party of the rest."""
    n, party = int(n), int(party)
    if party == 1:
        return binomial(key, n, p)
    parties = n // party if n >= party else 0
    people = party * binomial(key, parties, p)
    rest = n - parties * party
    if rest > 0 and binomial(absorb(key, Purpose.REST_PARTY), 1, p) == 1:
        people += rest
    return people


@kernel
def _at_most_half(key: Key, n: int, p: float, flipped: bool) -> int:
    """Draw for 0 < p ≤ ½."""
    if n * p < SMALL_MEAN:
        u = first_uniform(key, 0, flipped)
        if n == 1:
            return 1 if u > 1.0 - p else 0
        if u < 1.0 - n * p - SLACK:  # (1 − p)^n is at least 1 − n p
            return 0
        return _inverted(u, n, p)
    return _coupled(key, n, p, flipped)


@kernel
def _none(n: int, p: float) -> float:
    """Return the chance that none of n decides yes."""
    if n > FEW:
        return math.exp(n * math.log1p(-p))
    chance = 1.0
    for _ in range(n):
        chance *= 1.0 - p
    return chance


@kernel
def _coupled(key: Key, n: int, p: float, flipped: bool) -> int:
    """Draw by the normal quantile, and where it is not kept, from the remainder."""
    mean = n * p
    mode = int((n + 1) * p)
    lag = float(mode) - mean
    sd = math.sqrt(mean * (1.0 - p))
    bend = (1.0 - 2.0 * p) / (6.0 * sd)
    z = normal_quantile(first_uniform(key, 0, flipped))
    v = uniform(key, 1)
    step = math.floor(bent(z, bend) * sd + (0.5 - lag))
    k = mode + step
    if surely_kept(z, v, sd):
        return k
    if 0 <= k <= n:
        weight = log_binomial(k, n, mean, step + lag)
        if math.log(v) + log_density(z, bend, sd) <= weight:
            return k
    for _ in range(TRIES):
        key = absorb(key, Purpose.REMAINDER)
        step = _rejected(key, n, p, flipped)
        z = unbent((step + uniform(key, 0) - (0.5 - lag)) / sd, bend)
        weight = log_binomial(mode + step, n, mean, step + lag)
        density = log_density(z, bend, sd)
        if left_over(uniform(key, 1), density, weight, min(1.0, EXCESS / sd)):
            return mode + step
    return mode


@kernel
def _rejected(key: Key, n: int, p: float, flipped: bool) -> int:
    """Draw the distance from the mode by transformed rejection with a squeeze.

    Source: algorithm BTRS, Hörmann 1993, doi:10.1080/00949659308811496. Distances in whole numbers
    lose nothing above 2^53.
    """
    mean = n * p
    mode = int((n + 1) * p)
    lag = float(mode) - mean
    sd = math.sqrt(mean * (1.0 - p))
    b = 1.15 + 2.53 * sd
    a = -0.0873 + 0.0248 * b + 0.01 * p
    alpha = (2.83 + 5.1 / b) * sd
    i = 2
    for _ in range(TRIES):
        u = first_uniform(key, i, flipped) - 0.5
        v = uniform(key, i + 1)
        i += 2
        edge = 0.5 - abs(u)
        reach = (2.0 * a / edge + b) * u + (0.5 - lag)
        if abs(reach) > n:
            continue
        step = math.floor(reach)
        if edge >= 0.07 and v <= 0.92 - 4.2 / b:
            return step
        if not 0 <= mode + step <= n:
            continue
        top = log_binomial(mode, n, mean, lag)
        weight = log_binomial(mode + step, n, mean, step + lag) - top
        if math.log(v * alpha / (a / (edge * edge) + b)) <= weight:
            return step
    return 0


@kernel
def _inverted(u: float, n: int, p: float) -> int:
    """Return the u-quantile, counting up from 0."""
    odds = p / (1.0 - p)
    chance = _none(n, p)
    last = min(n, LAST_STEP)
    k = 0
    while u > chance and k < last:
        u -= chance
        chance *= odds * (n - k) / (k + 1)
        k += 1
    return k
