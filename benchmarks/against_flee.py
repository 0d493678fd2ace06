"""Run Flee and Marchland in turn on the same folder, and print seconds, memory and error.

    python benchmarks/against_flee.py FOLDER... [--flee-python PYTHON | --flee-checkout PATH]
                                      [--hasten N | --full SECONDS] [--capacities given|blanked]
                                      [--members N] [--unscaled]

Flee runs in a process of its own, with a Python that has it: ``pip install --no-deps flee==3.1``
beside numpy, pandas, pyyaml, beartype and matplotlib, or a checkout put on the path. It is driven
through its API as its own ``run.py`` does, with the folder's own settings. Both are scored by the
same function on the same counts, with the folder's capacities and with them blanked.

``--full 600`` says what a run with all people takes: shares of them that double are run until a
straight line through the last two says that all people take less than 600 s, which are then run, or
until a run takes a twentieth of that. In the second case the line's time is printed with a ~.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from measure import run, told, took

CAPACITIES = {"both": (True, False), "given": (True,), "blanked": (False,)}
DRIVER = Path(__file__).with_name("flee_driver.py")


FEWEST = 256
"""The first share that is run for ``--full`` is one person in so many."""
SHORT = 20
"""A run that takes so many times less than all may is long enough to judge from."""


@dataclass(frozen=True)
class Run:
    """One run: processor seconds, peak memory in MB, people in the camps (day, camp).

    ``hasten`` says that one in so many people was run; ``extrapolated`` that the seconds are those
    of all people nevertheless.
    """

    seconds: float
    memory: float
    people: np.ndarray
    hasten: int = 1
    extrapolated: bool = False


def main(arguments: Sequence[str] | None = None) -> None:
    """Run both on each folder and print a row each."""
    options = _options(arguments)
    print(
        f"{'folder':<14}{'capacities':<12}{'people':>9}{'Flee s':>10}{'ours s':>10}{'ratio':>9}"
        f"{'Flee MB':>9}{'ours MB':>9}{'Flee ARD':>10}{'our ARD':>9}{'ratio':>7}"
    )
    for folder in options.folders:
        for capacities in CAPACITIES[options.capacities]:
            if options.full:
                theirs = run_all(folder, capacities, options)
            else:
                theirs = run_flee(folder, capacities, options.hasten, options)
            ours = run_marchland(folder, capacities, options.members)
            print(row(folder, capacities, theirs, ours), flush=True)


def row(folder: Path, capacities: bool, theirs: Run, ours: Run) -> str:
    """Return the line of a comparison."""
    from marchland.io.read import read
    from marchland.study.scores.ard import ard
    from marchland.study.validate.coldstart import cold_start

    case = cold_start(read(folder))
    errors = [float(ard(one.people, case.counts).mean()) for one in (theirs, ours)]
    people = "all" if theirs.hasten == 1 else f"1 in {theirs.hasten}"
    seconds = f"{'~' if theirs.extrapolated else ''}{theirs.seconds:.1f}"
    return (
        f"{folder.name:<14}{'as given' if capacities else 'blanked':<12}"
        f"{people:>9}{seconds:>10}{ours.seconds:>10.4f}{theirs.seconds / ours.seconds:>9,.0f}"
        f"{theirs.memory:>9.0f}{ours.memory:>9.0f}{errors[0]:>10.3f}{errors[1]:>9.3f}"
        f"{errors[1] / errors[0]:>7.2f}"
    )


def run_all(folder: Path, capacities: bool, options: argparse.Namespace) -> Run:
    """Return the time of Flee with all people: run, or extrapolated from the largest share run."""
    hasten, before = FEWEST, None
    while True:
        one = run_flee(folder, capacities, hasten, options)
        if hasten == 1:
            return one
        if before is not None:
            each = (one.seconds - before.seconds) / (1 / hasten - 1 / before.hasten)
            whole = one.seconds + each * (1 - 1 / hasten)
            if whole <= options.full:
                hasten = 1
                continue
            if one.seconds > options.full / SHORT:
                return replace(one, seconds=whole, extrapolated=True)
        before, hasten = one, hasten // 2


def run_flee(folder: Path, capacities: bool, hasten: int, options: argparse.Namespace) -> Run:
    """Run Flee once in a process of its own, with one in so many people; they are scaled back."""
    there = {"PYTHONPATH": str(options.flee_checkout)} if options.flee_checkout else {}
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "people.json"
        command = [
            str(options.flee_python),
            str(DRIVER),
            str(folder.resolve()),
            str(out),
            str(hasten),
            "yes" if capacities else "no",
            "no" if options.unscaled else "yes",
        ]
        spent = told(run(command, there, Path(scratch))[1])[""]
        found = json.loads(out.read_text())
    camps = _camps(folder)
    people = np.array([found["people"].get(camp, [0] * found["days"]) for camp in camps]).T
    return Run(spent.processor, spent.memory, people, hasten)


def run_marchland(folder: Path, capacities: bool, members: int) -> Run:
    """Run Marchland, compiled, and return the processor time of one of ``members`` members."""
    import marchland
    from marchland.study.validate.coldstart import cold_start, without_capacities

    scenario = cold_start(marchland.read(folder)).scenario
    if not capacities:
        scenario = without_capacities(scenario)
    options = {"seed": 1, "uncertainty": ("chance",)}
    marchland.simulate(scenario, members=1, **options)
    spent, runs = took(lambda: marchland.simulate(scenario, members=members, **options))
    stock = runs["stock"].sel(place=_camps(folder)).sum("group")
    return Run(
        spent.processor / members, spent.memory, stock.transpose("member", "day", "place").values
    )


def _camps(folder: Path) -> list[str]:
    from marchland.io.read import read
    from marchland.study.validate.coldstart import cold_start

    return list(cold_start(read(folder)).camps)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Flee and Marchland side by side")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--flee-python", default=sys.executable, help="Python that has Flee")
    parser.add_argument("--flee-checkout", type=Path, help="checkout of Flee, put on the path")
    parser.add_argument(
        "--hasten", type=int, default=1, help="run Flee with one in so many people (1: all)"
    )
    parser.add_argument(
        "--full",
        type=float,
        metavar="SECONDS",
        help="the time of all people, extrapolated where it would be more than so many seconds",
    )
    parser.add_argument("--capacities", choices=CAPACITIES, default="both")
    parser.add_argument(
        "--unscaled",
        action="store_true",
        help="Flee with the capacities as they stand, not times its setting capacity_scaling",
    )
    parser.add_argument("--members", type=int, default=50, help="members of our ensemble")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
