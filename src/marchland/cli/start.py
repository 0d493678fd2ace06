"""The first five minutes: what to do next, a small crisis run and opened, completion of words."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from marchland.cli.browser import shown
from marchland.cli.parse import Verbs, verb
from marchland.errors import RequestError
from marchland.language import mark, say

NEXT = mark(
    "Marchland turns a displacement crisis into a working model: plain files "
    "in, people by place and by\nday out, with how sure the model is of each "
    "number.\n\n  marchland tour                  lays out a small crisis, runs "
    "it, and opens its report\n  marchland scenarios             past crises "
    "that come with Marchland\n  marchland new my-crisis         begins a "
    "crisis of your own; then check, run and show it\n  marchland build "
    "my-crisis ...   begins one with files that you have downloaded\n  "
    "marchland serve                 opens the planner's page\n  marchland "
    "doctor                shows what is installed here, and what is missing "
    "for what\n\nmarchland --help lists every verb, marchland VERB --help what "
    "it takes."
)
"""What the command says that was given nothing to do."""

_MEMBERS = 50
_SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
_FURTHER = mark(
    "Next\n  edit the tables in {crisis} with a spreadsheet, then: marchland "
    "check {crisis}\n  what a lever changes:  marchland compare {crisis}\n  ask "
    "by the page:       marchland serve {crisis}"
)


def add(verbs: Verbs) -> None:
    """Add the verbs ``tour`` and ``completion``."""
    tour = verb(
        verbs, "tour", _tour, say("lay out a small made-up crisis, run it, open its report")
    )
    tour.add_argument(
        "--out",
        type=Path,
        default=Path("marchland-tour"),
        metavar="DIR",
        help=say("folder for the crisis and its result (default: marchland-tour)"),
    )
    tour.add_argument(
        "--no-browser", action="store_true", help=say("open nothing, say where it is")
    )
    completion = verb(
        verbs, "completion", _completion, say("print what completes verbs and options in a shell")
    )
    completion.add_argument("shell", choices=_SHELLS, help=say("the shell that reads it"))


def _tour(options: argparse.Namespace) -> int:
    crisis, result = options.out / "my-crisis", options.out / "result"
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        from marchland.io.reasons import reason

        raise RequestError(
            say("'{out}' cannot be made ({reason})", out=options.out, reason=reason(error))
        ) from error
    new = ["new", str(crisis), "--like", "camps"]
    run = ["run", str(crisis), "--members", str(_MEMBERS), "--out", str(result)]
    if not crisis.exists():
        _show_and_do(new)
    _show_and_do(["check", str(crisis)])
    _show_and_do(run)
    page = result / "report.html"
    if options.no_browser or not shown(page):
        print(say("open {page} in a browser", page=page))
    print(say(_FURTHER, crisis=shlex.quote(str(crisis))))
    return 0


def _show_and_do(words: list[str]) -> None:
    """Carry out a command as if it had been typed."""
    from marchland.cli import carry_out

    print(f"$ marchland {shlex.join(words)}")
    carry_out(words)
    print()


def _completion(options: argparse.Namespace) -> int:
    try:
        import shtab
    except ImportError as error:
        raise RequestError(
            say("completion needs the package 'shtab': pip install 'marchland[completion]'")
        ) from error
    from marchland.cli import _parser

    print(shtab.complete(_parser(), shell=options.shell))
    return 0
