"""How a verb answers: in words on the screen, or as JSON for other programs."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marchland.language import say

if TYPE_CHECKING:
    import pandas as pd

REFUSED = 2
"""Exit code where what was given cannot be used."""

_SCREEN = Path("-")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add the option that writes the answer as JSON."""
    parser.add_argument(
        "--json",
        type=Path,
        metavar="FILE",
        help=say("write the answer as JSON to this file as well; - prints it in place of words"),
    )


def check_answer(options: argparse.Namespace) -> None:
    """Refuse a file that the answer could not be written to; call it before a long run.

    Raises
    ------
    OutputError
        With what stands in the way.
    """
    from marchland.io.atomic import check_file

    if options.json is not None and options.json != _SCREEN:
        check_file(options.json)


def answer(options: argparse.Namespace, words: str, document: Mapping[str, Any]) -> None:
    """Print what a verb found, or write it as JSON, or both."""
    if options.json is None:
        print(words)
        return
    text = json.dumps(_sound(document), indent=2, ensure_ascii=False, allow_nan=False)
    if options.json == _SCREEN:
        print(text)
        return
    from marchland.io.atomic import write_file

    print(words)
    write_file(options.json, text + "\n")


def _sound(value: Any) -> Any:
    """Return a value for JSON, with null for numbers that are none."""
    if isinstance(value, Mapping):
        return {str(key): _sound(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table for JSON, with null where nothing is known."""
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records", date_format="iso"))
    return rows


def bands(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return the median and the ends of the 50 and 90 % bands of each column, for JSON."""
    found = table.quantile([0.05, 0.25, 0.5, 0.75, 0.95])
    return {
        str(name): {f"{share:.0%}": float(value) for share, value in found[name].items()}
        for name in found
    }
