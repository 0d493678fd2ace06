"""The verbs ``forecast`` and ``score-forecasts``: look ahead, and see how it came out."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from marchland.cli.parse import Verbs, add_scenario, day, natural, positive, verb


def add(verbs: Verbs) -> None:
    """Add the verbs ``forecast`` and ``score-forecasts``."""
    parser = verb(verbs, "forecast", _forecast, "look ahead from the last count of a scenario")
    add_scenario(parser)
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help="day from which to look ahead (default: that of the last count)",
    )
    parser.add_argument(
        "--horizon", type=positive, default=90, metavar="DAYS", help="days ahead (default: 90)"
    )
    parser.add_argument(
        "--delay",
        type=natural,
        default=0,
        metavar="DAYS",
        help="days from the last day of a count until it is published (default: 0)",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="folder for forecasts.csv; made where it is not"
    )
    parser = verb(verbs, "score-forecasts", _score, "score kept forecasts by counts of later")
    parser.add_argument("kept", type=Path, metavar="KEPT", help="a forecasts.csv of earlier")
    parser.add_argument(
        "counts", type=Path, metavar="COUNTS", help="counts, as in observations.csv"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the scores here as well")


def _forecast(options: argparse.Namespace) -> int:
    import numpy as np

    from marchland.io.forecasts import write_forecasts
    from marchland.study.forecast.hierarchy import sums
    from marchland.study.forecast.predict import horizons_upto, predict
    from marchland.study.forecast.sources import read_record
    from marchland.study.forecast.table import table_rows
    from marchland.view.words.kept import forecast_text

    record = read_record(options.scenario, options.source_data).delayed(options.delay)
    as_of = options.as_of and int(np.datetime64(options.as_of, "D").astype(np.int64))
    every, told = horizons_upto(options.horizon)
    found = predict(record, as_of, every)
    added = sums(found)
    print(forecast_text(found, added, told))
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        write_forecasts(options.out / "forecasts.csv", table_rows(found, added))
    return 0


def _score(options: argparse.Namespace) -> int:
    from marchland.io.atomic import check_file, write_file
    from marchland.io.forecasts import read_counts, read_forecasts
    from marchland.study.scores.kept import document, score_kept
    from marchland.view.words.kept import kept_text

    if options.json is not None:
        check_file(options.json)
    scores = score_kept(read_forecasts(options.kept), read_counts(options.counts))
    print(kept_text(scores))
    if options.json is not None:
        write_file(options.json, json.dumps(document(scores), indent=2) + "\n")
    return 0
