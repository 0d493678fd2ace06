"""The verbs ``forecast`` and ``score-forecasts``: look ahead, and see how it came out."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from marchland.cli.answer import add_json, answer, check_answer
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
    day,
    natural,
    positive,
    share,
    verb,
)
from marchland.cli.progress import progress_bar
from marchland.cli.reports import of_scenario
from marchland.errors import RequestError
from marchland.language import say

if TYPE_CHECKING:
    from marchland.io.results import Writer
    from marchland.model.scenario import Scenario
    from marchland.study.forecast.alerts import Answered
    from marchland.study.forecast.answer import Forecast

ALERTED = 3
"""Exit code where an alert is raised."""


def add(verbs: Verbs) -> None:
    """Add the verbs ``forecast`` and ``score-forecasts``."""
    parser = verb(verbs, "forecast", _forecast, say("look ahead from the last count of a scenario"))
    add_scenario(parser)
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help=say("day from which to look ahead (default: that of the last count)"),
    )
    parser.add_argument(
        "--horizon",
        type=positive,
        default=90,
        metavar="DAYS",
        help=say("days ahead (default: {default})", default=90),
    )
    parser.add_argument(
        "--delay",
        type=natural,
        default=0,
        metavar="DAYS",
        help=say(
            "days from the last day of a count until it is published (default: {default})",
            default=0,
        ),
    )
    add_lever(parser)
    add_reviews(parser)
    parser.add_argument(
        "--alert",
        action="append",
        default=[],
        metavar="ALERT",
        help=say(
            "give the chance that a number is passed, as 'stock adre > 100000 by 30d'; "
            "exit code 3 where the chance of one is at least --likely; may be given "
            "several times"
        ),
    )
    parser.add_argument(
        "--likely",
        type=share,
        default=0.5,
        metavar="CHANCE",
        help=say("chance from which an alert is raised (default: 0.5)"),
    )
    add_members(parser, 100)
    add_seed(parser, 1)
    add_threads(parser)
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help=say("folder for forecast.html, forecast.json and forecasts.csv; made where it is not"),
    )
    add_json(parser)
    parser = verb(verbs, "score-forecasts", _score, say("score kept forecasts by counts of later"))
    parser.add_argument("kept", type=Path, metavar="KEPT", help=say("a forecasts.csv of earlier"))
    parser.add_argument(
        "counts", type=Path, metavar="COUNTS", help=say("counts, as in observations.csv")
    )
    add_json(parser)


def _forecast(options: argparse.Namespace) -> int:
    from marchland.io.results import claimed

    check_answer(options)
    with claimed(options.out):
        return _look_ahead(options)


def _look_ahead(options: argparse.Namespace) -> int:
    """Look ahead, say what there is to see, and write it."""
    from marchland.study.forecast.alerts import answer as chances
    from marchland.study.forecast.alerts import read_alerts
    from marchland.study.forecast.document import document
    from marchland.view.words.ahead import terminal

    alerts = read_alerts(options.alert)
    found, crisis = _found(options)
    answered = chances(found, alerts, options.likely)
    answer(options, terminal(found, found.shown, answered), document(found, answered, ()))
    if options.out is not None:
        with of_scenario(options, crisis):
            _write(options, found, answered, crisis)
    return ALERTED if any(one.raised for one in answered) else 0


def _found(options: argparse.Namespace) -> tuple[Forecast, Scenario | None]:
    """Look ahead; return the forecast, and its scenario where there is more than a record."""
    from marchland.io.flee.folder import is_flee
    from marchland.io.read import find, read
    from marchland.study.forecast.answer import forecast, of_record
    from marchland.study.forecast.sources import read_record

    folder = find(options.scenario)
    if not (folder / "scenario.yaml").exists() and is_flee(folder):
        if options.reviews != "none":
            raise RequestError(say("a Flee folder has no reviews: convert it first to be reviewed"))
        if options.lever:
            raise RequestError(
                say(
                    "a Flee folder is forecast from its counts alone: convert it first to pull "
                    "levers"
                )
            )
        record = read_record(options.scenario, options.source_data).delayed(options.delay)
        as_of = options.as_of and (options.as_of - date(1970, 1, 1)).days
        return of_record(record, record.name, as_of, options.horizon), None
    crisis = with_whose(read(options.scenario, options.source_data), options.reviews)
    compile_first()
    with progress_bar(1, say("part")) as progress:
        found = forecast(
            crisis,
            as_of=options.as_of,
            horizon=options.horizon,
            levers=read_pulls(options.lever),
            members=options.members,
            seed=options.seed,
            delay=options.delay,
            threads=options.threads,
            progress=progress,
        )
    return found, crisis


def _write(
    options: argparse.Namespace,
    found: Forecast,
    answered: tuple[Answered, ...],
    crisis: Scenario | None,
) -> None:
    """Write page, document and table, with what changed since those that are there."""
    from marchland.io.forecasts import forecasts_text
    from marchland.io.results import write_files
    from marchland.study.forecast.document import changes, document, read_earlier
    from marchland.study.forecast.table import day_of, table_rows
    from marchland.view.forecast.write import Shown, page

    earlier = read_earlier(options.out / "forecast.json", found.record.name)
    since = "" if earlier is None else str(earlier["as_of"])
    changed = () if earlier is None else changes(found, earlier)
    new = _happened(crisis, since, str(day_of(found.day))) if crisis is not None and since else []
    shown = Shown(found, answered, changed, new, since, options.command)
    told = found.simulated.told if found.simulated is not None else None
    rows = table_rows(found.predicted, found.sums, told)
    text = json.dumps(document(found, answered, changed), indent=1, allow_nan=False)
    texts = {
        "forecasts.csv": forecasts_text(rows),
        "forecast.html": page(shown),
        "forecast.json": f"{text}\n",
    }
    write_files(options.out, {name: _writer(one) for name, one in texts.items()})


def _happened(crisis: Scenario, since: str, until: str) -> list[str]:
    """Return the labels of the events after one day, and until another."""
    events = zip(crisis.timeline.date, crisis.timeline.label, strict=True)
    return [label for day, label in events if label and since < str(day) <= until]


def _writer(text: str) -> Writer:
    """Return what writes a text."""
    return lambda path: path.write_text(text, "utf-8", newline="")


def _score(options: argparse.Namespace) -> int:
    from marchland.io.forecasts import read_counts, read_forecasts
    from marchland.study.scores.kept import document, score_kept
    from marchland.view.words.kept import kept_text

    check_answer(options)
    kept, odd = read_forecasts(options.kept)
    counts, odd_too = read_counts(options.counts)
    for problem in (*odd, *odd_too):
        print(problem, file=sys.stderr)
    scores = score_kept(kept, counts)
    answer(options, kept_text(scores), document(scores))
    return 0
