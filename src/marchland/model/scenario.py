"""The scenario: a crisis as tables, rules, parameters and words, frozen and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, get_args

from marchland.errors import Problem
from marchland.language import say, written
from marchland.model.actors import Actor, Move, Term
from marchland.model.columns import Table
from marchland.model.digest import digest_of
from marchland.model.gas import Demand, Nodes, Pipes, Storage, Stored, Supply
from marchland.model.ground import Ground
from marchland.model.levers import Lever, Pull
from marchland.model.parameters import DEFAULTS, Parameter
from marchland.model.posterior import Posterior
from marchland.model.pulling import completed, on_day, rewritten
from marchland.model.reactions import Reaction
from marchland.model.shown import line, page
from marchland.model.tables import (
    TABLES,
    Aid,
    Composition,
    Displaced,
    Forces,
    Incidents,
    Judged,
    Observations,
    Places,
    Reviews,
    Routes,
    Timeline,
    Weather,
)
from marchland.model.views import Reviewed

Deterrence = Literal["power", "exponential"]
Displacement = Literal["given", "poisson", "negative_binomial"]
Capacity = Literal["crowding", "flee"]
DETERRENCES: tuple[str, ...] = get_args(Deterrence)
DISPLACEMENTS: tuple[str, ...] = get_args(Displacement)
CAPACITIES: tuple[str, ...] = get_args(Capacity)


@dataclass(frozen=True)
class Rules:
    """Which of the model's laws hold.

    Parameters
    ----------
    reach
        ``refuge:k`` the k cheapest of the places that can receive people, ``hops:k`` the cheapest
        way to each place within k routes, ``next`` neighbours only.
    deterrence
        ``power`` of (softening + cost), or ``exponential``.
    displacement
        ``given`` numbers as they stand, ``poisson`` or ``negative_binomial`` draws around them.
    capacity
        ``crowding``: a place with a soft capacity draws less as it fills, and never nothing, and
        nobody stays in danger because every place is full; ``flee``: a full place draws nobody, as
        the peer simulator Flee has it.
    ticks_per_day
        Ticks into which a day is cut, 1 to 24.
    """

    reach: str = "refuge:30"
    deterrence: Deterrence = "power"
    displacement: Displacement = "given"
    ticks_per_day: int = 4
    capacity: Capacity = "crowding"


@dataclass(frozen=True)
class Ensemble:
    """How many members a run has, and its seed, unless the caller says otherwise."""

    members: int = 100
    seed: int = 1


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """A crisis that can be run: read it with :func:`marchland.read`.

    Two are equal if they say the same, wherever they were read from.

    Parameters
    ----------
    name, title
        Short name, and what a person calls the crisis.
    start
        First day.
    days
        Number of days.
    groups
        Names of the groups, by country of origin for instance.
    places, routes, displaced, timeline, composition, weather, aid, observations
        The tables.
    nodes, pipes, supply, storage, demand, stored
        The tables of the gas network, empty where the scenario has none.
    parameters
        Every parameter by name: the model's own with the scenario's values, and the scenario's.
    posterior
        Fitted draws that replace the ranges of the parameters they name; None where none were.
    card
        The data card (README.md) as text.
    language
        Language of its reports, ISO 639-1; blank where none is given.
    source
        Folder or name it was read from.
    digest
        SHA-256 of its content, blank where it was made in memory.
    warnings
        What was odd in the files, though not wrong enough to refuse them.
    levers
        Named what-ifs, by name.
    reactions
        Levers that answer events, by name.
    actors, moves, terms
        Who decides, what each could do, and what counts for whom; by name.
    judged, incidents, forces
        What people judge, and what is shown of armed sides: no run depends on it.
    reviews
        What people who know the crisis say of its inputs.
    reviewed
        Whose of these views hold in a run; None where nobody's do.
    pulls
        Levers that were pulled, with their dates and strengths.
    base
        The scenario without them; None where no lever was pulled.
    """

    name: str
    title: str
    start: date
    days: int
    groups: tuple[str, ...]
    places: Places
    routes: Routes
    displaced: Displaced
    timeline: Timeline = field(default_factory=Timeline.empty)
    composition: Composition = field(default_factory=Composition.empty)
    weather: Weather = field(default_factory=Weather.empty)
    aid: Aid = field(default_factory=Aid.empty)
    observations: Observations = field(default_factory=Observations.empty)
    judged: Judged = field(default_factory=Judged.empty)
    incidents: Incidents = field(default_factory=Incidents.empty)
    forces: Forces = field(default_factory=Forces.empty)
    reviews: Reviews = field(default_factory=Reviews.empty)
    nodes: Nodes = field(default_factory=Nodes.empty)
    pipes: Pipes = field(default_factory=Pipes.empty)
    supply: Supply = field(default_factory=Supply.empty)
    storage: Storage = field(default_factory=Storage.empty)
    demand: Demand = field(default_factory=Demand.empty)
    stored: Stored = field(default_factory=Stored.empty)
    rules: Rules = field(default_factory=Rules)
    ensemble: Ensemble = field(default_factory=Ensemble)
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: dict(DEFAULTS))
    posterior: Posterior | None = None
    card: str = ""
    language: str = ""
    source: str = ""
    digest: str = ""
    warnings: tuple[Problem, ...] = ()
    levers: Mapping[str, Lever] = field(default_factory=dict)
    reactions: Mapping[str, Reaction] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    moves: Mapping[str, Move] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    reviewed: Reviewed | None = None
    pulls: tuple[Pull, ...] = ()
    base: Scenario | None = None

    def pull(
        self, lever: str, date: date | str | None = None, strength: float | None = None
    ) -> Scenario:
        """Return the scenario with one more lever pulled; this one stays as it is.

        Parameters
        ----------
        lever
            Name of the lever.
        date
            Day from which it holds, a date or ``YYYY-MM-DD``; by default the lever's own.
        strength
            How strongly it is pulled; by default the lever's own.

        Raises
        ------
        RequestError
            If there is no such lever, date or strength is out of range, or it contradicts one that
            was pulled before.
        """
        return self.pulled((*self.pulls, Pull(lever, on_day(date), strength)))

    def pulled(self, pulls: Iterable[Pull]) -> Scenario:
        """Return the scenario with these levers pulled, and no others.

        To show what comes of it, pull with :func:`marchland.pull`, which refuses a stress alone.

        Parameters
        ----------
        pulls
            Levers by name; date and strength as the lever has them where none is given. Those that
            were pulled before are let go.

        Returns
        -------
        Scenario
            A new one, whose ``pulls`` say what was pulled, whose ``base`` is the one without
            levers, and whose chance is paired with it: no draw has another key.

        Raises
        ------
        RequestError
            With all that is wrong: a lever that is not there or is named twice, a date or a
            strength out of range, levers that exclude or contradict each other.
        """
        base = self.base or self
        last = base.start + timedelta(days=base.days - 1)
        done = completed(pulls, base.levers, base.start, last, base.name)
        if not done:
            return base
        ground = Ground(base.places, base.routes)
        timeline = rewritten(base.timeline, done, base.levers, ground)
        made = replace(base, timeline=timeline, pulls=done, base=base)
        return replace(made, digest=made.content_digest() if base.digest else "")

    def tables(self) -> tuple[Table, ...]:
        """Return the tables, in the order of the folder."""
        named = {type(one): one for one in vars(self).values() if isinstance(one, Table)}
        return tuple(named[kind] for kind in TABLES)

    def content_digest(self) -> str:
        """Return the SHA-256 of everything in the scenario that a result can depend on.

        Line ends, byte-order marks, quotation, the order of rows and of columns, columns that are
        blank or as by default, the scenario's name and title and its data card do not count; rows,
        laws, parameters, sources and draws do.
        """
        settings: dict[str, object] = {
            "start": self.start.isoformat(),
            "days": self.days,
            "groups": sorted(self.groups),
            "rules": asdict(self.rules),
            "ensemble": asdict(self.ensemble),
        }
        if self.reviewed is not None:
            settings["reviewed"] = self.reviewed.told()
        return digest_of(settings, self.parameters, self.tables(), self.reactions, self.posterior)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        return self is other or self._said() == other._said()

    def __hash__(self) -> int:
        return hash((self.name, self.start, self.days, self.pulls))

    def _said(self) -> tuple[object, ...]:
        """Return all that two scenarios must have in common to be equal."""
        words = (self.name, self.title, self.card, self.language, self.groups)
        named = (self.levers, self.reactions, self.actors, self.moves, self.terms)
        return (*words, self.pulls, *map(dict, named), self.content_digest())

    def __repr__(self) -> str:
        return line(f"Scenario {self.name}:", {"": self.title, **self._facts()})

    def _repr_html_(self) -> str:
        return page(f"{self.title} ({self.name})", self._facts())

    def _facts(self) -> dict[str, str]:
        """Return what it is in a few facts; counts of nothing are left out."""
        last = self.start + timedelta(days=self.days - 1)
        sizes = {
            say("places"): len(self.places),
            say("routes"): len(self.routes),
            say("events"): len(self.timeline),
            say("observations"): len(self.observations),
            say("levers"): len(self.levers),
            say("reactions"): len(self.reactions),
            say("actors"): len(self.actors),
            say("warnings"): len(self.warnings),
        }
        return {
            say("period"): say(
                "{start} to {last}, {days} days", start=self.start, last=last, days=self.days
            ),
            say("groups"): ", ".join(self.groups)
            if len(self.groups) <= 8
            else f"{len(self.groups)}",
            say("pulled"): ", ".join(map(str, self.pulls)),
            **{name: written(number) if number else "" for name, number in sizes.items()},
        }
