"""The map, people by state and the stranded, in words."""

from __future__ import annotations

from marchland.study.measures.read import Findings
from marchland.study.runs.places import which
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER
from marchland.view.words.where import at_the_lines

NOWHERE = "No place has coordinates: give lat and lon in places.csv to see a map here."
OUTCOMES = "Every outcome, human cost first"
AREA, DAY, PLAY = "Area shown", "Day shown on the map", "Play"


def map_caption(found: Findings) -> str:
    """Say what the map shows; of closed lines only where there are any."""
    line = found.borders is not None
    strips = "; diamonds are strips between closed lines" if line else ""
    beyond = (
        "People beyond a closed line are one mark for each country, with the mean of the month. "
    )
    return (
        f"Marks are people at a place (the median of the runs){strips}. Lines are people passing a "
        "route, thicker for more; arrows point the way. Numbers in the legend are people in all "
        f"places of the picture together. {beyond * line}{ATTRIBUTION} {DISCLAIMER}"
    )


def states(found: Findings) -> str:
    """Say how people by state are stacked."""
    told = (
        "Stacked are means over the runs: unlike medians, the means of the parts add up to the "
        "mean of the whole."
    )
    if found.borders is None:
        return told
    return (
        f"{told} People in the open or in towns beyond a closed line are shown as the mean of the "
        "month, to protect them."
    )


def by_state(country: str) -> str:
    """Say what the picture of one country shows."""
    return f"People in {country} by state."


def stranded(found: Findings) -> str:
    """Say what the picture of the stranded shows."""
    countries = found.stranded.countries
    strip = "in a strip between closed lines, or " if found.borders is not None else ""
    held = which(found.runs, lambda kind: kind.holds).any()
    return (
        "People stranded at day's end, stacked means over the runs; dotted lines are the 90 % band "
        f"of those{at_the_lines(countries) or ' stranded'}. Stranded are people {strip}with no "
        f"open way on.{' People held in centres are not among them.' if held else ''}"
    )
