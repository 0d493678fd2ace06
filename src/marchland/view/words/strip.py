"""Armed incidents and forces in words: an order of rungs and ranges, and nothing that foretells."""

from __future__ import annotations

from math import isnan

from marchland.model.scenario import Scenario
from marchland.model.tables import RUNGS
from marchland.view.words.dates import short_day
from marchland.view.words.text import capital

HEADING = "Armed incidents and forces"
NOTE = (
    "Rungs are an order, not a measure: they are never added or averaged, and nothing here says "
    "how likely a war was. Who claims an incident is named. Forces are ranges as they were "
    "published, without positions. No run depends on any of this."
)
PICTURE = (
    "Armed incidents by date and rung. Circles: at the line itself. Diamonds: beside it, elsewhere."
)
PEOPLE = "Above them the people stranded, as simulated: median and 90 % band."
INCIDENTS, FORCES = "Incidents", "Forces that were reported"
INCIDENT_HEADS = ("date", "rung", "what happened", "where", "claimed by", "source")
FORCE_HEADS = ("from", "whose, and where", "people", "confidence", "source")
WHERE = {"line": "at the line", "beside": "beside it"}
NOT_SAID = "not one side alone"


def rung(number: int) -> str:
    """Name a rung: ``3 arms aimed, armed intrusion or a non-lethal shot``."""
    return f"{number} {RUNGS[number]}"


def incidents(scenario: Scenario) -> list[tuple[str, ...]]:
    """Return the rows of the incidents, by date."""
    return [
        (
            short_day(row["date"]),
            rung(int(row["rung"])),
            row["label"],
            WHERE[row["where"]],
            row["claimed_by"] or NOT_SAID,
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
            row["confidence"],
            row["source"],
        )
        for row in sorted(scenario.forces.rows(), key=lambda row: row["date"])
    ]


def people(low: float, high: float) -> str:
    """Write a range of people of which an end may not be known."""
    if isnan(low) and isnan(high):
        return "not known"
    if isnan(high):
        return f"{low:,.0f} or more"
    if isnan(low):
        return f"up to {high:,.0f}"
    return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"


def mark(date: object, number: int, label: str, claimed_by: str) -> tuple[str, str, str]:
    """Return what a mark of the picture says: day and rung, what happened, who claims it."""
    claim = f"Claimed by {claimed_by}" if claimed_by else ""
    return f"{short_day(date)}, rung {number}", capital(label), claim
