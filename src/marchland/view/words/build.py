"""The data card of a scenario that was built from files."""

from __future__ import annotations

from collections.abc import Iterable

from marchland.io.building.build import Built
from marchland.io.building.displacement import events_used
from marchland.io.building.network import NEIGHBOURS
from marchland.language import mark, say, say_n
from marchland.view.words.card import ASSUMED, MISSING, READ
from marchland.view.words.dates import day_name

_HOW = {
    "figures": (
        mark(
            "People are displaced as the figures of displacement say, from the "
            "settlement that each is of or next to, spread evenly over the days of the "
            "figure. Figures are of moves: one person may be in several."
        )
    ),
    "events": (
        mark(
            "People are displaced in proportion to conflict events, by place and "
            "month: `displaced_per_event` people an event, with a wide range."
        )
    ),
    "total": (
        mark(
            "No file has conflict events: people counted in all leave the largest town "
            "evenly over the period, with a range of half to twice as many."
        )
    ),
}
_MOST = 15


def card(built: Built) -> str:
    """Return the data card: what was read, what is assumed, what is missing."""
    scenario = built.scenario
    parts = [
        f"# {scenario.title}",
        say(
            "A first draft that `marchland build` made of {tables} tables, for the {days} "
            "days from {day}. Look at the map and correct places and roads "
            "by hand before you use a number of it.",
            tables=len(built.facts),
            days=scenario.days,
            day=day_name(scenario.start),
        ),
        f"## {say(READ)}",
        _points(_read(built)),
        f"## {say(ASSUMED)}",
        _points(_assumed(built)),
        f"## {say(MISSING)}",
        _points(_missing(built)),
    ]
    return "\n\n".join(parts) + "\n"


def _points(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or say("- nothing")


def _read(built: Built) -> Iterable[str]:
    for one in built.facts:
        terms = "" if one.format.ships else say(". Do not pass its rows on")
        notes = "".join(f"; {note}" for note in one.notes)
        yield say_n(
            "{source}: {n} row{notes}{terms}.",
            "{source}: {n} rows{notes}{terms}.",
            len(one.frame),
            source=one.source,
            notes=notes,
            terms=terms,
        )


def _assumed(built: Built) -> Iterable[str]:
    yield say(_HOW[built.displacement.how])
    for name, parameter in built.displacement.parameters.items():
        yield say(
            "`{name}` is {value:,.4g}. {meaning}",
            name=name,
            value=parameter.value,
            meaning=say(parameter.meaning),
        )
    used = events_used(built.facts)
    others = {f.format.publisher for f in built.facts if f.format.gives == "events"} - {used}
    if others:
        yield say(
            "Only events of {used} displace people; those of {others} report the same "
            "conflict and are notes.",
            used=used,
            others=", ".join(sorted(others)),
        )
    yield say(
        "Each place has a road to its {nearest} nearest ones and all are "
        "joined; {assumed} of {routes} roads are {factor:g} times the straight line. "
        "Borders are open unless you close a route.",
        nearest=NEIGHBOURS,
        assumed=sum("assumed" in s for s in built.scenario.routes.source),
        routes=len(built.scenario.routes),
        factor=built.factor,
    )
    if built.made_camps:
        yield say(
            "Towns taken for places that receive people: {names}.",
            names=", ".join(built.made_camps),
        )
    if built.displacement.capped:
        yield say(
            "No more people leave a place than live there: {names}.",
            names=", ".join(built.displacement.capped),
        )
    far = [
        say("{what} to {place}, {km:.1f} km away", what=what, place=place, km=km)
        for what, place, km in built.counted.far
    ]
    if far:
        yield say("Joined by position: {names}.", names=_some(far))
    if built.stations.names:
        names = _some(built.stations.names)
        yield say("Each place has the weather of the station next to it: {names}.", names=names)
    yield say("Parameters of the model are its defaults; nothing was fitted.")
    yield say("Who was displaced before the first day is in the counts and not in the model.")


def _missing(built: Built) -> Iterable[str]:
    if built.unplaced:
        yield say("Places without a position, left out: {names}.", names=_some(built.unplaced))
    lost = [
        say_n("{what} ({n} row)", "{what} ({n} rows)", one.rows, what=one.what)
        for one in built.counted.unjoined
    ]
    if lost:
        yield say("Joined to no place, left out: {names}.", names=_some(lost))
    if built.displacement.lost:
        of = (
            mark("{lost:,} people displaced are of no place.")
            if built.displacement.how == "figures"
            else mark("{lost:,} conflict events are of no place.")
        )
        yield say(of, lost=built.displacement.lost)
    if built.stations.unplaced:
        yield say(
            "Stations of weather without a position, left out: {names}. Import their "
            "files one by one with --station.",
            names=_some(built.stations.unplaced),
        )
    if built.counted.outside:
        yield say("{number} counts and notes lie outside the period.", number=built.counted.outside)
    if not len(built.scenario.observations):
        yield say("No count, so that nothing says how good the scenario is.")
    missing = (
        mark("Capacities, aid, composition and policy: write them by hand or import them.")
        if built.stations.names
        else mark(
            "Capacities, weather, aid, composition and policy: write them by hand or import them."
        )
    )
    yield say(missing)


def _some(names: Iterable[str]) -> str:
    every = list(names)
    more = say(" and {number} more", number=len(every) - _MOST) if len(every) > _MOST else ""
    return ", ".join(every[:_MOST]) + more
