"""Run Flee and Marchland in turn on the same folder, and print seconds, memory and error.

    python benchmarks/against_flee.py FOLDER... [--flee-python PYTHON | --flee-checkout PATH]
                                      [--hasten N] [--members N] [--unscaled]

Flee runs in a process of its own, with a Python that has it: ``pip install --no-deps flee==3.1``
beside numpy, pandas, pyyaml, beartype and matplotlib, or a checkout put on the path. It is driven
through its API as its own ``run.py`` does, with the folder's own settings. Both are scored by the
same function on the same counts, with the folder's capacities and with them blanked.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DRIVER = Path(__file__).with_name("flee_driver.py")


@dataclass(frozen=True)
class Run:
    """One run: processor seconds, peak memory in MB, people in the camps (day, camp)."""

    seconds: float
    memory: float
    people: np.ndarray


def main(arguments: Sequence[str] | None = None) -> None:
    """Run both on each folder and print a row each."""
    options = _options(arguments)
    print(
        f"{'folder':<14}{'capacities':<12}{'Flee s':>9}{'ours s':>10}{'ratio':>9}"
        f"{'Flee MB':>9}{'ours MB':>9}{'Flee ARD':>10}{'our ARD':>9}{'ratio':>7}"
    )
    for folder in options.folders:
        for capacities in (True, False):
            theirs = run_flee(folder, capacities, options)
            ours = run_marchland(folder, capacities, options.members)
            print(row(folder, capacities, theirs, ours), flush=True)


def row(folder: Path, capacities: bool, theirs: Run, ours: Run) -> str:
    """Return the line of a comparison."""
    from marchland.io.read import read
    from marchland.study.scores.ard import ard
    from marchland.study.validate.coldstart import cold_start

    case = cold_start(read(folder))
    errors = [float(ard(one.people, case.counts).mean()) for one in (theirs, ours)]
    return (
        f"{folder.name:<14}{'as given' if capacities else 'blanked':<12}"
        f"{theirs.seconds:>9.1f}{ours.seconds:>10.4f}{theirs.seconds / ours.seconds:>9,.0f}"
        f"{theirs.memory:>9.0f}{ours.memory:>9.0f}{errors[0]:>10.3f}{errors[1]:>9.3f}"
        f"{errors[1] / errors[0]:>7.2f}"
    )


def run_flee(folder: Path, capacities: bool, options: argparse.Namespace) -> Run:
    """Run Flee once in a process of its own; its people are scaled back by ``--hasten``."""
    environment = dict(os.environ)
    if options.flee_checkout:
        environment["PYTHONPATH"] = str(options.flee_checkout)
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "people.json"
        command = [
            str(options.flee_python),
            str(DRIVER),
            str(folder.resolve()),
            str(out),
            str(options.hasten),
            "yes" if capacities else "no",
            "no" if options.unscaled else "yes",
        ]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, cwd=scratch
        )
        if done.returncode:
            sys.exit(f"Flee failed on {folder}:\n{done.stderr[-2000:]}")
        found = json.loads(out.read_text())
    camps = _camps(folder)
    people = np.array([found["people"].get(camp, [0] * found["days"]) for camp in camps]).T
    return Run(found["seconds"], found["memory"], people)


def run_marchland(folder: Path, capacities: bool, members: int) -> Run:
    """Run Marchland, compiled, and return the processor time of one of ``members`` members."""
    import marchland
    from marchland.study.validate.coldstart import without_capacities

    scenario = marchland.read(folder)
    if not capacities:
        scenario = without_capacities(scenario)
    options = {"seed": 1, "uncertainty": ("chance",)}
    marchland.simulate(scenario, members=1, **options)
    begun = time.process_time()
    runs = marchland.simulate(scenario, members=members, **options)
    seconds = (time.process_time() - begun) / members
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    stock = runs["stock"].sel(place=_camps(folder)).sum("group")
    return Run(seconds, memory, stock.transpose("member", "day", "place").values)


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
        "--unscaled",
        action="store_true",
        help="Flee with the capacities as they stand, not times its setting capacity_scaling",
    )
    parser.add_argument("--members", type=int, default=50, help="members of our ensemble")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
