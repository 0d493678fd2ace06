"""The data card: whether anybody has written it."""

from __future__ import annotations

from collections.abc import Iterator

from marchland.errors import Problem
from marchland.language import say
from marchland.model.checks.case import Case
from marchland.model.unfinished import unwritten

CARD = "README.md"


def check_card(case: Case) -> Iterator[Problem]:
    """A scenario whose data card still asks to be written is unfinished."""
    if line := unwritten(case.scenario.card):
        begun, colon, _ = case.scenario.card.splitlines()[line - 1].partition(":")
        yield Problem(
            f"{CARD}:{line}",
            say(
                "is unfinished: write in place of '{words} ...' what the scenario shows, and what "
                "in it is made up",
                words=begun + colon,
            ),
            warning=True,
        )
