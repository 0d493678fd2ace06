"""What people read of a forecast: in the terminal and on its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from marchland.language import mark, say, say_n, written
from marchland.study.forecast.alerts import Answered
from marchland.study.forecast.answer import Forecast
from marchland.study.forecast.figures import Figure
from marchland.study.forecast.inflow import SCENARIOS
from marchland.study.forecast.sources import rows_of
from marchland.study.forecast.table import day_of
from marchland.study.scores.quantiles import level
from marchland.view.words.dates import day_name, month_name, short_day, short_period
from marchland.view.words.forecast_notes import alerts, how_it_did, likely, whole
from marchland.view.words.places import of_series
from marchland.view.words.text import capital
from marchland.view.words.where import country_names

KINDS = {
    "stock": mark("people there"),
    "total": mark("people so far"),
    "flow": mark("in the period"),
}
"""What each kind of series counts."""
WHAT = {
    "people": mark("people at {where}"),
    "in_need": mark("people who depend on aid, at all places"),
    "stranded": mark("people stranded"),
    "entered": mark("people displaced since the day of the forecast"),
    "crossed": mark("people who came over the line, {where}"),
    "deaths_expected": mark("expected deaths from cold and sickness, {where}"),
}
"""What each figure of the simulator is."""
INFLOW = {
    "less": mark("less (x {scale:g})"),
    "same": mark("same (x {scale:g})"),
    "more": mark("more (x {scale:g})"),
}
"""How many people are displaced ahead, compared with lately."""
COLUMNS = (
    mark("series"), mark("days ahead"), mark("for"), mark("last count"), mark("low"),
    mark("median"), mark("high"), mark("chance above the last count"),
    mark("repeating the last count"), mark("from"), mark("earlier forecasts in the 90 % band"),
)  # fmt: skip
FIGURES = (mark("figure"), mark("for"), mark("low"), mark("median"), mark("high"))
SUMS = (mark("sum over sites"), mark("days ahead"), mark("low"), mark("median"), mark("high"))
_LOW, _MIDDLE, _HIGH = level(0.05), level(0.5), level(0.95)


NOBODY_COUNTED = mark(
    "Nobody had counted by this day: all that follows is by the simulator, "
    "from what is known of places, routes and people displaced, and no earlier "
    "forecast could be verified."
)
TO_PEOPLE = mark("To the people of the crisis")
AS_OF, LEVERS = mark("As of"), mark("Levers")


def opening(found: Forecast) -> str:
    """Say what the page is, in a sentence."""
    last = day_of(found.day)
    return say(
        "Forecast from {day}, by what was known on that day. Low and high are "
        "the ends of the 90 % band: nine counts in ten are expected between them.",
        day=day_name(last),
    )


def series_names(found: Forecast) -> dict[str, str]:
    """Name each series by what it counts and where; by its own name where that says no more."""
    plain = {one.name: one.name.replace("_", " ") for one in found.record.series}
    said = found.simulated
    if said is None:
        return plain
    rows = {name: several[0] for name, several in rows_of(said.scenario).items()}
    told = {name: of_series(said.runs, rows[name]) for name in plain if name in rows}
    often = Counter(told.values())
    return plain | {name: label for name, label in told.items() if often[label] == 1}


def ended(found: Forecast) -> list[str]:
    """Name the series that are not forecast any more, with their last count."""
    names = series_names(found)
    return [
        say(
            "{series}: last counted on {day}",
            series=names[one.name],
            day=short_day(day_of(int(one.last[-1]))),
        )
        for one in found.record.series
        if len(one) and one.ended(found.day)
    ]


def table(found: Forecast, days: Sequence[int]) -> list[tuple[str | float, ...]]:
    """Return the rows of the table by series and days ahead; a period that two share comes once."""
    asked = found.counts.rolled.questions
    rows: list[tuple[str | float, ...]] = []
    names = series_names(found)
    there: set[tuple[int, int]] = set()
    for k in np.flatnonzero(np.isin(asked.horizon, list(days))).tolist():
        if (about := (int(asked.series[k]), int(asked.last[k]))) in there:
            continue
        there.add(about)
        one, people = found.record.series[int(asked.series[k])], found.people[k]
        last = float(found.counts.rolled.last_people[k])
        repeated = found.counts.rolled.repeated[k]
        rows.append(
            (
                f"{names[one.name]}, {say(KINDS[one.kind])}",
                float(asked.last[k] - found.day),
                short_period(day_of(int(asked.first[k])), day_of(int(asked.last[k]))),
                last,
                *(float(people[at]) for at in (_LOW, _MIDDLE, _HIGH)),
                likely(found.chance_above(k, last)),
                say("{low:,.0f} to {high:,.0f}", low=repeated[_LOW], high=repeated[_HIGH]),
                by(found, k),
                held(found, int(asked.series[k])),
            )
        )
    return rows


def by(found: Forecast, question: int) -> str:
    """Say what a forecast is from: counts alone, or with the simulator by its weight."""
    said = found.simulated
    if said is None or not np.isfinite(said.told[question]).all():
        return say("counts")
    kind = found.record.series[int(found.counts.rolled.questions.series[question])].kind
    return say("counts, {share} simulator", share=whole(said.earned[kind].weight))


def held(found: Forecast, series: int) -> str:
    """Say how earlier forecasts of a series came out: ``18 of 20 in the band``."""
    inside, number = found.counts.held(series)
    return say("{inside} of {number}", inside=inside, number=number) if number else say("none yet")


def caption(found: Forecast, series: int) -> str:
    """Say what a fan is of, and how earlier forecasts came out."""
    inside, number = found.counts.held(series)
    what = capital(say(KINDS[found.record.series[series].kind]))
    if not number:
        return say("{what}. No earlier forecast could be verified yet.", what=what)
    return say_n(
        "{what}. Of {n} earlier forecasts, {inside} fell in the 90 % band.",
        "{what}. Of {n} earlier forecasts, {inside} fell in the 90 % band.",
        number,
        what=what,
        inside=inside,
    )


def passed(found: Forecast, capacities: dict[str, float], days: int) -> list[tuple[str, ...]]:
    """Return the chance that places pass their capacity on a day ahead."""
    asked, names = found.counts.rolled.questions, series_names(found)
    rows: list[tuple[str, ...]] = []
    for k in np.flatnonzero(asked.horizon == days).tolist():
        one = found.record.series[int(asked.series[k])]
        most = capacities.get(one.where, float("nan"))
        if one.kind == "stock" and np.isfinite(most):
            chance = likely(found.chance_above(k, most))
            rows.append((names[one.name], written(most, ",.0f"), chance))
    return rows


def figure(one: Figure, names: dict[str, str]) -> str:
    """Name a figure of the simulator."""
    where = names.get(one.where) or (country_names(one.where) if one.where else "")
    return say(WHAT[one.what], where=where)


def when(one: Figure) -> str:
    """Say what day or month a figure of the simulator is of."""
    last = day_of(one.last)
    return month_name(last) if one.ahead == 0 else short_day(last)


def figures(
    some: Sequence[Figure], names: dict[str, str], days: Sequence[int]
) -> list[tuple[str | float, ...]]:
    """Return rows of figures of the simulator on some days ahead, and of its months."""
    return [
        (figure(one, names), when(one), *(float(one.people[at]) for at in (_LOW, _MIDDLE, _HIGH)))
        for one in some
        if one.ahead in (0, *days)
    ]


def inflow(found: Forecast, days: int) -> list[tuple[str | float, ...]]:
    """Return the simulator's totals with less, the same and more people displaced ahead."""
    if found.simulated is None:
        return []
    return [
        (say(INFLOW[name], scale=SCENARIOS[name]), figure(one, {}),
         *(float(one.people[at]) for at in (_LOW, _MIDDLE, _HIGH)))
        for name, some in found.simulated.inflow.items()
        for one in some
        if one.ahead == days
    ]  # fmt: skip


