"""A tiny crisis that people have reviewed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from game_small import contest
from marchland.model.scenario import Scenario
from marchland.model.tables import Reviews
from verify.cases import table


def review(
    reviewer: str, of: str, about: str, verdict: str = "agree", *numbers: float, **more: Any
) -> dict[str, Any]:
    """Return a row of reviews.csv."""
    ends = dict(zip(("low", "best", "high"), numbers, strict=False))
    usual = {"date": "2026-03-01", "reason": "I was there"}
    named = {"reviewer": reviewer, "of": of, "about": about, "verdict": verdict}
    return {**usual, **named, **ends, **more}


TRY = ("parameter", "try_rate")
PEOPLE = ("displaced", "2021-06-01 hub x")
TALKS = ("judged", "talks driver drives")
MOVED = ("event", "2021-06-06 transfer_per_day strip-camp")


def reviewed(*rows: dict[str, Any]) -> Scenario:
    """Return the tiny contest with reviews, by default some of each sort."""
    made = rows or (
        review("AK", *TRY, "replace", 0.05, 0.1, 0.2),
        review("field officer", *TRY),
        review("field officer", *PEOPLE, "replace", 60, 80, 120),
        review("AK", *MOVED, "doubt"),
        review("AK", *TALKS, "replace", 0.0, 0.1, 0.2),
    )
    return replace(contest(), reviews=table(Reviews, list(made)))
