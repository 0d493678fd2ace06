"""The command that made a result, with nothing in it of the machine or of who uses it."""

from __future__ import annotations

import getpass
import shlex
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath


def told(arguments: Sequence[str]) -> str:
    """Return a command as it goes into provenance.

    Of a path from the root of the machine the last part is kept; in any other path the name of the
    user's home, or of the user, becomes ``~``.
    """
    return shlex.join(["marchland", *map(_without_user, arguments)])


def _without_user(argument: str) -> str:
    option, equals, value = argument.partition("=")
    if equals and option.startswith("--"):
        return f"{option}={_short(value)}"
    return _short(argument)


def _short(value: str) -> str:
    names = _names()
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind(value)
        if path.is_absolute():
            return "~" if path.name in names else path.name or "."
        if len(path.parts) > 1 and names & set(path.parts):
            return kind(*("~" if part in names else part for part in path.parts)).as_posix()
    return value


def _names() -> frozenset[str]:
    """Return what the user and the user's home are called."""
    try:
        names = {getpass.getuser(), Path.home().name}
    except (OSError, RuntimeError, KeyError, ImportError):
        return frozenset()
    return frozenset(names - {""})
