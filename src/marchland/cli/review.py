"""The verb ``review``: what stands undisputed, doubted and open, and forms to send round."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from marchland.cli.answer import add_json, answer, check_answer
from marchland.cli.parse import Verbs, add_scenario, verb
from marchland.errors import RequestError
from marchland.language import say, say_n
from marchland.model.views import SUBJECTS

if TYPE_CHECKING:
    from marchland.model.scenario import Scenario


def add(verbs: Verbs) -> None:
    """Add the verb ``review``."""
    parser = verb(verbs, "review", _review, say("list what is doubted, and ask people who know"))
    add_scenario(parser)
    parser.add_argument(
        "--form",
        type=Path,
        metavar="FILE.xlsx",
        help=say("write a workbook to send round; it must not exist"),
    )
    parser.add_argument(
        "--of",
        action="append",
        default=[],
        choices=tuple(SUBJECTS),
        help=say(
            "ask about these inputs alone; may be given several times (default: all "
            "that a run or a game depends on)"
        ),
    )
    parser.add_argument(
        "--read",
        action="append",
        default=[],
        type=Path,
        metavar="FILE.xlsx",
        help=say("take in a form that came back, all of it or nothing; may be given several times"),
    )
    add_json(parser)


def _review(options: argparse.Namespace) -> int:
    from marchland.io.read import read
    from marchland.view.words.reviews import document, reviews_in_words

    check_answer(options)
    if options.of and options.form is None:
        raise RequestError(say("--of says what a form asks about: give --form FILE.xlsx, too"))
    scenario = read(options.scenario, options.source_data)
    told: list[str] = []
    if options.read:
        scenario, told = _take(scenario, options)
    if options.form is not None:
        from marchland.io.reviews import write_form

        told.append(say("wrote {file}", file=write_form(scenario, options.form, options.of)))
    words = "\n".join([*told, *([""] if told else []), reviews_in_words(scenario)])
    answer(options, words, document(scenario))
    return 0


def _take(scenario: Scenario, options: argparse.Namespace) -> tuple[Scenario, list[str]]:
    """Read forms and keep what they say; return the scenario with it, and what was done."""
    from marchland.io.read import built_in, find
    from marchland.io.reviews import keep_reviews, read_forms

    folder = find(options.scenario)
    if options.scenario in built_in():
        raise RequestError(
            say(
                "{scenario} comes with Marchland and is not written to: marchland convert "
                "{scenario} my-crisis, then review my-crisis",
                scenario=options.scenario,
            )
        )
    taken = read_forms(scenario, options.read)
    path = keep_reviews(folder, taken.reviews)
    told = [
        say_n("{who}: {n} taken in", "{who}: {n} taken in", number, who=who)
        for who, number in taken.added.items()
    ]
    if taken.known:
        told.append(say_n("{n} there already", "{n} there already", taken.known))
    return replace(scenario, reviews=taken.reviews), [*told, str(path)]
