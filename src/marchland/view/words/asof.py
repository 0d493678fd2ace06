"""Words and tables on one forecast and the counts that came after its day."""

from __future__ import annotations

from marchland.study.forecast.table import day_of
from marchland.study.scores.quantiles import level
from marchland.study.validate.asof import AsOf
from marchland.view.words.dates import day_name

_HEAD = (
    "series", "counts", "counted", "median", "forecast", "from counts alone", "simulator alone",
    "in 90 %",
)  # fmt: skip


def as_of_text(scored: AsOf) -> str:
    """Return the scores of one forecast as a page of Markdown."""
    lines = [_HEAD, ("---",) * len(_HEAD), *(_row(scored, name) for name in scored.series)]
    lines.append(("**mean**", "", "", "", *(_two(scored.mean(w)) for w in _WHO), ""))
    low, high = scored.interval("forecast", "counts")
    weights = ", ".join(
        f"{kind} {one.weight:.0%}".replace("%", " %") for kind, one in scored.earned.items()
    )
    return (
        f"Forecast from {day_name(day_of(scored.day))} of what was counted until "
        f"{day_name(day_of(scored.until))}: CRPS over that of persistence with bands, below 1 is "
        f"better; the mean is geometric, over series. Counted and median: the last of each series."
        "\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n\n"
        f"With the simulator over without: {_two(scored.mean('forecast', 'counts'))}, 90 % "
        f"interval {_two(low)} to {_two(high)} over series. Its weight: {weights}."
    )


_WHO = ("forecast", "counts", "simulator")


def _row(scored: AsOf, name: str) -> tuple[str, ...]:
    rows = scored.rows(name)
    inside, number = scored.inside(name)
    return (
        name.replace("_", " "),
        str(number),
        f"{scored.outcome[rows][-1]:,.0f}",
        f"{scored.people[rows][-1, level(0.5)]:,.0f}",
        *(_two(scored.ratio(name, who)) for who in _WHO),
        f"{inside} of {number}",
    )


def _two(value: float) -> str:
    return "–" if value != value else f"{value:.2f}"  # noqa: PLR0124
