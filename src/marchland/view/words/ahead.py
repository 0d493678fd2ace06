"""What people read of a forecast: in the terminal and on its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from marchland.study.forecast.alerts import Answered
from marchland.study.forecast.answer import Forecast
from marchland.study.forecast.assimilate import ERROR, HALF_LIFE
from marchland.study.forecast.document import Change
from marchland.study.forecast.earned import Earned
from marchland.study.forecast.figures import Figure
from marchland.study.forecast.inflow import DAMPING, LATELY, SCENARIOS
from marchland.study.forecast.known import WEATHER_AGAIN
from marchland.study.forecast.series import Kind
from marchland.study.forecast.sources import rows_of
from marchland.study.forecast.table import day_of
from marchland.study.scores.quantiles import level
from marchland.view.words.dates import day_name, short_day
from marchland.view.words.places import of_series
from marchland.view.words.where import country_names

KINDS = {"stock": "people there", "total": "people so far", "flow": "in the period"}
"""What each kind of series counts."""
WHAT = {
    "people": "people at {where}",
    "in_need": "people who depend on aid, at all places",
    "stranded": "people stranded",
    "entered": "people displaced since the day of the forecast",
    "crossed": "people who came over the line, {where}",
    "deaths_expected": "expected deaths from cold and sickness, {where}",
}
"""What each figure of the simulator is."""
COLUMNS = (
    "series", "days ahead", "for", "last count", "low", "median", "high",
    "chance above the last count", "repeating the last count", "from",
    "earlier forecasts in the 90 % band",
)  # fmt: skip
FIGURES = ("figure", "for", "low", "median", "high", "from")
BY_COUNTS, BY_SIMULATOR = "counts", "simulator"
_LOW, _MIDDLE, _HIGH = level(0.05), level(0.5), level(0.95)


NOBODY_COUNTED = (
    "Nobody had counted by this day: all that follows is by the simulator, from what is known of "
    "places, routes and people displaced, and no earlier forecast could be verified."
)
TO_PEOPLE = "To the people of the crisis"
AS_OF, LEVERS = "As of", "Levers"


def opening(found: Forecast) -> str:
    """Say what the page is, in a sentence."""
    last = day_of(found.day)
    return (
        f"Forecast from {day_name(last)}, by what was known on that day. Low and high are the ends "
        "of the 90 % band: nine counts in ten are expected between them."
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
        f"{names[one.name]}: last counted on {short_day(day_of(int(one.last[-1])))}"
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
                f"{names[one.name]}, {KINDS[one.kind]}",
                float(asked.last[k] - found.day),
                _short(int(asked.first[k]), int(asked.last[k])),
                last,
                *(float(people[at]) for at in (_LOW, _MIDDLE, _HIGH)),
                _percent(found.chance_above(k, last)),
                f"{repeated[_LOW]:,.0f} to {repeated[_HIGH]:,.0f}",
                by(found, k),
                held(found, int(asked.series[k])),
            )
        )
    return rows


def by(found: Forecast, question: int) -> str:
    """Say what a forecast is from: counts alone, or with the simulator by its weight."""
    said = found.simulated
    if said is None or not np.isfinite(said.told[question]).all():
        return BY_COUNTS
    kind = found.record.series[int(found.counts.rolled.questions.series[question])].kind
    return f"{BY_COUNTS}, {_whole(said.earned[kind].weight)} {BY_SIMULATOR}"


def held(found: Forecast, series: int) -> str:
    """Say how earlier forecasts of a series came out: ``18 of 20 in the band``."""
    inside, number = found.counts.held(series)
    return f"{inside} of {number}" if number else "none yet"


def _short(first: int, last: int) -> str:
    """Write a day or a period briefly: ``1 Nov to 31 Dec 2021``."""
    a, b = day_of(first), day_of(last)
    if a == b:
        return short_day(b)
    month = f"{a:%-d}" if (a.year, a.month) == (b.year, b.month) else f"{a:%-d %b}"
    return f"{month if a.year == b.year else short_day(a)} to {short_day(b)}"


def caption(found: Forecast, series: int) -> str:
    """Say what a fan is of, and how earlier forecasts came out."""
    inside, number = found.counts.held(series)
    what = KINDS[found.record.series[series].kind].capitalize()
    if not number:
        return f"{what}. No earlier forecast could be verified yet."
    return f"{what}. Of {number} earlier forecasts, {inside} fell in the 90 % band."


def passed(found: Forecast, capacities: dict[str, float], days: int) -> list[tuple[str, ...]]:
    """Return the chance that places pass their capacity on a day ahead."""
    asked, names = found.counts.rolled.questions, series_names(found)
    rows: list[tuple[str, ...]] = []
    for k in np.flatnonzero(asked.horizon == days).tolist():
        one = found.record.series[int(asked.series[k])]
        most = capacities.get(one.where, float("nan"))
        if one.kind == "stock" and np.isfinite(most):
            chance = _percent(found.chance_above(k, most))
            rows.append((names[one.name], f"{most:,.0f}", chance))
    return rows


def figure(one: Figure, names: dict[str, str]) -> str:
    """Name a figure of the simulator."""
    where = names.get(one.where) or (country_names(one.where) if one.where else "")
    return WHAT[one.what].format(where=where)


def when(one: Figure) -> str:
    """Say what day or month a figure of the simulator is of."""
    last = day_of(one.last)
    return f"{last:%B %Y}" if one.ahead == 0 else short_day(last)


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
        (f"{name} (x {SCENARIOS[name]:g})", WHAT[one.what], float(one.people[_LOW]),
         float(one.people[_MIDDLE]), float(one.people[_HIGH]))
        for name, some in found.simulated.inflow.items()
        for one in some
        if one.ahead == days
    ]  # fmt: skip


def how_it_did(weights: Mapping[Kind, Earned], kinds: Collection[Kind]) -> list[str]:
    """Say how the simulator's earlier forecasts of some kinds did, and what weight that gave."""
    told = []
    for kind, one in weights.items():
        if kind not in kinds:
            continue
        what = {"stock": "people at places", "total": "running totals", "flow": "flows"}[kind]
        if not one.forecasts:
            told.append(
                f"For {what} no forecast of the simulator could be verified yet: it has a weight "
                f"of {_whole(one.weight)}."
            )
            continue
        less = "less" if one.ratio <= 1 else "more"
        told.append(
            f"For {what} {one.forecasts} earlier forecasts of the simulator were verified: "
            f"{_whole(abs(1 - one.ratio))} {less} error than the rules on the counts, {one.inside} "
            f"in the 90 % band. It has a weight of {_whole(one.weight)}."
        )
    return told


