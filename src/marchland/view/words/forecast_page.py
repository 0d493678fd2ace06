"""What people read on the page of a forecast, beside its tables: titles, heads and notes."""

from __future__ import annotations

from datetime import date

from marchland.language import mark, say
from marchland.model.scenario import Scenario
from marchland.study.forecast.simulator import Effect
from marchland.view.words.dates import short_day

ALERTS = mark("Alerts")
CHANGED, CHANGED_SHORT = mark("What changed since the last forecast"), mark("Changed")
MAP, MAP_SHORT = mark("Where people are expected"), mark("Map")
TABLE, TABLE_SHORT = mark("Low, median and high"), mark("Table")
SERIES, SERIES_SHORT = mark("From the last count on"), mark("Series")
LEVERS, LEVERS_SHORT = mark("What levers change"), mark("Levers")
SIMULATOR, SIMULATOR_SHORT = mark("What the simulator says"), mark("Simulator")
INFLOW, INFLOW_SHORT = mark("If more or fewer people are displaced"), mark("Inflow")
NEEDS, NEEDS_SHORT = mark("Needs and supplies"), mark("Needs")
KNOWN, KNOWN_SHORT = mark("What was known"), mark("Known")
ASSUMED, ASSUMED_SHORT = mark("What is assumed"), mark("Assumed")
AGAIN, AGAIN_SHORT = mark("How to make this again"), mark("Make it again")
USE = mark("Responsible use")

NOTHING = mark("Nothing.")
BY_SERIES = mark("Forecast by series and days ahead")
SILENT = mark("Not forecast: nobody counts any more")
CAPACITIES = mark("Chance to pass the capacity")
NO_SCENARIO = mark("There is no scenario to run: the forecast is from counts alone.")
REST = mark("What no series has")
PLACES = mark("Places without counts of their own")
PEOPLE_AT_PLACES = mark("People at places")
MORE_OR_FEWER = mark("More, the same, or fewer people displaced")
PAIRED = mark("The difference of paired runs from the same states, with and without.")
CHANGE_HEAD = (mark("change in"), mark("for"), mark("low"), mark("median"), mark("high"))
NEEDS_HEAD = (
    mark("place"), mark("need"), mark("unit"), mark("low"), mark("median"), mark("high"),
)  # fmt: skip


def title(crisis: str) -> str:
    """Return the title of the page."""
    return say("{crisis}: forecast", crisis=crisis)


def since(day: date | str) -> str:
    """Say since when something changed."""
    return say("Since the forecast from {day}:", day=short_day(day))


def map_note(days: int) -> str:
    """Say what the map shows."""
    return say(
        "Rings: the simulator's median on the day of the forecast. Discs: {days} "
        "days ahead. Point at a place for the last count, or what the simulator "
        "says, and the band.",
        days=days,
    )


def capacity_head(days: int) -> tuple[str, ...]:
    """Return the head of the table of chances to pass the capacity."""
    return (say("place"), say("capacity"), say("chance to be above it in {days} days", days=days))


def inflow_head(days: int) -> tuple[str, ...]:
    """Return the head of the table of more, the same and fewer people displaced."""
    return (
        say("people displaced ahead"),
        say("in {days} days", days=days),
        say("low"),
        say("median"),
        say("high"),
    )


def pulled(effect: Effect, scenario: Scenario) -> list[str]:
    """Say which levers were pulled when, and what each is."""
    return [
        say(
            "{label} from {day}: {explanation}",
            label=scenario.levers[pull.lever].label,
            day=short_day(pull.date),
            explanation=scenario.levers[pull.lever].explanation,
        )
        for pull in effect.pulls
        if pull.date is not None
    ]


def needs_title(monday: str) -> str:
    """Return the title of the table of needs in a week."""
    return say("Needs in the week of {day}", day=short_day(monday))
