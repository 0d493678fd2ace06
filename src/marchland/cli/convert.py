"""The verb ``convert``: write a scenario of another format as a native folder or a workbook."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from marchland.cli.parse import Verbs, add_source_data, verb


def add(verbs: Verbs) -> None:
    """Add the verb ``convert``."""
    parser = verb(
        verbs, "convert", _convert, "write a Flee folder, a workbook or a folder in another format"
    )
    parser.add_argument(
        "source", metavar="SOURCE", help="a Flee folder, a workbook, a scenario folder or its name"
    )
    parser.add_argument(
        "target",
        type=Path,
        metavar="TARGET",
        help="folder to make, or workbook (.xlsx); it must not exist",
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
    print(f"wrote {written}; look at it with: marchland show {shlex.quote(str(written))}")
    return 0
