"""Draws of every kind and size, as text: the same compiled and as plain Python, to the last bit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marchland.kernels import draws
from marchland.kernels.keys import Key, chain, name_key, uniform
from marchland.kernels.layout import Keys, Options, Work

PEOPLE = [0, 1, 7, 55, 100, 10**6, 10**12, 2**62]
CHANCES = [0.0, 1e-18, 1e-9, 0.01, 0.3, 0.49999, 0.5, 0.50001, 0.9, 1 - 1e-9, 1.0]
SEATS = [(60, 40, 20), (0, 5, 2), (5, 0, 2), (1_000, 3_000, 2_000), (7, 10**15, 10**14)]
SEATS += [(10**12, 3 * 10**12, 2 * 10**12), (2**60, 2**61, 2**60), (5, 5, 99)]
MEANS = [0.0, 0.5, 24.9, 25.1, 1e4, 1e12, 1e18]
WEIGHTS = np.array([0.2, 0.0, 3.0, 1e-9, 5.0, 1.0])
OPTIONS = np.array([name_key(name) for name in "abcdef"], dtype=np.uint64)
THERE = Options(WEIGHTS, OPTIONS, np.zeros((2, 6), np.int64), np.zeros_like(OPTIONS), np.zeros(6))


def counts(key: Key) -> Iterator[int]:
    """Draw counts of every law and size."""
    for n in PEOPLE:
        for p in CHANCES:
            yield draws.binomial(key, n, p)
            yield draws.binomial_parties(key, n, p, 4)
    for good, bad, seats in SEATS:
        yield draws.hypergeometric(key, good, bad, seats)
    for mean in MEANS:
        for relative_sd in (0.0, 1e-9, 0.1, 1.0, 3.0):
            yield draws.negative_binomial(key, mean, relative_sd)
    yield draws.rounded(key, 3.3)
    yield draws.pick(key, THERE)


def shared(key: Key) -> Iterator[int]:
    """Share people over options and seats over cells."""
    out = np.empty(6, dtype=np.int64)
    for n in PEOPLE:
        for party in (1, 5):
            draws.multinomial_parties(key, n, party, THERE)
            yield from THERE.work[Work.CHOSEN].tolist()
    for seats in (0, 30, 200):
        draws.share(key, np.array([60, 40, 0, 7, 1, 90]), OPTIONS, seats, out)
        yield from out.tolist()


def text(keys: Keys) -> str:
    """Return one line for each key."""
    lines = []
    for key in keys:
        exact = [uniform(key, 3), draws.normal(key), draws.gamma(key, 0.3), draws.gamma(key, 9.0)]
        whole = [*counts(key), *shared(key)]
        lines.append(" ".join([float(x).hex() for x in exact] + [str(int(k)) for k in whole]))
    return "\n".join(lines)


if __name__ == "__main__":
    print(text(np.array([chain(8, i) for i in range(60)], dtype=np.uint64)))
