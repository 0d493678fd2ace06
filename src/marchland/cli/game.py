"""The verb ``game``: what each side's moves would change, and what protects whatever they do."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from marchland.cli.answer import add_json, answer, check_answer, records
from marchland.cli.compiling import compile_first
from marchland.cli.parse import (
    Verbs,
    add_reviews,
    add_scenario,
    add_seed,
    add_threads,
    day,
    positive,
    verb,
)
from marchland.cli.progress import progress_bar
from marchland.cli.reports import of_scenario
from marchland.language import say

if TYPE_CHECKING:
    import pandas as pd

    from marchland.game.play import Game
    from marchland.game.profiles import Profiles
    from marchland.model.scenario import Scenario

_MEMBERS = 12
_DRAWS = 500
PAGE = "game.html"


def add(verbs: Verbs) -> None:
    """Add the verb ``game``."""
    parser = verb(verbs, "game", _game, say("what each side's moves would change, harm first"))
    add_scenario(parser)
    parser.add_argument(
        "--ledger", action="store_true", help=say("say what single moves change, and nothing else")
    )
    parser.add_argument(
        "--date",
        type=day,
        metavar="D",
        help=say("first day of the game (default: as moves.yaml says)"),
    )
    parser.add_argument(
        "--actor",
        action="append",
        metavar="NAME",
        help=say("who plays; may be given several times (default: all who have moves to choose)"),
    )
    parser.add_argument(
        "--members",
        type=positive,
        default=_MEMBERS,
        help=say("runs a profile (default: {default})", default=_MEMBERS),
    )
    parser.add_argument(
        "--draws",
        type=positive,
        default=_DRAWS,
        help=say("draws of weights and judged values (default: {default})", default=_DRAWS),
    )
    add_reviews(parser)
    add_seed(parser)
    parser.add_argument(
        "--out", type=Path, help=say("folder of the result (default: out/NAME-game)")
    )
    add_threads(parser)
    parser.add_argument(
        "--workers", type=positive, help=say("processes on this machine, in place of threads")
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help=say("a Dask scheduler whose workers run it instead")
    )
    add_json(parser)


def _game(options: argparse.Namespace) -> int:
    from datetime import date

    from marchland.cli.levers import with_whose
    from marchland.game.rules import check_over
    from marchland.io.read import read

    check_answer(options)
    scenario = with_whose(read(options.scenario), options.reviews)
    check_over(scenario, date.today())
    out = options.out or Path("out") / f"{scenario.name}-game"
    from marchland.io.staging import reserved

    with reserved(out):  # runs of two games would mix
        return _played(options, scenario, out)


def _played(options: argparse.Namespace, scenario: Scenario, out: Path) -> int:
    """Run the profiles, play, and write what was found."""
    compile_first()
    from marchland.game.ledger import ledger
    from marchland.game.play import play
    from marchland.game.profiles import profiles

    with progress_bar(1, say("run")) as progress:
        found = profiles(
            scenario,
            options.actor,
            options.date,
            options.members,
            seed=options.seed,
            out=out,
            scheduler=options.scheduler,
            workers=options.workers,
            threads=options.threads,
            progress=progress,
        )
    if options.ledger:
        from marchland.view.words.game import EXPLORES, ledger_in_words

        book = ledger(found, options.draws)
        _write({"profiles.csv": found.table(), "ledger.csv": book.table()}, out)
        words = "\n".join([ledger_in_words(book), "", say(EXPLORES)])
        answer(options, words, {"ledger": records(book.table())})
        return 0
    return _tell(options, play(found, options.draws), found, out)


def _tell(options: argparse.Namespace, played: Game, found: Profiles, out: Path) -> int:
    from marchland.io.atomic import write_file
    from marchland.view.game.write import of_game, page
    from marchland.view.words.game import game_in_words

    tables = {
        "profiles.csv": found.table(),
        "ledger.csv": played.ledger.table(),
        "equilibria.csv": played.table(),
        "decides.csv": played.deciders(),
    }
    _write(tables, out)
    with of_scenario(options, found.board.scenario):
        write_file(out / PAGE, page(of_game(played, options.command)))
    words = "\n".join([game_in_words(played), *(str(out / name) for name in (PAGE, *tables))])
    answer(options, words, {Path(name).stem: records(table) for name, table in tables.items()})
    return 0


def _write(tables: dict[str, pd.DataFrame], out: Path) -> None:
    """Write tables of a result, each whole or not at all."""
    from marchland.io.atomic import write_file
    from marchland.io.export.delimited import as_csv

    out.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        write_file(out / name, as_csv(table))
