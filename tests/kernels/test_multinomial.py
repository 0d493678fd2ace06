"""People shared out over options, against the law."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from chance import options
from kernels.samples import ERROR_RATE, fit, keys, multinomials, off_by, together
from marchland.kernels.draws import multinomial, multinomial_parties, pick
from marchland.kernels.jit import kernel
from marchland.kernels.keys import Key, absorb, name_key, uniform
from marchland.kernels.layout import Options, Work
from marchland.kernels.multinomial import FEW, _put_in_order, _put_many_in_order
from marchland.kernels.reference import refer

KEY = np.uint64(7)
OPTIONS = np.array([name_key(name) for name in "abcdef"], dtype=np.uint64)
WEIGHTS = np.array([0.2, 0.0, 3.0, 1e-3, 5.0, 1.0])
SHARES = WEIGHTS / WEIGHTS.sum()


@pytest.mark.parametrize("n", [1, 7, 40, 1_000, 10**6, 10**9])
def test_each_option_and_each_pair_follow_the_law(n: int) -> None:
    sample = multinomials(keys(), n, 1, WEIGHTS, OPTIONS)
    assert (sample.sum(axis=1) == n).all()
    assert (sample >= 0).all()
    for d, share in enumerate(SHARES):
        if share == 0:
            assert not sample[:, d].any()
        else:
            assert fit(sample[:, d], stats.binom(n, share)) > ERROR_RATE
    assert fit(sample[:, 0] + sample[:, 2], stats.binom(n, SHARES[0] + SHARES[2])) > ERROR_RATE


def test_conditional_on_one_option_the_rest_follow_the_law() -> None:
    sample = multinomials(keys(), 12, 1, WEIGHTS, OPTIONS)
    left = sample[sample[:, 4] == 6]
    assert fit(left[:, 2], stats.binom(6, SHARES[2] / (1 - SHARES[4]))) > ERROR_RATE


@pytest.mark.parametrize("n", [10**12, 2**62])
def test_mean_and_variance_hold_at_any_size(n: int) -> None:
    sample = multinomials(keys(), n, 1, WEIGHTS, OPTIONS)
    assert (sample.sum(axis=1) == n).all()
    for d in (0, 2, 4, 5):
        p = float(SHARES[d])
        centre = round(n * p)
        mean, variance = off_by(sample[:, d] - centre, 0.0, (n * p * (1 - p)) ** 0.5)
        assert abs(mean) < 4.9
        assert abs(variance) < 4.9


def test_parties_stay_together() -> None:
    sample = multinomials(keys(), 43, 5, WEIGHTS, OPTIONS)
    assert (sample.sum(axis=1) == 43).all()
    assert ((sample % 5 == 3).sum(axis=1) == 1).all()
    assert fit((sample // 5)[:, 2], stats.binom(8, SHARES[2])) > ERROR_RATE
    rest = np.argmax(sample % 5, axis=1)
    for d in (0, 2, 4, 5):
        assert fit((rest == d).astype(np.int64), stats.binom(1, SHARES[d])) > ERROR_RATE


@pytest.mark.parametrize("party", [1, 4])
def test_without_weight_nobody_is_placed(party: int) -> None:
    there = options(np.zeros(6), OPTIONS)
    multinomial_parties(KEY, 10, party, there)
    assert not there.work[Work.CHOSEN].any()
    assert pick(KEY, there) == -1


def test_one_option_takes_all() -> None:
    there = options(np.array([0, 0, 1e-300, 0, 0, 0]), OPTIONS)
    multinomial(KEY, 10**12, there)
    assert there.work[Work.CHOSEN].tolist() == [0, 0, 10**12, 0, 0, 0]
    assert pick(KEY, there) == 2
    alone = options(np.array([2.0]), OPTIONS[:1])
    multinomial(KEY, 7, alone)
    assert alone.work[Work.CHOSEN].tolist() == [7]


@pytest.mark.parametrize("number", [1, 2, 5, 19, 400])
def test_few_and_many_options_are_put_in_the_same_order(number: int) -> None:
    names = keys(number, seed=3)
    weights = np.where(np.arange(number) % 7 == 3, 0.0, 1.0)
    few, many = options(weights, names), options(weights, names)
    for key in keys(50):
        known = in_order(key, few)
        assert known == in_order_of_many(key, many)
        order = few.work[Work.ORDER, :known] % (1 << FEW)
        assert (order == many.work[Work.ORDER, :known]).all()
        assert sorted(order) == np.flatnonzero(weights).tolist()


@kernel
def in_order(key: Key, there: Options) -> int:
    return _put_in_order(refer(there), key, 0, len(there.option_weight))


@kernel
def in_order_of_many(key: Key, there: Options) -> int:
    return _put_many_in_order(refer(there), key, 0, len(there.option_weight))


def test_more_options_than_a_word_can_order() -> None:
    number = 3_000
    there = options(np.ones(number), keys(number))
    multinomial(KEY, 10**6, there)
    out = there.work[Work.CHOSEN]
    assert out.sum() == 10**6
    assert sorted(there.work[Work.ORDER]) == list(range(number))
    assert stats.chisquare(out).pvalue > ERROR_RATE


def test_the_race_is_won_by_the_first_clock() -> None:
    for key in keys(2_000):
        words = [np.uint64(absorb(key, option)) for option in OPTIONS[WEIGHTS > 0.0]]
        u = np.array([uniform(word, 0) for word in words])
        clocks = -np.log(u) / WEIGHTS[WEIGHTS > 0.0]
        winner = np.flatnonzero(WEIGHTS)[np.argmin(clocks)]
        assert pick(key, options(WEIGHTS, OPTIONS)) == winner


def test_weights_of_any_scale() -> None:
    one = multinomials(keys(500), 90, 1, WEIGHTS, OPTIONS)
    assert (one == multinomials(keys(500), 90, 1, WEIGHTS * 2.0**-800, OPTIONS)).all()
    assert (one == multinomials(keys(500), 90, 1, WEIGHTS * 2.0**800, OPTIONS)).all()


def test_different_keys_share_nothing() -> None:
    one = multinomials(keys(seed=1), 100, 1, WEIGHTS, OPTIONS)[:, 2]
    other = multinomials(keys(seed=2), 100, 1, WEIGHTS, OPTIONS)[:, 2]
    assert abs(together(one, other)) < 4.9 / len(one) ** 0.5
