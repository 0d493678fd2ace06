"""Words and tables on forecasts that were made, and on how kept ones came out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from marchland.study.forecast.hierarchy import Sums
from marchland.study.forecast.predict import Predicted
from marchland.study.forecast.series import Floats
from marchland.study.forecast.table import day_of
from marchland.study.scores.kept import KeptScore, summary
from marchland.study.scores.quantiles import level

_LOW, _MIDDLE, _HIGH = level(0.05), level(0.5), level(0.95)
_WHAT = {"stock": "people there", "total": "people so far", "flow": "in the period to"}
_HEAD = (
    "series", "", "days ahead", "by", "last count", "low", "median", "high",
    "repeating the last count", "earlier forecasts in the 90 % band",
)  # fmt: skip
_CAME_OUT = (
    "location", "days ahead", "forecast for", "model", "median", "counted", "CRPS", "in 90 %",
)  # fmt: skip
_MEANS = ("target", "model", "days ahead", "forecasts", "CRPS", "WIS", "in 50 %", "in 90 %")


def forecast_text(found: Predicted, added: Sums, horizons: Sequence[int]) -> str:
    """Return a forecast as a table: low, median and high by series and horizon."""
    rows: list[tuple[str, ...]] = []
    asked = found.rolled.questions
    for k in np.flatnonzero(np.isin(found.ahead, list(horizons))).tolist():
        i = int(asked.series[k])
        one = found.record.series[i]
        inside, number = found.held(i)
        low, _, high = _three(found.rolled.repeated[k])
        about = (one.name, _WHAT[one.kind], str(found.ahead[k]), str(day_of(int(asked.last[k]))))
        numbers = (f"{found.rolled.last_people[k]:,.0f}", *_three(found.rolled.people[k]))
        held = f"{inside} of {number}" if number else "none yet"
        rows.append((*about, *numbers, f"{low}–{high}", held))
    for n, h in np.ndindex(len(added.names), len(added.ahead)):
        days = added.ahead[h]
        if days in horizons and len(added.sites[n]) > 1:
            name, by = f"sum: {added.names[n]}", str(day_of(found.day + days))
            numbers = (f"{added.last_people[n]:,.0f}", *_three(added.people[n, h]))
            rows.append((name, _WHAT["stock"], str(days), by, *numbers, "", ""))
    return (
        f"{found.record.name}, from what was published by {day_of(found.day)}. Low and high: 9 in "
        f"10 counts are expected between them.\n\n{_table(_HEAD, rows)}"
    )


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


def _three(people: Floats) -> tuple[str, str, str]:
    low, middle, high = (f"{people[k]:,.0f}" for k in (_LOW, _MIDDLE, _HIGH))
    return low, middle, high
