"""How near a run is to its limit: draws it cannot do without times what a draw costs, and memory.

    python benchmarks/limit.py SCENARIO...

Draws are counted in a run as plain Python of one member; then one draw of the mean size, a choice
of the mean length, and the run itself are timed, compiled, on one thread.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from measure import took

import marchland
from marchland.kernels import binomial, multinomial

MEMBERS = 100
DAYS = 100


def main() -> None:
    """Print a row for each scenario; with ``--count``, count one and print what was found."""
    names = sys.argv[1:]
    if names[0] == "--count":
        print(json.dumps(counted(names[1])))
        return
    print(
        f"{'for one member and day':<24}{'draws':>8}{'choices':>9}{'options':>9}"
        f"{'µs of draws':>13}{'µs of all':>11}{'share':>8}{'KB held':>9}"
    )
    for name in names:
        printed = subprocess.run(
            [sys.executable, __file__, "--count", name],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        ).stdout
        row(name, json.loads(printed))


def counted(name: str) -> dict[str, float]:
    """Count draws, choices and their options in one member's first days."""
    found: Counter[str] = Counter()
    draw, choice = binomial._at_most_half, multinomial.multinomial

    def drawn(key: Any, n: int, p: float, flipped: bool) -> int:
        found["draws"] += 1
        found["people"] += n
        found["chance"] += p
        return draw(key, n, p, flipped)

    def chosen(key: Any, n: int, weights: Any, *rest: Any) -> None:
        found["choices"] += 1
        found["options"] += int((np.asarray(weights) > 0).sum())
        choice(key, n, weights, *rest)

    binomial._at_most_half, multinomial.multinomial = drawn, chosen
    scenario = marchland.read(name)
    days = min(DAYS, scenario.days)
    marchland.simulate(scenario, members=1, seed=1, days=days)
    return {what: number / days for what, number in found.items()}


def row(name: str, found: dict[str, float]) -> None:
    """Time draws, choices and a run, and print them for one member and day."""
    sys.path.insert(0, str(Path(__file__).parent))
    from draws import binomials, multinomials, nanoseconds

    from marchland.kernels.keys import chain

    root, number = np.uint64(chain(1)), 200_000
    n = max(1, round(found["people"] / found["draws"]))
    p = found["chance"] / found["draws"]
    options = max(2, round(found["options"] / found["choices"]))
    weights = 1.0 / np.arange(1.0, options + 1)
    keys = np.array([chain(o) for o in range(options)], dtype=np.uint64)
    binomials(root, 1, n, p)
    multinomials(root, 1, 1, weights, keys)
    draw = nanoseconds(lambda: binomials(root, number, n, p), number)
    order = nanoseconds(lambda: multinomials(root, number, 0, weights, keys), number)
    least = (found["draws"] * draw + found["choices"] * order) / 1e3
    scenario = marchland.read(name)
    days = min(DAYS, scenario.days)
    marchland.simulate(scenario, members=2, seed=1, days=days, threads=1)
    spent, runs = took(
        lambda: marchland.simulate(scenario, members=MEMBERS, seed=1, days=days, threads=1)
    )
    whole = spent.processor / MEMBERS / days * 1e6
    held = runs.nbytes / MEMBERS / days / 1024
    print(
        f"{scenario.name:<24}{found['draws']:>8.0f}{found['choices']:>9.0f}{found['options']:>9.0f}"
        f"{least:>13.1f}{whole:>11.1f}{least / whole:>8.0%}{held:>9.1f}"
    )


if __name__ == "__main__":
    main()
