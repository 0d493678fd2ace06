"""Measure this state of the code and an earlier one in turn, so that every figure is a ratio.

    python benchmarks/beside.py REVISION [--rounds 3] [--members 200] [--flee FOLDER...] [--first]
                                [--only WORD...] [--full] [--out beside.json]

The revision is checked out beside this one and run by the same Python (``--python`` names another,
where it needs other packages). Each thing is done by a process of its own, once with this code and
once with that, and so on in rounds; told is the least processor time of all rounds, which a busy
machine moves least, the least time by the clock, and the most memory of one process. Compiled code
is kept apart and made before, but for ``--first``: the first run ever, from an empty cache, once
each. ``--full`` has the world of 100,000 places and a million members of the skeleton in place of
small ones, which takes most of an hour. ``--only`` leaves out what has none of the words in its
name.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from measure import ROOT, Took, checked_out, run, told

HERE = Path(__file__).parent
CRISIS = "belarus-2021"
FEW = 20
"""Members that the planner's page shows first."""
STATES = ("before", "now")

Found = dict[str, dict[str, Took]]


@dataclass(frozen=True)
class State:
    """One state of the code: where it lies, what runs it, and where its compiled code is kept."""

    tree: Path
    python: str
    room: Path

    def run(self, arguments: list[str]) -> dict[str, Took]:
        """Run Python with this code; return what it took by name, blank for the whole process."""
        there = {
            "PYTHONPATH": str(self.tree / "src"),
            "NUMBA_CACHE_DIR": str(self.room),
            "PYTHONPYCACHEPREFIX": str(self.room / "bytecode"),
        }
        whole, said = run([self.python, *arguments], there, self.room)
        return told(said) or {"": whole}


def main() -> None:
    """Measure both states, and print them side by side."""
    options = _options()
    with checked_out(options.revision) as tree, tempfile.TemporaryDirectory() as room:
        before = State(tree, options.python, Path(room) / "before")
        now = State(ROOT, sys.executable, Path(room) / "now")
        found = _measured({"before": before, "now": now}, options)
    _tell(found)
    if options.out:
        plain = {w: {s: asdict(one) for s, one in states.items()} for w, states in found.items()}
        options.out.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


def things(options: argparse.Namespace) -> dict[str, list[str]]:
    """Return what is measured: words, and arguments of Python."""
    work, cli, members = str(HERE / "workloads.py"), ["-m", "marchland"], str(options.members)
    run_all = [*cli, "run", CRISIS, "--seed", "1", "--out", "out", "--members", members]
    places, many = ("100000", "1000000") if options.full else ("5000", "50000")
    world = [str(HERE / "world.py"), "--next", "--places", places]
    every = {
        "marchland --help": [*cli, "--help"],
        f"marchland check {CRISIS}": [*cli, "check", CRISIS],
        f"simulate, {FEW} members": [work, "simulate", CRISIS, str(FEW)],
        f"simulate, {members} members": [work, "simulate", CRISIS, members],
        f"a lever, {FEW} members": [work, "lever", CRISIS, str(FEW)],
        f"a lever, {members} members": [work, "lever", CRISIS, members],
        f"marchland run, {members} members, all files": run_all,
        f"app, {members} members": [work, "app", CRISIS, members],
        **{f"{f.name}, 1,000 members": [work, "camps", str(f), "1000"] for f in options.flee},
        f"next-hop world, {int(places):,} places": world,
        f"ensemble, {int(many):,} members of the skeleton": [work, "ensemble", many],
    }
    words = options.only or [""]
    return {what: how for what, how in every.items() if any(word in what for word in words)}


def _measured(states: dict[str, State], options: argparse.Namespace) -> Found:
    """Return what each thing took, by thing and state, the best of all rounds."""
    found: Found = {}

    def note(what: str, state: str, took: Took) -> None:
        had = found.setdefault(what, {})
        had[state] = had.get(state, took) | took

    for name, state in states.items():
        state.room.mkdir()
        (first,) = state.run([str(HERE / "workloads.py"), "simulate", CRISIS, str(FEW)]).values()
        if options.first:
            note(f"the first run ever, {FEW} members", name, first)
    for _ in range(options.rounds):
        for what, arguments in things(options).items():
            for name, state in states.items():
                try:
                    parts = state.run(arguments)
                except RuntimeError as error:
                    print(f"{what}, {name}: {error}", file=sys.stderr)
                    continue
                for part, took in parts.items():
                    note(f"{what}: {part}" if part else what, name, took)
    for name, report in _reports(states):
        note("size of report.html", name, Took(0.0, 0.0, report.stat().st_size / 1e6))
    return found


def _reports(states: dict[str, State]) -> Iterator[tuple[str, Path]]:
    """Yield the report of each state, where all files were written."""
    for name, state in states.items():
        if (report := state.room / "out" / "report.html").exists():
            yield name, report


def _tell(found: Found) -> None:
    """Print a table: processor seconds and seconds by the clock, then MB, with ratios."""
    measures = {"processor, s": "processor", "clock, s": "clock", "MB": "memory"}
    print("| what |", " | ".join(f"{one}: before | now | ratio" for one in measures), "|")
    print("|---|" + 3 * len(measures) * "---|")
    for what, states in found.items():
        both = [states.get(name, Took(0.0, 0.0)) for name in STATES]
        cells = [_cells(*(getattr(state, one) for state in both)) for one in measures.values()]
        print(f"| {what} | {' | '.join(cells)} |")


def _cells(before: float, now: float) -> str:
    """Return two figures and their ratio as cells, blank where nothing was measured."""
    ratio = f"**{now / before:.2f}**" if before and now else ""
    return " | ".join([*(f"{one:.3g}" if one else "" for one in (before, now)), ratio])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("revision")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--flee", nargs="*", type=Path, default=[], help="folders of conflicts")
    parser.add_argument("--only", nargs="*", metavar="WORD", help="what has one of these words")
    parser.add_argument("--first", action="store_true", help="the first run ever, too")
    parser.add_argument("--full", action="store_true", help="the large world, a million members")
    parser.add_argument("--python", default=sys.executable, help="Python for the revision")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    options.flee = [folder.resolve() for folder in options.flee]
    return options


if __name__ == "__main__":
    main()
