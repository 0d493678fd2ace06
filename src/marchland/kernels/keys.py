"""Chance by key: a draw's randomness follows from what it decides, never from when it is made.

A key is 64 bits, built by absorbing words in this order: seed, member, day, tick, purpose, the
origin place's name key, the group's name key, the name key of the destination or route. A key's
uniforms are a function of the key and of their index alone (docs/decisions/0001-chance-by-key.md).

Keys are uint64 in compiled code and ints in plain Python, with the same bits. What wraps around at
2^64 has two bodies, below; everything else is written once.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from hashlib import blake2b

import numpy as np

from marchland.kernels.jit import kernel, overload

Key = int | np.uint64 | np.int64
"""A key, or a word to absorb: an int in plain Python, 64 bits in compiled code and in arrays."""


class Purpose(IntEnum):
    """Purposes of draws. A new decision takes the next number; none is ever used again."""

    DISPLACE = 1
    DISPLACE_ROUND = 2
    LEAVE = 3
    CHOOSE = 4
    SURPLUS = 5
    SEATS = 6
    FOREST_EVENT = 7
    FOUND = 8
    PUSHED = 9
    REGISTER = 10
    ONWARD = 11
    TRY = 12
    SECTOR = 13
    QUOTA = 14
    PASS = 15
    RESUME = 16
    TRANSFER = 17
    PARAMETER = 18
    PLACE_EFFECT = 19
    AMOUNT = 20
    POSTERIOR = 21
    REST_PARTY = 22
    MIXTURE = 23
    REMAINDER = 24
    SEATS_TODAY = 25
    COLD = 26
    COLD_DEATH = 27
    TO_HOSPITAL = 28
    HEALED = 29
    DISCHARGED = 30
    INJURED_DEATH = 31
    ON_FOOT = 32
    WEATHER = 33
    RETURN = 34
    REVIEW = 35


ROOT = 0x6D61726368_6C61
"""Key from which every chain begins (the letters "marchla")."""

_WORD = 2**64 - 1
_GOLDEN = 0x9E3779B97F4A7C15
_ODD = 0xD1342543DE82EF95


def _product(a: Key, b: Key) -> int:
    """Multiply modulo 2^64."""
    return int(a) * int(b) & _WORD


def _sum(a: Key, b: Key) -> int:
    """Add modulo 2^64."""
    return int(a) + int(b) & _WORD


@overload(_product)
def _compiled_product(a: Key, b: Key) -> Callable[[Key, Key], int]:
    def compiled(a: Key, b: Key) -> int:
        return np.uint64(a) * np.uint64(b)  # type: ignore[return-value]

    return compiled


@overload(_sum)
def _compiled_sum(a: Key, b: Key) -> Callable[[Key, Key], int]:
    def compiled(a: Key, b: Key) -> int:
        return np.uint64(a) + np.uint64(b)  # type: ignore[return-value]

    return compiled


@kernel
def _mixed(word: int) -> int:
    """Return a word whose every bit depends on every bit of the given one; one to one.

    Source: the finaliser of SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).
    """
    word = _product(word ^ (word >> 30), 0xBF58476D1CE4E5B9)
    word = _product(word ^ (word >> 27), 0x94D049BB133111EB)
    return word ^ (word >> 31)


@kernel
def absorb(key: Key, word: Key) -> int:
    """Return the key that stands for a key and one more word, which may be negative.

    Notes
    -----
    One to one in the word for a given key and in the key for a given word; the order of words
    matters.
    """
    return absorb_spread(key, spread(word))


@kernel
def spread(word: Key) -> int:
    """Return what a key absorbs of a word; where one word is absorbed often, it is kept."""
    return _mixed(_sum(word, _GOLDEN))


@kernel
def absorb_spread(key: Key, word: Key) -> int:
    """Return the key that stands for a key and one more word, which is spread already."""
    return _mixed(_sum(_product(key, _ODD), word))


@kernel
def bits(key: Key, i: int) -> int:
    """Return the i-th word of a key, 64 random bits, i from 0."""
    return _mixed(_sum(key, _product(i + 1, _GOLDEN)))


@kernel
def uniform(key: Key, i: int) -> float:
    """Return the i-th uniform of a key, i from 0, an odd multiple of 2^−53 in the open (0, 1).

    Notes
    -----
    52 bits and half a step: with 53 the largest would round to 1. So ``1 − u`` is exact.
    """
    return ((bits(key, i) >> 12) + 0.5) * 2.0**-52


def name_key(text: str) -> int:
    """Return the key of a name, in [0, 2^64): the same wherever the name stands in a table."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def chain(*words: int) -> int:
    """Return the key built by absorbing words in order, from :data:`ROOT`."""
    key = ROOT
    for word in words:
        key = int(absorb(np.uint64(key), np.uint64(int(word) & _WORD)))
    return key
