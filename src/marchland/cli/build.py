"""The verb ``build``: a first scenario from a few downloaded files."""

from __future__ import annotations

import argparse
from pathlib import Path

from marchland.cli.imports import COUNTING
from marchland.cli.parse import Verbs, amount, day, positive, verb
from marchland.language import say


def add(verbs: Verbs) -> None:
    """Add the verb ``build``."""
    parser = verb(verbs, "build", _build, say("make a first scenario of a few downloaded files"))
    parser.add_argument(
        "folder", type=Path, metavar="NAME", help=say("folder to make; it must not exist")
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help=say("a downloaded file")
    )
    parser.add_argument(
        "--countries",
        required=True,
        metavar="SDN,TCD",
        help=say("countries (ISO alpha-3), the one that people leave first"),
    )
    parser.add_argument(
        "--from", dest="start", type=day, required=True, metavar="DATE", help=say("first day")
    )
    parser.add_argument("--days", type=positive, help=say("days (default: until the last date)"))
    parser.add_argument(
        "--factor", type=amount, default=1.4, help=say("length of roads over straight lines (1.4)")
    )
    parser.add_argument(
        "--counting",
        choices=COUNTING,
        default="",
        help=say("what counts are, where no file says it"),
    )


def _build(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from marchland.io.building.build import build
    from marchland.io.native import write_scenario
    from marchland.view.words.build import card

    countries = [code.strip().upper() for code in options.countries.split(",") if code.strip()]
    built = build(
        options.folder.resolve().name,
        countries,
        options.start,
        options.files,
        days=options.days,
        factor=options.factor,
        counting=options.counting,
    )
    text = card(built)
    folder = write_scenario(replace(built.scenario, card=text), options.folder)
    print(text)
    print(say("wrote {folder}; go on with: marchland check {folder}", folder=folder))
    return 0
