"""The verbs ``validate`` and ``backtest``: run and forecast past conflicts, and score them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from marchland.cli.parse import Verbs, add_scenario, add_source_data, natural, positive, verb
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
    return _rolling([options.scenario], options.source_data, options.json)


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
