"""The verbs ``validate`` and ``backtest``: run and forecast past conflicts, and score them."""

from __future__ import annotations

import argparse
import json
from datetime import timedelta
from pathlib import Path

from marchland.cli.parse import Verbs, add_scenario, add_source_data, day, natural, positive, verb
from marchland.cli.progress import progress_bar, tell_of_compiling


def add(verbs: Verbs) -> None:
    """Add the verbs ``validate`` and ``backtest``."""
    parser = verb(verbs, "validate", _validate, "score past conflicts, with the default parameters")
    parser.add_argument("folders", nargs="+", metavar="FOLDER", help="Flee's or native folders")
    add_source_data(parser)
    parser.add_argument("--members", type=positive, default=50, help="runs (default: 50)")
    parser.add_argument("--seed", type=natural, default=1, help="seed of chance (default: 1)")
    parser.add_argument(
        "--rolling",
        action="store_true",
        help="score forecasts made every two weeks from the counts known then, 7, 30 and 90 days "
        "ahead, instead of a cold start",
    )
    _add_json(parser)
    parser = verb(verbs, "backtest", _backtest, "score forecasts of a scenario from past dates")
    add_scenario(parser)
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help="score the one forecast of this day, with the simulator (default: every two weeks, "
        "from the counts alone)",
    )
    parser.add_argument(
        "--until", type=day, metavar="DATE", help="last day of the counts (default: 90 days later)"
    )
    parser.add_argument("--members", type=positive, default=100, help="runs (default: 100)")
    parser.add_argument("--seed", type=natural, default=1, help="seed of chance (default: 1)")
    parser.add_argument("--threads", type=positive, help="threads (default: all cores)")
    _add_json(parser)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the scores here as well")


def _validate(options: argparse.Namespace) -> int:
    if options.rolling:
        return _rolling(options.folders, options.source_data, options.json)
    tell_of_compiling()
    from marchland.io.atomic import check_file, write_file
    from marchland.study.scores.scoreboard import document
    from marchland.study.validate.validation import validate
    from marchland.view.words.conflicts import conflicts_in_words

    if options.json is not None:
        check_file(options.json)
    with progress_bar(1, "day") as progress:
        scores = validate(
            options.folders, options.members, options.seed, progress, options.source_data
        )
    print(conflicts_in_words(scores))
    if options.json is not None:
        write_file(options.json, json.dumps(document(scores), indent=2) + "\n")
    return 0


def _backtest(options: argparse.Namespace) -> int:
    if options.as_of is not None:
        return _as_of(options)
    return _rolling([options.scenario], options.source_data, options.json)


def _as_of(options: argparse.Namespace) -> int:
    from marchland.io.atomic import check_file, write_file
    from marchland.io.read import read
    from marchland.study.validate.asof import document, score_as_of
    from marchland.view.words.asof import as_of_text

    if options.json is not None:
        check_file(options.json)
    until = options.until or options.as_of + timedelta(days=90)
    crisis = read(options.scenario, options.source_data)
    tell_of_compiling()
    scored = score_as_of(
        crisis, options.as_of, until, options.members, options.seed, threads=options.threads
    )
    print(as_of_text(scored))
    if options.json is not None:
        write_file(options.json, json.dumps(document(scored), indent=2) + "\n")
    return 0


def _rolling(folders: list[str], source_data: Path | None, file: Path | None) -> int:
    from marchland.io.atomic import check_file, write_file
    from marchland.study.validate.ratios import document
    from marchland.study.validate.rolling import validate_rolling
    from marchland.view.words.forecast import rolling_text

    if file is not None:
        check_file(file)
    tested = validate_rolling(folders, source_data)
    print(rolling_text(tested))
    if file is not None:
        write_file(file, json.dumps(document(tested), indent=2) + "\n")
    return 0
