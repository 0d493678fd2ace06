"""What the verbs share in reading their options."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from marchland.language import languages, say

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def verb(
    verbs: Verbs, name: str, run: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    """Add a verb: its name, what it runs, and what it is for."""
    parser = verbs.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    add_language(parser)
    parser.set_defaults(verb=run)
    return parser


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add the option that says in which language to answer; it was heard before (:func:`heard`)."""
    parser.add_argument(
        "--lang",
        choices=languages(),
        default=argparse.SUPPRESS,
        help=say("the language to answer in (default: what the computer is set to)"),
    )


def heard(given: Sequence[str]) -> str | None:
    """Return the language asked for on a command line, before its verb is known."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--lang")
    try:
        asked = parser.parse_known_args(given)[0].lang
    except argparse.ArgumentError:  # --lang without a word: the verb says so
        return None
    return asked if asked in languages() else None


def add_scenario(parser: argparse.ArgumentParser, required: bool = True) -> None:
    """Add the argument that names a scenario; None where it is not required and not given."""
    number = None if required else "?"
    parser.add_argument(
        "scenario", metavar="SCENARIO", nargs=number, help=say("a built-in name or a folder")
    )
    add_source_data(parser)


def add_source_data(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the counts of a Flee folder lie."""
    parser.add_argument(
        "--source-data",
        type=Path,
        metavar="DIR",
        help=say("counts of a Flee folder, where they lie apart from its input_csv"),
    )


def add_lever(parser: argparse.ArgumentParser, default: str = "") -> None:
    """Add the option that pulls a lever, and what holds where it is not given."""
    text = say(
        "a lever to pull, as NAME, NAME@DATE or NAME@DATE:STRENGTH; may be given several times"
    )
    add_several(parser, "--lever", f"{text}; {default}" if default else text)


def add_several(parser: argparse.ArgumentParser, option: str, text: str) -> None:
    """Add an option that may be given several times."""
    name = option.strip("-").upper()
    parser.add_argument(option, action="append", default=[], metavar=name, help=text)


def add_members(parser: argparse.ArgumentParser, default: int | None = None) -> None:
    """Add the option that says how many runs are made; by default as many as the scenario says."""
    text = say("runs (default: the scenario's)")
    if default is not None:
        text = say("runs (default: {default})", default=default)
    parser.add_argument("--members", type=positive, default=default, help=text)


def add_seed(parser: argparse.ArgumentParser, default: int | None = None) -> None:
    """Add the option that takes the seed of chance; by default the one that the scenario says."""
    text = say("seed of chance (default: the scenario's)")
    if default is not None:
        text = say("seed of chance (default: {default})", default=default)
    parser.add_argument("--seed", type=natural, default=default, help=text)


def add_threads(parser: argparse.ArgumentParser) -> None:
    """Add the option that says with how many threads to run."""
    parser.add_argument("--threads", type=positive, help=say("threads (default: all cores)"))


def add_reviews(parser: argparse.ArgumentParser) -> None:
    """Add the option that takes reviews in."""
    parser.add_argument(
        "--reviews",
        default="none",
        metavar="WHOSE",
        help=say(
            "whose reviews hold: pool for all reviewers', a reviewer's initials or role, or none "
            "(default)"
        ),
    )


FIRST_YEAR, LAST_YEAR = 1678, 2261
"""Years that are read, as in every file."""
MOST = 2**63 - 1
"""Numbers are of 64 bits in the kernels."""


def natural(text: str) -> int:
    """Read a whole number of 0 or more."""
    return _whole(text, 0)


def positive(text: str) -> int:
    """Read a whole number of 1 or more."""
    return _whole(text, 1)


def _whole(text: str, least: int) -> int:
    try:
        number = int(text)
    except ValueError:  # no number, or one of thousands of digits
        shown = text if len(text) < 30 else f"{text[:30]}…"
        raise argparse.ArgumentTypeError(
            say("is '{shown}', must be a whole number", shown=shown)
        ) from None
    if not least <= number <= MOST:
        bounds = say("{least} or more", least=least) if number < least else say("below 2^63")
        raise argparse.ArgumentTypeError(
            say("is {number}, must be {bounds}", number=text.strip(), bounds=bounds)
        )
    return number


def amount(text: str) -> float:
    """Read a number of 0 or more that is finite."""
    try:
        number = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise argparse.ArgumentTypeError(
            say("is '{text}', must be a number of 0 or more", text=text)
        )
    return number


def share(text: str) -> float:
    """Read a number from 0 to 1."""
    number = amount(text)
    if not number <= 1:
        raise argparse.ArgumentTypeError(say("is {text}, must be from 0 to 1", text=text))
    return number


def day(text: str) -> date:
    """Read a date: YYYY-MM-DD, and neither a week nor anything else that Python reads."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
            raise ValueError
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(
            say("'{text}' is not a date (write YYYY-MM-DD)", text=text)
        ) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(
            say(
                "{text} is outside the years {first} to {last} that are read",
                text=text,
                first=str(FIRST_YEAR),
                last=str(LAST_YEAR),
            )
        )
    return found
