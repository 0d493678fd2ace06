"""Many draws of each law under keys of their own, and how well they fit it.

Every test of fit below refuses a right law once in a million times; the seeds are fixed, so what
passes once passes always. All of them together would refuse right code about once in 5,000 times.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from marchland.kernels import draws
from marchland.kernels.jit import njit
from marchland.kernels.keys import Key, absorb, chain
from marchland.kernels.layout import Floats, Ints, Keys, Options, Work

ERROR_RATE = 1e-6
COMPILED = hasattr(draws.binomial, "py_func")
DRAWS = 100_000 if COMPILED else 2_000
"""Fewer without the JIT: the same tests, with less power."""


def keys(number: int = DRAWS, seed: int = 1) -> Keys:
    """Return so many keys as a run would make them for its members."""
    return _members(np.uint64(chain(seed)), number)


@njit(cache=True)
def _members(root: Key, number: int) -> Keys:
    found = np.empty(number, dtype=np.uint64)
    for m in range(number):
        found[m] = absorb(root, m)
    return found


@njit(cache=True)
def binomials(keys: Keys, n: int, p: float) -> Ints:
    found = np.empty(len(keys), dtype=np.int64)
    for i in range(len(keys)):
        found[i] = draws.binomial(keys[i], n, p)
    return found


@njit(cache=True)
def binomials_in_parties(keys: Keys, n: int, p: float, party: int) -> Ints:
    found = np.empty(len(keys), dtype=np.int64)
    for i in range(len(keys)):
        found[i] = draws.binomial_parties(keys[i], n, p, party)
    return found


@njit(cache=True)
def multinomials(keys: Keys, n: int, party: int, weights: Floats, options: Keys) -> Ints:
    found = np.empty((len(keys), len(weights)), dtype=np.int64)
    work, words = np.empty((2, len(weights)), dtype=np.int64), np.empty_like(options)
    there = Options(weights, options, work, words, np.empty(len(weights)))
    for i in range(len(keys)):
        draws.multinomial_parties(keys[i], n, party, there)
        found[i] = work[Work.CHOSEN]
    return found


@njit(cache=True)
def hypergeometrics(keys: Keys, good: int, bad: int, seats: int) -> Ints:
    found = np.empty(len(keys), dtype=np.int64)
    for i in range(len(keys)):
        found[i] = draws.hypergeometric(keys[i], good, bad, seats)
    return found


@njit(cache=True)
def shares(keys: Keys, counts: Ints, cells: Keys, seats: int) -> Ints:
    found = np.empty((len(keys), len(counts)), dtype=np.int64)
    for i in range(len(keys)):
        draws.share(keys[i], counts, cells, seats, found[i])
    return found


@njit(cache=True)
def negative_binomials(keys: Keys, mean: float, relative_sd: float) -> Ints:
    found = np.empty(len(keys), dtype=np.int64)
    for i in range(len(keys)):
        found[i] = draws.negative_binomial(keys[i], mean, relative_sd)
    return found


@njit(cache=True)
def gammas(keys: Keys, shape: float) -> Floats:
    found = np.empty(len(keys), dtype=np.float64)
    for i in range(len(keys)):
        found[i] = draws.gamma(keys[i], shape)
    return found


@njit(cache=True)
def normals(keys: Keys) -> Floats:
    found = np.empty(len(keys), dtype=np.float64)
    for i in range(len(keys)):
        found[i] = draws.normal(keys[i])
    return found


@njit(cache=True)
def roundings(keys: Keys, x: float) -> Ints:
    found = np.empty(len(keys), dtype=np.int64)
    for i in range(len(keys)):
        found[i] = draws.rounded(keys[i], x)
    return found


def fit(sample: Ints, law: Any) -> float:
    """Return the p-value of a chi-square test of counts against a law of ``scipy.stats``."""
    edges = np.unique(law.ppf(np.linspace(0, 1, 42)[1:-1]))
    shares = np.diff(np.concatenate([[0.0], law.cdf(edges), [1.0]]))
    seen = np.bincount(np.searchsorted(edges, sample, side="left"), minlength=len(shares))
    expected = shares * len(sample)
    full = expected >= 5
    seen = np.append(seen[full], seen[~full].sum())
    expected = np.append(expected[full], expected[~full].sum())
    if expected[-1] < 5:
        assert seen[-1] < 40, "more than a chance in a million allows where next to none are due"
        seen, expected = seen[:-1], expected[:-1]
    if len(seen) < 2:
        return 1.0
    return float(stats.chisquare(seen, expected * seen.sum() / expected.sum()).pvalue)


def off_by(sample: npt.NDArray[Any], mean: float, sd: float) -> tuple[float, float]:
    """Return by how many standard errors a near-normal sample's mean and variance are off."""
    size = len(sample)
    away = (sample - mean) / sd
    return float(away.mean() * size**0.5), float((away.var() - 1.0) * (size / 2) ** 0.5)


def together(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """Return the correlation of two samples drawn with the same keys."""
    return float(np.corrcoef(one, other)[0, 1])
