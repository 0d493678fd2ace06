"""The verbs ``validate`` and ``backtest``: run and forecast past conflicts, and score them."""

from __future__ import annotations

import argparse
from datetime import timedelta

from marchland.cli.answer import add_json, answer, check_answer
from marchland.cli.compiling import compile_first
from marchland.cli.parse import (
    Verbs,
    add_members,
    add_scenario,
    add_seed,
    add_source_data,
    add_threads,
    day,
    verb,
)
from marchland.cli.progress import progress_bar
from marchland.language import say


def add(verbs: Verbs) -> None:
    """Add the verbs ``validate`` and ``backtest``."""
    parser = verb(
        verbs, "validate", _validate, say("score past conflicts, with the default parameters")
    )
    parser.add_argument(
        "folders", nargs="+", metavar="FOLDER", help=say("Flee's or native folders")
    )
    add_source_data(parser)
    add_members(parser, 50)
    add_seed(parser, 1)
    parser.add_argument(
        "--rolling",
        action="store_true",
        help=say(
            "score forecasts made every two weeks from the counts known then, 7, 30 "
            "and 90 days ahead, instead of a cold start"
        ),
    )
    add_json(parser)
    parser = verb(
        verbs, "backtest", _backtest, say("score forecasts of a scenario from past dates")
    )
    add_scenario(parser)
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help=say(
            "score the one forecast of this day, with the simulator (default: every "
            "two weeks, from the counts alone)"
        ),
    )
    parser.add_argument(
        "--until",
        type=day,
        metavar="DATE",
        help=say("last day of the counts (default: 90 days later)"),
    )
    add_members(parser, 100)
    add_seed(parser, 1)
    add_threads(parser)
    add_json(parser)


def _validate(options: argparse.Namespace) -> int:
    if options.rolling:
        return _rolling(options, options.folders)
    compile_first()
    from marchland.study.scores.scoreboard import document
    from marchland.study.validate.validation import validate
    from marchland.view.words.conflicts import conflicts_in_words

    check_answer(options)
    with progress_bar(1, say("day")) as progress:
        scores = validate(
            options.folders, options.members, options.seed, progress, options.source_data
        )
    answer(options, conflicts_in_words(scores), document(scores))
    return 0


def _backtest(options: argparse.Namespace) -> int:
    if options.as_of is not None:
        return _as_of(options)
    return _rolling(options, [options.scenario])


def _as_of(options: argparse.Namespace) -> int:
    from marchland.io.read import read
    from marchland.study.validate.asof import document, score_as_of
    from marchland.view.words.asof import as_of_text

    check_answer(options)
    until = options.until or options.as_of + timedelta(days=90)
    crisis = read(options.scenario, options.source_data)
    compile_first()
    scored = score_as_of(
        crisis, options.as_of, until, options.members, options.seed, threads=options.threads
    )
    answer(options, as_of_text(scored), document(scored))
    return 0


def _rolling(options: argparse.Namespace, folders: list[str]) -> int:
    from marchland.study.validate.ratios import document
    from marchland.study.validate.rolling import validate_rolling
    from marchland.view.words.forecast import rolling_text

    check_answer(options)
    tested = validate_rolling(folders, options.source_data)
    answer(options, rolling_text(tested), document(tested))
    return 0
