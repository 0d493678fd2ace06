"""People shared out over options: each option's draw has a key of its own."""

from __future__ import annotations

import math

import numpy as np

from marchland.kernels.binomial import binomial
from marchland.kernels.jit import kernel, part
from marchland.kernels.keys import Key, Purpose, absorb, bits, uniform
from marchland.kernels.layout import Floats, Ints, Keys

PLACE_IN_ORDER = -1
"""Index of the uniform that gives an option its place in a decision's order; draws count from 0."""

SURELY = 1.0 - 1e-9
"""Less than 1 by more than rounding."""

FEW = 11
"""Bits for the index of an option: with the 52 of its place they are a whole number above 0."""


@kernel
def multinomial(
    key: Key, n: int, weights: Floats, option_keys: Keys, out: Ints, order: Ints, sums: Floats
) -> None:
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
        Name keys of the options.
    out
        Receives the people of each option.
    order, sums
        Room to work in, of the length of ``weights``.

    Notes
    -----
    Conditional binomials; the last option with weight takes the rest. The options' order is drawn
    anew for each decision from their own keys: the order of columns changes nothing, and closing
    an option leaves the others in theirs. In one order for all, the last but one option would be
    torn from its own draw whenever the last one closed.
    """
    out[:] = 0
    rest = int(n)
    if rest == 0:
        return
    if len(weights) <= 1 << FEW:
        known = _put_in_order(key, weights, option_keys, order)
    else:
        known = _put_many_in_order(key, weights, option_keys, order, sums)
    _sum_up(order[:known], weights, sums)
    for j in range(known):
        i = order[j]
        if j == known - 1:
            out[i] = rest
            return
        out[i] = binomial(absorb(key, option_keys[i]), rest, weights[i] / sums[j])
        rest -= out[i]
        if rest == 0:
            return


@kernel
def multinomial_parties(
    key: Key,
    n: int,
    party: int,
    weights: Floats,
    option_keys: Keys,
    out: Ints,
    order: Ints,
    sums: Floats,
) -> None:
    """Share n people out in parties of equal size, and one party of the rest, each as one."""
    n, party = int(n), int(party)
    parties = n // party if n >= party else 0
    if parties == 0:
        out[:] = 0
    else:
        multinomial(key, parties, weights, option_keys, out, order, sums)
    if party == 1:
        return
    for i in range(len(weights)):
        out[i] *= party
    rest = n - parties * party
    if rest > 0:
        i = pick(absorb(key, Purpose.REST_PARTY), weights, option_keys)
        if i >= 0:
            out[i] += rest


@kernel
def pick(key: Key, weights: Floats, option_keys: Keys) -> int:
    """Draw the index of one option by weight, −1 where none has weight.

    Notes
    -----
    A race of exponential clocks, one for each option: closing an option changes the outcome only
    where that option had won. Since −ln u is at least 1 − u, most that lose do so without it.
    """
    winner, best = -1, math.inf
    for i in range(len(weights)):
        if weights[i] > 0.0:
            u = uniform(absorb(key, option_keys[i]), 0)
            if (1.0 - u) * SURELY > best * weights[i]:
                continue
            clock = -math.log(u) / weights[i]
            if winner < 0 or clock < best:
                winner, best = i, clock
    return winner


@part
def _put_in_order(key: Key, weights: Floats, option_keys: Keys, order: Ints) -> int:
    """List the options with weight by their place in this decision; return how many there are.

    Notes
    -----
    Place and index are one number, and each option is compared with all before it: no processor
    can guess what comes before what, so that a wrong guess costs more than what it might spare.
    """
    known = 0
    for i in range(len(weights)):
        if weights[i] > 0.0:
            place = bits(absorb(key, option_keys[i]), PLACE_IN_ORDER) >> 12
            last = (np.int64(place) << FEW) + i
            for j in range(known):
                first = min(order[j], last)
                last = max(order[j], last)
                order[j] = first
            order[known] = last
            known += 1
    for j in range(known):
        order[j] &= (1 << FEW) - 1
    return known


@kernel
def _put_many_in_order(
    key: Key, weights: Floats, option_keys: Keys, order: Ints, height: Floats
) -> int:
    """Do the same for any number of options."""
    known = 0
    for i in range(len(weights)):
        if weights[i] > 0.0:
            u = uniform(absorb(key, option_keys[i]), PLACE_IN_ORDER)
            j = known
            while j > 0 and height[j - 1] > u:
                order[j], height[j] = order[j - 1], height[j - 1]
                j -= 1
            order[j], height[j] = i, u
            known += 1
    return known


@part
def _sum_up(order: Ints, weights: Floats, sums: Floats) -> None:
    """Set, for each place in the order, the sum of its weight and of all that come after it."""
    total = 0.0
    for j in range(len(order) - 1, -1, -1):
        total += weights[order[j]]
        sums[j] = total
