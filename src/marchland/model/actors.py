"""Actors, their moves and the terms by which each reads what comes of them.

Three files of a scenario that may all be missing: ``actors.yaml``, ``moves.yaml``, ``terms.yaml``.
Every key is declared once, as a field; reader, writer, checks and data dictionary follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, ClassVar, Literal, get_args

from marchland.language import mark
from marchland.model.amounts import Amount
from marchland.model.levers import Change, LeverKind, Pull

KeyKind = Literal["text", "names", "flag", "number", "pulls", "changes", "weights", "date"]
Sign = Literal["gain", "cost"]
SIGNS: tuple[str, ...] = get_args(Sign)
GAINS: Mapping[str, str] = {
    "talks": mark("talks with others"),
    "recognition": mark("recognition by others"),
    "relief": mark("sanctions lifted"),
    "money": mark("money"),
    "firmness": mark("firmness at home"),
    "safety": mark("people received or home in safety"),
}
"""What may count as a gain in a game, and nothing else; harm is never among it."""


@dataclass(frozen=True)
class Key:
    """A key of a file of settings: what may stand there, and what it means."""

    kind: KeyKind
    meaning: str
    required: bool = False


def key(kind: KeyKind, meaning: str, required: bool = False) -> Any:
    """Declare a key as a field, blank by default."""
    return field(metadata={"key": Key(kind, meaning, required)})


class Declared:
    """What is declared by keys, under a name, in a file of its own."""

    FILE: ClassVar[str] = ""

    @classmethod
    def keys(cls) -> dict[str, Key]:
        """Return the declared keys by name, in the order of the file."""
        declared = fields(cls)  # type: ignore[arg-type] # every heir is a dataclass
        return {f.name: f.metadata["key"] for f in declared if "key" in f.metadata}


@dataclass(frozen=True)
class Actor(Declared):
    """Somebody who decided something: what it says it wants, and how others see it."""

    FILE: ClassVar[str] = "actors.yaml"

    name: str
    label: str = key("text", mark("What a person calls it."), required=True)
    says: str = key("text", mark("What it says that it wants: a claim, not a fact."))
    gains: str = key("text", mark("What it counts as gain, in plain words."))
    losses: str = key("text", mark("What it counts as loss, in plain words."))
    constraint: str = key("text", mark("What binds it."))
    outside: str = key("text", mark("How observers from outside see it."))
    source: str = key("text", mark("Where all this is from, or the word assumed."), required=True)


@dataclass(frozen=True)
class Move(Declared):
    """What an actor could do from a date on: pull levers, or leave its own recorded rows out."""

    FILE: ClassVar[str] = "moves.yaml"

    name: str
    actor: str = key("text", mark("Actor whose move it is, one of actors.yaml."), required=True)
    label: str = key("text", mark("What a person calls it."), required=True)
    explanation: str = key("text", mark("What it does, in plain words."), required=True)
    kind: LeverKind = key(  # noqa: RUF009 (it is a field)
        "text", mark("protective, neutral or stress, as levers are; the recorded one may be any.")
    )
    recorded: bool = key(
        "flag", mark("yes for the one move of an actor that is the record itself.")
    )
    leaves_out: bool = key(
        "flag",
        mark("Whether its own rows of timeline.csv and displaced.csv are left out from the date."),
    )
    since: date | None = key(  # noqa: RUF009 (it is a field)
        "date", mark("For the recorded one: first day of the game by default.")
    )
    levers: tuple[Pull, ...] = key(
        "pulls", mark("Levers that it pulls from the date on: corridor, or corridor:200.")
    )
    changes: tuple[Change, ...] = key(
        "changes", mark("What it changes beside them, as in levers.yaml.")
    )
    needs: tuple[str, ...] = key(
        "names", mark("Moves of others without which it has no effect: a move with two keys.")
    )
    answers: tuple[str, ...] = key(
        "names", mark("For a stress: protective moves of others beside it.")
    )
    cost: str = key("text", mark("What it would cost the actor, in plain words, with its source."))
    source: str = key("text", mark("Where it is from, or the word assumed."), required=True)


@dataclass(frozen=True)
class Term(Declared):
    """What counts for actors when they read what came of their moves."""

    FILE: ClassVar[str] = "terms.yaml"

    name: str
    label: str = key("text", mark("What a person calls it."), required=True)
    of: str = key(
        "text", mark("The outcome that it reads, gas for the gas, or judged for judged.csv."), True
    )
    sign: Sign = key("text", mark("gain or cost; no weight changes it."), True)  # noqa: RUF009
    gain: str = key("text", f"For a gain, which of: {', '.join(GAINS)}.")
    scale: float = key(
        "number", mark("What counts as 1: a fixed number in the outcome's unit."), True
    )
    weights: Mapping[str, Amount] = key(
        "weights",
        mark("How much it counts for actors: by name a number, or low-high."),
        required=True,
    )
    source: str = key("text", mark("Where scale and weights are from, or the word assumed."), True)

    @property
    def judged(self) -> bool:
        """Whether it is judged by people, not simulated."""
        return self.of == "judged"


DECLARED: tuple[type[Actor] | type[Move] | type[Term], ...] = (Actor, Move, Term)
"""Everything that is declared by keys, in the order of the files."""


def moves_of(moves: Mapping[str, Move]) -> dict[str, tuple[Move, ...]]:
    """Return the moves by actor, the recorded one of each first; others keep their order."""
    by_actor: dict[str, list[Move]] = {}
    for move in moves.values():
        by_actor.setdefault(move.actor, []).append(move)
    return {
        actor: tuple(sorted(several, key=lambda move: not move.recorded))
        for actor, several in by_actor.items()
    }
