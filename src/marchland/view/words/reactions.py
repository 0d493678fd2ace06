"""Reactions that happened, in words."""

from __future__ import annotations

from collections.abc import Iterable

from marchland.language import mark, say
from marchland.study.measures.fired import Fired
from marchland.view.words.dates import day_name
from marchland.view.words.text import labelled

LEAD = mark("What each run does by itself when its condition holds:")


def fired_in_words(reactions: Iterable[Fired]) -> list[str]:
    """Say of each reaction in what share of the runs it happened, and when."""
    return [labelled(one.label, _when(one)) for one in reactions]


def _when(one: Fired) -> str:
    if one.median is None:
        return say("in no run")
    middle, low, high = (day_name(end) for end in (one.median, one.low90, one.high90))
    if one.share == 1:
        return say(
            "in every run, on {middle} (90 % band {low} to {high})",
            middle=middle,
            low=low,
            high=high,
        )
    return say(
        "in {share:.0%} of the runs, on {middle} (90 % band {low} to {high})",
        share=one.share,
        middle=middle,
        low=low,
        high=high,
    )
