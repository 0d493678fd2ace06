"""The verb ``score``: how well runs of a scenario meet its counts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from marchland.cli.answer import add_json, answer, check_answer
from marchland.cli.compiling import compile_first
from marchland.cli.parse import Verbs, add_members, add_scenario, add_seed, add_threads, day, verb
from marchland.cli.progress import progress_bar
from marchland.errors import RequestError
from marchland.language import say

if TYPE_CHECKING:
    import xarray as xr

    from marchland.model.scenario import Scenario


def add(verbs: Verbs) -> None:
    """Add the verb ``score``."""
    parser = verb(
        verbs, "score", _score, say("score a scenario, or a run of it, against its counts")
    )
    add_scenario(parser)
    parser.add_argument(
        "--runs", type=Path, metavar="DIR", help=say("a result to score, instead of running now")
    )
    add_members(parser)
    add_seed(parser)
    add_threads(parser)
    parser.add_argument(
        "--blind-after",
        type=day,
        metavar="DATE",
        help=say("run without the events after this day; departures continue as on that day"),
    )
    parser.add_argument(
        "--from", dest="first", type=day, metavar="DATE", help=say("first day scored")
    )
    parser.add_argument("--to", dest="last", type=day, metavar="DATE", help=say("last day scored"))
    add_json(parser)


def _score(options: argparse.Namespace) -> int:
    from marchland.io.read import read
    from marchland.study.scores.skill import document, skill
    from marchland.view.words.scores import scores_in_words

    check_answer(options)
    scenario = read(options.scenario, options.source_data)
    runs = _runs(options, scenario)
    table = skill(runs, scenario, options.first, options.last)
    if table.empty:
        raise RequestError(say("no count to score within these days"))
    about = {
        "scenario": scenario.name,
        "members": runs.sizes["member"],
        "seed": int(runs.attrs["seed"]),
        "blind_after": None if options.blind_after is None else str(options.blind_after),
    }
    answer(options, scores_in_words(table), about | document(table))
    return 0


def _runs(options: argparse.Namespace, scenario: Scenario) -> xr.Dataset:
    """Return the runs to score: read, or made now."""
    from marchland.engine.simulate import simulate
    from marchland.io.results import read_results
    from marchland.study.runs.horizon import blind

    if options.runs is not None:
        given = ("members", "seed", "threads", "blind_after")
        if extra := [name for name in given if getattr(options, name) is not None]:
            named = ", ".join(f"--{name.replace('_', '-')}" for name in extra)
            raise RequestError(
                say("--runs scores what was run already: leave out {named}", named=named)
            )
        return read_results(options.runs)
    if options.blind_after is not None:
        scenario = blind(scenario, options.blind_after)
    compile_first()
    with progress_bar(scenario.days, say("day")) as progress:
        return simulate(
            scenario,
            options.members,
            options.seed,
            threads=options.threads,
            progress=progress,
            command=options.command,
        )
