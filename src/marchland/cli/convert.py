"""The verb ``convert``: write a scenario of another format as a native folder or a workbook."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from marchland.cli.parse import Verbs, add_source_data, verb
from marchland.language import say


def add(verbs: Verbs) -> None:
    """Add the verb ``convert``."""
    parser = verb(
        verbs,
        "convert",
        _convert,
        say("write a Flee folder, a workbook or a folder in another format"),
    )
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help=say("a Flee folder, a workbook, a scenario folder or its name"),
    )
    parser.add_argument(
        "target",
        type=Path,
        metavar="TARGET",
        help=say("folder to make, or workbook (.xlsx); it must not exist"),
    )
    add_source_data(parser)


def _convert(options: argparse.Namespace) -> int:
    from marchland.io.native import write_scenario
    from marchland.io.read import read
    from marchland.io.workbook import write_workbook

    scenario = read(options.source, options.source_data)
    write = write_workbook if options.target.suffix == ".xlsx" else write_scenario
    written = write(scenario, options.target)
    print(scenario.card)
    print(
        say(
            "wrote {written}; look at it with: marchland show {path}",
            written=written,
            path=shlex.quote(str(written)),
        )
    )
    return 0
