"""Binomial draws of any size, one by one or in parties that decide as one."""

from __future__ import annotations

import math

from marchland.kernels.factorials import log_binomial
from marchland.kernels.jit import njit
from marchland.kernels.keys import REST_PARTY, absorb, uniform

SMALL_MEAN = 10.0
"""Mean below which draws are made by inversion (Hörmann's methods hold from 10)."""

LAST_STEP = 64
"""Steps at which inversion ends: with a mean below 10, less than 1e−28 lies beyond."""


@njit(cache=True)
def binomial(key: int, n: int, p: float) -> int:
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
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    if p > 0.5:
        return n - _at_most_half(key, n, 1.0 - p, True)
    return _at_most_half(key, n, p, False)


@njit(cache=True)
def binomial_parties(key: int, n: int, p: float, party: int) -> int:
    """Draw how many of n people decide yes in parties of equal size, and one party of the rest."""
    n, party = int(n), int(party)
    rest = n % party
    people = party * binomial(key, n // party, p)
    if rest > 0 and binomial(absorb(key, REST_PARTY), 1, p) == 1:
        people += rest
    return people


@njit(cache=True)
def first_uniform(key: int, i: int, flipped: bool) -> float:
    """Return the i-th uniform of a key, or 1 less it, in draws that are reflected."""
    return 1.0 - uniform(key, i) if flipped else uniform(key, i)


@njit(cache=True)
def _at_most_half(key: int, n: int, p: float, flipped: bool) -> int:
    """Draw for 0 < p ≤ ½."""
    if n * p < SMALL_MEAN:
        return _inverted(first_uniform(key, 0, flipped), n, p)
    return _rejected(key, n, p, flipped)


@njit(cache=True)
def _inverted(u: float, n: int, p: float) -> int:
    """Return the u-quantile, counting up from 0."""
    odds = p / (1.0 - p)
    chance = math.exp(n * math.log1p(-p))
    last = min(n, LAST_STEP)
    k = 0
    while u > chance and k < last:
        u -= chance
        chance *= odds * (n - k) / (k + 1)
        k += 1
    return k


@njit(cache=True)
def _rejected(key: int, n: int, p: float, flipped: bool) -> int:
    """Draw by transformed rejection with a squeeze, for a mean of 10 or more.

    Source: algorithm BTRS, Hörmann 1993, doi:10.1080/00949659308811496. Here k is counted from the
    mode in whole numbers, so that nothing is lost above 2^53.
    """
    mean = n * p
    sd = math.sqrt(mean * (1.0 - p))
    b = 1.15 + 2.53 * sd
    a = -0.0873 + 0.0248 * b + 0.01 * p
    squeeze = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * sd
    mode = int((n + 1) * p)
    lag = float(mode) - mean
    top = log_binomial(mode, n, mean, lag)
    i = 0
    while True:
        u = first_uniform(key, i, flipped) - 0.5
        v = uniform(key, i + 1)
        i += 2
        edge = 0.5 - abs(u)
        reach = (2.0 * a / edge + b) * u + (0.5 - lag)
        if abs(reach) > n:
            continue
        step = int(math.floor(reach))
        k = mode + step
        if edge >= 0.07 and v <= squeeze:
            return k
        if not 0 <= k <= n:
            continue
        weight = log_binomial(k, n, mean, step + lag) - top
        if math.log(v * alpha / (a / (edge * edge) + b)) <= weight:
            return k
