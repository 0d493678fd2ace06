"""Kinds of places, states of people and causes of being stranded, each declared once.

The engine, the checks, protection, measures and pictures ask what a kind *does* and never what it
is called: a new kind is one more row here. What travels through the code is the ``id``; ``label``
and ``color`` are for the last step, where people read and see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TypeVar


class Strands(IntEnum):
    """Whether people at a place are stranded; the kernels know these numbers."""

    NEVER = 0
    """Somebody looks after them, or they have arrived."""
    WITHOUT_WAY = 1
    """Where they have no way on."""
    ALWAYS = 2
    """The ground itself is where people are stuck."""


class Shown(Enum):
    """How finely people at a place are shown (decision 0005)."""

    DAILY = "by place and day"
    MONTHLY_BEYOND = "by country and month, in a country that a closed line leads into"
    MONTHLY = "by country and month"


@dataclass(frozen=True)
class State:
    """What people at some kinds of places have in common: how they are counted together.

    Parameters
    ----------
    id
        Short name, in data.
    label, color
        Plain words and colour, in what people read and see; without a colour it is never drawn.
    diamond
        Whether it is marked by a diamond and not by a dot.
    """

    id: str
    label: str
    color: str = ""
    diamond: bool = False


@dataclass(frozen=True)
class PlaceKind:
    """What people do at places of a kind, and what is done there.

    Parameters
    ----------
    id
        Name in ``places.csv``.
    choose
        When to choose it: one sentence that follows the word *for*.
    state
        State of people who are there (:data:`STATES`).
    shown
        How finely people there are shown.
    together
        Name of such places of one country where they are shown together.
    leave
        Parameter with the chance on a day that people leave of their own will; blank: they stay.
    receives
        Whether people choose it as where to go.
    registers
        Whether people found behind a line are brought there to be registered.
    holds
        Whether people are held there and cannot leave as they wish.
    gathers
        Whether people follow those who went before, and such places close together draw people as
        one.
    tries
        Whether people there stand at a closed line and try to cross it.
    passing
        Whether people are there on their way behind a line: found or taken on, they choose nothing.
    needs_aid
        Whether people there depend on aid.
    strands
        Whether people there are stranded.
    shelter
        What people there have over their heads where ``places.csv`` does not say
        (:data:`marchland.model.shelter.SHELTERS`).
    """

    id: str
    choose: str
    state: str
    shown: Shown
    together: str = ""
    leave: str = ""
    receives: bool = False
    registers: bool = False
    holds: bool = False
    gathers: bool = False
    tries: bool = False
    passing: bool = False
    needs_aid: bool = False
    strands: Strands = Strands.NEVER
    shelter: str = "building"


@dataclass(frozen=True)
class Cause:
    """Why, or where, people have no way on.

    Parameters
    ----------
    id
        Short name, in data.
    label, color
        Plain words and colour.
    meaning
        What the model counts under it.
    """

    id: str
    label: str
    color: str
    meaning: str


Declared = TypeVar("Declared", State, PlaceKind, Cause)


def _by_id(declared: Iterable[Declared]) -> Mapping[str, Declared]:
    return {one.id: one for one in declared}


STATES: Mapping[str, State] = _by_id(
    (
        State("town", "in towns and hubs", "#56b4e9"),
        State("strip", "in the strip between the lines", "#d55e00", diamond=True),
        State("forest", "in the open behind a line", "#cc79a7"),
        State("camp", "in camps", "#e69f00"),
        State("centre", "held in centres", "#8a8f94"),
        State("reception", "in reception", "#0072b2"),
        State("destination", "at a destination", "#009e73"),
        State("home", "back home", "#f0e442"),
    )
)
"""States of people at places, in the order in which they are shown."""

AWAY: Mapping[str, State] = _by_id(
    (
        State("travelling", "on the way between places"),
        State("hospital", "in hospital"),
        State("died", "died"),
    )
)
"""States of people who are at no place; each is counted by the variable of its name."""

PLACE_KINDS: Mapping[str, PlaceKind] = _by_id(
    (
        PlaceKind(
            "settlement",
            "a city, town or village where people live, and leave when it is in danger",
            state="town",
            shown=Shown.MONTHLY_BEYOND,
            together="In towns",
            leave="leave_settlement",
            strands=Strands.WITHOUT_WAY,
        ),
        PlaceKind(
            "hub",
            "a station, airport or junction that people pass through on their way",
            state="town",
            shown=Shown.MONTHLY_BEYOND,
            together="In hubs",
            leave="leave_hub",
            strands=Strands.WITHOUT_WAY,
        ),
        PlaceKind(
            "landing",
            "a shore, an island or a port where people land from the sea and wait to go on",
            state="reception",
            shown=Shown.DAILY,
            leave="leave_hub",
            receives=True,
            needs_aid=True,
            strands=Strands.WITHOUT_WAY,
        ),
        PlaceKind(
            "strip",
            "the ground between two closed lines, where people try to cross",
            state="strip",
            shown=Shown.DAILY,
            leave="leave_strip",
            tries=True,
            needs_aid=True,
            strands=Strands.ALWAYS,
            shelter="open",
        ),
        PlaceKind(
            "forest",
            "the open ground behind a closed line, where people are found or go on unseen",
            state="forest",
            shown=Shown.MONTHLY,
            together="In the open behind the line",
            passing=True,
            needs_aid=True,
            strands=Strands.WITHOUT_WAY,
            shelter="open",
        ),
        PlaceKind(
            "camp",
            "a camp or site where displaced people live and are helped",
            state="camp",
            shown=Shown.DAILY,
            leave="leave_camp",
            receives=True,
            gathers=True,
            needs_aid=True,
        ),
        PlaceKind(
            "centre",
            "a closed centre where people are held after they were found",
            state="centre",
            shown=Shown.DAILY,
            leave="leave_centre",
            registers=True,
            holds=True,
        ),
        PlaceKind(
            "reception",
            "an open reception centre where people are registered and housed",
            state="reception",
            shown=Shown.DAILY,
            leave="leave_reception",
            receives=True,
            registers=True,
        ),
        PlaceKind(
            "destination",
            "a town or country where people mean to stay",
            state="destination",
            shown=Shown.DAILY,
            receives=True,
        ),
        PlaceKind(
            "home",
            "the home that people go back to",
            state="home",
            shown=Shown.DAILY,
            receives=True,
        ),
    )
)
"""Every kind of place, in the order in which they are listed."""

CAUSES: Mapping[str, Cause] = _by_id(
    (
        Cause("strip", "in the strip", "#d55e00", "people between two closed lines"),
        Cause(
            "closed",
            "every route out is closed",
            "#e69f00",
            "people from whose place no open route leads anywhere",
        ),
        Cause(
            "no_destination",
            "no place takes them",
            "#56b4e9",
            "people with an open route that leads to no place that takes them",
        ),
    )
)
"""Causes of being stranded, in the order of the tally."""

WAITS: Mapping[str, Cause] = _by_id(
    (
        Cause(
            "quota",
            "waiting for a seat",
            "#8a8f94",
            "people who waited for a seat today and got none, or were turned away by a full place",
        ),
        Cause(
            "full",
            "waiting for room",
            "#b7bcc0",
            "people with an open route to places that take people, all of them full",
        ),
    )
)
"""Why people wait, in the order of the tally, behind the causes of being stranded: they have a way
on, only not today."""

PARTS: Mapping[str, Cause] = _by_id(
    (
        Cause(
            "strip",
            "in the strip between the lines",
            "#d55e00",
            "people stranded between two closed lines",
        ),
        Cause(
            "near",
            "elsewhere near the lines, no way on",
            "#e69f00",
            "people stranded elsewhere in the countries on either side of a closed line",
        ),
        Cause(
            "far", "waiting far from the lines", "#b7bcc0", "people stranded in any other country"
        ),
    )
)
"""Where people are stranded in a crisis with closed lines."""
