"""Too few seats shared among many: draws without replacement."""

from __future__ import annotations

import math

from marchland.kernels.binomial import LAST_STEP, SMALL_MEAN
from marchland.kernels.coupling import TRIES, bent, first_uniform, left_over, log_density, unbent
from marchland.kernels.factorials import log_binomial
from marchland.kernels.jit import kernel
from marchland.kernels.keys import Key, Purpose, absorb, uniform
from marchland.kernels.layout import Ints, Keys
from marchland.kernels.normal import normal_quantile


@kernel
def hypergeometric(key: Key, good: int, bad: int, draws: int) -> int:
    """Draw how many of the good are among so many drawn from good and bad without replacement.

    Parameters
    ----------
    key
        Key of the decision.
    good, bad
        From 0, their sum at most 2^62.
    draws
        From 0; all are drawn where it is at least their sum.

    Notes
    -----
    Rises with the key's first uniform.
    """
    good, bad, draws = int(good), int(bad), int(draws)
    total = good + bad
    if draws >= total:
        return good
    if draws <= 0 or good <= 0:
        return 0
    if bad <= 0:
        return draws
    swapped, left = good > bad, draws > total - draws
    rarer, more = min(good, bad), max(good, bad)
    fewer = min(draws, total - draws)
    k = _reduced(key, rarer, more, fewer, swapped != left)
    if left:
        k = rarer - k
    return draws - k if swapped else k


@kernel
def share(key: Key, counts: Ints, cell_keys: Keys, seats: int, out: Ints) -> None:
    """Share seats among cells of people, each person alike; all get one where there are enough.

    Parameters
    ----------
    key
        Key of the decision.
    counts
        People in each cell.
    cell_keys
        Name keys of the cells.
    seats
        Number to share, 0 or more.
    out
        Receives the seats of each cell.
    """
    others = 0
    for i in range(len(counts)):
        others += int(counts[i])
    free = min(max(int(seats), 0), others)
    if free == others:
        for i in range(len(counts)):
            out[i] = counts[i]
        return
    for i in range(len(counts)):
        people = int(counts[i])
        others -= people
        taken = hypergeometric(absorb(key, cell_keys[i]), people, others, free)
        out[i] = taken
        free -= taken


@kernel
def _reduced(key: Key, good: int, bad: int, draws: int, flipped: bool) -> int:
    """Draw for good ≤ bad and draws at most half of all."""
    mean = good * (draws / (good + bad))
    if mean < SMALL_MEAN:
        return _inverted(first_uniform(key, 0, flipped), good, bad, draws)
    return _coupled(key, good, bad, draws, flipped)


@kernel
def _log_weight(k: int, good: int, bad: int, draws: int, gap: float) -> float:
    """Return the log-weight of k, with ``gap = k − mean``: two binomials that share the draws."""
    p = draws / (good + bad)
    return log_binomial(k, good, good * p, gap) + log_binomial(draws - k, bad, bad * p, -gap)


@kernel
def _inverted(u: float, good: int, bad: int, draws: int) -> int:
    """Return the u-quantile, counting up from 0."""
    total = good + bad
    mean = good * (draws / total)
    whole = log_binomial(draws, total, float(draws), 0.0)
    chance = math.exp(_log_weight(0, good, bad, draws, -mean) - whole)
    last = min(good, draws, LAST_STEP)
    k = 0
    while u > chance and k < last:
        u -= chance
        chance *= (good - k) / (bad - draws + k + 1) * ((draws - k) / (k + 1))
        k += 1
    return k


@kernel
def _coupled(key: Key, good: int, bad: int, draws: int, flipped: bool) -> int:
    """Draw by the normal quantile, and where it is not kept, from the remainder."""
    total = good + bad
    mean = good * (draws / total)
    mode = _mode(good, bad, draws)
    lag = float(mode) - mean
    sd = _deviation(good, bad, draws)
    bend = (bad - good) / total * (1.0 - 2.0 * draws / total) / (6.0 * sd)
    whole = log_binomial(draws, total, float(draws), 0.0)
    z = normal_quantile(first_uniform(key, 0, flipped))
    step = math.floor(bent(z, bend) * sd + (0.5 - lag))
    if 0 <= mode + step <= min(good, draws):
        weight = _log_weight(mode + step, good, bad, draws, step + lag) - whole
        if math.log(uniform(key, 1)) + log_density(z, bend, sd) <= weight:
            return mode + step
    for _ in range(TRIES):
        key = absorb(key, Purpose.REMAINDER)
        step = _rejected(key, good, bad, draws, flipped)
        z = unbent((step + uniform(key, 0) - (0.5 - lag)) / sd, bend)
        weight = _log_weight(mode + step, good, bad, draws, step + lag) - whole
        if left_over(uniform(key, 1), log_density(z, bend, sd), weight, 1.0):
            return mode + step
    return mode


@kernel
def _mode(good: int, bad: int, draws: int) -> int:
    """Return the likeliest count."""
    return int((draws + 1) * ((good + 1) / (good + bad + 2)))


@kernel
def _deviation(good: int, bad: int, draws: int) -> float:
    """Return the standard deviation."""
    total = good + bad
    p = draws / total
    return math.sqrt(good * p * (1.0 - p) * (bad / total) * (total / (total - 1)))


@kernel
def _rejected(key: Key, good: int, bad: int, draws: int, flipped: bool) -> int:
    """Draw the distance from the mode by the ratio of uniforms.

    Source: algorithm HRUA, Stadlober 1990, doi:10.1016/0377-0427(90)90349-5.
    """
    total = good + bad
    mode = _mode(good, bad, draws)
    lag = float(mode) - good * (draws / total)
    sd = _deviation(good, bad, draws)
    width = 1.7155277699214135 * math.sqrt(sd * sd + 0.5) + 0.8989161620588988
    top = _log_weight(mode, good, bad, draws, lag)
    i = 2
    for _ in range(TRIES):
        v = first_uniform(key, i, flipped)
        u = uniform(key, i + 1)
        i += 2
        reach = width * (v - 0.5) / u + (0.5 - lag)
        if abs(reach) > total:
            continue
        step = math.floor(reach)
        if not 0 <= mode + step <= min(good, draws):
            continue
        weight = _log_weight(mode + step, good, bad, draws, step + lag) - top
        if 2.0 * math.log(u) <= weight:
            return step
    return 0
