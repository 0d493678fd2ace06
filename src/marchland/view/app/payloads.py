"""What the page and its answers say to each other: each field knows the part of the page it is for.

:class:`To` names the component and property that a field is written to; :func:`outputs` says so to
Dash, and :func:`sent` hands the payload over.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any, TypedDict, get_type_hints

from dash import ALL, Output, no_update

Component = Any
"""A component of Dash, or several, or text."""


class Token(TypedDict):
    """What names a picture: the wish, the members it is of, its colours, and the page it is on."""

    search: str
    members: int
    night: bool
    page: str


class Days(TypedDict):
    """What the slider of the map moves over.

    ``names`` are the days of the frames, ``at`` is where the picture put the slider, ``wanted`` the
    day that was asked for (blank: none), ``areas`` what turns the map to each area.
    """

    names: list[str]
    at: int
    wanted: str
    areas: dict[str, list[Any]]


@dataclass(frozen=True)
class To:
    """Where a field is written: a property of a component, or of one such component each lever."""

    component: str
    property: str
    each: bool = False

    def output(self, again: bool) -> Output:
        """Return it as Dash has it; ``again`` where another answer writes it too."""
        of = {"type": self.component, "lever": ALL} if self.each else self.component
        return Output(of, self.property, allow_duplicate=again)


def outputs(payload: type[Any], again: bool = False) -> dict[str, Output]:
    """Return the outputs of a payload, by field; ``again`` where another answer writes them too."""
    hints = get_type_hints(payload, include_extras=True)
    return {name: hint.__metadata__[0].output(again) for name, hint in hints.items()}


def unchanged(payload: type[Any]) -> dict[str, Any]:
    """Return a payload as Dash takes it that leaves every part as it is."""
    return {one.name: no_update for one in fields(payload)}


def sent(payload: Any) -> dict[str, Any]:
    """Return a payload as Dash takes it, by field."""
    return {one.name: getattr(payload, one.name) for one in fields(payload)}


@dataclass(frozen=True)
class Opened:
    """What belongs to the crisis in the address."""

    scenario: Annotated[str, To("scenario", "data")]
    crises: Annotated[Component, To("crises", "children")]
    title: Annotated[str, To("title", "children")]
    lead: Annotated[Component, To("lead", "children")]
    levers: Annotated[Component, To("levers", "children")]
    closed: Annotated[bool, To("content", "hidden")]
    broken: Annotated[Component, To("broken", "children")]
    sound: Annotated[bool, To("broken", "hidden")]
    checks: Annotated[Component, To("checks", "children")]
    series: Annotated[list[dict[str, str]], To("series", "options")]
    chosen: Annotated[list[str], To("series", "value")]
    without_cold: Annotated[bool, To("of-cold", "hidden")] = True
    without_needs: Annotated[bool, To("of-needs", "hidden")] = True
    without_counts: Annotated[bool, To("of-counts", "hidden")] = True
    without_events: Annotated[bool, To("of-events", "hidden")] = True
    no_needs: Annotated[bool, To("to-needs", "hidden")] = True
    no_counts: Annotated[bool, To("to-counts", "hidden")] = True
    without_gas: Annotated[bool, To("of-gas", "hidden")] = True
    gas: Annotated[str, To("gas", "href")] = "/gas"
    ahead: Annotated[str, To("ahead", "href")] = "/forecast"
    without_game: Annotated[bool, To("of-game", "hidden")] = True
    game: Annotated[str, To("game", "href")] = "/game"


@dataclass(frozen=True)
class Chosen:
    """The wish that the controls stand for, and their labels, one each lever."""

    wish: Annotated[Any, To("wish", "data")]
    written: Annotated[Any, To("written", "data")]
    address: Annotated[Any, To("address", "search")]
    off: Annotated[list[bool], To("chosen", "hidden", each=True)]
    dates: Annotated[list[str], To("date-told", "children", each=True)]
    strengths: Annotated[list[str], To("strength-told", "children", each=True)]
    message: Annotated[str, To("message", "children")]


@dataclass(frozen=True)
class Progress:
    """How far the ensembles are."""

    words: Annotated[str, To("status", "children")]
    value: Annotated[str, To("progress", "value")]
    end: Annotated[str, To("progress", "max")]
    unstoppable: Annotated[bool, To("stop", "hidden")]
    done: Annotated[bool, To("clock", "disabled")]
    stop: Annotated[str, To("stop", "children")]


@dataclass(frozen=True)
class Asked(Progress):
    """The picture to show, where there is one, and how far the ensembles are."""

    shown: Annotated[Any, To("shown", "data")]


@dataclass(frozen=True)
class Numbers:
    """Cards, pictures by day and the command of what is shown."""

    cards: Annotated[Component, To("cards", "children")]
    led: Annotated[str, To("led", "children")]
    meaning: Annotated[str, To("meaning", "children")]
    stranded: Annotated[Any, To("stranded", "figure")]
    change: Annotated[Any, To("change", "figure")]
    unchanged: Annotated[bool, To("changed", "hidden")]
    command: Annotated[str, To("command", "children")]
    headed: Annotated[Token, To("headed", "data")]


@dataclass(frozen=True)
class Events:
    """The events, drawn and as a list."""

    drawn: Annotated[Any, To("timeline", "figure")]
    style: Annotated[dict[str, str], To("timeline", "style")]
    listed: Annotated[Component, To("events", "children")]


@dataclass(frozen=True)
class Mapped:
    """The map, its slider and areas, and its legend."""

    figure: Annotated[Any, To("map", "figure")]
    last: Annotated[int, To("slider", "max")]
    at: Annotated[int, To("slider", "value")]
    days: Annotated[Days, To("days", "data")]
    areas: Annotated[list[str], To("area", "options")]
    area: Annotated[str | None, To("area", "value")]
    alone: Annotated[bool, To("which-shown", "hidden")]
    legend: Annotated[Component, To("legend", "children")]
    drawn: Annotated[Any, To("drawn", "data")]


@dataclass(frozen=True)
class Counted:
    """The counts that are shown, and the reactions that happened."""

    fans: Annotated[Component, To("fans", "children")]
    answered: Annotated[Component, To("answered", "children")]


@dataclass(frozen=True)
class Named:
    """The series of counts, in words."""

    options: Annotated[list[dict[str, str]], To("series", "options")]


@dataclass(frozen=True)
class Outlook:
    """The harm that the model expects, what people need, and every outcome."""

    harm: Annotated[Component, To("harm", "children")]
    needs: Annotated[Component, To("needs", "children")]
    outcomes: Annotated[Component, To("outcomes", "children")]
