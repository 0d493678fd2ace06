"""People shared out over options: each option's draw has a key of its own."""

from __future__ import annotations

import math

import numpy as np

from marchland.kernels.binomial import binomial
from marchland.kernels.jit import njit
from marchland.kernels.keys import REST_PARTY, absorb, uniform
from marchland.kernels.layout import Floats, Ints, Keys


@njit(cache=True)
def multinomial(key: int, n: int, weights: Floats, option_keys: Keys, out: Ints) -> None:
    """Share n people out over options by weight; where no option has weight, nobody is placed.

    Parameters
    ----------
    key
        Key of the decision.
    n
        From 0 to 2^62.
    weights
        One for each option, 0 or more and finite, on any scale.
    option_keys
        Name keys of the options; keep the order of options between runs that are compared.
    out
        Receives the people of each option.

    Notes
    -----
    Conditional binomials in the order given; the last option with weight takes the rest.
    """
    left = _sums_from(weights)
    rest = int(n)
    for i in range(len(weights)):
        out[i] = 0
        if rest > 0 and weights[i] > 0.0:
            chosen = binomial(absorb(key, option_keys[i]), rest, weights[i] / left[i])
            out[i] = chosen
            rest -= chosen


@njit(cache=True)
def multinomial_parties(
    key: int, n: int, party: int, weights: Floats, option_keys: Keys, out: Ints,
) -> None:
    """Share n people out in parties of equal size, and one party of the rest, each as one."""
    n, party = int(n), int(party)
    multinomial(key, n // party, weights, option_keys, out)
    if party == 1:
        return
    for i in range(len(weights)):
        out[i] *= party
    if n % party > 0:
        i = pick(absorb(key, REST_PARTY), weights, option_keys)
        if i >= 0:
            out[i] += n % party


@njit(cache=True)
def pick(key: int, weights: Floats, option_keys: Keys) -> int:
    """Draw the index of one option by weight, −1 where none has weight.

    Notes
    -----
    A race of exponential clocks, one for each option: closing an option changes the outcome only
    where that option had won.
    """
    winner, best = -1, math.inf
    for i in range(len(weights)):
        if weights[i] > 0.0:
            clock = -math.log(uniform(absorb(key, option_keys[i]), 0)) / weights[i]
            if winner < 0 or clock < best:
                winner, best = i, clock
    return winner


@njit(cache=True)
def _sums_from(weights: Floats) -> Floats:
    """Return, for each option, the sum of its weight and of all after it."""
    sums = np.empty(len(weights), dtype=np.float64)
    total = 0.0
    for i in range(len(weights) - 1, -1, -1):
        total += weights[i]
        sums[i] = total
    return sums
