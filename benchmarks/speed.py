"""Measure every target of speed and size in one go, and write a table and a JSON document.

    python benchmarks/speed.py [--flee FOLDER...] [--only PART...] [--runs N] [--out FILE]

Each figure is the median of several runs, on a machine that should have nothing else to do. Parts:
start, draws, persons, crisis, conflicts, growth, threads, world. ``against_flee.py`` runs the peer.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from measure import ROOT, run, told, took

if TYPE_CHECKING:
    from marchland.model.scenario import Scenario

HERE = Path(__file__).parent
LIBRARIES = ("marchland", "numpy", "numba", "llvmlite", "xarray", "plotly")


@dataclass(frozen=True)
class Figure:
    """One measured figure: the median of several runs, with the least and the most."""

    part: str
    what: str
    value: float
    low: float
    high: float
    unit: str
    target: str = ""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, write the document."""
    options = _options(arguments)
    figures: list[Figure] = []
    for name, part in PARTS.items():
        if options.only and name not in options.only:
            continue
        for figure in part(options):
            figures.append(figure)
            print(line(figure), flush=True)
    if options.out:
        document = {"machine": machine(), "figures": [asdict(one) for one in figures]}
        options.out.write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def line(one: Figure) -> str:
    """Return a figure as a row of the table."""
    spread = f"{one.low:.4g} to {one.high:.4g}"
    return f"{one.part:<10}{one.what:<58}{one.value:>10.4g} {one.unit:<10}{spread:<20}{one.target}"


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {
        "platform": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "versions": {name: version(name) for name in LIBRARIES},
    }


def timed(
    options: argparse.Namespace, part: str, what: str, work: Callable[[], Any], target: str = ""
) -> Figure:
    """Time some work on the clock, several times."""
    seconds = [took(work)[0].clock for _ in range(options.runs)]
    return spread(part, what, seconds, "s", target)


def spread(part: str, what: str, values: Sequence[float], unit: str, target: str = "") -> Figure:
    """Return the median of some values, with the least and the most."""
    return Figure(part, what, statistics.median(values), min(values), max(values), unit, target)


def start(options: argparse.Namespace) -> Iterator[Figure]:
    """Time the command line, and the first run of all with its compilation."""
    command = [sys.executable, "-m", "marchland"]

    def cli(*words: str, **environment: str) -> Callable[[], object]:
        return lambda: run([*command, *words], environment)

    yield timed(options, "start", "marchland --help", cli("--help"), "under 0.3")
    yield timed(options, "start", "marchland check belarus-2021", cli("check", "belarus-2021"))
    with tempfile.TemporaryDirectory() as scratch:
        out = ("--members", "200", "--seed", "1", "--out", f"{scratch}/out")
        run = cli("run", "belarus-2021", *out, NUMBA_CACHE_DIR=f"{scratch}/cache")
        once = argparse.Namespace(runs=1)
        what = "marchland run belarus-2021, 200 members, the first ever"
        yield timed(once, "start", what, run, "under 45")
        what = "marchland run belarus-2021, 200 members, report and all"
        yield timed(options, "start", what, run, "under 10 (stretch 5)")


def draws(options: argparse.Namespace) -> Iterator[Figure]:
    """Time draws against numpy's: nanoseconds each, and the ratio."""
    printed = run([sys.executable, HERE / "draws.py"])[1].splitlines()[1:]
    for row in printed:
        name, (ours, theirs, ratio) = row[:34].strip(), map(float, row[34:].split())
        yield Figure("draws", f"{name}: times numpy's {theirs:.0f} ns", ratio, ratio, ratio, "x")
        yield Figure("draws", name, 1e3 / ours, 1e3 / ours, 1e3 / ours, "million/s")


def persons(options: argparse.Namespace) -> Iterator[Figure]:
    """Time the model person by person, in plain Python and numpy, against the counting engine."""
    import marchland

    sys.path.insert(0, str(ROOT / "tests"))
    from person import simulate_people
    from verify import cases

    crisis = cases.border()
    marchland.simulate(crisis, members=1, seed=1)
    entered = marchland.simulate(crisis, members=1, seed=1)["entered"].sum().item()
    theirs = timed(
        options,
        "persons",
        f"one run person by person, {entered:.0f} people",
        lambda: simulate_people(crisis, np.random.default_rng(1)),
    )
    ours = timed(
        options,
        "persons",
        "the same as one of 1,000 members counted",
        lambda: marchland.simulate(crisis, members=1000, seed=1),
    )
    yield theirs
    yield replace(ours, value=ours.value / 1e3, low=ours.low / 1e3, high=ours.high / 1e3)
    ratio = theirs.value / ours.value * 1e3
    yield Figure("persons", "person by person, times counted", ratio, ratio, ratio, "x")


