"""Count the instructions of a few small runs, by this state of the code and by a fixed earlier one.

    python benchmarks/instructions.py [--beside REVISION] [--only WORD...]

It fails where a run takes a tenth more of them than before. Valgrind counts (callgrind, from the
start of a run to its end), so that a busy machine gives what a quiet one does, to a thousandth, and
Python, libraries and compiler are the same for both. The kernels are compiled for no processor in
particular. The earlier state stands still, so that small losses add up; where one is wanted,
``BESIDE`` moves on to the commit that brings it, with its reason in the changelog.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import ROOT, checked_out, run

BESIDE = "b893096"
MOST = 1.10
STEADY = {"NUMBA_CPU_NAME": "generic", "PYTHONHASHSEED": "0"}
COUNTER = ["valgrind", "--tool=callgrind", "--instr-atstart=no", "--callgrind-out-file=/dev/null"]


def crisis(name: str, days: int) -> Callable[[int], Any]:
    """Return what runs two members of a crisis for so many days, at most."""
    import marchland as ml

    scenario = ml.read(name)
    return lambda most: ml.simulate(scenario, 2, 1, days=min(days, most), threads=1)


def neighbours() -> Callable[[int], Any]:
    """Return what runs a small world whose people see their neighbours only."""
    from world import World, scenario

    import marchland as ml

    world = World(
        places=300, routes=1200, refuges=5, origins=50, days=20, states=2, people=1e6, reach="next"
    )
    made = scenario(world)
    return lambda most: ml.simulate(made, 1, 1, days=min(world.days, most), threads=1)


RUNS: dict[str, Callable[[], Callable[[int], Any]]] = {
    "belarus-2021, 60 days": lambda: crisis("belarus-2021", 60),
    "balkan-2015, 60 days": lambda: crisis("balkan-2015", 60),
    "ukraine-2022, 30 days": lambda: crisis("ukraine-2022", 30),
    "a world with neighbours only, 20 days": neighbours,
}


def main() -> None:
    """Count by both states, print the ratios, and fail where one is too high."""
    options = _options()
    if options.run:
        once(options.run, options.counted)
        return
    worse = []
    with checked_out(options.beside) as before, tempfile.TemporaryDirectory() as room:
        print("| millions of instructions | before | now | ratio |\n|---|---|---|---|")
        for name in RUNS:
            if options.only and not any(word in name for word in options.only):
                continue
            old, new = (counted(name, tree, Path(room)) for tree in (before, ROOT))
            print(f"| {name} | {old / 1e6:,.1f} | {new / 1e6:,.1f} | {new / old:.3f} |", flush=True)
            worse += [name] if new > MOST * old else []
    if worse:
        sys.exit(f"more than {MOST:.2f} times as many instructions as {options.beside}: {worse}")


def counted(name: str, tree: Path, room: Path) -> int:
    """Return the instructions of a run by the code of a tree."""
    cache = room / ("now" if tree == ROOT else "before")
    there = {"PYTHONPATH": str(tree / "src"), "NUMBA_CACHE_DIR": str(cache), **STEADY}
    command = [sys.executable, str(Path(__file__).resolve()), "--run", name]
    run(command, there)  # compiles
    said = run([*COUNTER, *command, "--counted"], there)[1]
    return int(re.findall(r"Collected : (\d+)", said)[-1])


def once(name: str, counted: bool) -> None:
    """Do a run as a whole, after its first day has loaded what it needs."""
    runs = RUNS[name]()
    runs(1)
    switch("on", counted)
    runs(1000)
    switch("off", counted)


def switch(state: str, counted: bool) -> None:
    """Have instructions of this process counted from now on, or no longer."""
    if counted:
        command = ["callgrind_control", "-i", state, str(os.getpid())]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--beside", metavar="REVISION", default=BESIDE)
    parser.add_argument("--only", nargs="*", metavar="WORD", help="runs with one of these words")
    parser.add_argument("--run", choices=RUNS, help=argparse.SUPPRESS)
    parser.add_argument("--counted", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
