"""The verb ``run``: simulate a scenario and write its report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from marchland.cli.answer import add_json, answer, bands, check_answer
from marchland.cli.compiling import compile_first
from marchland.cli.gas import MEMBERS, add_cut, seasons
from marchland.cli.parse import (
    Verbs,
    add_lever,
    add_members,
    add_reviews,
    add_scenario,
    add_seed,
    add_threads,
    natural,
    positive,
    verb,
)
from marchland.cli.progress import progress_bar
from marchland.cli.reports import of_scenario
from marchland.errors import RequestError
from marchland.language import say

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from marchland.cli.aside import Lives
    from marchland.model.scenario import Scenario
    from marchland.study.compare.doubts import Moved
    from marchland.study.measures.read import Findings

    File = pd.DataFrame | Callable[[Path], object]

_NEXT: Final = (
    "h5netcdf",
    "marchland.io.export.delimited",
    "marchland.study.handover.tables",
    "marchland.study.measures.summary",
    "marchland.view.report.write",
)
"""What a result, its tables and its report take."""


def add(verbs: Verbs) -> None:
    """Add the verb ``run``."""
    parser = verb(verbs, "run", _run, say("run a scenario and write its report"))
    add_scenario(parser, required=False)
    add_members(parser)
    add_seed(parser)
    parser.add_argument("--out", type=Path, help=say("folder of the result (default: out/NAME)"))
    add_threads(parser)
    add_lever(parser)
    add_reviews(parser)
    parser.add_argument(
        "--sources",
        type=natural,
        metavar="N",
        help=say(
            "runs with one component of uncertainty alone, 0 for none (default: a "
            "fifth, at most 20)"
        ),
    )
    add_cut(parser)
    parser.add_argument("--days", type=positive, help=say("days (default: the scenario's)"))
    add_json(parser)


def _run(options: argparse.Namespace) -> int:
    from marchland.cli.levers import with_levers, with_whose
    from marchland.io.read import read
    from marchland.io.results import check_target
    from marchland.io.staging import reserved

    if options.scenario is None:
        from marchland.io.catalogue import catalogue
        from marchland.view.words.catalogue import which

        raise RequestError(which(catalogue()))
    scenario = read(options.scenario, options.source_data)
    from marchland.model.checks.case import POSTERIOR

    for problem in scenario.warnings:
        if problem.where == POSTERIOR:
            print(say("warning: {problem}", problem=problem), file=sys.stderr)
    if options.days is not None:
        if options.days > scenario.days:
            raise RequestError(
                say(
                    "--days is {days}, the scenario has {most}",
                    days=options.days,
                    most=scenario.days,
                )
            )
        scenario = replace(scenario, days=options.days)
    scenario = with_whose(with_levers(scenario, options.lever), options.reviews)
    out = options.out or Path("out") / scenario.name
    check_target(out)
    check_answer(options)
    with reserved(out):
        return _run_into(options, scenario, out)


def _run_into(options: argparse.Namespace, scenario: Scenario, out: Path) -> int:
    """Simulate, write the result and say what it says."""
    compile_first()
    cut = _cut(options, scenario)
    runs = _simulated(options, scenario)
    from marchland.cli.aside import aside
    from marchland.io.results import write_results
    from marchland.study.measures.read import read
    from marchland.view.report.write import write_findings

    moved = _moved(options, scenario, runs)
    kept: dict[str, File] = {}
    with aside(lambda lives: _apart(options, scenario, runs, lives)) as apart:
        found = read(runs, scenario, apart.result, cut, moved)

        def report(path: Path) -> None:
            with of_scenario(options, scenario):
                write_findings(found, path)

        def more() -> dict[str, File]:
            kept.update({"report.html": report} | _tables(found, runs))
            return kept

        write_results(runs, out, more=more)
    paths = [str(out / name) for name in (*kept, "runs.nc")]
    document = {"outcomes": bands(found.by_member), "files": paths}
    answer(options, "\n".join([*_words(found), *paths]), document)
    return 0


def _tables(found: Findings, runs: xr.Dataset) -> dict[str, File]:
    """Return what is written beside the runs and their report, by file name.

    All but the components is worked out here, and nobody waits for these meanwhile.
    """
    from marchland.io.export.delimited import as_csv
    from marchland.study.handover.tables import of_counts
    from marchland.study.measures.needed import table_of
    from marchland.study.measures.summary import by_source, summary_of

    summary = as_csv(summary_of(found))

    def write_summary(path: Path) -> None:
        spread = found.spread
        rows = "" if spread is None else as_csv(by_source(spread)).partition("\n")[2]
        path.write_text(summary + rows, "utf-8", newline="")

    files: dict[str, File] = {}
    if (cut := found.cut) is not None:
        files["gas.nc"] = lambda path: cut.to_netcdf(path, engine="h5netcdf")
    files |= {"summary.csv": write_summary, "outcomes.csv": found.every_outcome}
    files |= {"needs.csv": table_of(found.weeks, runs)} | of_counts(found)
    return files | ({} if found.moved is None else {"reviewed.csv": found.moved.table})


def _words(found: Findings) -> list[str]:
    """Return what the runs say, in words."""
    from marchland.view.words.harm import harm_in_words
    from marchland.view.words.reactions import fired_in_words
    from marchland.view.words.runs import runs_in_words

    words = [runs_in_words(found), *harm_in_words(found.cold)]
    if found.cut is not None:
        from marchland.view.words.gas import gas_in_words

        words += ["", *gas_in_words(found.scenario, found.cut)]
    if found.moved is not None:
        from marchland.view.words.reviews import moved_in_words

        words += ["", *moved_in_words(found.scenario, found.moved)]
    if answered := fired_in_words(found.reactions):
        words += [say("Reactions that happened"), *(f"  {one}" for one in answered)]
    return words


def _cut(options: argparse.Namespace, scenario: Scenario) -> xr.Dataset | None:
    """Return what the cuts of gas would do, None where none was asked for."""
    from marchland.gas.cuts import of_levers

    if not options.cut and not of_levers(scenario):
        return None
    from marchland.gas.options import Options

    members = min(options.members or scenario.ensemble.members, MEMBERS)
    seed = scenario.ensemble.seed if options.seed is None else options.seed
    return seasons(scenario, options.cut, members, seed, Options(), options.command)


def _moved(options: argparse.Namespace, scenario: Scenario, runs: xr.Dataset) -> Moved | None:
    """Return how far reviews move the outcomes, None where none hold."""
    if scenario.reviewed is None:
        return None
    from marchland.study.compare.doubts import moved_by_reviews

    with progress_bar(1, say("run")) as progress:
        return moved_by_reviews(runs, scenario, options.threads, progress)


def _simulated(options: argparse.Namespace, scenario: Scenario) -> xr.Dataset:
    """Run with all components of uncertainty; what comes next is imported meanwhile.

    It is not begun before the run has imported all that it needs itself.
    """
    from marchland.study.runs.ensemble import simulate

    meanwhile = Thread(target=_import_the_rest, daemon=True)
    with progress_bar(scenario.days, say("day")) as show:

        def progress(done: int, total: int) -> None:
            if meanwhile.ident is None:
                meanwhile.start()
            show(done, total)

        runs = simulate(
            scenario,
            members=options.members,
            seed=options.seed,
            threads=options.threads,
            progress=progress,
            command=options.command,
        )
    if meanwhile.ident is not None:
        meanwhile.join()
    return runs


def _import_the_rest() -> None:
    """Import what comes after the run."""
    import xarray as xr

    for name in _NEXT:
        import_module(name)
    xr.DataArray([0.0]).sum()  # xarray imports more when it is first asked to sum up


def _apart(
    options: argparse.Namespace, scenario: Scenario, runs: xr.Dataset, lives: Lives
) -> pd.DataFrame | None:
    """Run with each component alone, None where nobody asks for that."""
    from marchland.study.compare.sources import sources_apart

    if options.sources == 0:
        return None
    with progress_bar(scenario.days, say("day")) as show:

        def progress(done: int, total: int) -> None:
            lives()
            show(done, total)

        return sources_apart(runs, scenario, options.sources, options.threads, progress)
