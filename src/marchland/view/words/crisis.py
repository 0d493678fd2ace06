"""A crisis in words: what a scenario says, for somebody to nod or shake the head at."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

import numpy as np

from marchland.language import mark, say, say_n, written
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
from marchland.view.words.dates import day_name
from marchland.view.words.text import parted
from marchland.view.words.where import at, country_names, of_table

_WIDTH = 96
_ASSUMED = ("", "assumed")
_USES = {"fit": mark("{n} to fit"), "score": mark("{n} to score"), "show": mark("{n} to show")}


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
        _section(say("Places"), _places(scenario)),
        _section(say("Routes"), _routes(scenario)),
        _section(say("Gates"), _gates(scenario)),
        _section(say("Who comes when"), _arrivals(scenario)),
        _section(say("What happens"), _events(scenario)),
        _section(say("What could be done"), _levers(scenario)),
        _section(say("What answers what"), _reactions(scenario)),
        _section(say("What was counted"), _observations(scenario)),
        _section(say("What is assumed"), _assumed(scenario)),
        _section(say("What people who know it say"), _reviewed(scenario)),
        _section(say("Warnings"), (str(problem) for problem in scenario.warnings)),
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
        say(
            "From {first} to {last}: {days}, {groups} ({names}).",
            first=day_name(scenario.start),
            last=day_name(last),
            days=_days(scenario.days),
            groups=say_n("{n:,} group", "{n:,} groups", len(scenario.groups)),
            names=", ".join(scenario.groups),
        ),
        say(
            "Laws: reach {reach}, deterrence {deterrence}, displacement {displacement}, "
            "{ticks} ticks a day.",
            reach=rules.reach,
            deterrence=rules.deterrence,
            displacement=rules.displacement.replace("_", " "),
            ticks=rules.ticks_per_day,
        ),
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
        yield say(
            "{kind} in {country}: {names}",
            kind=kind.replace("_", " "),
            country=country_names(country),
            names=listed(named[kind, country]),
        )
    limited = int(np.count_nonzero(~np.isnan(places.capacity)))
    if limited:
        yield say_n(
            "{n:,} place with a capacity, the others take any number",
            "{n:,} places with a capacity, the others take any number",
            limited,
        )


def _routes(scenario: Scenario) -> Iterator[str]:
    """Tell routes by mode, with their lengths."""
    routes = scenario.routes
    lengths: dict[str, list[float]] = defaultdict(list)
    for mode, length in zip(routes.mode, routes.length_km, strict=True):
        lengths[mode].append(length)
    for mode, km in lengths.items():
        yield say(
            "{mode}: {routes}, {km} km long",
            mode=mode,
            routes=say_n("{n:,} route", "{n:,} routes", len(km)),
            km=spread(min(km), max(km)),
        )
    if closed := len(routes) - int(np.count_nonzero(routes.opened)):
        yield say_n(
            "closed on the first day: {n:,} route", "closed on the first day: {n:,} routes", closed
        )


def _gates(scenario: Scenario) -> Iterator[str]:
    """Tell crossings by border, and routes with seats."""
    routes = scenario.routes
    country = dict(zip(scenario.places.id, scenario.places.country, strict=True))
    names = of_table(scenario.places)
    crossings: dict[str, list[str]] = defaultdict(list)
    for row, mode in enumerate(routes.mode):
        seats = (
            ""
            if routes.per_day[row].blank
            else say(" ({people} people a day)", people=routes.per_day[row])
        )
        if mode == "crossing":
            border = border_name(country[routes.origin[row]], country[routes.destination[row]])
            crossings[border].append(routes.id[row] + seats)
        elif seats:
            yield say(
                "{route}, {origin} to {destination}{seats}",
                route=routes.id[row],
                origin=names[routes.origin[row]],
                destination=names[routes.destination[row]],
                seats=seats,
            )
    for border, own in sorted(crossings.items()):
        yield say_n(
            "{border}: {n:,} crossing, {names}",
            "{border}: {n:,} crossings, {names}",
            len(own),
            border=country_names(border),
            names=listed(own),
        )


def _arrivals(scenario: Scenario) -> Iterator[str]:
    """Tell how many people of each group enter in each month."""
    for group, months in arrivals_by_month(scenario).items():
        low, high = (sum(ends) for ends in zip(*months.values(), strict=True))
        told = parted(f"{month} {spread(*ends)}" for month, ends in months.items() if any(ends))
        yield say(
            "{group}: {people} people in all ({months})",
            group=group,
            people=spread(low, high),
            months=told,
        )


def _events(scenario: Scenario) -> Iterator[str]:
    """Tell the labels of the timeline, and deliveries, in the order of their dates."""
    timeline, names = scenario.timeline, of_table(scenario.places)
    told = {row: label for row, label in enumerate(timeline.label) if label}
    for row, what in enumerate(timeline.what):
        if what == "kits":
            where = timeline.where[row]
            told.setdefault(
                row,
                say(
                    "dry clothes and blankets for {people} people to {place}",
                    people=timeline.value[row],
                    place=names.get(where, where),
                ),
            )
    for row in sorted(told, key=lambda row: timeline.date[row]):
        yield f"{timeline.date[row]}  {told[row]}"
    if quiet := len(timeline) - len(told):
        yield say_n("and {n:,} change without a label", "and {n:,} changes without a label", quiet)


def _levers(scenario: Scenario) -> Iterator[str]:
    """Tell each lever: its kind, its date, its strength, what it is and who could pull it."""
    for name, lever in scenario.levers.items():
        strength = ""
        if one := lever.strength:
            strength = say(
                ", {value:g} ({low:g} to {high:g}) {unit}",
                value=one.value,
                low=one.low,
                high=one.high,
                unit=one.unit,
            ).rstrip()
        yield say(
            "{name} ({kind}, from {day}{strength}): {label}. Who: {who}.",
            name=name,
            kind=say(lever.kind),
            day=day_name(lever.date),
            strength=strength,
            label=lever.label,
            who=lever.who,
        )
    for pull in scenario.pulls:
        yield say("pulled: {pull}", pull=pull)


def _reactions(scenario: Scenario) -> Iterator[str]:
    """Tell each reaction: what it is, when it happens, and what changes then."""
    for name, one in scenario.reactions.items():
        days = say(" for {days} on end", days=_days(one.days)) if one.days > 1 else ""
        since = say(", from {day}", day=day_name(one.since)) if one.since else ""
        until = say(", until {day}", day=day_name(one.until)) if one.until else ""
        changes = parted(_change(scenario, change) for change in one.changes)
        yield say(
            "{name}: {label}. When {when}{days}{since}{until}, then {changes}",
            name=name,
            label=one.label,
            when=one.when,
            days=days,
            since=since,
            until=until,
            changes=changes,
        )


def _change(scenario: Scenario, change: Change) -> str:
    """Tell a change; how permeable a single crossing becomes, is not told."""
    withheld = kind_of(change.what).withheld
    hidden = "route" in withheld and change.where in scenario.routes.id
    return (
        say("{what} {where} changes", what=change.what, where=change.where)
        if hidden
        else str(change)
    )


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
        yield say(
            "{series}: {counts} of {measures} at {places}, {since} to {last} ({uses})",
            series=series,
            counts=say_n("{n:,} count", "{n:,} counts", len(own)),
            measures=listed(sorted({table.measure[row].replace("_", " ") for row in own})),
            places=listed(sorted({at(table.where[row], names) for row in own})),
            since=since,
            last=last,
            uses=", ".join(say(_USES[what], n=number) for what, number in use.items()),
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
                yield say_n(
                    "{file}: {assumed} of {n:,} row without a source",
                    "{file}: {assumed} of {n:,} rows without a source",
                    len(table),
                    file=kind.FILE,
                    assumed=assumed,
                )
    if scenario.posterior is not None:
        yield say(
            "fitted, with {draws} kept together: {names}",
            draws=say_n("{n:,} draw", "{n:,} draws", len(scenario.posterior.draws)),
            names=listed(scenario.posterior.names),
        )


def _parameter(name: str, one: Parameter) -> str:
    own = "" if name in DEFAULTS else say(", of this scenario")
    unit = f" {say(one.unit)}" if one.unit else ""
    told = say(
        "{name} {value:g} ({low:g} to {high:g}){unit}{own}",
        name=name,
        value=one.value,
        low=one.low,
        high=one.high,
        unit=unit,
        own=own,
    )
    if not one.meaning:
        return told
    return say("{parameter}: {meaning}", parameter=told, meaning=say(one.meaning))


def _days(number: int) -> str:
    return say_n("{n:,} day", "{n:,} days", number)


def spread(low: float, high: float) -> str:
    """Return a number or a range, ``1,200`` or ``1,200 to 1,500``."""
    ends = [
        written(end, ",.0f") if abs(end) >= 1 or end == 0 else written(end, ".2g")
        for end in (low, high)
    ]
    return ends[0] if ends[0] == ends[1] else say("{low} to {high}", low=ends[0], high=ends[1])


def listed(names: Iterable[str], most: int = 12) -> str:
    """Return names with commas between, the first dozen of them."""
    every = list(names)
    more = say(" and {number} more", number=len(every) - most) if len(every) > most else ""
    return ", ".join(every[:most]) + more
