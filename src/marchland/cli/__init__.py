"""The command line: parse, call one library verb, print.

It is built on argparse, which comes with Python and starts at once; heavy libraries are imported
by the verbs that need them. Each module holds the verbs of one job, in a function ``add``.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from marchland.cli import (
    build,
    calibrate,
    compare,
    convert,
    doctor,
    ensemble,
    export,
    folders,
    forecast,
    game,
    gas,
    imports,
    provenance,
    review,
    run,
    score,
    serve,
    start,
    validate,
)
from marchland.cli.answer import REFUSED
from marchland.cli.garbage import seldom_searched
from marchland.cli.parse import add_language, heard
from marchland.cli.progress import tell_of_damage
from marchland.cli.terminal import (
    INTERRUPTED,
    check_readable,
    interrupted,
    interruptible,
    on_interrupt,
    plain,
    steady,
)
from marchland.cli.usage import speak_usage
from marchland.errors import MarchlandError
from marchland.language import ENGLISH, nearest, say, speaking, wanted_here

_BROKEN_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 2 refused, 3 an alert, 130 interrupted."""
    with steady(), interruptible(), seldom_searched():
        return _run(list(sys.argv[1:] if arguments is None else arguments))


def _run(given: list[str]) -> int:
    """Run a command in the language asked for, and tell what goes wrong that a user can mend."""
    with speaking(heard(given) or nearest(wanted_here(os.environ)) or ENGLISH):
        return _answered(given)


def _answered(given: list[str]) -> int:
    try:
        on_interrupt(say("stopped"))
        check_readable(given)
        code = carry_out(given)
        sys.stdout.flush()
        tell_of_damage()
    except BrokenPipeError:  # somebody reads only the first lines, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except (Exception, KeyboardInterrupt) as error:
        if interrupted() or isinstance(error, KeyboardInterrupt):
            print(say("stopped"), file=sys.stderr)
            return INTERRUPTED
        if isinstance(error, MarchlandError):
            print(plain(_told(error)), file=sys.stderr)
            return REFUSED
        raise
    return code


def carry_out(given: list[str]) -> int:
    """Run a command, and leave to the caller what goes wrong."""
    speak_usage()
    options = _parser().parse_args(given)
    options.command = provenance.told(given)
    return int(options.verb(options))


def _next(_: argparse.Namespace) -> int:
    print(say(start.NEXT))
    return 0


def _told(error: MarchlandError) -> str:
    return f"{type(error).__name__}: {error}"


def _parser() -> argparse.ArgumentParser:
    """Return the parser of every verb."""
    parser = argparse.ArgumentParser(
        prog="marchland", description=say("Displacement crises as working models.")
    )
    parser.set_defaults(verb=_next)
    add_language(parser)
    parser.add_argument(
        "--version", action=_Version, nargs=0, help=say("show the version and leave")
    )
    verbs = parser.add_subparsers(title=say("verbs"), metavar="VERB")
    first = (folders, convert, run, ensemble, compare, calibrate)
    for module in (*first, build, imports, export, score, forecast, serve, validate, gas, game):
        module.add(verbs)
    review.add(verbs)
    start.add(verbs)
    doctor.add(verbs)
    return parser


class _Version(argparse.Action):
    """Look the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from marchland import __version__

        parser.exit(message=f"marchland {__version__}\n")
