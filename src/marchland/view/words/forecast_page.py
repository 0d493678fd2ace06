"""What people read on the page of a forecast, beside its tables: titles, heads and notes."""

from __future__ import annotations

from datetime import date

from marchland.model.scenario import Scenario
from marchland.study.forecast.simulator import Effect
from marchland.view.words.dates import short_day

ALERTS = "Alerts"
CHANGED, CHANGED_SHORT = "What changed since the last forecast", "Changed"
MAP, MAP_SHORT = "Where people are expected", "Map"
TABLE, TABLE_SHORT = "Low, median and high", "Table"
SERIES, SERIES_SHORT = "From the last count on", "Series"
LEVERS, LEVERS_SHORT = "What levers change", "Levers"
SIMULATOR, SIMULATOR_SHORT = "What the simulator says", "Simulator"
INFLOW, INFLOW_SHORT = "If more or fewer people are displaced", "Inflow"
NEEDS, NEEDS_SHORT = "Needs and supplies", "Needs"
KNOWN, KNOWN_SHORT = "What was known", "Known"
ASSUMED, ASSUMED_SHORT = "What is assumed", "Assumed"
AGAIN, AGAIN_SHORT = "How to make this again", "Make it again"
USE = "Responsible use"

NOTHING = "Nothing."
BY_SERIES = "Forecast by series and days ahead"
SILENT = "Not forecast: nobody counts any more"
CAPACITIES = "Chance to pass the capacity"
NO_SCENARIO = "There is no scenario to run: the forecast is from counts alone."
REST = "What no series has"
PLACES = "Places without counts of their own"
PEOPLE_AT_PLACES = "People at places"
MORE_OR_FEWER = "More, the same, or fewer people displaced"
PAIRED = "The difference of paired runs from the same states, with and without."
CHANGE_HEAD = ("change in", "for", "low", "median", "high")
NEEDS_HEAD = ("place", "need", "unit", "low", "median", "high")


def title(crisis: str) -> str:
    """Return the title of the page."""
    return f"{crisis}: forecast"


def since(day: date | str) -> str:
    """Say since when something changed."""
    return f"Since the forecast from {short_day(day)}:"


def map_note(days: int) -> str:
    """Say what the map shows."""
    return (
        f"Rings: the simulator's median on the day of the forecast. Discs: {days} days "
        "ahead. Point at a place for the last count, or what the simulator says, and the band."
    )


def capacity_head(days: int) -> tuple[str, ...]:
    """Return the head of the table of chances to pass the capacity."""
    return ("place", "capacity", f"chance to be above it in {days} days")


def inflow_head(days: int) -> tuple[str, ...]:
    """Return the head of the table of more, the same and fewer people displaced."""
    return ("people displaced ahead", f"in {days} days", "low", "median", "high")


def pulled(effect: Effect, scenario: Scenario) -> list[str]:
    """Say which levers were pulled when, and what each is."""
    return [
        f"{scenario.levers[pull.lever].label} from {short_day(pull.date)}: "
        f"{scenario.levers[pull.lever].explanation}"
        for pull in effect.pulls
        if pull.date is not None
    ]


def needs_title(monday: str) -> str:
    """Return the title of the table of needs in a week."""
    return f"Needs in the week of {short_day(monday)}"
