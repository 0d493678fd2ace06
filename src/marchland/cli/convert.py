"""The verb ``convert``: write a scenario of another format as a native folder."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from marchland.cli.parse import Verbs, add_source_data, verb


def add(verbs: Verbs) -> None:
    """Add the verb ``convert``."""
    parser = verb(verbs, "convert", _convert, "write a Flee folder in the native format")
    parser.add_argument("source", metavar="FLEE_FOLDER", help="the folder as it is")
    parser.add_argument(
        "folder", type=Path, metavar="NEW_FOLDER", help="folder to make; it must not exist"
    )
    add_source_data(parser)


def _convert(options: argparse.Namespace) -> int:
    from marchland.io.native import write_scenario
    from marchland.io.read import read

    scenario = read(options.source, options.source_data)
    folder = write_scenario(scenario, options.folder)
    print(scenario.card)
    print(f"wrote {folder}; look at it with: marchland show {shlex.quote(str(folder))}")
    return 0
