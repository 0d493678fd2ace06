"""People shared out over options: each option's draw has a key of its own.

What the three public kernels do, :func:`share_out`, :func:`share_parties` and :func:`pick_one` do
with the options from ``begin`` to before ``end`` of a member, or of anything that names its arrays
as :class:`marchland.kernels.layout.Options` does.
"""

from __future__ import annotations

import math

import numpy as np

from marchland.kernels.binomial import binomial
from marchland.kernels.jit import kernel, law, part
from marchland.kernels.keys import Key, Purpose, absorb, bits, uniform
from marchland.kernels.layout import Member, Options, Work
from marchland.kernels.reference import refer

PLACE_IN_ORDER = -1
"""Index of the uniform that gives an option its place in a decision's order; draws count from 0."""

SURELY = 1.0 - 1e-9
"""Less than 1 by more than rounding."""

FEW = 11
"""Bits for the index of an option: with the 52 of its place they are a whole number above 0."""


@kernel
def multinomial(key: Key, n: int, options: Options) -> None:
    """Share n people out over options by weight; where no option has weight, nobody is placed.

    Parameters
    ----------
    key
        Key of the decision.
    n
        From 0 to 2^62.
    options
        Weights, 0 or more and finite, on any scale, and name keys. The row CHOSEN of ``work``
        receives the people of each option.

    Notes
    -----
    Conditional binomials; the last option with weight takes the rest. The options' order is drawn
    anew for each decision from their own keys: the order of columns changes nothing, and closing
    an option leaves the others in theirs. In one order for all, the last but one option would be
    torn from its own draw whenever the last one closed.
    """
    share_out(refer(options), key, int(n), 0, len(options.option_weight))


@kernel
def multinomial_parties(key: Key, n: int, party: int, options: Options) -> None:
    """Share n people out in parties of equal size, and one party of the rest, each as one."""
    share_parties(refer(options), key, int(n), int(party), 0, len(options.option_weight))


@kernel
def pick(key: Key, options: Options) -> int:
    """Draw the index of one option by weight, −1 where none has weight.

    Notes
    -----
    A race of exponential clocks, one for each option: closing an option changes the outcome only
    where that option had won. Since −ln u is at least 1 − u, most that lose do so without it.
    """
    return pick_one(refer(options), key, 0, len(options.option_weight))


@law
def share_out(at: Member | Options, key: Key, n: int, begin: int, end: int) -> None:
    """Share people out over options: :func:`multinomial`."""
    chosen, order, weights = at.work[Work.CHOSEN], at.work[Work.ORDER], at.option_weight
    size, rest = end - begin, n
    if size == 1 and weights[begin] > 0.0:
        chosen[0] = rest
        return
    if rest == 0:
        for i in range(size):
            chosen[i] = 0
        return
    if size <= 1 << FEW:
        known, index = _put_in_order(at, key, begin, size), (1 << FEW) - 1
    else:
        known, index = _put_many_in_order(at, key, begin, size), -1
    total = 0.0
    for j in range(known - 1, -1, -1):  # of each, and of all that come after it
        total += weights[begin + (order[j] & index)]
        at.sums[j] = total
    for j in range(known):
        i = order[j] & index
        if j == known - 1:
            chosen[i] = rest
            return
        drawn = binomial(at.work_key[i], rest, weights[begin + i] / at.sums[j])
        chosen[i] = drawn
        rest -= drawn
        if rest == 0:
            return


@law
def share_parties(at: Member | Options, key: Key, n: int, party: int, begin: int, end: int) -> None:
    """Share people out in parties: :func:`multinomial_parties`."""
    parties = n
    if party > 1:
        parties = n // party if n >= party else 0
    share_out(at, key, parties, begin, end)
    if party == 1:
        return
    chosen = at.work[Work.CHOSEN]
    for i in range(end - begin):
        chosen[i] *= party
    rest = n - parties * party
    if rest > 0:
        i = pick_one(at, absorb(key, Purpose.REST_PARTY), begin, end)
        if i >= 0:
            chosen[i] += rest


@law
def pick_one(at: Member | Options, key: Key, begin: int, end: int) -> int:
    """Draw one of some options: :func:`pick`."""
    winner, best = -1, math.inf
    if end - begin == 1:
        return 0 if at.option_weight[begin] > 0.0 else -1
    for i in range(end - begin):
        weight = at.option_weight[begin + i]
        if weight > 0.0:
            u = uniform(absorb(key, at.option_key[begin + i]), 0)
            if (1.0 - u) * SURELY > best * weight:
                continue
            clock = -math.log(u) / weight
            if winner < 0 or clock < best:
                winner, best = i, clock
    return winner


@part
def _put_in_order(at: Member | Options, key: Key, begin: int, size: int) -> int:
    """List the options with weight by their place in this decision; return how many there are.

    Notes
    -----
    Place and index are one number, and each option is compared with all before it: no processor
    can guess what comes before what, so that a wrong guess costs more than what it might spare.
    Nobody has chosen any yet.
    """
    chosen, order, known = at.work[Work.CHOSEN], at.work[Work.ORDER], 0
    for i in range(size):
        chosen[i] = 0
        if at.option_weight[begin + i] > 0.0:
            word = absorb(key, at.option_key[begin + i])
            at.work_key[i] = word
            last = (np.int64(bits(word, PLACE_IN_ORDER) >> 12) << FEW) + i
            for j in range(known):
                first = min(order[j], last)
                last = max(order[j], last)
                order[j] = first
            order[known] = last
            known += 1
    return known


@law
def _put_many_in_order(at: Member | Options, key: Key, begin: int, size: int) -> int:
    """Do the same for any number of options, by index alone."""
    chosen, order, height, known = at.work[Work.CHOSEN], at.work[Work.ORDER], at.sums, 0
    for i in range(size):
        chosen[i] = 0
        if at.option_weight[begin + i] > 0.0:
            word = absorb(key, at.option_key[begin + i])
            at.work_key[i] = word
            u, j = uniform(word, PLACE_IN_ORDER), known
            while j > 0 and height[j - 1] > u:
                order[j], height[j] = order[j - 1], height[j - 1]
                j -= 1
            order[j], height[j] = i, u
            known += 1
    return known
