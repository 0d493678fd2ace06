"""What the report says first: key figures, what the model says, what it cannot say."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

from marchland.model.checks.case import POSTERIOR
from marchland.model.kinds import STATES
from marchland.model.scenario import Scenario
from marchland.study.measures.bands import rounded
from marchland.study.measures.crowding import Crowding
from marchland.study.measures.headline import Moment
from marchland.study.measures.outcomes import declared
from marchland.study.measures.read import Deaths, Findings
from marchland.view.page.outlines import name_of
from marchland.view.words.counts import uses
from marchland.view.words.dates import day_name, period
from marchland.view.words.numbers import between, median_and_band
from marchland.view.words.text import joined
from marchland.view.words.where import at_the_lines, in_place

PULLED = "This is a what-if, not what happened. Levers pulled:"
ADDED = "What the scenario’s own data card adds"
EVENTS = (
    "Attempts, turn-backs and detections are events; arrivals and stocks are people. One cannot be "
    "read as the other."
)
NAMED = 3
"""How many countries and states are named of a day."""

TILES = ("still_in_danger", "hosted", "most_over_capacity", "most_waiting", "busiest_week")
"""Outcomes that come first where nobody is stranded; each only where it happens."""

Tile = tuple[str, str, str]
"""A figure, what it is, and its band or a note."""


def note(found: Findings) -> str:
    """Say what was run, and how figures are to be read."""
    return (
        f"{period(found.days[0], found.days[-1])}. A model of the crisis was run {found.members} "
        "times, each time with other values of what is uncertain. Figures are medians of these "
        "runs; a “90 % band” holds 90 % of them."
    )


def pulled(scenario: Scenario) -> list[str]:
    """Say which levers are pulled, from when, how strongly, and what else they do."""
    told = []
    for pull in scenario.pulls:
        lever = scenario.levers[pull.lever]
        when = f" from {day_name(pull.date)}" if pull.date else ""
        strong = lever.strongly(pull.strength)
        strong = f", {strong}" if strong else ""
        effects = f" {lever.side_effects}" if lever.side_effects else ""
        told.append(f"{lever.label}{when}{strong}.{effects}")
    return told


def key_figures(found: Findings) -> list[Tile]:
    """Return the figures that come first, human cost first: figure, what it is, band or note."""
    tiles: list[Tile] = []
    if deaths := _deaths(found.deaths):
        tiles.append((deaths[0], "people died, by the records", deaths[1]))
    if found.stranded.matters:
        worst = found.worst_night
        figure, band = median_and_band(worst.stranded)
        night = f"people stranded{at_the_lines(found.stranded.countries)} on the worst night"
        tiles.append((figure, night, f"{day_name(worst.day)}; {band}"))
        figure, band = median_and_band(found.stranded.nights)
        tiles.append((figure, "person-nights stranded, in all", band))
    else:
        figure, band = median_and_band(found.balance.entered)
        tiles.append((figure, "people displaced, in all", band))
        tiles += _of_places(found)
    if found.borders is not None:
        figure, band = median_and_band(found.borders.turned_back)
        tiles.append((figure, "times people were turned back (events, not people)", band))
    return tiles


def _of_places(found: Findings) -> list[Tile]:
    """Return what a crisis without a closed line lives by: who is in danger, hosted, crowded."""
    tiles = []
    for name in TILES:
        band = found.outcome(name)
        if band is not None:
            figure, told = median_and_band(band)
            label = declared(name).label
            tiles.append((figure, label[0].lower() + label[1:], told))
    return tiles


def _deaths(cells: Iterable[Deaths]) -> tuple[str, str] | None:
    """Return recorded deaths in all and by country, or None where nothing was recorded."""
    cells = list(cells)
    if not cells:
        return None
    split = {one.where for one in cells if not one.cause}
    kept = [one for one in cells if not (one.where in split and one.cause)]
    of: dict[str, list[float]] = {}
    for one in kept:
        of.setdefault(one.where, []).append(one.deaths)
    known = {where: [n for n in deaths if not isnan(n)] for where, deaths in of.items()}
    if not all(known.values()):
        return "fewer than ten", ""
    by_country = {where: sum(deaths) for where, deaths in known.items()}
    parts = [f"{n:,.0f} {in_place(where)}" for where, n in by_country.items()]
    return f"at least {sum(by_country.values()):,.0f}", joined(parts)


def what_it_says(found: Findings) -> list[str]:
    """Return what the runs say in sentences beside the key figures; each figure is a 90 % band."""
    told = _whereabouts(found.worst_night, "On the worst night") if found.stranded.matters else []
    told += _whereabouts(found.last_day, "On the last day")
    if found.borders is not None:
        told.append(
            f"People tried to cross a closed line {between(found.borders.attempts)} times: one "
            "person may be counted many times."
        )
    if (crowding := found.crowding) is not None:
        told.append(
            f"On {day_name(crowding.day)}, the most crowded day, {between(crowding.people)} "
            f"people were over the capacity of their place: {_crowded(crowding)}."
        )
    if (most := found.worst_night.elsewhere.high90) >= 1:
        told.append(
            f"Far from the lines up to {rounded(most):,} more had no way on that night; they are "
            "not among the stranded above."
        )
    if not found.stranded.matters and (queue := found.outcome("most_waiting")):
        told.append(
            f"On the day of the longest queue, {between(queue)} people waited for a seat or for "
            "room."
        )
    if found.stranded.matters and (most := found.worst_night.waiting.high90) >= 1:
        told.append(
            f"Up to {rounded(most):,} more waited on {day_name(found.worst_night.day)} for a seat "
            "or for room in a full place; they are not counted as stranded."
        )
    return told


def _crowded(crowding: Crowding) -> str:
    """Name the most crowded places with their people over capacity."""
    return "; ".join(
        f"{between(one.people)} at {one.name}"
        for one in crowding.places[:NAMED]
        if one.people.high50 >= 1
    )


def _whereabouts(moment: Moment, when: str) -> list[str]:
    """Say where the most people are on a day."""
    parts = [
        f"{between(one.people)} {STATES[one.state].label} in {name_of(one.country)}"
        for one in moment.standing[:NAMED]
        if one.people.median >= 1
    ]
    lead = f"{when}, {day_name(moment.day)}, most people were: "
    return [lead + "; ".join(parts) + "."] if parts else []


def what_it_cannot_say(found: Findings) -> list[str]:
    """Return the limits of what is shown, in sentences."""
    told = [
        "It is no forecast: what happened from outside is given to it on its date, and the bands "
        "hold only under that course of events.",
        *([EVENTS] if found.borders is not None else []),
        _unsourced(found),
    ]
    if not found.computes_deaths:
        recorded = ": deaths are shown as they were recorded, and records miss some"
        told.append(
            f"It does not compute illness, injury or death{recorded if found.deaths else ''}."
        )
    told += [
        f"Its file of draws {one.message}."
        for one in found.scenario.warnings
        if one.where == POSTERIOR
    ]
    scores = found.scores
    told += [
        f"Of {n} {'count' if n == 1 else 'counts'} {which}, {round(inside)} "
        f"{'lies' if round(inside) == 1 else 'lie'} within its 90 % "
        f"band ({inside / n:.0%}); a well-measured uncertainty would hold about 90 %."
        for use, which in uses(found.fitted)
        for kept in [scores[scores["use"] == use]]
        if (n := int(kept["n"].sum()))
        for inside in [float((kept["cover90"] * kept["n"]).sum())]
    ]
    return told


def _unsourced(found: Findings) -> str:
    """Say how many parameters have no source, and how many of these were fitted to counts."""
    rests = found.rests
    told = f"{len(rests.assumed)} of its {rests.parameters} parameters have no source: "
    if rests.fitted:
        return (
            f"{told}{len(rests.fitted)} were fitted to counts, from ranges that were assumed, and "
            "the others are drawn from such ranges."
        )
    return told + "they are drawn from ranges that were assumed."
