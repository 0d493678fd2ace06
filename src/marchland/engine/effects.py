"""What events do: one effect for each thing that a kind of event declares to set.

:mod:`marchland.model.events` says that a ``push`` sets ``push`` of places; here stands which row of
the settings that is. A kind of event that sets what is not here, or of something else, stops the
import: no row of a timeline is ever without effect.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from marchland.kernels.layout import Floats, Ints, Line, Setting
from marchland.model.events import EVENTS, OPENING, Concerns, EventKind

if TYPE_CHECKING:
    from marchland.engine.timeline import Settings


@dataclass(frozen=True)
class Event:
    """A row of the timeline or of a reaction, resolved.

    Parameters
    ----------
    kind
        What happens.
    at
        Places or directed routes concerned, by index, as the kind has it.
    groups
        Groups concerned, by index.
    value
        Value in each member (m).
    """

    kind: EventKind
    at: Ints
    groups: Ints
    value: Floats


class Effect(ABC):
    """What an event does to the settings of some members.

    Attributes
    ----------
    concerns
        Whether it sets something of places or of routes.
    reroutes
        Whether people may have other ways after it.
    passing
        Whether what it sets is set back after its day.
    weighs
        Whether places may draw people otherwise, or be feared, after it.
    """

    concerns: tuple[Concerns, ...]
    reroutes: bool = False
    passing: bool = False
    weighs: bool = True

    @abstractmethod
    def apply(self, settings: Settings, event: Event, members: Ints) -> None:
        """Set it, in these members by index."""


@dataclass(frozen=True)
class OfPlace(Effect):
    """A row of the settings of places: set anew, or added to."""

    row: int
    adds: bool = False
    weighs: bool = False
    concerns: tuple[Concerns, ...] = ("places",)

    def apply(self, settings: Settings, event: Event, members: Ints) -> None:
        """Set the row at the places concerned."""
        at = members[:, None], self.row, event.at
        value = event.value[members, None]
        settings.place[at] = settings.place[at] + value if self.adds else value


@dataclass(frozen=True)
class OfRoute(Effect):
    """A row of the settings of routes: set anew, or added to."""

    row: int
    adds: bool = False
    reroutes: bool = False
    passing: bool = False
    weighs: bool = False
    concerns: tuple[Concerns, ...] = ("routes", "direction")

    def apply(self, settings: Settings, event: Event, members: Ints) -> None:
        """Set the row at the routes concerned."""
        at = members[:, None], self.row, event.at
        value = event.value[members, None]
        settings.line[at] = settings.line[at] + value if self.adds else value


class Attraction(Effect):
    """What draws groups to places."""

    concerns = ("places",)

    def apply(self, settings: Settings, event: Event, members: Ints) -> None:
        """Set the attraction of the places concerned for the groups concerned."""
        at = np.ix_(members, event.at, event.groups)
        own = settings.own_pull[np.ix_(members, event.at)]
        settings.pull[at] = (event.value[members, None] * own)[:, :, None]


class Departures(Effect):
    """How many are displaced, as a factor."""

    concerns = ("places",)
    weighs = False

    def apply(self, settings: Settings, event: Event, members: Ints) -> None:
        """Set the factor of the places concerned for the groups concerned."""
        at = np.ix_(members, event.at, event.groups)
        settings.departures[at] = event.value[members, None, None]


class Drawn(Effect):
    """How many more are displaced, as a share on top."""

    concerns = ("places",)
    weighs = False

    def apply(self, settings: Settings, event: Event, members: Ints) -> None:
        """Set the share at the places concerned for the groups concerned."""
        at = np.ix_(members, event.at, event.groups)
        settings.drawn[at] = event.value[members, None, None]


class Opening(Effect):
    """Who may take which route: a value above 0 opens, but never to a group not served."""

    concerns = ("routes",)
    reroutes = True

    def apply(self, settings: Settings, event: Event, members: Ints) -> None:
        """Open or close the routes concerned to the groups concerned."""
        worlds = members[: len(settings.passable)]  # one stands for all where none can differ
        served = settings.served[np.ix_(event.at, event.groups)]
        opens = event.value[worlds, None, None] > 0
        settings.passable[np.ix_(worlds, event.at, event.groups)] = opens & served


class SteadyTransfer(Effect):
    """People moved along a route every day, until it is set anew."""

    concerns = ("direction",)
    weighs = False

    def apply(self, settings: Settings, event: Event, members: Ints) -> None:
        """Move so many from today on, in place of what was moved."""
        for r in map(int, event.at):
            steady = np.array(settings.steady.get(r, np.zeros_like(event.value)))
            steady[members] = event.value[members]
            settings.steady[r] = steady
            settings.line[members, Line.MOVED, r] = event.value[members]


EFFECTS: Mapping[str, Effect] = {
    OPENING: Opening(),
    "attraction": Attraction(),
    "departures": Departures(),
    "drawn": Drawn(),
    "return": OfPlace(Setting.RETURN),
    "capacity": OfPlace(Setting.CAPACITY, weighs=True),
    "push": OfPlace(Setting.PUSH, weighs=True),
    "leave": OfPlace(Setting.LEAVE),
    "try_rate": OfPlace(Setting.TRY_RATE),
    "pick_up": OfPlace(Setting.PICK_UP),
    "push_back": OfPlace(Setting.PUSH_BACK),
    "onward": OfPlace(Setting.ONWARD),
    "hospital": OfPlace(Setting.HOSPITAL),
    "shelter": OfPlace(Setting.SHELTERED),
    "access": OfPlace(Setting.REACHED),
    "kits": OfPlace(Setting.KITS, adds=True),
    "permeability": OfRoute(Line.PERMEABILITY, reroutes=True, weighs=True),
    "per_day": OfRoute(Line.PER_DAY),
    "transfer": OfRoute(Line.MOVED, adds=True, passing=True),
    "transfer_per_day": SteadyTransfer(),
}
"""Effects by what a kind of event ``sets``."""


def effect_of(kind: EventKind) -> Effect:
    """Return what a kind of event does.

    Raises
    ------
    NotImplementedError
        If the engine has no such effect, or has it of something else.
    """
    effect = EFFECTS.get(kind.sets)
    if effect is None or kind.concerns not in effect.concerns:
        raise NotImplementedError(
            f"event '{kind.name}' sets {kind.sets or 'nothing'} of {kind.concerns}, which has no "
            "effect in marchland/engine/effects.py"
        )
    return effect


for _kind in EVENTS.values():
    if _kind.sets or _kind.concerns != "nothing":
        effect_of(_kind)
