"""Profiles: one move an actor, put together into a scenario that can be run.

The shipped scenario holds what every actor did. From the date of the game on the recorded rows of
the actors are taken out, those of moves that do not leave them out are put back, and the levers of
the moves are pulled. The recorded profile is therefore the shipped scenario, taken apart and put
together again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any, TypeVar

import numpy as np

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.actors import Move, moves_of
from marchland.model.amounts import Amount
from marchland.model.columns import Table
from marchland.model.events import EVENTS
from marchland.model.levers import Lever, Pull
from marchland.model.near import hint
from marchland.model.scenario import Scenario
from marchland.model.tables import Timeline

T = TypeVar("T", bound=Table)
Profile = tuple[str, ...]
"""Names of moves, one an actor, in the order of the actors."""


@dataclass(frozen=True, eq=False)
class Board:
    """Who plays, with which moves, from which day on.

    Parameters
    ----------
    scenario
        The crisis without levers.
    moves
        Moves by actor, the recorded one of each first.
    day
        First day of the game.
    """

    scenario: Scenario
    moves: Mapping[str, tuple[Move, ...]]
    day: date

    @classmethod
    def of(
        cls, scenario: Scenario, actors: Iterable[str] | None = None, day: date | str | None = None
    ) -> Board:
        """Lay out a game.

        Parameters
        ----------
        scenario
            A crisis with ``actors.yaml`` and ``moves.yaml``.
        actors
            Who plays; by default all who have two moves or more.
        day
            First day of the game; by default as the recorded moves say.

        Raises
        ------
        RequestError
            With all that is wrong: no moves, an actor that is not there or has none to choose, a
            day out of range.
        """
        scenario = scenario.base or scenario
        every = {a: m for a, m in moves_of(scenario.moves).items() if len(m) > 1}
        if not every:
            raise RequestError(
                say(
                    "{name} has no moves to choose; write some into its moves.yaml",
                    name=scenario.name,
                )
            )
        asked = list(every) if actors is None else list(dict.fromkeys(actors))
        wrong = [
            say(
                "'{name}' has no moves to choose{hint}; who has: {actors}",
                name=name,
                hint=hint(name, every),
                actors=", ".join(every),
            )
            for name in asked
            if name not in every
        ]
        chosen = {name: every[name] for name in every if name in asked}
        given = [m.since for moves in chosen.values() for m in moves if m.since is not None]
        begun = _day(day) if day is not None else min(given, default=None)
        if begun is None:
            wrong.append(say("no recorded move says since when it is played: give a date"))
        elif not 0 < (begun - scenario.start).days < scenario.days:
            wrong.append(
                say(
                    "{begun} must be after {start}, and within the scenario's days",
                    begun=begun,
                    start=scenario.start,
                )
            )
        if wrong or begun is None:
            raise RequestError("; ".join(wrong))
        return cls(scenario, chosen, begun)

    @property
    def index(self) -> int:
        """Index of the first day of the game."""
        return (self.day - self.scenario.start).days

    @property
    def actors(self) -> tuple[str, ...]:
        """Who plays, in the order of the axes of a game."""
        return tuple(self.moves)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many moves each has."""
        return tuple(len(moves) for moves in self.moves.values())

    @property
    def profiles(self) -> list[Profile]:
        """Every profile, the recorded one first; the last actor's move changes fastest."""
        return list(product(*([move.name for move in moves] for moves in self.moves.values())))

    @property
    def recorded(self) -> Profile:
        """The profile that happened."""
        return tuple(moves[0].name for moves in self.moves.values())

    def deviations(self) -> dict[str, Profile]:
        """Return what one actor alone could have done otherwise: profiles by move."""
        return {
            move.name: tuple(
                move.name if actor == other else name
                for other, name in zip(self.actors, self.recorded, strict=True)
            )
            for actor, moves in self.moves.items()
            for move in moves[1:]
        }

    def single(self) -> list[Profile]:
        """Return what a ledger reads: the record, each move alone, and each stress answered."""
        alone = self.deviations()
        answered = [
            self.answered(profile, answer)
            for name, profile in alone.items()
            for answer in self.scenario.moves[name].answers
            if self.scenario.moves[answer].actor in self.moves
        ]
        return list(dict.fromkeys([self.recorded, *alone.values(), *answered]))

    def answered(self, profile: Sequence[str], answer: str) -> Profile:
        """Return a profile in which the actor of a move makes it, all else the same."""
        actor = self.scenario.moves[answer].actor
        pairs = zip(self.actors, profile, strict=True)
        return tuple(answer if one == actor else name for one, name in pairs)


