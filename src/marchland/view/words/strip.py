"""Armed incidents and forces in words: an order of rungs and ranges, and nothing that foretells."""

from __future__ import annotations

from math import isnan

from marchland.language import mark, say, say_in, written
from marchland.model.scenario import Scenario
from marchland.model.tables import RUNGS
from marchland.view.words.dates import short_day
from marchland.view.words.text import capital

HEADING = mark("Armed incidents and forces")
NOTE = mark(
    "Rungs are an order, not a measure: they are never added or averaged, and "
    "nothing here says how likely a war was. Who claims an incident is named. "
    "Forces are ranges as they were published, without positions. No run "
    "depends on any of this."
)
PICTURE = mark(
    "Armed incidents by date and rung. Circles: at the line itself. Diamonds: beside it, elsewhere."
)
PEOPLE = mark("Above them the people stranded, as simulated: median and 90 % band.")
INCIDENTS, FORCES = mark("Incidents"), mark("Forces that were reported")
INCIDENT_HEADS = (
    mark("date"),
    mark("rung"),
    mark("what happened"),
    mark("where"),
    mark("claimed by"),
    mark("source"),
)
FORCE_HEADS = (
    mark("since"),
    mark("whose, and where"),
    mark("people"),
    mark("confidence"),
    mark("source"),
)
WHERE = {"line": mark("at the line"), "beside": mark("beside it")}
NOT_SAID = mark("not one side alone")


def rung(number: int) -> str:
    """Name a rung: ``3 arms aimed, armed intrusion or a non-lethal shot``."""
    return f"{number} {say(RUNGS[number])}"


def incidents(scenario: Scenario) -> list[tuple[str, ...]]:
    """Return the rows of the incidents, by date."""
    return [
        (
            short_day(row["date"]),
            rung(int(row["rung"])),
            row["label"],
            say(WHERE[row["where"]]),
            row["claimed_by"] or say(NOT_SAID),
            row["source"],
        )
        for row in sorted(scenario.incidents.rows(), key=lambda row: row["date"])
    ]


def forces(scenario: Scenario) -> list[tuple[str, ...]]:
    """Return the rows of the forces, by date."""
    return [
        (
            short_day(row["date"]),
            row["label"],
            people(float(row["low"]), float(row["high"])),
            _confidence(row["confidence"]),
            row["source"],
        )
        for row in sorted(scenario.forces.rows(), key=lambda row: row["date"])
    ]


def _confidence(of: str) -> str:
    return {
        "high": say_in("confidence", "high"),
        "medium": say_in("confidence", "medium"),
        "low": say_in("confidence", "low"),
    }[of]


def people(low: float, high: float) -> str:
    """Write a range of people of which an end may not be known."""
    if isnan(low) and isnan(high):
        return say("not known")
    if isnan(high):
        return say("{low:,.0f} or more", low=low)
    if isnan(low):
        return say("up to {high:,.0f}", high=high)
    if low == high:
        return written(low, ",.0f")
    return say("{low:,.0f} to {high:,.0f}", low=low, high=high)


def told(date: object, number: int, label: str, claimed_by: str) -> tuple[str, str, str]:
    """Return what a mark of the picture says: day and rung, what happened, who claims it."""
    claim = say("Claimed by {side}", side=claimed_by) if claimed_by else ""
    return (say("{day}, rung {number}", day=short_day(date), number=number), capital(label), claim)
