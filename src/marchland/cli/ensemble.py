"""The verb ``ensemble``: run very many times on many processes, straight to disk."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marchland.cli.answer import add_json, answer, bands, check_answer
from marchland.cli.compiling import compile_first
from marchland.cli.parse import (
    Verbs,
    add_lever,
    add_members,
    add_reviews,
    add_scenario,
    add_seed,
    positive,
    verb,
)
from marchland.cli.progress import progress_bar
from marchland.cli.terminal import INTERRUPTED, on_interrupt
from marchland.errors import RequestError
from marchland.language import say

if TYPE_CHECKING:
    from marchland.model.scenario import Scenario


def add(verbs: Verbs) -> None:
    """Add the verb ``ensemble``."""
    parser = verb(
        verbs, "ensemble", _ensemble, say("run very many times on many processes, straight to disk")
    )
    add_scenario(parser)
    add_members(parser)
    add_seed(parser)
    parser.add_argument("--days", type=positive, help=say("days (default: the scenario's)"))
    parser.add_argument(
        "--out", type=Path, metavar="DIR.zarr", help=say("Zarr store (default: out/NAME.zarr)")
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help=say("go on with the store where it was interrupted; begin where there is none"),
    )
    add_lever(parser)
    add_reviews(parser)
    add_json(parser)
    _add_where(parser)
    _add_what(parser)


def _add_where(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where the members run."""
    where = parser.add_argument_group(say("where it runs"))
    where.add_argument(
        "--workers",
        type=positive,
        help=say("processes on this machine (default: one for each core)"),
    )
    where.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help=say("a Dask scheduler whose workers run it instead, as tcp://host:8786"),
    )
    where.add_argument(
        "--chunk",
        type=positive,
        metavar="N",
        help=say("runs that a process makes and writes at a time (default: as hold 192 MiB)"),
    )


def _add_what(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is drawn and kept."""
    what = parser.add_argument_group(say("what is drawn and kept"))
    what.add_argument(
        "--design",
        type=Path,
        metavar="FILE.csv",
        help=say(
            "values of parameters, a column for each and a row for each member, in "
            "place of what would be drawn"
        ),
    )
    what.add_argument(
        "--stock",
        choices=("group", "place", "none"),
        default="group",
        help=say("keep people by place and group, by place, or not at all (default: group)"),
    )
    what.add_argument("--no-flow", action="store_true", help=say("do not keep people by route"))
    what.add_argument(
        "--kinds",
        default="",
        metavar="KIND,KIND",
        help=say("keep places of these kinds alone, as camp,reception (default: all)"),
    )


def _ensemble(options: argparse.Namespace) -> int:
    from marchland.cli.levers import with_levers, with_whose
    from marchland.io.read import read

    check_answer(options)
    crisis = read(options.scenario, options.source_data)
    scenario = with_whose(with_levers(crisis, options.lever), options.reviews)
    if options.days is not None and options.days > scenario.days:
        raise RequestError(
            say("--days is {days}, the scenario has {most}", days=options.days, most=scenario.days)
        )
    out = options.out or Path("out") / f"{scenario.name}.zarr"
    design = _design(options.design)
    members = options.members or next((len(values) for values in design.values()), None)
    compile_first()
    stopped = say(
        "stopped; what was finished is in {out}: --resume goes on, and marchland show {path} tells "
        "what it says so far",
        out=out,
        path=shlex.quote(str(out)),
    )
    on_interrupt(stopped)
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker")  # it tells of each Ctrl+C
    try:
        _run(options, scenario, out, members, design)
    except KeyboardInterrupt:
        print(stopped, file=sys.stderr)
        return INTERRUPTED
    tell_of_store(options, out, str(out))
    return 0


def tell_of_store(options: argparse.Namespace, store: Path, *more: str) -> None:
    """Say what the finished members of a store say together, and more lines behind it."""
    from marchland.io.store import members_of, read_outcomes
    from marchland.view.words.many import many_in_words

    found, members = read_outcomes(store), members_of(store)
    document = {"members": members, "finished": len(found), "outcomes": bands(found)}
    words = [many_in_words(found, members), *more]
    answer(options, "\n".join(words), document | {"store": str(store)})


def _run(
    options: argparse.Namespace,
    scenario: Scenario,
    out: Path,
    members: int | None,
    design: dict[str, Any],
) -> None:
    """Run into the store."""
    from marchland.model.design import Keep
    from marchland.study.runs.scale import ensemble

    with progress_bar(members or scenario.ensemble.members, say("member")) as progress:
        ensemble(
            scenario,
            out,
            members,
            options.seed,
            chunk=options.chunk,
            workers=options.workers,
            scheduler=options.scheduler,
            resume=options.resume,
            days=options.days,
            keep=Keep(options.stock, not options.no_flow, _kinds(options.kinds)),
            parameters=design,
            progress=progress,
            command=options.command,
        )


def _kinds(text: str) -> tuple[str, ...]:
    """Read kinds of places."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _design(file: Path | None) -> dict[str, Any]:
    """Read values of parameters by name, one a member."""
    if file is None:
        return {}
    from marchland.io.posterior import read_design

    return read_design(file)
