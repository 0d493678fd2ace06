"""The data card of a scenario that was built from files."""

from __future__ import annotations

from collections.abc import Iterable

from marchland.io.building.build import Built
from marchland.io.building.displacement import events_used
from marchland.io.building.network import NEIGHBOURS
from marchland.view.words.dates import day_name

_HOW = {
    "figures": (
        "People are displaced as the figures of displacement say, from the settlement that each is "
        "of or next to, spread evenly over the days of the figure. Figures are of moves: one "
        "person may be in several."
    ),
    "events": (
        "People are displaced in proportion to conflict events, by place and month: "
        "`displaced_per_event` people an event, with a wide range."
    ),
    "total": (
        "No file has conflict events: people counted in all leave the largest town evenly over the "
        "period, with a range of half to twice as many."
    ),
}
_MOST = 15


def card(built: Built) -> str:
    """Return the data card: what was read, what is assumed, what is missing."""
    scenario = built.scenario
    parts = [
        f"# {scenario.title}",
        f"A first draft that `marchland build` made of {len(built.facts)} tables, for the "
        f"{scenario.days} days from {day_name(scenario.start)}. Look at the map and correct places "
        "and roads by hand before you use a number of it.",
        "## What was read",
        _points(_read(built)),
        "## What is assumed",
        _points(_assumed(built)),
        "## What is missing",
        _points(_missing(built)),
    ]
    return "\n\n".join(parts) + "\n"


def _points(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or "- nothing"


def _read(built: Built) -> Iterable[str]:
    for one in built.facts:
        terms = "" if one.format.ships else ". Do not pass its rows on"
        notes = "".join(f"; {note}" for note in one.notes)
        yield f"{one.source}: {len(one.frame)} rows{notes}{terms}."


def _assumed(built: Built) -> Iterable[str]:
    yield _HOW[built.displacement.how]
    for name, parameter in built.displacement.parameters.items():
        yield f"`{name}` is {parameter.value:,.4g}. {parameter.meaning}"
    used = events_used(built.facts)
    others = {f.format.publisher for f in built.facts if f.format.gives == "events"} - {used}
    if others:
        yield (
            f"Only events of {used} displace people; those of {', '.join(sorted(others))} report "
            "the same conflict and are notes."
        )
    yield (
        f"Each place has a road to its {NEIGHBOURS} nearest ones and all are joined; "
        f"{sum('assumed' in s for s in built.scenario.routes.source)} of "
        f"{len(built.scenario.routes)} roads are {built.factor:g} times the straight line. Borders "
        "are open unless you close a route."
    )
    if built.made_camps:
        yield f"Towns taken for places that receive people: {', '.join(built.made_camps)}."
    if built.displacement.capped:
        yield (
            f"No more people leave a place than live there: {', '.join(built.displacement.capped)}."
        )
    far = [f"{what} to {place}, {km:.1f} km away" for what, place, km in built.counted.far]
    if far:
        yield f"Joined by position: {_some(far)}."
    if built.stations.names:
        names = _some(built.stations.names)
        yield f"Each place has the weather of the station next to it: {names}."
    yield "Parameters of the model are its defaults; nothing was fitted."
    yield "Who was displaced before the first day is in the counts and not in the model."


def _missing(built: Built) -> Iterable[str]:
    if built.unplaced:
        yield f"Places without a position, left out: {_some(built.unplaced)}."
    lost = [f"{one.what} ({one.rows} rows)" for one in built.counted.unjoined]
    if lost:
        yield f"Joined to no place, left out: {_some(lost)}."
    if built.displacement.lost:
        what = "people displaced" if built.displacement.how == "figures" else "conflict events"
        yield f"{built.displacement.lost:,} {what} are of no place."
    if built.stations.unplaced:
        yield (
            f"Stations of weather without a position, left out: {_some(built.stations.unplaced)}. "
            "Import their files one by one with --station."
        )
    if built.counted.outside:
        yield f"{built.counted.outside} counts and notes lie outside the period."
    if not len(built.scenario.observations):
        yield "No count, so that nothing says how good the scenario is."
    weather = "" if built.stations.names else " weather,"
    yield f"Capacities,{weather} aid, composition and policy: write them by hand or import them."


def _some(names: Iterable[str]) -> str:
    every = list(names)
    more = f" and {len(every) - _MOST} more" if len(every) > _MOST else ""
    return ", ".join(every[:_MOST]) + more