def known(found: Forecast) -> list[str]:
    """Say what was known."""
    series = found.record.series
    told = []
    if series:
        told.append(
            f"{sum(len(one) for one in series):,} counts of {len(series)} series, the last of "
            f"{day_name(day_of(max(int(one.last[-1]) for one in series)))}."
        )
    late = sorted({one.delay for one in series})
    if late and late != [0]:
        told.append(f"Counts are published {late[0]} to {late[-1]} days after their last day.")
    if found.simulated is not None:
        timeline = found.simulated.scenario.timeline
        ahead = int((timeline.date > np.datetime64(found.day, "D")).sum())
        told.append(f"{len(timeline) - ahead:,} events that had happened.")
        told.append(f"{ahead} events to come that had been announced.")
    if found.counts.left_out:
        told.append(
            f"This crisis is one of those that the rules were learnt on "
            f"({', '.join(found.counts.left_out)}): what was learnt there was left out."
        )
    return told


def assumed(found: Forecast) -> list[str]:
    """Say what is assumed."""
    told = ["Closures, decisions and re-registrations to come are not foreseen."]
    if found.simulated is None:
        return told
    return [
        *told,
        f"People are displaced ahead as in the {LATELY} days before, {DAMPING[0]:g} to "
        f"{DAMPING[1]:g} of it, with a spread learnt on past crises.",
        "Nobody leaves a camp without reason, unless the scenario has a chance of its own for it.",
        f"The weather of the last {WEATHER_AGAIN} days that are known comes again.",
        f"A count and the model differ by about {_whole(ERROR)}; a count weighs half as much after "
        f"{HALF_LIFE:.0f} days.",
        "Places, routes and ranges of parameters are those of the scenario: whoever wrote them may "
        "have known what came later.",
    ]


def changed(some: Sequence[Change], events: Sequence[str]) -> list[str]:
    """Say what changed since the last forecast, a line for each series, and why."""
    told = []
    farthest = {one.series: one for one in sorted(some, key=lambda one: one.last)}
    for one in farthest.values():
        if round(one.before) == round(one.now):
            continue
        why = ""
        if one.surprise:
            counted = f"counted {one.counted:,.0f} (before {one.counted_before:,.0f})"
            place = {
                "above": "above the earlier band",
                "below": "below the earlier band",
                "within": "within the earlier band",
            }[one.surprise]
            why = f": {counted}, {place}"
        told.append(
            f"{one.series.replace('_', ' ')}, {short_day(one.last)}: median {one.before:,.0f}, now "
            f"{one.now:,.0f}{why}."
        )
    return [*(f"New event: {event}." for event in events), *told]


def alerts(some: Sequence[Answered]) -> list[str]:
    """Say what each alert came to."""
    return [
        f"{'ALERT' if one.raised else 'no alert'}: {one.alert}: chance {_percent(one.chance)}, by "
        f"the {'counts' if one.by == BY_COUNTS else 'simulator'}"
        for one in some
    ]


def terminal(found: Forecast, days: Sequence[int], raised: Sequence[Answered]) -> str:
    """Return a forecast as text for a terminal: a table in Markdown, and what was asked."""
    rows = [tuple(_cell(v) for v in row) for row in table(found, days)]
    lines = [COLUMNS, ("---",) * len(COLUMNS), *rows]
    parts = [
        f"{found.title}. {opening(found)}",
        "\n".join(f"| {' | '.join(line)} |" for line in lines) if rows else NOBODY_COUNTED,
    ]
    added = found.sums
    sums = [
        (name, str(steps), *(f"{added.people[n, h, at]:,.0f}" for at in (_LOW, _MIDDLE, _HIGH)))
        for n, name in enumerate(added.names)
        for h, steps in enumerate(added.ahead)
        if steps in days and len(added.sites[n]) > 1
    ]
    if sums:
        head = ("sum over sites", "days ahead", "low", "median", "high")
        lines = [head, ("---",) * len(head), *sums]
        parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
    if found.simulated is not None:
        own = figures([one for one in found.simulated.figures if one.what != "people"], {}, days)
        lines = [FIGURES[:-1], ("---",) * 5, *(tuple(_cell(v) for v in row) for row in own)]
        parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
        parts += how_it_did(found.simulated.earned, found.record.kinds)
    return "\n\n".join([*parts, *alerts(raised)])


def _cell(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:,.0f}"


def _percent(chance: float) -> str:
    """Write a chance; none is certain."""
    if chance < 0.025:
        return "below 3 %"
    return "above 97 %" if chance > 0.975 else _whole(chance)


def _whole(share: float) -> str:
    """Write a share in whole percent."""
    return f"{share:.0%}".replace("%", " %")
