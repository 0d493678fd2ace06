"""Feed the generator to a battery of tests, with keys interleaved as in a run.

Successive words come from keys that differ in the member, then the place, group, tick and day: what
a weak hash of keys would show. Writes without end to standard output:

    python benchmarks/battery.py words | dieharder -a -g 200
"""

from __future__ import annotations

import argparse
import sys
from itertools import product

import numpy as np
import numpy.typing as npt

from marchland.kernels.jit import njit
from marchland.kernels.keys import Purpose, absorb, bits, chain, name_key

MEMBERS, PLACES, GROUPS, TICKS = 64, 1024, 8, 4
VIEWS = {
    "words": "the 64 bits of each key's first word",
    "low": "their lower 32 bits",
    "high": "their upper 32 bits",
    "reversed": "their 64 bits in reverse",
    "second": "the 64 bits of each key's second word",
}


@njit(cache=True)
def fill(
    seed: int,
    day: int,
    tick: int,
    group: int,
    places: npt.NDArray[np.uint64],
    i: int,
    out: npt.NDArray[np.uint64],
) -> None:
    """Write the i-th word of each place (outer) and member (inner) in one tick."""
    for p in range(len(places)):
        for m in range(MEMBERS):
            key = absorb(absorb(absorb(seed, m), day), tick)
            key = absorb(absorb(absorb(key, Purpose.LEAVE), places[p]), group)
            out[p * MEMBERS + m] = bits(key, i)


def viewed(words: npt.NDArray[np.uint64], view: str) -> bytes:
    """Return the bytes of a view on the words."""
    halves = words.view(np.uint32)
    if view == "low":
        return halves[::2].tobytes()
    if view == "high":
        return halves[1::2].tobytes()
    if view == "reversed":
        swapped = words.byteswap().view(np.uint8)
        return np.packbits(np.unpackbits(swapped, bitorder="little")).tobytes()
    return words.tobytes()


def main() -> None:
    """Write the view that was asked for until the reader has had enough."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("view", choices=VIEWS, help="; ".join(map(": ".join, VIEWS.items())))
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    seed = np.uint64(chain(arguments.seed))
    places = np.array([name_key(f"place-{p}") for p in range(PLACES)], dtype=np.uint64)
    groups = [np.uint64(name_key(f"group-{g}")) for g in range(GROUPS)]
    words = np.empty(PLACES * MEMBERS, dtype=np.uint64)
    i = 1 if arguments.view == "second" else 0
    day = 0
    try:
        while True:
            for tick, group in product(range(TICKS), groups):
                fill(seed, day, tick, group, places, i, words)
                sys.stdout.buffer.write(viewed(words, arguments.view))
            day += 1
    except BrokenPipeError:
        sys.stderr.close()


if __name__ == "__main__":
    main()
