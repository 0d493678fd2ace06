"""What argparse itself says in usage, help and errors, in the language spoken."""

from __future__ import annotations

import argparse
from typing import Final

from marchland.language import mark, say, say_n

WORDS: Final = (
    mark("usage: "),
    mark("positional arguments"),
    mark("options"),
    mark("%(heading)s:"),
    mark("show this help message and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("the following arguments are required: %s"),
    mark("unrecognized arguments: %s"),
    mark("expected one argument"),
    mark("expected at most one argument"),
    mark("expected at least one argument"),
    mark("ignored explicit argument %r"),
    mark("unexpected option string: %s"),
    mark("not allowed with argument %s"),
    mark("one of the arguments %s is required"),
    mark("ambiguous option: %(option)s could match %(matches)s"),
    mark("invalid %(type)s value: %(value)r"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
    mark("invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)"),
)
"""Texts of argparse that a user can meet, in the versions of Python that are supported."""


def speak_usage() -> None:
    """Have argparse say its own texts as we say ours: it looks them up by these two names."""
    argparse._ = say  # type: ignore[attr-defined]
    argparse.ngettext = say_n  # type: ignore[attr-defined]
