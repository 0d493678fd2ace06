"""Reactions that happened, in words."""

from __future__ import annotations

from collections.abc import Iterable

from marchland.study.measures.fired import Fired
from marchland.view.words.dates import day_name

LEAD = "What each run does by itself when its condition holds:"


def fired_in_words(reactions: Iterable[Fired]) -> list[str]:
    """Say of each reaction in what share of the runs it happened, and when."""
    return [f"{one.label}: {_when(one)}" for one in reactions]


def _when(one: Fired) -> str:
    if one.median is None:
        return "in no run"
    dates = [day_name(end) for end in (one.median, one.low90, one.high90)]
    share = "every run" if one.share == 1 else f"{one.share:.0%} of the runs"
    return f"in {share}, on {dates[0]} (90 % band {dates[1]} to {dates[2]})"