def crisis(options: argparse.Namespace) -> Iterator[Figure]:
    """Time belarus-2021 without its report."""
    import marchland

    scenario = marchland.read("belarus-2021")
    marchland.simulate(scenario, members=1, seed=1)
    for members in (1, 200, 1000):
        yield timed(
            options,
            "crisis",
            f"belarus-2021, {members} members, simulate()",
            lambda members=members: marchland.simulate(scenario, members=members, seed=1),
        )


def conflicts(options: argparse.Namespace) -> Iterator[Figure]:
    """Time past conflicts: one run, and 1,000 members with the stocks of camps."""
    import marchland
    from marchland.model.design import Keep

    keep = Keep(stock="place", flow=False, kinds=("camp",))
    for folder in options.flee:
        scenario = marchland.read(folder)
        marchland.simulate(scenario, members=1, seed=1)
        for members in (1, 1000):
            yield timed(
                options,
                "conflicts",
                f"{folder.name}, {members} members, stocks of camps kept",
                lambda s=scenario, m=members: marchland.simulate(s, members=m, seed=1, keep=keep),
                "under 3 (stretch 1)" if folder.name == "mali2012" and members > 1 else "",
            )


def growth(options: argparse.Namespace) -> Iterator[Figure]:
    """Time 50 members of a small world, networks and all, as one thing after another grows."""
    from world import World, scenario

    from marchland.engine import shared
    from marchland.engine.simulate import simulate
    from marchland.model.design import Keep

    keep = Keep(stock="place", flow=False, kinds=("camp",))
    base = World(places=1000, routes=4000, refuges=20, origins=20, people=1e6, days=100, states=3)
    series: dict[str, Sequence[float]] = {
        "people": [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9],
        "places": [300, 1000, 3000, 10_000],
        "routes": [2500, 4000, 6000],
        "days": [50, 100, 200, 400],
        "groups": [1, 2, 4, 8],
        "ticks": [1, 2, 4, 8],
        "states": [1, 3, 6, 12],
        "members": [1, 10, 100],
    }
    simulate(scenario(base), 1, 1, keep=keep)
    for name, sizes in series.items():
        for size in sizes:
            world = base
            if name == "places":
                world = replace(base, places=int(size), routes=4 * int(size))
            elif name != "members":
                world = replace(base, **{name: size if name == "people" else int(size)})
            crisis_of_size, members = scenario(world), int(size) if name == "members" else 50
            what = f"{name} {size:.0e}" if name == "people" else f"{name} {size:,.0f}"

            def once(one: Scenario = crisis_of_size, number: int = members) -> None:
                shared.forget()
                simulate(one, number, 1, keep=keep)

            target = "10^9 within twice 10^5" if name == "people" and size == 1e9 else ""
            yield timed(options, "growth", what, once, target)
            held = peak(once)
            yield Figure("memory", what, held, held, held, "MB")


def peak(work: Callable[[], object]) -> float:
    """Return the most that arrays and objects hold while some work is done, in MB."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def threads(options: argparse.Namespace) -> Iterator[Figure]:
    """Time one thread against two."""
    import marchland

    scenario = marchland.read("belarus-2021")
    marchland.simulate(scenario, members=1, seed=1)
    for number in (1, 2):
        yield timed(
            options,
            "threads",
            f"belarus-2021, 200 members, {number} threads",
            lambda n=number: marchland.simulate(scenario, members=200, seed=1, threads=n),
        )


def world(options: argparse.Namespace) -> Iterator[Figure]:
    """Time the world of 100,000 places, in a process of its own each time."""
    for variant, target in (((), "120"), (("--next",), "60")):
        spent = told(run([sys.executable, HERE / "world.py", *variant])[1])[""]
        name = "next hop" if variant else "30 cheapest of 500 refuges"
        what = f"100,000 places, 400,000 ways, a year, {name}"
        yield spread("world", what, [spent.clock], "s", f"under {target}")
        yield spread("world", "its memory", [spent.memory], "MB", "under 6,000")


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[Figure]]] = {
    "start": start,
    "draws": draws,
    "persons": persons,
    "crisis": crisis,
    "conflicts": conflicts,
    "growth": growth,
    "threads": threads,
    "world": world,
}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure every target of speed and size")
    parser.add_argument("--flee", nargs="*", type=Path, default=[], help="folders of conflicts")
    parser.add_argument("--only", nargs="*", choices=list(PARTS), help="parts to measure")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default: 3)")
    parser.add_argument("--out", type=Path, help="JSON document to write")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
