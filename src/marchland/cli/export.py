"""The verb ``export``: a result as files for others."""

from __future__ import annotations

import argparse
from pathlib import Path

from marchland.cli.parse import Verbs, verb
from marchland.language import say

KINDS = ("hxl", "xlsx", "geojson", "gpkg", "parquet", "csvw", "docx", "all")


def add(verbs: Verbs) -> None:
    """Add the verb ``export``."""
    parser = verb(
        verbs, "export", _export, say("write a result as tables, maps and a brief for others")
    )
    parser.add_argument("result", type=Path, metavar="RESULT", help=say("a result's folder"))
    parser.add_argument(
        "--to",
        action="append",
        choices=KINDS,
        help=say("kind of file; may be given several times (default: all)"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help=say("folder of the files (default: RESULT-export)"),
    )


def _export(options: argparse.Namespace) -> int:
    from marchland.view.export.write import export

    folder = export(options.result, options.to or ("all",), options.out)
    for path in sorted(folder.iterdir()):
        if not path.name.startswith("."):
            print(path)
    return 0
