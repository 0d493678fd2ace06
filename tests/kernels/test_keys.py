"""Keys and their uniforms."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kernels.samples import ERROR_RATE, fit, keys
from marchland.kernels.keys import Purpose, absorb, bits, chain, name_key, uniform

WORDS = st.integers(0, 2**64 - 1)


def test_uniforms_are_even() -> None:
    ranks = np.array([int(uniform(key, 0) * 50) for key in keys(20_000)])
    assert fit(ranks, stats.randint(0, 50)) > ERROR_RATE


@given(WORDS, st.integers(0, 1_000))
def test_uniforms_lie_in_the_open_interval_and_reflect_exactly(key: int, i: int) -> None:
    u = uniform(np.uint64(key), i)
    assert 0.0 < u < 1.0
    assert 1.0 - (1.0 - u) == u


def test_the_ends_of_the_interval_are_open() -> None:
    smallest, largest = 0.5 * 2.0**-52, (2**52 - 0.5) * 2.0**-52
    assert smallest > 0.0
    assert largest < 1.0
    assert 1.0 - largest == smallest


@given(WORDS, WORDS)
def test_every_bit_of_a_word_reaches_the_key(key: int, word: int) -> None:
    one = int(absorb(np.uint64(key), np.uint64(word)))
    for bit in range(64):
        other = int(absorb(np.uint64(key), np.uint64(word ^ (1 << bit))))
        assert 6 < (one ^ other).bit_count() < 58


def test_half_the_bits_change_on_average() -> None:
    flips = np.zeros(64)
    found = [int(key) for key in keys(300)]
    for key in found:
        for bit in range(64):
            other = int(absorb(np.uint64(key), np.uint64(1 << bit)))
            flips[bit] += (int(absorb(np.uint64(key), np.uint64(0))) ^ other).bit_count()
    standard_error = 4 / len(found) ** 0.5
    assert (np.abs(flips / len(found) - 32) < 5.5 * standard_error).all()


def test_the_order_of_words_matters() -> None:
    assert len({chain(*order) for order in permutations(range(5))}) == 120


def test_small_words_do_not_meet() -> None:
    found = {
        chain(member, day, tick) for member in range(20) for day in range(20) for tick in range(4)
    }
    assert len(found) == 1_600


def test_negative_words_are_their_complement() -> None:
    assert chain(1, -1) == chain(1, 2**64 - 1)


def test_names_stand_for_themselves() -> None:
    assert name_key("Minsk") == 0x6F1F2F5D18E7F9F9  # b2sum -l 64, bytes in reverse
    assert name_key("Minsk") != name_key("minsk")


def test_words_of_a_key_are_its_own() -> None:
    found = {int(bits(key, i)) for key in keys(50) for i in range(50)}
    assert len(found) == 2_500


def test_purposes_are_distinct() -> None:
    every = Purpose.__members__.values()  # a second name for a number is a member here, too
    assert len(every) > 20
    assert len({int(one) for one in every}) == len(every)
