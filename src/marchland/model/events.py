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
from marchland.language import mark, say
from marchland.model.columns import Column
from marchland.model.near import either, hint
from marchland.model.where import Sort, sort_name

Concerns = Literal["places", "routes", "direction", "nothing"]
Lane = Literal["closings", "openings", "border", "room", "transfers", "aid", "other"]
LANES: Mapping[Lane, str] = {
    "closings": mark("closings"),
    "openings": mark("openings"),
    "border": mark("rules at borders"),
    "room": mark("danger and capacity"),
    "transfers": mark("transfers and returns"),
    "aid": mark("shelter and aid"),
    "other": mark("other events"),
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
        meaning, where = _within(say(self.meaning)), either(map(sort_name, self.targets))
        if self.everywhere:
            where = say("{where}, or blank", where=where)
        if self.value is None:
            return say("{meaning}; where: {where}", meaning=meaning, where=where)
        unit = f" ({say(self.value.unit)})" if self.value.unit else ""
        value = _within(say(self.value.meaning)) + unit
        return say(
            "{meaning}; value: {value}; where: {where}", meaning=meaning, value=value, where=where
        )


def _within(sentence: str) -> str:
    """Return a sentence as it stands within another."""
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _share(meaning: str, unit: str = "") -> Column:
    """Declare a value that is a chance or a share, at most 1."""
    return Column("amount", meaning, low=0, high=1, unit=unit)


def _number(meaning: str, unit: str, high: float = 1e9) -> Column:
    """Declare a value without an end of its own: as high as a run can go on with."""
    return Column("amount", meaning, low=0, high=high, unit=unit)


_KINDS = (
    EventKind(
        name="open",
        meaning=mark(
            "Routes open to people: the route, those over the border, or those that lead in."
        ),
        targets=_ANYWHERE,
        by_group=True,
        blank=1.0,
        sets=OPENING,
        concerns="routes",
        lane="openings",
    ),
    EventKind(
        name="close",
        meaning=mark(
            "Routes close to people: the route, those over the border, or those that lead in."
        ),
        targets=_ANYWHERE,
        by_group=True,
        blank=0.0,
        sets=OPENING,
        concerns="routes",
        lane="closings",
    ),
    EventKind(
        name="departures",
        meaning=mark("More or fewer people are displaced than displaced.csv says."),
        targets=_GROUND,
        everywhere=True,
        by_group=True,
        value=Column(
            "amount", mark("Factor on the people displaced there."), low=0, high=100, unit=""
        ),
        sets="departures",
        concerns="places",
        lane="other",
    ),
    EventKind(
        name="drawn",
        meaning=mark(
            "More people are displaced, drawn by protection: a share on top of all others."
        ),
        targets=_GROUND,
        everywhere=True,
        by_group=True,
        value=Column("amount", mark("Share that sets out on top."), low=0, high=10, unit=""),
        sets="drawn",
        concerns="places",
        lane="other",
    ),
    EventKind(
        name="return",
        meaning=mark("Displaced people go back to a home on their own, once nothing pushes there."),
        targets=_GROUND,
        everywhere=True,
        value=_share(mark("Chance to set out for home."), "1/day"),
        sets="return",
        concerns="places",
        homes=True,
        lane="transfers",
    ),
    EventKind(
        name="capacity",
        meaning=mark("A place takes more or fewer people than before."),
        targets=_GROUND,
        value=_number(mark("People it can take."), "people"),
        blank=math.inf,
        sets="capacity",
        concerns="places",
        lane="room",
    ),
    EventKind(
        name="push",
        meaning=mark("People are driven out: they leave with at least this chance."),
        targets=_GROUND,
        everywhere=True,
        value=_share(mark("Least chance to leave."), "1/day"),
        sets="push",
        concerns="places",
        lane="room",
    ),
    EventKind(
        name="leave",
        meaning=mark("People leave a place more or less readily."),
        targets=_GROUND,
        everywhere=True,
        value=_share(mark("Chance to leave."), "1/day"),
        sets="leave",
        concerns="places",
        lane="room",
    ),
    EventKind(
        name="attraction",
        meaning=mark("A place draws people more or less."),
        targets=_GROUND,
        by_group=True,
        value=_number(mark("Factor on what draws people there."), "", 1e12),
        sets="attraction",
        concerns="places",
        lane="room",
    ),
    EventKind(
        name="permeability",
        meaning=mark("Tries at a line succeed more or less often."),
        targets=_WAYS,
        value=_share(mark("Chance that a try succeeds.")),
        sets="permeability",
        concerns="routes",
        at_line=True,
        withheld=("route",),
        lane="border",
    ),
    EventKind(
        name="per_day",
        meaning=mark("A route takes so many people a day and no more."),
        targets=_WAYS,
        value=_number(mark("Seats or quota a day."), "people/day"),
        sets="per_day",
        concerns="routes",
        gate=True,
        lane="border",
    ),
    EventKind(
        name="try_rate",
        meaning=mark("People in a strip try the line more or less often."),
        targets=_PEOPLE,
        everywhere=True,
        value=_share(mark("Tries at the line."), "1/person-day"),
        sets="try_rate",
        concerns="places",
        at_line=True,
        lane="border",
    ),
    EventKind(
        name="pick_up",
        meaning=mark("People behind a line are found more or less often."),
        targets=_PEOPLE,
        everywhere=True,
        value=_number(mark("Hazard of being found."), "1/person-day", 1e3),
        sets="pick_up",
        concerns="places",
        at_line=True,
        lane="border",
    ),
    EventKind(
        name="push_back",
        meaning=mark("Those found behind a line are pushed back more or less often."),
        targets=_PEOPLE,
        everywhere=True,
        value=_share(mark("Share of people found who are pushed back.")),
        sets="push_back",
        concerns="places",
        at_line=True,
        lane="border",
    ),
    EventKind(
        name="onward",
        meaning=mark("People behind a line are taken on more or less often."),
        targets=_PEOPLE,
        everywhere=True,
        value=_number(mark("Hazard of being taken on."), "1/person-day", 1e3),
        sets="onward",
        concerns="places",
        at_line=True,
        lane="border",
    ),
    EventKind(
        name="transfer",
        meaning=mark("People are moved along a route on one day."),
        targets=("route",),
        value=_number(mark("People moved that day."), "people"),
        sets="transfer",
        concerns="direction",
        lasts=False,
        lane="transfers",
    ),
    EventKind(
        name="transfer_per_day",
        meaning=mark("People are moved along a route every day."),
        targets=("route",),
        value=_number(mark("People moved a day."), "people/day"),
        sets="transfer_per_day",
        concerns="direction",
        lane="transfers",
    ),
    EventKind(
        name="hospital",
        meaning=mark("Somebody severely injured reaches a hospital more or less often."),
        targets=_PEOPLE,
        everywhere=True,
        value=_share(mark("Chance to reach a hospital."), "1/day"),
        sets="hospital",
        concerns="places",
        lane="aid",
    ),
    EventKind(
        name="shelter",
        meaning=mark("A share of people is under a heated roof."),
        targets=_PEOPLE,
        value=_share(mark("Share of people under a heated roof.")),
        sets="shelter",
        concerns="places",
        lane="aid",
    ),
    EventKind(
        name="access",
        meaning=mark("Aid reaches a share of people, with dry clothes beyond what they had."),
        targets=_PEOPLE,
        everywhere=True,
        value=_share(mark("Share of people reached by aid.")),
        sets="access",
        concerns="places",
        lane="aid",
    ),
    EventKind(
        name="kits",
        meaning=mark(
            "Dry clothes and blankets are delivered; they add up at the place and last there."
        ),
        targets=("place",),
        value=_number(mark("People for whom kits are delivered that day."), "people"),
        sets="kits",
        concerns="places",
        lasts=False,
        outdoors=True,
        lane="aid",
    ),
    EventKind(
        name="note",
        meaning=mark("Something to be known that changes nothing in the model."),
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
    **dict.fromkeys(("combat", "combats", "attaque", "conflit", "bombardement"), ("push",)),
    **dict.fromkeys(("bombardements", "violences", "guerre"), ("push",)),
    **dict.fromkeys(("closed", "closing", "closure", "blocked", "shut"), ("close",)),
    **dict.fromkeys(("ferme", "fermee", "fermer", "fermeture", "bloque", "bloquee"), ("close",)),
    **dict.fromkeys(("opened", "opening", "reopen", "reopened", "reopening"), ("open",)),
    **dict.fromkeys(("ouvert", "ouverte", "ouvrir", "ouverture", "reouverture"), ("open",)),
    **dict.fromkeys(
        ("relocation", "transfers", "trucks", "convoy", "convoys", "buses", "evacuation"),
        ("transfer_per_day", "transfer"),
    ),
    **dict.fromkeys(
        ("relocalisation", "transfert", "transferts", "camions", "convoi", "convois"),
        ("transfer_per_day", "transfer"),
    ),
    **dict.fromkeys(("quota", "limit", "seats", "limite", "par_jour"), ("per_day",)),
    **dict.fromkeys(("returns", "returnees", "going_home", "going_back"), ("return",)),
    **dict.fromkeys(("retour", "retours", "rapatriement"), ("return",)),
    **dict.fromkeys(("full", "extension", "extended", "capacite", "plein"), ("capacity",)),
    **dict.fromkeys(("pull",), ("attraction",)),
    **dict.fromkeys(
        ("distribution", "kit", "winterization", "distributions", "lots", "hivernage"),
        ("kits", "access", "shelter"),
    ),
    **dict.fromkeys(("comment", "event", "info", "commentaire", "evenement"), ("note",)),
}
"""Words that people use for events in place of kinds, without accents, and what they may mean."""


def by_lane() -> Mapping[str, Mapping[str, str]]:
    """Return what each kind of event does, under what it is about."""
    return {
        say(told): {kind.name: kind.explained for kind in EVENTS.values() if kind.lane == lane}
        for lane, told in LANES.items()
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
            say(
                "'{what}' is no kind of event{hint}; known are {kinds}",
                what=what,
                hint=hint(what, EVENTS),
                kinds=", ".join(EVENTS),
            )
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
