"""Measure this state of the code and an earlier one in turn, so that every figure is a ratio.

    python benchmarks/beside.py REVISION [--rounds 3] [--members 200] [--first] [--out beside.json]

The revision is checked out beside this one and run by the same Python (``--python`` names another,
where it needs other packages). Each thing is done by a process of its own, once with this code and
once with that, and so on in rounds; told is the least processor time of all rounds, which a busy
machine moves least, the least time by the clock, and the most memory. Compiled code is kept apart
and made before, but for ``--first``: the first run ever, from an empty cache, once each.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIMULATE = """
import sys
import marchland as ml
ml.simulate(ml.read({name!r}), members={members}, seed=1)
"""
LEVER = """
import time
from marchland.model.design import Keep
from marchland.model.levers import Pull
from marchland.io.read import read
base = read({name!r})
made = base.pulled([Pull(next(iter(base.levers)))])
keep = Keep(stock="place")
try:
    from marchland.study.runs.onward import Onward
    run = Onward(1, keep)
except ImportError:
    from marchland.study.runs.ensemble import simulate
    run = lambda scenario, members: simulate(scenario, members, 1, keep=keep)
run(base, {members})
begun = time.process_time()
run(made, {members})
print("seconds", time.process_time() - begun)
"""


@dataclass(frozen=True)
class Used:
    """What a process took: seconds of processor and of the clock, and bytes of memory."""

    processor: float
    clock: float
    memory: int


def used(tree: Path, cache: Path, python: str, arguments: list[str]) -> Used:
    """Run Python with the code of a tree, and return what it took; what it times itself counts."""
    there = {"PYTHONPATH": str(tree / "src"), "NUMBA_CACHE_DIR": str(cache)}
    begun = time.perf_counter()
    with subprocess.Popen(
        [python, *arguments],
        env=os.environ | there,
        cwd=cache,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        said = process.stdout.read() if process.stdout else ""
        _, status, spent = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(arguments)[:200]} ended with {process.returncode} in {tree}")
    clock = time.perf_counter() - begun
    own = [float(line.split()[1]) for line in said.splitlines() if line.startswith("seconds ")]
    return Used(own[-1] if own else spent.ru_utime + spent.ru_stime, clock, spent.ru_maxrss * 1024)


def things(members: int) -> dict[str, list[str]]:
    """Return what is measured: words, and arguments of Python."""
    name, cli = "belarus-2021", ["-m", "marchland"]
    run = [*cli, "run", name, "--seed", "1", "--out", "out"]
    few = {"name": name, "members": 20}
    return {
        "marchland --help": [*cli, "--help"],
        f"marchland check {name}": [*cli, "check", name],
        "simulate, 20 members": ["-c", SIMULATE.format(**few)],
        f"simulate, {members} members": ["-c", SIMULATE.format(name=name, members=members)],
        "a lever, 20 members": ["-c", LEVER.format(**few)],
        f"a lever, {members} members": ["-c", LEVER.format(name=name, members=members)],
        f"marchland run, {members} members, all files": [*run, "--members", str(members)],
    }


def main() -> None:
    """Measure both states, and print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("revision")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--first", action="store_true", help="the first run ever, too")
    parser.add_argument("--python", default=sys.executable, help="Python for the revision")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        before = Path(room) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", "-q", str(before), options.revision], check=True)
        try:
            found = _measured(before, Path(room), options)
        finally:
            subprocess.run([*git, "remove", "--force", str(before)], check=True)
    _tell(found)
    if options.out:
        options.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _measured(
    before: Path, room: Path, options: argparse.Namespace
) -> dict[str, dict[str, dict[str, float]]]:
    """Return least processor time, least time by the clock and most memory, by thing and state."""
    states = {"before": (before, options.python), "now": (ROOT, sys.executable)}
    found: dict[str, dict[str, dict[str, float]]] = {}

    def note(what: str, state: str, took: Used) -> None:
        had = found.setdefault(what, {}).setdefault(state, dict(vars(took)))
        had["processor"] = min(had["processor"], took.processor)
        had["clock"] = min(had["clock"], took.clock)
        had["memory"] = max(had["memory"], took.memory)

    asked = things(options.members)
    for state, (tree, python) in states.items():
        (room / f"cache-{state}").mkdir()
        took = used(tree, room / f"cache-{state}", python, asked["simulate, 20 members"])
        if options.first:
            note("the first run ever, 20 members", state, took)
    for _ in range(options.rounds):
        for what, arguments in asked.items():
            for state, (tree, python) in states.items():
                note(what, state, used(tree, room / f"cache-{state}", python, arguments))
    for state in states:
        report = room / f"cache-{state}" / "out" / "report.html"
        found.setdefault("report.html, MB", {})[state] = {"processor": report.stat().st_size / 1e6}
    return found


def _tell(found: dict[str, dict[str, dict[str, float]]]) -> None:
    """Print a table of processor seconds, with the ratio of now to before."""
    print(f"| {'what':48s} | before | now | ratio |\n|---|---|---|---|")
    for what, states in found.items():
        one, other = (states[state]["processor"] for state in ("before", "now"))
        print(f"| {what:48s} | {one:.2f} | {other:.2f} | {other / one:.2f} |")


if __name__ == "__main__":
    main()
