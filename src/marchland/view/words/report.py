"""What the report says first: key figures, what the model says, what it cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isnan

from marchland.language import mark, say, say_n
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
from marchland.view.words.places import place
from marchland.view.words.text import joined, parted
from marchland.view.words.where import at_the_lines, number_in

PULLED = mark("This is a what-if, not what happened. Levers pulled:")
ADDED = mark("What the scenario’s own data card adds")
EVENTS = mark(
    "Attempts, turn-backs and detections are events; arrivals and stocks are "
    "people. One cannot be read as the other."
)
NAMED = 3
"""How many countries and states are named of a day."""

TILES = ("still_in_danger", "hosted", "most_over_capacity", "most_waiting", "busiest_week")
"""Outcomes that come first where nobody is stranded; each only where it happens."""

Tile = tuple[str, str, str]
"""A figure, what it is, and its band or a note."""


def note(found: Findings) -> str:
    """Say what was run, and how figures are to be read."""
    return say(
        "{period}. A model of the crisis was run {members} times, each time with "
        "other values of what is uncertain. Figures are medians of these runs; a "
        "“90 % band” holds 90 % of them.",
        period=period(found.days[0], found.days[-1]),
        members=found.members,
    )


def pulled(scenario: Scenario) -> list[str]:
    """Say which levers are pulled, from when, how strongly, and what else they do."""
    told = []
    for pull in scenario.pulls:
        lever = scenario.levers[pull.lever]
        when = say(" from {day}", day=day_name(pull.date)) if pull.date else ""
        strong = lever.strongly(pull.strength)
        strong = f", {strong}" if strong else ""
        effects = f" {lever.side_effects}" if lever.side_effects else ""
        told.append(f"{lever.label}{when}{strong}.{effects}")
    return told


def key_figures(found: Findings) -> list[Tile]:
    """Return the figures that come first, human cost first: figure, what it is, band or note."""
    tiles: list[Tile] = []
    if deaths := _deaths(found.deaths):
        tiles.append((deaths[0], say("people died, by the records"), deaths[1]))
    if found.stranded.matters:
        worst = found.worst_night
        figure, band = median_and_band(worst.stranded)
        night = say(
            "people stranded{where} on the worst night",
            where=at_the_lines(found.stranded.countries),
        )
        tiles.append((figure, night, parted([day_name(worst.day), band])))
        figure, band = median_and_band(found.stranded.nights)
        tiles.append((figure, say("person-nights stranded, in all"), band))
    else:
        figure, band = median_and_band(found.balance.entered)
        tiles.append((figure, say("people displaced, in all"), band))
        tiles += _of_places(found)
    if found.borders is not None:
        figure, band = median_and_band(found.borders.turned_back)
        tiles.append((figure, say("times people were turned back (events, not people)"), band))
    return tiles


def _of_places(found: Findings) -> list[Tile]:
    """Return what a crisis without a closed line lives by: who is in danger, hosted, crowded."""
    tiles = []
    for name in TILES:
        band = found.outcome(name)
        if band is not None:
            figure, told = median_and_band(band)
            label = say(declared(name).label)
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
        return say("fewer than ten"), ""
    by_country = {where: sum(deaths) for where, deaths in known.items()}
    parts = [number_in(n, where) for where, n in by_country.items()]
    return say("at least {n:,.0f}", n=sum(by_country.values())), joined(parts)


def what_it_says(found: Findings) -> list[str]:
    """Return what the runs say in sentences beside the key figures; each figure is a 90 % band."""
    told = []
    if found.stranded.matters:
        told += _whereabouts(
            found.worst_night, mark("On the worst night, {day}, most people were:")
        )
    told += _whereabouts(found.last_day, mark("On the last day, {day}, most people were:"))
    if found.borders is not None:
        told.append(
            say(
                "People tried to cross a closed line {attempts} times: one person may be counted "
                "many times.",
                attempts=between(found.borders.attempts),
            )
        )
    if (crowding := found.crowding) is not None:
        told.append(
            say(
                "On {day}, the most crowded day, {people} people were over the capacity of their "
                "place: {places}.",
                day=day_name(crowding.day),
                people=between(crowding.people),
                places=_crowded(crowding),
            )
        )
    if (most := found.worst_night.elsewhere.high90) >= 1:
        told.append(
            say(
                "Far from the lines up to {people:,} more had no way on that night; they are not "
                "among the stranded above.",
                people=rounded(most),
            )
        )
    if not found.stranded.matters and (queue := found.outcome("most_waiting")):
        told.append(
            say(
                "On the day of the longest queue, {people} people waited for a seat or for room.",
                people=between(queue),
            )
        )
    if found.stranded.matters and (most := found.worst_night.waiting.high90) >= 1:
        told.append(
            say(
                "Up to {people:,} more waited on {day} for a seat or for room in a full place; "
                "they are not counted as stranded.",
                people=rounded(most),
                day=day_name(found.worst_night.day),
            )
        )
    return told


def _crowded(crowding: Crowding) -> str:
    """Name the most crowded places with their people over capacity."""
    return parted(
        say("{people} at {place}", people=between(one.people), place=place(one.name))
        for one in crowding.places[:NAMED]
        if one.people.high50 >= 1
    )


def _whereabouts(moment: Moment, lead: str) -> list[str]:
    """Say where the most people are on a day; ``lead`` is marked and begins the sentence."""
    parts = [
        say(
            "{people} {state} in {country}",
            people=between(one.people),
            state=say(STATES[one.state].label),
            country=name_of(one.country),
        )
        for one in moment.standing[:NAMED]
        if one.people.median >= 1
    ]
    return [f"{say(lead, day=day_name(moment.day))} {parted(parts)}."] if parts else []


def what_it_cannot_say(found: Findings) -> list[str]:
    """Return the limits of what is shown, in sentences."""
    told = [
        say(
            "It is no forecast: what happened from outside is given to it on its date, "
            "and the bands hold only under that course of events."
        ),
        *([say(EVENTS)] if found.borders is not None else []),
        _unsourced(found),
    ]
    if not found.computes_deaths:
        told.append(
            say(
                "It does not compute illness, injury or death: deaths are shown as they were "
                "recorded, and records miss some."
            )
            if found.deaths
            else say("It does not compute illness, injury or death.")
        )
    told += [
        say("Its file of draws {message}.", message=one.message)
        for one in found.scenario.warnings
        if one.where == POSTERIOR
    ]
    return told + list(_covered(found))


def _covered(found: Findings) -> Iterator[str]:
    """Yield how many counts lie within the band, of those kept for the score and of those not."""
    scores = found.scores
    for use, which in uses(found.fitted):
        kept = scores[scores["use"] == use]
        if number := int(kept["n"].sum()):
            inside = float((kept["cover90"] * kept["n"]).sum())
            yield say(
                "{counts}, {inside} ({share:.0%}); a well-measured uncertainty would hold about "
                "90 %.",
                counts=say_n("Of {n} count {which}", "Of {n} counts {which}", number, which=which),
                inside=say_n(
                    "{n} lies within its 90 % band", "{n} lie within its 90 % band", round(inside)
                ),
                share=inside / number,
            )


def _unsourced(found: Findings) -> str:
    """Say how many parameters have no source, and how many of these were fitted to counts."""
    rests = found.rests
    numbers = {"assumed": len(rests.assumed), "all": rests.parameters}
    if rests.fitted:
        return say(
            "{assumed} of its {all} parameters have no source: {fitted} were fitted to counts, "
            "from ranges that were assumed, and the others are drawn from such ranges.",
            fitted=len(rests.fitted),
            **numbers,
        )
    return say(
        "{assumed} of its {all} parameters have no source: they are drawn from ranges that were "
        "assumed.",
        **numbers,
    )
