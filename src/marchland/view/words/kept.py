"""Words and tables on how kept forecasts came out."""

from __future__ import annotations

from collections.abc import Sequence

from marchland.language import mark, say, say_n, written
from marchland.study.scores.kept import KeptScore, summary

_CAME_OUT = (
    mark("location"), mark("days ahead"), mark("forecast for"), mark("model"), mark("median"),
    mark("counted"), "CRPS", mark("in 90 %"),
)  # fmt: skip
_MEANS = (
    mark("target"), mark("model"), mark("days ahead"), mark("forecasts"), "CRPS", "WIS",
    mark("in 50 %"), mark("in 90 %"),
)  # fmt: skip


def kept_text(scores: Sequence[KeptScore]) -> str:
    """Return how kept forecasts came out, one by one and on the mean."""
    single = [
        (
            one.location,
            str(one.horizon),
            f"{one.last}{_off(one.off)}",
            one.model,
            *(written(value, ",.0f") for value in (one.median, one.counted, one.crps)),
            say("yes") if one.in90 else say("no"),
        )
        for one in scores
    ]
    means = [
        (
            *(str(one[name]) for name in ("target", "model", "horizon", "forecasts")),
            *(written(one[name], ",.0f") for name in ("crps", "wis")),
            *(written(one[name], ".0%") for name in ("coverage50", "coverage90")),
        )
        for one in summary(scores)
    ]
    return f"{_table(_CAME_OUT, single)}\n\n{_table(_MEANS, means)}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [[*map(say, head)], ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _off(days: int) -> str:
    return say_n(" (counted {n} day off)", " (counted {n} days off)", days) if days else ""
