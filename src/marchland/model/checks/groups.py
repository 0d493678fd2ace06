"""Problems of one kind in one file, told once with their lines and their number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from marchland.errors import Problem
from marchland.language import say

_APART = 3
"""Different complaints of one kind in one file that are still told one by one."""

_QUOTED = re.compile(r"'[^']*'")
_NUMBERS = re.compile(r"-?\d[\d.,:/\u202f-]*")
"""Figures and dates, thousands apart as any language writes them."""


def grouped(found: Iterable[Problem]) -> list[Problem]:
    """Return problems with those that differ only in values and lines told as one.

    Up to three of a kind in a file are told one by one; of more the first is, with the lines of the
    next and the number of all.
    """
    kinds: dict[tuple[str, bool, str], list[Problem]] = {}
    for problem in dict.fromkeys(found):
        kinds.setdefault((_file(problem), problem.warning, _kind(problem)), []).append(problem)
    told = (
        one for some in kinds.values() for one in (some if len(some) <= _APART else [_one(some)])
    )
    return list(told)


def first_of(found: Sequence[Problem], file: str, most: int) -> list[Problem]:
    """Return the first problems of a file, and a last one that says how many more there are."""
    if len(found) <= most:
        return list(found)
    more = found[most:]
    only_odd = all(problem.warning for problem in more)
    told = say("has {more} more problems like these", more=len(more))
    return [*found[:most], Problem(file, told, only_odd)]


def _file(problem: Problem) -> str:
    name, _, line = problem.where.rpartition(":")
    return name if line.isdigit() else problem.where


def _kind(problem: Problem) -> str:
    """Return what a message says whatever the values in it."""
    return _NUMBERS.sub("0", _QUOTED.sub("''", problem.message))


def _one(some: list[Problem]) -> Problem:
    """Return the first problem with the lines and the number of all."""
    first, number = some[0], sum(1 + len(problem.also) for problem in some)
    at = (problem.where.rpartition(":")[2] for problem in some)
    lines = sorted({*map(int, filter(str.isdigit, at)), *(n for one in some for n in one.also)})
    if len(lines) <= 1:
        more = say(" (and {more} more like it)", more=number - 1)
        return replace(first, message=first.message + more, also=())
    told = first.message + say(", and others like it")
    return replace(first, message=told, also=tuple(lines[1:]))
