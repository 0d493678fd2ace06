"""Every variable of a result, declared once: what it counts, along which axes, how finely shown.

The engine labels what it tallied by these, protection coarsens by them, and the summary, the data
dictionary and the tests follow. A variable that is not declared here can be neither made nor shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

MEMBER = "member"


class Nature(Enum):
    """What the numbers of a variable are, which decides how they may be put together."""

    STOCK = "stock"
    """People there at the end of a day: over days they have a mean, not a sum."""
    EVENT = "event"
    """What happens in a day or a month: over periods and places it adds up."""
    NUMBER = "number"
    """No count: a parameter, a factor, the weather."""


class Finest(Enum):
    """The finest level at which a variable may be shown (decision 0005)."""

    PLACE_DAY = "place and day; beyond a closed line country and month"
    ROUTE_DAY = "route and day; beyond a closed line pair of countries and month"
    BORDER_DAY = "border and day"
    BORDER_MONTH = "border and month"
    COUNTRY_MONTH = "country and month"
    DAY = "day, all places together"
    END = "last day, all countries together"
    ANY = "as it is: it counts nobody"


AXES: Mapping[Finest, frozenset[str]] = {
    Finest.PLACE_DAY: frozenset({"day", "place", "group"}),
    Finest.ROUTE_DAY: frozenset({"day", "route"}),
    Finest.BORDER_DAY: frozenset({"day", "border"}),
    Finest.BORDER_MONTH: frozenset({"month", "border"}),
    Finest.COUNTRY_MONTH: frozenset({"month", "side"}),
    Finest.DAY: frozenset({"day", "group", "cause", "wait"}),
    Finest.END: frozenset({"beyond"}),
    Finest.ANY: frozenset({"day", "place", "parameter", "reaction", "station"}),
}
"""Axes, besides that of members, that a variable of each level may have."""


@dataclass(frozen=True)
class Variable:
    """A variable of a result.

    Parameters
    ----------
    name
        Name in data.
    axes
        Its axes, in order; that of groups is missing where a run keeps people by place only.
    unit
        What is counted, or the unit of a number.
    meaning
        What it is, in plain words.
    nature
        Stock, event or number.
    finest
        The finest level at which it may be shown.
    listed
        Whether ``summary.csv`` has it.

    Raises
    ------
    ValueError
        If it has an axis that is finer than its level.
    """

    name: str
    axes: tuple[str, ...]
    unit: str
    meaning: str
    nature: Nature
    finest: Finest
    listed: bool = False

    def __post_init__(self) -> None:
        if finer := set(self.axes) - {MEMBER} - AXES[self.finest]:
            raise ValueError(f"{self.name} may be shown by {self.finest.value}, not by {finer}")

    @property
    def units(self) -> str:
        """Unit of its numbers: of events with the period, such as people/day."""
        period = next((one for one in ("day", "month") if one in self.axes), "")
        return f"{self.unit}/{period}" if self.nature is Nature.EVENT and period else self.unit

    @property
    def totals(self) -> bool:
        """Whether its numbers add up over places and periods."""
        return self.nature is Nature.EVENT


def _by_place(name: str, nature: Nature, meaning: str, listed: bool = False) -> Variable:
    axes = (MEMBER, "day", "place")
    return Variable(name, axes, "people", meaning, nature, Finest.PLACE_DAY, listed)


def _by_route(name: str, meaning: str) -> Variable:
    axes = (MEMBER, "day", "route")
    return Variable(name, axes, "people", meaning, Nature.EVENT, Finest.ROUTE_DAY)


def _by_day(
    name: str, nature: Nature, meaning: str, axis: str = "", listed: bool = True
) -> Variable:
    axes = (MEMBER, "day", axis) if axis else (MEMBER, "day")
    return Variable(name, axes, "people", meaning, nature, Finest.DAY, listed)


def _by_border(name: str, meaning: str) -> Variable:
    axes = (MEMBER, "day", "border")
    return Variable(name, axes, "events", meaning, Nature.EVENT, Finest.BORDER_DAY, listed=True)


def _by_country(name: str, unit: str, meaning: str, listed: bool = True) -> Variable:
    axes = (MEMBER, "month", "side")
    return Variable(name, axes, unit, meaning, Nature.EVENT, Finest.COUNTRY_MONTH, listed)


def _number(name: str, axes: tuple[str, ...], unit: str, meaning: str) -> Variable:
    return Variable(name, axes, unit, meaning, Nature.NUMBER, Finest.ANY)


_STOCK, _EVENT = Nature.STOCK, Nature.EVENT
_HARM = "exposure, sickness or unknown cause, in the open"
_BLANK = "blank where it was not measured"
_DECLARED = (
    Variable(
        "stock",
        (MEMBER, "day", "place", "group"),
        "people",
        "people there at the end of the day",
        _STOCK,
        Finest.PLACE_DAY,
    ),
    _by_place("arrived", _EVENT, "people who came to their journey's end at the place"),
    _by_place("stranded", _STOCK, "people with no way on at the end of the day", listed=True),
    _by_day("stranded_cause", _STOCK, "people with no way on, by cause", "cause"),
    _by_place(
        "waiting",
        _STOCK,
        "people who wait for a seat or for room at the end of the day",
        listed=True,
    ),
    _by_day("waiting_cause", _STOCK, "people who wait, by what they wait for", "wait"),
    _by_place("over_capacity", _STOCK, "people beyond the capacity of their place", listed=True),
    _by_place(
        "in_danger", _STOCK, "people at a place in danger at the end of the day", listed=True
    ),
    _by_route("flow", "people who travelled the route, on the day their journey ended"),
    _by_route("transferred", "people moved by transfers, on the day they left"),
    _by_border("attempts", "failed tries, and people found behind the line"),
    _by_border("turned_back", "failed tries, and people found and pushed back"),
    _by_border("pushed_back", "people found behind the line and pushed back"),
    Variable(
        "crossed",
        (MEMBER, "month", "border"),
        "events",
        "people who came behind the line",
        _EVENT,
        Finest.BORDER_MONTH,
        listed=True,
    ),
    _by_day("travelling", _STOCK, "people on the way at the end of the day"),
    _by_day("turned_around", _EVENT, "people stopped or sent back on their way by a closing"),
    _by_day("entered", _EVENT, "people displaced", "group"),
    _by_day("hospital", _STOCK, "people in hospital at the end of the day", listed=False),
    _by_country("deaths_expected", "people", f"deaths that the model expects: {_HARM}"),
    _by_country("severe_expected", "people", "severe cold injuries that the model expects"),
    _by_country(
        "non_freezing_expected",
        "people",
        "non-freezing cold injuries that the model expects among those not yet injured",
    ),
    _by_country("open_nights", "person-nights", "nights that people spent in the open"),
    _by_country("frost_nights", "person-nights", "nights below 0 °C that people spent in the open"),
    _by_country(
        "unreached_nights",
        "person-nights",
        "nights that people spent in the open, not reached by aid beyond what the crisis had",
    ),
    _by_country("died", "people", f"deaths drawn in each run: {_HARM}", listed=False),
    _by_country("severe_injury", "people", "severe cold injuries drawn in each run", listed=False),
    Variable(
        "beyond_at_end",
        (MEMBER, "beyond"),
        "people",
        "people beyond closed lines on the last day, all countries together",
        _STOCK,
        Finest.END,
    ),
    _number("t_min", ("day", "station"), "°C", f"lowest temperature of the day; {_BLANK}"),
    _number("precipitation", ("day", "station"), "mm", f"precipitation of the day; {_BLANK}"),
    _number("wind", ("day", "station"), "m/s", f"mean wind of the day at 10 m; {_BLANK}"),
    _number("parameters", (MEMBER, "parameter"), "", "value of each parameter in each member"),
    _number("place_effect", (MEMBER, "place"), "", "factor on the attraction of each place"),
    _number(
        "fired",
        (MEMBER, "reaction"),
        "day of the run, −1: never",
        "day on which a reaction happened",
    ),
)
VARIABLES: Mapping[str, Variable] = {one.name: one for one in _DECLARED}
"""Every variable of a result by its name, in the order in which they are listed."""
