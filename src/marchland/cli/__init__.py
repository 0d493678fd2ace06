"""The command line: parse, call one library verb, print.

It is built on argparse, which comes with Python and starts at once; heavy libraries are imported
by the verbs that need them. Each module holds the verbs of one job, in a function ``add``.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from marchland.cli import (
    build,
    calibrate,
    compare,
    convert,
    ensemble,
    export,
    folders,
    forecast,
    gas,
    imports,
    provenance,
    run,
    score,
    serve,
    validate,
)
from marchland.errors import MarchlandError

_REFUSED = 2
_BROKEN_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 2 refused, 3 an alert was raised."""
    _show_whatever_is_there()
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(given)
    options.command = provenance.told(given)
    try:
        return int(options.verb(options))
    except MarchlandError as error:
        print(_told(error), file=sys.stderr)
        return _REFUSED
    except BrokenPipeError:  # somebody reads only the first lines, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE


def _show_whatever_is_there() -> None:
    """Print a question mark for letters that the terminal has not, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _told(error: MarchlandError) -> str:
    return f"{type(error).__name__}: {error}"


def _parser() -> argparse.ArgumentParser:
    """Return the parser of every verb."""
    parser = argparse.ArgumentParser(
        prog="marchland", description="Displacement crises as working models."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    first = (folders, convert, run, ensemble, compare, calibrate)
    for module in (*first, build, imports, export, score, forecast, serve, validate, gas):
        module.add(verbs)
    return parser


class _Version(argparse.Action):
    """Look the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from marchland import __version__

        parser.exit(message=f"marchland {__version__}\n")
