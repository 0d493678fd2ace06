"""Words and tables on how kept forecasts came out."""

from __future__ import annotations

from collections.abc import Sequence

from marchland.study.scores.kept import KeptScore, summary

_CAME_OUT = (
    "location", "days ahead", "forecast for", "model", "median", "counted", "CRPS", "in 90 %",
)  # fmt: skip
_MEANS = ("target", "model", "days ahead", "forecasts", "CRPS", "WIS", "in 50 %", "in 90 %")


def kept_text(scores: Sequence[KeptScore]) -> str:
    """Return how kept forecasts came out, one by one and on the mean."""
    single = [
        (
            one.location,
            str(one.horizon),
            f"{one.last}{_off(one.off)}",
            one.model,
            f"{one.median:,.0f}",
            f"{one.counted:,.0f}",
            f"{one.crps:,.0f}",
            "yes" if one.in90 else "no",
        )
        for one in scores
    ]
    means = [
        (
            *(str(one[name]) for name in ("target", "model", "horizon", "forecasts")),
            *(f"{one[name]:,.0f}" for name in ("crps", "wis")),
            *(f"{one[name]:.0%}" for name in ("coverage50", "coverage90")),
        )
        for one in summary(scores)
    ]
    return f"{_table(_CAME_OUT, single)}\n\n{_table(_MEANS, means)}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _off(days: int) -> str:
    return f" (counted {days} day{'s' if days != 1 else ''} off)" if days else ""