def terminal(found: Forecast, days: Sequence[int], raised: Sequence[Answered]) -> str:
    """Return a forecast as text for a terminal: a table in Markdown, and what was asked."""
    rows = table(found, days)
    parts = [
        f"{found.title}. {opening(found)}",
        _markdown(COLUMNS, rows) if rows else say(NOBODY_COUNTED),
    ]
    added = found.sums
    sums: list[tuple[str | float, ...]] = [
        (name, str(steps), *(float(added.people[n, h, at]) for at in (_LOW, _MIDDLE, _HIGH)))
        for n, name in enumerate(added.names)
        for h, steps in enumerate(added.ahead)
        if steps in days and len(added.sites[n]) > 1
    ]
    if sums:
        parts.append(_markdown(SUMS, sums))
    if found.simulated is not None:
        own = figures([one for one in found.simulated.figures if one.what != "people"], {}, days)
        parts.append(_markdown(FIGURES, own))
        parts += how_it_did(found.simulated.earned, found.record.kinds)
    return "\n\n".join([*parts, *alerts(raised)])


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """Return a table in Markdown, its head said."""
    cells = [[v if isinstance(v, str) else written(v, ",.0f") for v in row] for row in rows]
    lines = [[say(one) for one in head], ["---"] * len(head), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
