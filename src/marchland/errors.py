"""The error tree: what was wrong with what the user gave, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from marchland.language import say, say_n

NAMED = 3
"""Further lines with the same problem that are named."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where it is, what is there, what must be, what to do.

    Parameters
    ----------
    where
        File, and line where there is one, relative to the scenario folder: ``"routes.csv:14"``.
    message
        What is there, what was expected, and what to do about it, in one sentence. Further lines
        explain it; what explains several problems is said once, behind them.
    warning
        True where the scenario can still be run: told to the user, but refused by nobody.
    also
        Further lines of the file that have it.
    """

    where: str
    message: str
    warning: bool = False
    also: tuple[int, ...] = ()

    @classmethod
    def at(cls, file: str, lines: Sequence[int], message: str, warning: bool = False) -> Self:
        """Return one problem for all lines of a file that have it."""
        return cls(f"{file}:{lines[0]}", message, warning, tuple(lines[1:]))

    @property
    def told(self) -> str:
        """What is wrong, with the further lines that have it."""
        return self.message + _also(self.also)

    def __str__(self) -> str:
        return f"{self.where}  {self.told}"


def _also(lines: Sequence[int]) -> str:
    """Return ``" (also on lines 15, 16, 17 and 98 more)"``, or nothing for no lines."""
    if not lines:
        return ""
    named, more = ", ".join(map(str, lines[:NAMED])), len(lines) - NAMED
    if more > 0:
        return say(" (also on lines {lines} and {more} more)", lines=named, more=more)
    return say_n(" (also on line {lines})", " (also on lines {lines})", len(lines), lines=named)


class MarchlandError(Exception):
    """Whatever a user can cause and mend; the CLI prints it and exits with code 2."""


class ScenarioError(MarchlandError):
    """A scenario that cannot be used, with every problem found in it.

    Parameters
    ----------
    source
        The folder or the name that was read.
    problems
        All that is wrong, in the order of files and lines.
    """

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__(self._text())

    def _text(self) -> str:
        refused = [one for one in self.problems if not one.warning] or [*self.problems]
        noticed = [one for one in self.problems if one not in refused]
        width = max((len(p.where) for p in self.problems), default=0)
        head = say_n(
            "{n} problem in {source}", "{n} problems in {source}", len(refused), source=self.source
        )
        parts = [head, *_rows(refused, width)]
        told = [say("noticed too"), *_rows(noticed, width)] if noticed else []
        return "\n".join([*parts, *told])


def _rows(problems: Iterable[Problem], width: int) -> list[str]:
    """Return a line for each problem, and behind them what explains several, once."""
    parts = [(p.where, *p.told.partition("\n")) for p in problems]
    rows = [f"  {where:<{width}}  {message}" for where, message, _, _ in parts]
    return [*rows, *dict.fromkeys(more for *_, more in parts if more)]


class RequestError(MarchlandError):
    """A call that cannot be carried out as asked: an unknown name, a value out of bounds."""


class OutputError(MarchlandError):
    """A result that cannot be written where it was asked for; nothing was changed there."""
