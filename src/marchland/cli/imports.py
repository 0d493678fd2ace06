"""The verb ``import``: files of others into a scenario folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from marchland.cli.parse import Verbs, amount, verb
from marchland.language import say

TABLES = (
    "observations", "displaced", "places", "weather", "timeline", "routes", "composition",
)  # fmt: skip
COUNTING = ("stock", "flow", "cumulative")


def add(verbs: Verbs) -> None:
    """Add the verb ``import``."""
    parser = verb(verbs, "import", _import, say("read files of others into a scenario folder"))
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help=say("a downloaded file")
    )
    parser.add_argument(
        "--into", type=Path, required=True, metavar="SCENARIO", help=say("the scenario's folder")
    )
    parser.add_argument(
        "--as", dest="target", choices=TABLES, default="", help=say("what the files become")
    )
    parser.add_argument(
        "--map",
        type=Path,
        metavar="COLUMNS.yaml",
        help=say("what the columns of a plain table are"),
    )
    parser.add_argument(
        "--counting",
        choices=COUNTING,
        default="",
        help=say("what counts are, where no file says it"),
    )
    parser.add_argument("--group", default="", help=say("group of people that the files are of"))
    parser.add_argument("--station", default="", help=say("station that weather is of"))
    parser.add_argument(
        "--operation", default="", help=say("operation, of a file that has several")
    )
    parser.add_argument(
        "--population", default="", help=say("population, of a file that counts several")
    )
    parser.add_argument(
        "--least",
        type=amount,
        default=20_000.0,
        metavar="PEOPLE",
        help=say("people from which on a town of a gazetteer becomes a place (20000)"),
    )
    parser.add_argument("--level", default="1", help=say("level of areas to take as places (1)"))
    parser.add_argument(
        "--within",
        type=amount,
        default=25.0,
        metavar="KM",
        help=say("distance within which a position is taken for a place (25)"),
    )


def _import(options: argparse.Namespace) -> int:
    from marchland.io.imports.into import import_files
    from marchland.io.imports.made import Asked
    from marchland.view.words.imports import imports_in_words

    asked = Asked(
        counting=options.counting,
        group=options.group,
        station=options.station,
        operation=options.operation,
        level=options.level,
        population=options.population,
        least=options.least,
        within_km=options.within,
    )
    found = import_files(options.files, options.into, options.target, asked, options.map)
    print(imports_in_words(found))
    print(say("look at it with: marchland check {folder}", folder=options.into))
    return 0
