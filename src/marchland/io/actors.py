"""``actors.yaml``, ``moves.yaml`` and ``terms.yaml``: read by their declared keys, written back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from marchland.errors import Problem
from marchland.io.fields import Fields
from marchland.io.reading import read_text
from marchland.io.yamltext import Document, dump, parse
from marchland.language import say
from marchland.model.actors import Actor, Key, Move, Term
from marchland.model.amounts import Amount, plain
from marchland.model.levers import Change, Pull

T = TypeVar("T", Actor, Move, Term)
_FLAGS = {"": False, "no": False, "false": False, "yes": True, "true": True}


@dataclass(frozen=True)
class Contest:
    """What was read of the three files; no file is nobody, no move and no term.

    Parameters
    ----------
    actors, moves, terms
        By name, as far as they can be made out.
    lines
        Line of each key by file, ``corridor.kind`` for instance.
    problems
        What is wrong with the files by themselves.
    unread
        Files in which something could not be made out, so that a missing name says nothing.
    """

    actors: dict[str, Actor] = field(default_factory=dict)
    moves: dict[str, Move] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    lines: dict[str, Mapping[str, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()


def read_contest(folder: Path) -> Contest:
    """Read who decides, what each could do, and what counts for whom."""
    found = (_read(folder, Actor), _read(folder, Move), _read(folder, Term))
    (actors, one), (moves, two), (terms, three) = found
    documents = {Actor.FILE: one, Move.FILE: two, Term.FILE: three}
    return Contest(
        actors,
        moves,
        terms,
        {file: document.lines for file, document in documents.items()},
        tuple(problem for document in documents.values() for problem in document.problems),
        frozenset(
            file
            for file, document in documents.items()
            if any(not problem.warning for problem in document.problems)
        ),
    )


def write_contest(
    actors: Mapping[str, Actor], moves: Mapping[str, Move], terms: Mapping[str, Term]
) -> dict[str, str]:
    """Return the files that are not empty: their names and texts."""
    return {
        kind.FILE: dump({name: _plainly(one) for name, one in named.items()})
        for kind, named in ((Actor, actors), (Move, moves), (Term, terms))
        if named
    }


def _read(folder: Path, kind: type[T]) -> tuple[dict[str, T], Document]:
    """Return what a file declares, and the file as it was read."""
    if not (folder / kind.FILE).exists():
        return {}, Document()
    text = read_text(folder / kind.FILE, kind.FILE)
    if isinstance(text, Problem):
        return {}, Document(problems=[text])
    document = parse(text, kind.FILE)
    every = Fields(document, document.values, "", kind.FILE)
    made = {name: _one(document, name, every, kind) for name in document.values}
    return {name: one for name, one in made.items() if one is not None}, document


def _one(document: Document, name: str, every: Fields, kind: type[T]) -> T | None:
    """Return what stands under a name, None where it lacks what it needs."""
    value, declared, before = document.values[name], kind.keys(), document.refused
    if not isinstance(value, dict):
        every.wrong(
            name, say("must be a mapping with the keys {declared}", declared=", ".join(declared))
        )
        return None
    given = Fields(document, value, f"{name}.", kind.FILE)
    given.only(declared)
    missing = [k for k, one in declared.items() if one.required and value.get(k) in (None, "", [])]
    if missing:
        every.wrong(name, say("has no {missing}", missing=say(" and no ").join(missing)))
    values = {k: _value(document, given, k, one) for k, one in declared.items()}
    return kind(name, **values) if document.refused == before else None


def _value(document: Document, given: Fields, name: str, one: Key) -> Any:
    """Return the value of a key; what is wrong with it is noted."""
    if one.kind == "names":
        return given.names(name)
    if one.kind == "number":
        return given.number(name, 0.0)
    if one.kind == "date":
        return given.day(name)
    if one.kind == "weights":
        return _weights(document, given, name)
    if one.kind in ("pulls", "changes"):
        return _parts(given, name, Pull.of if one.kind == "pulls" else Change.of)
    text = given.text(name)
    if one.kind == "text":
        return text
    if text.lower() not in _FLAGS:
        given.wrong(name, say("'{text}' must be yes or no", text=text))
    return _FLAGS.get(text.lower(), False)


def _parts(given: Fields, name: str, read: Any) -> tuple[Any, ...]:
    parts = []
    for text in given.names(name):
        try:
            parts.append(read(text))
        except ValueError as error:
            given.wrong(name, say("has {error}", error=error))
    return tuple(parts)


def _weights(document: Document, given: Fields, name: str) -> dict[str, Amount]:
    """Return weights by actor: a number, or low-high."""
    fields = Fields(document, given.values.get(name), f"{given.path}{name}.", given.file)
    weights = {}
    for actor in fields.values:
        try:
            weights[actor] = Amount.of(fields.text(actor))
            if weights[actor].parameter:
                raise ValueError(
                    say("'{text}' is not a number or low-high", text=fields.text(actor))
                )
        except ValueError as error:
            fields.wrong(actor, str(error))
    return weights


def _plainly(one: Actor | Move | Term) -> dict[str, object]:
    """Return it as plain values; what is blank is left out."""
    made = {name: _text(getattr(one, name)) for name in type(one).keys()}  # noqa: SIM118 (the class's own)
    return {name: value for name, value in made.items() if value not in ("", [], {}, None)}


def _text(value: Any) -> object:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return [str(part) for part in value]
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, Mapping):
        return {name: str(amount) for name, amount in value.items()}
    return value
