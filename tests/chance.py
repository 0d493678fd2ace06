"""Keyed chance for ``twin.py``: keys by arithmetic on Python ints, and the package's draws."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from marchland.kernels import draws
from marchland.kernels.layout import Floats, Keys, Options, Work

WORD = 2**64 - 1


def mixed(word: int) -> int:
    """Return a word through the finaliser of SplitMix64."""
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & WORD
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB & WORD
    return word ^ (word >> 31)


def absorb(key: int, *words: int | str) -> int:
    """Return the key that stands for a key and more words; a name stands for its own key."""
    for word in words:
        number = name_key(word) if isinstance(word, str) else word
        key = mixed((key * 0xD1342543DE82EF95 + mixed(number + 0x9E3779B97F4A7C15 & WORD)) & WORD)
    return key


def name_key(name: str) -> int:
    """Return the key of a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def rounded(key: int, number: float) -> int:
    return int(draws.rounded(_word(key), number))


def displaced(key: int, mean: float, law: str, dispersion: float) -> int:
    if law == "poisson":
        return int(draws.poisson(_word(key), mean))
    if law == "negative_binomial":
        return int(draws.negative_binomial(_word(key), mean, dispersion))
    return rounded(key, mean)


def binomial(key: int, people: int, chance: float, party: int) -> int:
    return int(draws.binomial_parties(_word(key), people, chance, party))


def multinomial(
    key: int, people: int, party: int, weights: Sequence[float], names: Sequence[int]
) -> list[int]:
    there = options(np.array(weights), np.array(names, dtype=np.uint64))
    draws.multinomial_parties(_word(key), people, party, there)
    return [int(people) for people in there.work[Work.CHOSEN]]


def options(weights: Floats, names: Keys) -> Options:
    """Return options with room to work in, which nobody has cleared."""
    work = np.full((2, len(weights)), 9)
    return Options(weights, names, work, np.zeros_like(names), np.zeros(len(weights)))


def share(key: int, cells: Sequence[tuple[int, int]], seats: int) -> list[int]:
    """Share seats among cells of (people, key)."""
    people, names = zip(*cells, strict=True)
    taken = np.zeros(len(cells), dtype=np.int64)
    draws.share(
        _word(key), np.array(people, dtype=np.int64), np.array(names, dtype=np.uint64), seats, taken
    )
    return [int(people) for people in taken]


def _word(key: int) -> int:
    """Return a key as compiled code takes it."""
    return np.uint64(key)  # type: ignore[return-value]
