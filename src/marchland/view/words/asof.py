"""Words and tables on one forecast and the counts that came after its day."""

from __future__ import annotations

from marchland.language import mark, say, written
from marchland.study.forecast.table import day_of
from marchland.study.scores.quantiles import level
from marchland.study.validate.asof import AsOf
from marchland.view.words.dates import day_name
from marchland.view.words.numbers import percent

_HEAD = (
    mark("series"), mark("counts"), mark("counted"), mark("median"), mark("forecast"),
    mark("from counts alone"), mark("simulator alone"), mark("in 90 %"),
)  # fmt: skip


def as_of_text(scored: AsOf) -> str:
    """Return the scores of one forecast as a page of Markdown."""
    lines = [[say(one) for one in _HEAD], ["---"] * len(_HEAD)]
    lines += [list(_row(scored, name)) for name in scored.series]
    mean = f"**{say('mean')}**"
    lines.append([mean, "", "", "", *(_two(scored.mean(who)) for who in _WHO), ""])
    low, high = scored.interval("forecast", "counts")
    weights = ", ".join(
        f"{say(_KINDS[kind])} {percent(one.weight)}" for kind, one in scored.earned.items()
    )
    head = say(
        "Forecast from {day} of what was counted until {until}: CRPS over that of persistence "
        "with bands, below 1 is better; the mean is geometric, over series. Counted and median: "
        "the last of each series.",
        day=day_name(day_of(scored.day)),
        until=day_name(day_of(scored.until)),
    )
    tail = say(
        "With the simulator over without: {ratio}, 90 % interval {low} to {high} over series. "
        "Its weight: {weights}.",
        ratio=_two(scored.mean("forecast", "counts")),
        low=_two(low),
        high=_two(high),
        weights=weights,
    )
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{head}\n\n{table}\n\n{tail}"


_WHO = ("forecast", "counts", "simulator")
_KINDS = {"stock": mark("stock"), "total": mark("total"), "flow": mark("flow")}


def _row(scored: AsOf, name: str) -> tuple[str, ...]:
    rows = scored.rows(name)
    inside, number = scored.inside(name)
    return (
        name.replace("_", " "),
        str(number),
        written(scored.outcome[rows][-1], ",.0f"),
        written(scored.people[rows][-1, level(0.5)], ",.0f"),
        *(_two(scored.ratio(name, who)) for who in _WHO),
        say("{inside} of {number}", inside=inside, number=number),
    )


def _two(value: float) -> str:
    return "–" if value != value else written(value, ".2f")  # noqa: PLR0124
