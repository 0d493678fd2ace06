"""Kinds of places and states of people, each declared once.

The engine, the checks, protection, measures and pictures ask what a kind *does* and never what it
is called: a new kind is one more row here. What travels through the code is the ``id``; ``label``
and ``color`` are for the last step, where people read and see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TypeVar

from marchland.language import mark


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

    DAILY = mark("by place and day")
    MONTHLY_BEYOND = mark("by country and month, in a country that a closed line leads into")
    MONTHLY = mark("by country and month")


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
    stay
        Parameter with the mean days that people stay before they go on, in place of ``leave``.
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
    returns
        Whether people go back to it for good.
    needs_aid
        Whether people there depend on aid.
    setting
        By which standards their needs are counted (:data:`SETTINGS`); blank: not at all.
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
    stay: str = ""
    receives: bool = False
    registers: bool = False
    holds: bool = False
    gathers: bool = False
    tries: bool = False
    passing: bool = False
    returns: bool = False
    needs_aid: bool = False
    setting: str = ""
    strands: Strands = Strands.NEVER
    shelter: str = "building"


Declared = TypeVar("Declared", State, PlaceKind)


def _by_id(declared: Iterable[Declared]) -> Mapping[str, Declared]:
    return {one.id: one for one in declared}


SETTINGS: Mapping[str, str] = {
    "open": mark("in the open"),
    "transit": mark("at posts, transit sites and landings"),
    "camp": mark("in camps, sites and centres"),
    "host": mark("in towns and with hosts"),
}
"""Settings in which people have needs, by standards of their own."""

STATES: Mapping[str, State] = _by_id(
    (
        State("town", mark("in towns and hubs"), "#56b4e9"),
        State("strip", mark("in the strip between the lines"), "#d55e00", diamond=True),
        State("forest", mark("in the open behind a line"), "#cc79a7"),
        State("transit", mark("at border posts and transit sites"), "#882255"),
        State("site", mark("at spontaneous sites"), "#999933"),
        State("camp", mark("in camps"), "#e69f00"),
        State("host", mark("in host communities"), "#117733"),
        State("centre", mark("held in centres"), "#8a8f94"),
        State("reception", mark("in reception"), "#0072b2"),
        State("destination", mark("at a destination"), "#009e73"),
        State("home", mark("back home"), "#f0e442"),
    )
)
"""States of people at places, in the order in which they are shown."""

AWAY: Mapping[str, State] = _by_id(
    (
        State("travelling", mark("on the way between places")),
        State("hospital", mark("in hospital")),
        State("died", mark("died")),
    )
)
"""States of people who are at no place; each is counted by the variable of its name."""

PLACE_KINDS: Mapping[str, PlaceKind] = _by_id(
    (
        PlaceKind(
            "settlement",
            mark("a city, town or village where people live, and leave when it is in danger"),
            state="town",
            shown=Shown.MONTHLY_BEYOND,
            setting="host",
            together=mark("In towns"),
            leave="leave_settlement",
            strands=Strands.WITHOUT_WAY,
        ),
        PlaceKind(
            "hub",
            mark("a station, airport or junction that people pass through on their way"),
            state="town",
            shown=Shown.MONTHLY_BEYOND,
            setting="host",
            together=mark("In hubs"),
            leave="leave_hub",
            strands=Strands.WITHOUT_WAY,
        ),
        PlaceKind(
            "border_post",
            mark("a post at a border that is open, where people queue, are checked and go on"),
            state="transit",
            shown=Shown.MONTHLY_BEYOND,
            setting="transit",
            together=mark("At border posts"),
            leave="leave_hub",
            needs_aid=True,
            strands=Strands.WITHOUT_WAY,
        ),
        PlaceKind(
            "transit",
            mark(
                "a transit or reception site at a border, where people stay for days and "
                "are sent on"
            ),
            state="transit",
            shown=Shown.DAILY,
            setting="transit",
            stay="transit_days",
            receives=True,
            needs_aid=True,
            shelter="wind_break",
        ),
        PlaceKind(
            "landing",
            mark("a shore, an island or a port where people land from the sea and wait to go on"),
            state="reception",
            shown=Shown.DAILY,
            setting="transit",
            leave="leave_hub",
            receives=True,
            needs_aid=True,
            strands=Strands.WITHOUT_WAY,
        ),
        PlaceKind(
            "strip",
            mark("the ground between two closed lines, where people try to cross"),
            state="strip",
            shown=Shown.DAILY,
            setting="open",
            leave="leave_strip",
            tries=True,
            needs_aid=True,
            strands=Strands.ALWAYS,
            shelter="open",
        ),
        PlaceKind(
            "forest",
            mark("the open ground behind a closed line, where people are found or go on unseen"),
            state="forest",
            shown=Shown.MONTHLY,
            setting="open",
            together=mark("In the open behind the line"),
            passing=True,
            needs_aid=True,
            strands=Strands.WITHOUT_WAY,
            shelter="open",
        ),
        PlaceKind(
            "spontaneous_site",
            mark("a site that people made themselves, of makeshift shelters and with few services"),
            state="site",
            shown=Shown.MONTHLY_BEYOND,
            setting="camp",
            together=mark("At spontaneous sites"),
            leave="leave_camp",
            receives=True,
            gathers=True,
            needs_aid=True,
            shelter="wind_break",
        ),
        PlaceKind(
            "host_community",
            mark("a town or village where displaced people stay with families or in rented rooms"),
            state="host",
            shown=Shown.MONTHLY_BEYOND,
            setting="host",
            together=mark("In host communities"),
            leave="leave_host",
            receives=True,
            needs_aid=True,
        ),
        PlaceKind(
            "camp",
            mark("a camp or site where displaced people live and are helped"),
            state="camp",
            shown=Shown.DAILY,
            setting="camp",
            leave="leave_camp",
            receives=True,
            gathers=True,
            needs_aid=True,
        ),
        PlaceKind(
            "centre",
            mark("a closed centre where people are held after they were found"),
            state="centre",
            shown=Shown.DAILY,
            setting="camp",
            leave="leave_centre",
            registers=True,
            holds=True,
        ),
        PlaceKind(
            "detention",
            mark("a prison, a police station or any other closed place where people are held"),
            state="centre",
            shown=Shown.DAILY,
            setting="camp",
            leave="leave_centre",
            holds=True,
        ),
        PlaceKind(
            "reception",
            mark("an open reception centre where people are registered and housed"),
            state="reception",
            shown=Shown.DAILY,
            setting="camp",
            leave="leave_reception",
            receives=True,
            registers=True,
        ),
        PlaceKind(
            "destination",
            mark("a town or country where people mean to stay"),
            state="destination",
            shown=Shown.DAILY,
            receives=True,
        ),
        PlaceKind(
            "home",
            mark("the home that people go back to"),
            state="home",
            shown=Shown.DAILY,
            receives=True,
            returns=True,
        ),
    )
)
"""Every kind of place, in the order in which they are listed."""