def composed(board: Board, profile: Sequence[str]) -> Scenario:
    """Return the scenario in which each actor makes its move.

    Parameters
    ----------
    board
        Who plays.
    profile
        Names of moves, one an actor.

    Raises
    ------
    RequestError
        If the levers of the moves exclude or contradict each other.
    """
    scenario, chosen = board.scenario, _chosen(board, profile)
    keep = [move.actor for move in chosen if not move.leaves_out]
    bare = replace(
        scenario,
        timeline=_recomposed(scenario.timeline, board, keep),
        displaced=_recomposed(scenario.displaced, board, keep),
    )
    able = [move for move in chosen if set(move.needs) <= set(profile)]
    own = {f"move:{move.name}": _lever(move, board.day) for move in able if move.changes}
    bare = replace(bare, levers={**bare.levers, **own})
    pulls = [Pull(p.lever, board.day, p.strength) for move in able for p in move.levers]
    made = bare.pulled([*pulls, *(Pull(name, board.day) for name in own)])
    return replace(made, digest=made.content_digest() if scenario.digest else "")


def cuts(board: Board, profile: Sequence[str]) -> bool:
    """Whether gas is cut in a profile: a move with two keys needs both."""
    levers = board.scenario.levers
    return any(
        levers[pull.lever].cuts
        for move in _chosen(board, profile)
        if set(move.needs) <= set(profile)
        for pull in move.levers
    )


def alike(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Return scenarios of one place and route network so that all can go on from one branch.

    A run has a tally for each route on which its timeline moves people, so all are given all these
    routes: from the first day on nobody a day is moved there, until a row says otherwise. Results
    stay as they are, to the bit.
    """
    named = {
        row["where"]
        for scenario in scenarios
        for row in scenario.timeline.rows()
        if EVENTS[row["what"]].concerns == "direction"
    }
    return [_with_ways(scenario, sorted(named)) for scenario in scenarios]


def _with_ways(scenario: Scenario, routes: Sequence[str]) -> Scenario:
    """Add a row that moves nobody for each route, unless the first day has one already."""
    rows, first = list(scenario.timeline.rows()), np.datetime64(scenario.start, "D")
    there = {row["where"] for row in rows if row["date"] <= first}
    blank: dict[str, Any] = dict.fromkeys(Timeline.columns())
    nobody = {"date": first, "what": "transfer_per_day", "value": Amount.of(0.0)}
    rows = [*({**blank, **nobody, "where": name} for name in routes if name not in there), *rows]
    table = Timeline.from_columns({n: [row[n] for row in rows] for n in Timeline.columns()})
    return replace(scenario, timeline=table)


def same_run(scenario: Scenario) -> str:
    """Return a key that scenarios share exactly if their people move alike.

    It is that of the events that set something, and of who sets out: notes, labels and sources, and
    who decided, do not count.
    """
    columns = ("date", "what", "where", "group", "value")
    rows = sorted(
        str(tuple(str(row[name]) for name in columns))
        for row in scenario.timeline.rows()
        if EVENTS[row["what"]].sets
    )
    setting_out = ("date", "date_to", "place", "group", "people")
    people = sorted(
        str(tuple(str(row[name]) for name in setting_out)) for row in scenario.displaced.rows()
    )
    said = repr((rows, people, scenario.days))
    return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()


def _chosen(board: Board, profile: Sequence[str]) -> list[Move]:
    named = zip(board.moves.values(), profile, strict=True)
    return [next(move for move in moves if move.name == name) for moves, name in named]


def _recomposed(table: T, board: Board, keep: Sequence[str]) -> T:
    """Take the players' rows out from the day on, and put those of some players back."""
    first = np.datetime64(board.day, "D")
    base: list[dict[str, Any]] = []
    own: dict[str, list[dict[str, Any]]] = {actor: [] for actor in board.actors}
    for row in table.rows():
        (own[row["by"]] if row["by"] in own and row["date"] >= first else base).append(row)
    back = [row for actor in keep for row in own[actor]]
    rows = sorted([*base, *back], key=lambda row: row["date"])
    return type(table).from_columns({n: [row[n] for row in rows] for n in type(table).columns()})


def _lever(move: Move, day: date) -> Lever:
    """Return what a move changes by itself as a lever of its own."""
    return Lever(
        name=f"move:{move.name}",
        label=move.label,
        explanation=move.explanation,
        who=move.actor,
        kind=move.kind,
        date=day,
        changes=move.changes,
        answers=move.answers,
        source=move.source,
    )


def _day(given: date | str) -> date:
    try:
        return date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        raise RequestError(say("'{text}' is not a date (write YYYY-MM-DD)", text=given)) from None
