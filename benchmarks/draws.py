"""Draws per second against numpy's generator, side by side in one run.

    python benchmarks/draws.py

numpy makes a stream of one law at once, which it may set up once; here every draw has a key and a
law of its own, as in a run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from measure import took

from marchland.kernels import draws
from marchland.kernels.jit import njit
from marchland.kernels.keys import absorb, chain
from marchland.kernels.layout import Floats, Keys, Options, Work

DRAWS = 200_000
LAWS = [(1, 0.3), (10, 0.3), (100, 0.05), (100, 0.5), (10**4, 0.3), (10**6, 0.01), (10**9, 0.5)]


@njit(cache=True)
def binomials(root: int, number: int, n: int, p: float) -> int:
    """Draw so many, each under its own key; return their sum."""
    total = 0
    for i in range(number):
        total += draws.binomial(absorb(root, i), n, p) // number
    return total


@njit(cache=True)
def multinomials(root: int, number: int, n: int, weights: Floats, options: Keys) -> int:
    """Share n people out so many times; return the sum of the first option."""
    work, words = np.empty((2, len(weights)), dtype=np.int64), np.empty_like(options)
    there, total = Options(weights, options, work, words, np.empty(len(weights))), 0
    for i in range(number):
        draws.multinomial(absorb(root, i), n, there)
        total += work[Work.CHOSEN, 0]
    return total


def nanoseconds(work: Callable[[], Any], number: int) -> float:
    """Return the CPU time of one of so many draws, the best of three."""
    return min(took(work)[0].processor for _ in range(3)) / number * 1e9


def row(name: str, ours: float, theirs: float) -> None:
    """Print one comparison."""
    print(f"{name:<34}{ours:9.0f}{theirs:9.0f}{ours / theirs:8.2f}")


def main() -> None:
    """Print nanoseconds a draw here and in numpy, and the ratio."""
    root = np.uint64(chain(1))
    generator = np.random.default_rng(1)
    print(f"{'ns of CPU a draw':<34}{'here':>9}{'numpy':>9}{'ratio':>8}")
    binomials(root, 1, 1, 0.5)
    for n, p in LAWS:
        ours = nanoseconds(lambda n=n, p=p: binomials(root, DRAWS, n, p), DRAWS)
        theirs = nanoseconds(lambda n=n, p=p: generator.binomial(n, p, DRAWS), DRAWS)
        row(f"binomial n={n:.0e} p={p}", ours, theirs)
    for options in (6, 30):
        weights = 1.0 / np.arange(1, options + 1)
        option_keys = np.array([chain(o) for o in range(options)], dtype=np.uint64)
        shares = weights / weights.sum()
        number = DRAWS // options
        multinomials(root, 1, 1, weights, option_keys)
        for n in (3, 200, 10**6):
            ours = nanoseconds(
                lambda n=n, w=weights, k=option_keys, m=number: multinomials(root, m, n, w, k),
                number,
            )
            theirs = nanoseconds(
                lambda n=n, p=shares, m=number: generator.multinomial(n, p, m), number
            )
            row(f"multinomial n={n:.0e} options={options}", ours, theirs)


if __name__ == "__main__":
    main()
