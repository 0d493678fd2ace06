"""Kinds of events: each declared once; reader, checks, levers, engine, picture and docs follow.

To add one see ``docs/adding.md``. What an event ``sets`` is a name under which the engine has an
effect (``engine/effects.py``); a kind that the engine has no effect for cannot be run.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from marchland.errors import RequestError
from marchland.model.columns import Column
from marchland.model.near import hint
from marchland.model.where import Sort

Concerns = Literal["places", "routes", "direction", "nothing"]
Lane = Literal["closings", "openings", "border", "room", "transfers", "aid", "other"]
LANES: Mapping[Lane, str] = {
    "closings": "closings",
    "openings": "openings",
    "border": "rules at borders",
    "room": "danger and capacity",
    "transfers": "transfers and returns",
    "aid": "shelter and aid",
    "other": "other events",
}
"""What events are about, in words: kinds of one lane belong together."""
OPENING = "opening"
"""What opening and closing set: who may take a route."""

_ANYWHERE: tuple[Sort, ...] = ("place", "route", "border", "country", "tag")
_GROUND: tuple[Sort, ...] = ("place", "country", "tag")
_WAYS: tuple[Sort, ...] = ("route", "border", "country", "tag")
_PEOPLE: tuple[Sort, ...] = ("place", "border", "country", "tag")


@dataclass(frozen=True, kw_only=True)
class EventKind:
    """A kind of event, as ``timeline.csv``, levers and reactions call it.

    Parameters
    ----------
    name
        Word in the column ``what``.
    meaning
        What happens, in a sentence: it goes into the data dictionary.
    targets
        What it can be said of.
    everywhere
        Whether ``where`` may be blank: it then holds everywhere.
    by_group
        Whether it may name a group; otherwise it holds for all groups alike.
    value
        Meaning, unit and bounds of its value; None where it has none.
    blank
        What a blank value stands for, where anything.
    sets
        What it sets, as the engine calls it; two kinds that set the same contradict each other.
        Blank: nothing, it is only told.
    concerns
        Whether it sets something of places, of routes in all directions that are meant, or of one
        route in the direction in which it is written.
    lasts
        Whether it holds until something sets the same anew; otherwise it is over when its day is,
        and nothing later undoes it.
    gate
        Whether it limits who passes a route, which must then have one direction, and be a gate from
        the first day on.
    at_line
        Whether it is about a closed line, so that a border without a crossing has no use for it.
    outdoors
        Whether it helps people in the open only.
    homes
        Whether it is about homes, so that a place that is none has no use for it.
    withheld
        Of what its value is never shown to readers, so that no crossing is told from another.
    lane
        Row of the picture of events on which it is drawn.
    """

    name: str
    meaning: str
    targets: tuple[Sort, ...]
    everywhere: bool = False
    by_group: bool = False
    value: Column | None = None
    blank: float = math.nan
    sets: str = ""
    concerns: Concerns = "nothing"
    lasts: bool = True
    gate: bool = False
    at_line: bool = False
    outdoors: bool = False
    homes: bool = False
    withheld: tuple[Sort, ...] = ()
    lane: Lane

    @property
    def closes(self) -> bool:
        """Whether it closes ways, so that people under way may be stopped anywhere."""
        return self.sets == OPENING and not self.blank

    @property
    def explained(self) -> str:
        """What happens, what the value is, and of what it can be said, for somebody who writes."""
        told = [self.meaning[0].lower() + self.meaning[1:].rstrip(".")]
        if self.value is not None:
            unit = f" ({self.value.unit})" if self.value.unit else ""
            told.append(f"value: {self.value.meaning[0].lower()}{self.value.meaning[1:-1]}{unit}")
        where = " or ".join(self.targets)
        return "; ".join([*told, f"where: {where}{', or blank' if self.everywhere else ''}"])


def _share(meaning: str, unit: str = "") -> Column:
    """Declare a value that is a chance or a share, at most 1."""
    return Column("amount", meaning, low=0, high=1, unit=unit)


def _number(meaning: str, unit: str, high: float = 1e9) -> Column:
    """Declare a value without an end of its own: as high as a run can go on with."""
    return Column("amount", meaning, low=0, high=high, unit=unit)


_KINDS = (
    EventKind(
        name="open",
        meaning="Routes open to people: the route, those over the border, or those that lead in.",
        targets=_ANYWHERE,
        by_group=True,
        blank=1.0,
        sets=OPENING,
        concerns="routes",
        lane="openings",
    ),
    EventKind(
        name="close",
        meaning="Routes close to people: the route, those over the border, or those that lead in.",
        targets=_ANYWHERE,
        by_group=True,
        blank=0.0,
        sets=OPENING,
        concerns="routes",
        lane="closings",
    ),
    EventKind(
        name="departures",
        meaning="More or fewer people are displaced than displaced.csv says.",
        targets=_GROUND,
        everywhere=True,
        by_group=True,
        value=Column("amount", "Factor on the people displaced there.", low=0, high=100, unit=""),
        sets="departures",
        concerns="places",
        lane="other",
    ),
    EventKind(
        name="drawn",
        meaning="More people are displaced, drawn by protection: a share on top of all others.",
        targets=_GROUND,
        everywhere=True,
        by_group=True,
        value=Column("amount", "Share that sets out on top.", low=0, high=10, unit=""),
        sets="drawn",
        concerns="places",
        lane="other",
    ),
    EventKind(
        name="return",
        meaning="Displaced people go back to a home on their own, once nothing pushes there.",
        targets=_GROUND,
        everywhere=True,
        value=_share("Chance to set out for home.", "1/day"),
        sets="return",
        concerns="places",
        homes=True,
        lane="transfers",
    ),
    EventKind(
        name="capacity",
        meaning="A place takes more or fewer people than before.",
        targets=_GROUND,
        value=_number("People it can take.", "people"),
        blank=math.inf,
        sets="capacity",
        concerns="places",
        lane="room",
    ),
    EventKind(
        name="push",
        meaning="People are driven out: they leave with at least this chance.",
        targets=_GROUND,
        everywhere=True,
        value=_share("Least chance to leave.", "1/day"),
        sets="push",
        concerns="places",
        lane="room",
    ),
    EventKind(
        name="leave",
        meaning="People leave a place more or less readily.",
        targets=_GROUND,
        everywhere=True,
        value=_share("Chance to leave.", "1/day"),
        sets="leave",
        concerns="places",
        lane="room",
    ),
    EventKind(
        name="attraction",
        meaning="A place draws people more or less.",
        targets=_GROUND,
        by_group=True,
        value=_number("Factor on what draws people there.", "", 1e12),
        sets="attraction",
        concerns="places",
        lane="room",
    ),
    EventKind(
        name="permeability",
        meaning="Tries at a line succeed more or less often.",
        targets=_WAYS,
        value=_share("Chance that a try succeeds."),
        sets="permeability",
        concerns="routes",
        at_line=True,
        withheld=("route",),
        lane="border",
    ),
    EventKind(
        name="per_day",
        meaning="A route takes so many people a day and no more.",
        targets=_WAYS,
        value=_number("Seats or quota a day.", "people/day"),
        sets="per_day",
        concerns="routes",
        gate=True,
        lane="border",
    ),
    EventKind(
        name="try_rate",
        meaning="People in a strip try the line more or less often.",
        targets=_PEOPLE,
        everywhere=True,
        value=_share("Tries at the line.", "1/person-day"),
        sets="try_rate",
        concerns="places",
        at_line=True,
        lane="border",
    ),
    EventKind(
        name="pick_up",
        meaning="People behind a line are found more or less often.",
        targets=_PEOPLE,
        everywhere=True,
        value=_number("Hazard of being found.", "1/person-day", 1e3),
        sets="pick_up",
        concerns="places",
        at_line=True,
        lane="border",
    ),
    EventKind(
        name="push_back",
        meaning="Those found behind a line are pushed back more or less often.",
        targets=_PEOPLE,
        everywhere=True,
        value=_share("Share of people found who are pushed back."),
        sets="push_back",
        concerns="places",
        at_line=True,
        lane="border",
    ),
    EventKind(
        name="onward",
        meaning="People behind a line are taken on more or less often.",
        targets=_PEOPLE,
        everywhere=True,
        value=_number("Hazard of being taken on.", "1/person-day", 1e3),
        sets="onward",
        concerns="places",
        at_line=True,
        lane="border",
    ),
    EventKind(
        name="transfer",
        meaning="People are moved along a route on one day.",
        targets=("route",),
        value=_number("People moved that day.", "people"),
        sets="transfer",
        concerns="direction",
        lasts=False,
        lane="transfers",
    ),
    EventKind(
        name="transfer_per_day",
        meaning="People are moved along a route every day.",
        targets=("route",),
        value=_number("People moved a day.", "people/day"),
        sets="transfer_per_day",
        concerns="direction",
        lane="transfers",
    ),
    EventKind(
        name="hospital",
        meaning="Somebody severely injured reaches a hospital more or less often.",
        targets=_PEOPLE,
        everywhere=True,
        value=_share("Chance to reach a hospital.", "1/day"),
        sets="hospital",
        concerns="places",
        lane="aid",
    ),
    EventKind(
        name="shelter",
        meaning="A share of people is under a heated roof.",
        targets=_PEOPLE,
        value=_share("Share of people under a heated roof."),
        sets="shelter",
        concerns="places",
        lane="aid",
    ),
    EventKind(
        name="access",
        meaning="Aid reaches a share of people, with dry clothes beyond what they had.",
        targets=_PEOPLE,
        everywhere=True,
        value=_share("Share of people reached by aid."),
        sets="access",
        concerns="places",
        lane="aid",
    ),
    EventKind(
        name="kits",
        meaning="Dry clothes and blankets are delivered; they add up at the place and last there.",
        targets=("place",),
        value=_number("People for whom kits are delivered that day.", "people"),
        sets="kits",
        concerns="places",
        lasts=False,
        outdoors=True,
        lane="aid",
    ),
    EventKind(
        name="note",
        meaning="Something to be known that changes nothing in the model.",
        targets=_ANYWHERE,
        everywhere=True,
        by_group=True,
        lasts=False,
        lane="other",
    ),
)

EVENTS: Mapping[str, EventKind] = {kind.name: kind for kind in _KINDS}
"""Every kind of event by name, in the order in which they are listed to readers."""


OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("fighting", "attack", "conflict", "danger", "shelling", "violence", "war"), ("push",)
    ),
    **dict.fromkeys(("closed", "closing", "closure", "blocked", "shut"), ("close",)),
    **dict.fromkeys(("opened", "opening", "reopen", "reopened", "reopening"), ("open",)),
    **dict.fromkeys(
        ("relocation", "transfers", "trucks", "convoy", "convoys", "buses", "evacuation"),
        ("transfer_per_day", "transfer"),
    ),
    **dict.fromkeys(("quota", "limit", "seats"), ("per_day",)),
    **dict.fromkeys(("returns", "returnees", "going_home", "going_back"), ("return",)),
    **dict.fromkeys(("full", "extension", "extended"), ("capacity",)),
    **dict.fromkeys(("pull",), ("attraction",)),
    **dict.fromkeys(("distribution", "kit", "winterization"), ("kits", "access", "shelter")),
    **dict.fromkeys(("comment", "event", "info"), ("note",)),
}
"""Words that people use for events in place of kinds, and the kinds that they may mean."""


def by_lane() -> Mapping[str, Mapping[str, str]]:
    """Return what each kind of event does, under what it is about."""
    return {
        LANES[lane]: {kind.name: kind.explained for kind in EVENTS.values() if kind.lane == lane}
        for lane in LANES
    }


def kind_of(what: str) -> EventKind:
    """Return the kind of event of this name.

    Raises
    ------
    RequestError
        If there is none.
    """
    if what not in EVENTS:
        raise RequestError(
            f"'{what}' is no kind of event{hint(what, EVENTS)}; known are {', '.join(EVENTS)}"
        )
    return EVENTS[what]


def names(**traits: object) -> str:
    """Return the kinds of event with these traits as one text: ``names(by_group=True)``."""
    chosen = (
        kind.name
        for kind in EVENTS.values()
        if all(getattr(kind, trait) == wanted for trait, wanted in traits.items())
    )
    return ", ".join(chosen)
