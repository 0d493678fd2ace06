"""The verb ``compare``: a crisis without levers, and with each of some."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from marchland.cli.answer import add_json, answer, check_answer, records
from marchland.cli.compiling import compile_first
from marchland.cli.levers import read_pulls, with_whose
from marchland.cli.parse import (
    Verbs,
    add_lever,
    add_members,
    add_reviews,
    add_scenario,
    add_seed,
    add_threads,
    verb,
)
from marchland.cli.progress import progress_bar
from marchland.cli.reports import of_scenario
from marchland.errors import RequestError
from marchland.language import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr

    from marchland.model.levers import Pull
    from marchland.model.scenario import Scenario
    from marchland.study.compare.whatif import Run, WhatIf


def add(verbs: Verbs) -> None:
    """Add the verb ``compare``."""
    parser = verb(verbs, "compare", _compare, say("compare what levers change, human cost first"))
    add_scenario(parser)
    add_lever(parser, say("default: all"))
    add_reviews(parser)
    parser.add_argument("--matrix", action="store_true", help=say("pull every pair of them, too"))
    add_members(parser)
    add_seed(parser)
    parser.add_argument(
        "--out", type=Path, help=say("folder of the result (default: out/NAME-compare)")
    )
    add_threads(parser)
    add_json(parser)


def _compare(options: argparse.Namespace) -> int:
    from marchland.io.read import read
    from marchland.io.results import claimed
    from marchland.model.levers import Pull

    scenario = with_whose(read(options.scenario), options.reviews)
    if not scenario.levers:
        raise RequestError(
            say("{name} has no levers; write some into its levers.yaml", name=scenario.name)
        )
    pulls = read_pulls(options.lever) or [Pull(name) for name in scenario.levers]
    out = options.out or Path("out") / f"{scenario.name}-compare"
    check_answer(options)
    with claimed(out):
        return _compare_into(options, scenario, pulls, out)


def _compare_into(
    options: argparse.Namespace, scenario: Scenario, pulls: Sequence[Pull], out: Path
) -> int:
    """Pull the levers, write what they change, and say it."""
    compile_first()
    from marchland.study.compare.whatif import what_if
    from marchland.view.words.levers import levers_in_words

    base: list[xr.Dataset] = []
    with progress_bar(1, say("run")) as progress:
        found = what_if(
            scenario, pulls, _run(options, base), matrix=options.matrix, progress=progress
        )
    with of_scenario(options, scenario):
        _write(found, base[0], out, options.command)
    files = [str(out / name) for name in ("compare.html", "compare.csv")]
    words = "\n".join([levers_in_words(found), *files])
    answer(options, words, {"changes": records(found.table()), "files": files})
    return 0


def _run(options: argparse.Namespace, base: list[xr.Dataset]) -> Run:
    """Return what simulates a scenario as asked; the first runs are kept."""
    from marchland.study.runs.ensemble import simulate

    def run(scenario: Scenario) -> xr.Dataset:
        runs = simulate(
            scenario,
            members=options.members,
            seed=options.seed,
            threads=options.threads,
            command=options.command,
        )
        if not base:
            base.append(runs)
        return runs

    return run


def _write(found: WhatIf, base: xr.Dataset, out: Path, command: str) -> None:
    from marchland.io.results import write_results
    from marchland.view.comparison.write import write_comparison

    write_results(
        base,
        out,
        tables={"compare.csv": found.table()},
        pages={"compare.html": lambda path: write_comparison(found, path, command)},
    )
