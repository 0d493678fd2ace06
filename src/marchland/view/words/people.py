"""The map, people by state and the stranded, in words."""

from __future__ import annotations

from marchland.language import mark, say
from marchland.study.measures.read import Findings
from marchland.study.runs.places import which
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER
from marchland.view.words.text import parted
from marchland.view.words.where import at_the_lines

NOWHERE = mark("No place has coordinates: give lat and lon in places.csv to see a map here.")
OUTCOMES = mark("Every outcome, human cost first")
OUTCOME_HEADS = (mark("outcome"), mark("unit"))
AREA, DAY, PLAY = mark("Area shown"), mark("Day shown on the map"), mark("Play")


def map_caption(found: Findings) -> str:
    """Say what the map shows; of closed lines only where there are any."""
    line = found.borders is not None
    marks = [say("Marks are people at a place (the median of the runs)")]
    if line:
        marks.append(say("diamonds are strips between closed lines"))
    told = [
        say(
            "{marks}. Lines are people passing a route, thicker for more; arrows point the way. "
            "Numbers in the legend are people in all places of the picture together.",
            marks=parted(marks),
        )
    ]
    if line:
        told.append(
            say(
                "People beyond a closed line are one mark for each country, with the mean of the "
                "month."
            )
        )
    return " ".join([*told, say(ATTRIBUTION), say(DISCLAIMER)])


def size(people: int) -> str:
    """Say what the size of a mark means."""
    return say("{n:,} people", n=people)


def states(found: Findings) -> str:
    """Say how people by state are stacked."""
    told = say(
        "Stacked are means over the runs: unlike medians, the means of the parts "
        "add up to the mean of the whole."
    )
    if found.borders is None:
        return told
    return say(
        "{told} People in the open or in towns beyond a closed line are shown as "
        "the mean of the month, to protect them.",
        told=told,
    )


def by_state(country: str) -> str:
    """Say what the picture of one country shows."""
    return say("People in {country} by state.", country=country)


def stranded(found: Findings) -> str:
    """Say what the picture of the stranded shows."""
    countries = found.stranded.countries
    told = [
        say(
            "People stranded at day's end, stacked means over the runs; dotted lines are the 90 % "
            "band of those{where}.",
            where=at_the_lines(countries) or say(" stranded"),
        )
    ]
    if found.borders is None:
        told.append(say("Stranded are people with no open way on."))
    else:
        told.append(
            say("Stranded are people in a strip between closed lines, or with no open way on.")
        )
    if which(found.runs, lambda kind: kind.holds).any():
        told.append(say("People held in centres are not among them."))
    return " ".join(told)
