"""A crisis in words: what a scenario says, for somebody to nod or shake the head at."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import numpy as np

from marchland.model.acting import acts
from marchland.model.arrivals import arrivals_by_month
from marchland.model.events import kind_of
from marchland.model.kinds import PLACE_KINDS
from marchland.model.levers import Change
from marchland.model.parameters import DEFAULTS, Parameter
from marchland.model.scenario import Scenario
from marchland.model.tables import TABLES
from marchland.model.where import border_name
from marchland.study.runs.given import check_scenario
from marchland.view.words.where import at, country_names, of_table

_WIDTH = 96
_ASSUMED = ("", "assumed")


def describe(scenario: Scenario) -> str:
    """Return a crisis in words.

    Told of a scenario are its period, places by kind and country, routes by mode, gates by border,
    who comes when, what happens on which date, what could be done, what answers what, what was
    counted, what is assumed, what reviewers doubt, and what is odd.
    How permeable a single crossing is, is not told.
    """
    check_scenario(scenario, "describe")
    parts = [
        _opening(scenario),
        _section("Places", _places(scenario)),
        _section("Routes", _routes(scenario)),
        _section("Gates", _gates(scenario)),
        _section("Who comes when", _arrivals(scenario)),
        _section("What happens", _events(scenario)),
        _section("What could be done", _levers(scenario)),
        _section("What answers what", _reactions(scenario)),
        _section("What was counted", _observations(scenario)),
        _section("What is assumed", _assumed(scenario)),
        _section("What people who know it say", _reviewed(scenario)),
        _section("Warnings", (str(problem) for problem in scenario.warnings)),
    ]
    return "\n\n".join(part for part in parts if part)


def _section(title: str, lines: Iterable[str]) -> str:
    """Return a title with its lines under it, nothing where there are none."""
    wrapped = [
        textwrap.fill(line, _WIDTH, initial_indent="  ", subsequent_indent="      ")
        for line in lines
    ]
    return "\n".join([title, *wrapped]) if wrapped else ""


def _opening(scenario: Scenario) -> str:
    last = scenario.start + timedelta(days=scenario.days - 1)
    rules = scenario.rules
    lines = [
        f"{scenario.title} ({scenario.name})",
        f"From {in_words(scenario.start)} to {in_words(last)}: {count(scenario.days, 'day')}, "
        f"{count(len(scenario.groups), 'group')} ({', '.join(scenario.groups)}).",
        f"Laws: reach {rules.reach}, deterrence {rules.deterrence}, displacement "
        f"{rules.displacement.replace('_', ' ')}, {rules.ticks_per_day} ticks a day.",
    ]
    return "\n".join(textwrap.fill(line, _WIDTH) for line in lines)


def _places(scenario: Scenario) -> Iterator[str]:
    """Tell places by kind and country."""
    places = scenario.places
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    for place, name, kind, country in zip(
        places.id, places.name, places.kind, places.country, strict=True
    ):
        named[kind, country].append(name or place)
    order = list(PLACE_KINDS)
    for kind, country in sorted(named, key=lambda key: (order.index(key[0]), key[1])):
        called = kind.replace("_", " ")
        yield f"{called} in {country_names(country)}: {listed(named[kind, country])}"
    limited = int(np.count_nonzero(~np.isnan(places.capacity)))
    if limited:
        yield f"{count(limited, 'place')} with a capacity, the others take any number"


def _routes(scenario: Scenario) -> Iterator[str]:
    """Tell routes by mode, with their lengths."""
    routes = scenario.routes
    lengths: dict[str, list[float]] = defaultdict(list)
    for mode, length in zip(routes.mode, routes.length_km, strict=True):
        lengths[mode].append(length)
    for mode, km in lengths.items():
        yield f"{mode}: {count(len(km), 'route')}, {spread(min(km), max(km))} km long"
    if closed := len(routes) - int(np.count_nonzero(routes.opened)):
        yield f"closed on the first day: {count(closed, 'route')}"


def _gates(scenario: Scenario) -> Iterator[str]:
    """Tell crossings by border, and routes with seats."""
    routes = scenario.routes
    country = dict(zip(scenario.places.id, scenario.places.country, strict=True))
    names = of_table(scenario.places)
    crossings: dict[str, list[str]] = defaultdict(list)
    for row, mode in enumerate(routes.mode):
        seats = f" ({routes.per_day[row]} people a day)" if not routes.per_day[row].blank else ""
        if mode == "crossing":
            border = border_name(country[routes.origin[row]], country[routes.destination[row]])
            crossings[border].append(routes.id[row] + seats)
        elif seats:
            ends = (routes.origin[row], routes.destination[row])
            yield f"{routes.id[row]}, {' to '.join(names[end] for end in ends)}{seats}"
    for border, own in sorted(crossings.items()):
        yield f"{country_names(border)}: {count(len(own), 'crossing')}, {listed(own)}"


def _arrivals(scenario: Scenario) -> Iterator[str]:
    """Tell how many people of each group enter in each month."""
    for group, months in arrivals_by_month(scenario).items():
        low, high = (sum(ends) for ends in zip(*months.values(), strict=True))
        told = "; ".join(f"{month} {spread(*ends)}" for month, ends in months.items() if any(ends))
        yield f"{group}: {spread(low, high)} people in all ({told})"


def _events(scenario: Scenario) -> Iterator[str]:
    """Tell the labels of the timeline, and deliveries, in the order of their dates."""
    timeline, names = scenario.timeline, of_table(scenario.places)
    told = {row: label for row, label in enumerate(timeline.label) if label}
    for row, what in enumerate(timeline.what):
        if what == "kits":
            delivered = f"dry clothes and blankets for {timeline.value[row]} people"
            told.setdefault(row, f"{delivered} to {names.get(where := timeline.where[row], where)}")
    for row in sorted(told, key=lambda row: timeline.date[row]):
        yield f"{timeline.date[row]}  {told[row]}"
    if quiet := len(timeline) - len(told):
        yield f"and {count(quiet, 'change')} without a label"


def _levers(scenario: Scenario) -> Iterator[str]:
    """Tell each lever: its kind, its date, its strength, what it is and who could pull it."""
    for name, lever in scenario.levers.items():
        strength = ""
        if one := lever.strength:
            strength = f", {one.value:g} ({one.low:g} to {one.high:g}) {one.unit}".rstrip()
        yield (
            f"{name} ({lever.kind}, from {in_words(lever.date)}{strength}): {lever.label}. "
            f"Who: {lever.who}."
        )
    for pull in scenario.pulls:
        yield f"pulled: {pull}"


def _reactions(scenario: Scenario) -> Iterator[str]:
    """Tell each reaction: what it is, when it happens, and what changes then."""
    for name, one in scenario.reactions.items():
        days = f" for {count(one.days, 'day')} on end" if one.days > 1 else ""
        since = f", from {in_words(one.since)}" if one.since else ""
        until = f", until {in_words(one.until)}" if one.until else ""
        changes = "; ".join(_change(scenario, change) for change in one.changes)
        yield f"{name}: {one.label}. When {one.when}{days}{since}{until}, then {changes}"


def _change(scenario: Scenario, change: Change) -> str:
    """Tell a change; how permeable a single crossing becomes, is not told."""
    withheld = kind_of(change.what).withheld
    hidden = "route" in withheld and change.where in scenario.routes.id
    return f"{change.what} {change.where} changes" if hidden else str(change)


def _reviewed(scenario: Scenario) -> Iterator[str]:
    """Tell how many inputs reviewers doubt, and which."""
    if not len(scenario.reviews):
        return
    from marchland.view.words.reviews import counted, doubts  # what they move takes runs: heavy

    yield counted(scenario)
    yield from doubts(scenario)


def _observations(scenario: Scenario) -> Iterator[str]:
    """Tell each series of counts."""
    table, names = scenario.observations, of_table(scenario.places)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, series in enumerate(table.series):
        rows[series].append(row)
    for series, own in rows.items():
        since, last = table.date_from[own].min(), np.fmax(table.date_from, table.date_to)[own].max()
        use = Counter(table.use[row] for row in own)
        yield (
            f"{series}: {count(len(own), 'count')} of "
            f"{listed(sorted({table.measure[row].replace('_', ' ') for row in own}))} at "
            f"{listed(sorted({at(table.where[row], names) for row in own}))}, {since} to {last} "
            f"({', '.join(f'{number} to {what}' for what, number in use.items())})"
        )


def _assumed(scenario: Scenario) -> Iterator[str]:
    """Tell parameters and rows that no source stands behind."""
    acting = acts(scenario)
    for name, one in scenario.parameters.items():
        if one.assumed and one.low < one.high and name in acting:
            yield _parameter(name, one)
    for kind in TABLES:
        table = getattr(scenario, kind.__name__.lower())
        if "source" in table.columns():
            assumed = sum(source.strip().lower() in _ASSUMED for source in table.source)
            if "assumed" in table.columns():
                assumed = int(table.assumed.sum())
            if assumed:
                yield f"{kind.FILE}: {assumed} of {count(len(table), 'row')} without a source"
    if scenario.posterior is not None:
        yield (
            f"fitted, with {count(len(scenario.posterior.draws), 'draw')} kept together: "
            f"{listed(scenario.posterior.names)}"
        )


def _parameter(name: str, one: Parameter) -> str:
    own = "" if name in DEFAULTS else ", of this scenario"
    meaning = f": {one.meaning}" if one.meaning else ""
    unit = f" {one.unit}" if one.unit else ""
    return f"{name} {one.value:g} ({one.low:g} to {one.high:g}){unit}{own}{meaning}"


def in_words(day: date) -> str:
    """Return a date as ``1 June 2021``."""
    return f"{day.day} {day:%B} {day.year}"


def count(number: int, noun: str) -> str:
    """Return a number with its noun, ``1 day`` or ``304 days``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def spread(low: float, high: float) -> str:
    """Return a number or a range, ``1,200`` or ``1,200 to 1,500``."""
    ends = [f"{end:,.0f}" if abs(end) >= 1 or end == 0 else f"{end:.2g}" for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def listed(names: Iterable[str], most: int = 12) -> str:
    """Return names with commas between, the first dozen of them."""
    every = list(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more
