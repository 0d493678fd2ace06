"""Reactions in ``reactions.yaml``: read with every problem at once, and written back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from marchland.errors import Problem
from marchland.io.fields import Fields
from marchland.io.reading import read_text
from marchland.io.yamltext import Document, dump, parse
from marchland.language import mark, say
from marchland.model.checks.case import REACTIONS
from marchland.model.expression import Expression
from marchland.model.levers import Change
from marchland.model.reactions import Reaction

KEYS: Mapping[str, str] = {
    "label": mark("What a person calls it."),
    "when": mark(
        "What must be so at the end of a day: attempts(BLR>POL, 7 days) > 500, for instance."
    ),
    "days": mark("For how many days on end; blank: 1."),
    "then": mark("What changes from the next day on, as in levers.yaml."),
    "since": mark("First day on which it is asked; blank: the first of all."),
    "until": mark("Last day on which it is asked; blank: the last of all."),
    "source": mark("Where it is from, or the word assumed."),
}
"""Every key of a reaction with its meaning."""

_REQUIRED = ("label", "when", "then", "source")


def read_reactions(folder: Path) -> tuple[dict[str, Reaction], Mapping[str, int], list[Problem]]:
    """Read the reactions of a scenario folder; no file is no reactions.

    Returns
    -------
    reactions, lines, problems
        Reactions by name, as far as they can be made out; line of each key; what is wrong with the
        file by itself.
    """
    if not (folder / REACTIONS).exists():
        return {}, {}, []
    text = read_text(folder / REACTIONS, REACTIONS)
    if isinstance(text, Problem):
        return {}, {}, [text]
    document = parse(text, REACTIONS)
    every = Fields(document, document.values, "", REACTIONS)
    found = {
        name: one for name in document.values if (one := _read(document, name, every)) is not None
    }
    return found, document.lines, document.problems


def _read(document: Document, name: str, every: Fields) -> Reaction | None:
    value = document.values[name]
    if not isinstance(value, dict):
        every.wrong(name, say("must be a reaction, with the keys {keys}", keys=", ".join(KEYS)))
        return None
    before = document.refused
    given = Fields(document, value, f"{name}.", REACTIONS)
    given.only(KEYS)
    if missing := [key for key in _REQUIRED if value.get(key) in (None, "", [])]:
        every.wrong(name, say("has no {missing}", missing=say(" and no ").join(missing)))
    when, changes = _when(given), _changes(given)
    if when is None or document.refused > before:
        return None
    return Reaction(
        name,
        given.text("label"),
        when,
        given.whole("days", 1),
        changes,
        given.day("since"),
        given.day("until"),
        given.text("source"),
    )


def _when(given: Fields) -> Expression | None:
    try:
        return Expression.of(given.text("when")) if given.text("when") else None
    except ValueError as error:
        given.wrong("when", str(error))
        return None


def _changes(given: Fields) -> tuple[Change, ...]:
    changes = []
    for text in given.names("then"):
        try:
            changes.append(Change.of(text))
        except ValueError as error:
            given.wrong("then", say("has {error}", error=error))
    return tuple(changes)


def write_reactions(reactions: Mapping[str, Reaction]) -> str:
    """Return the text of the file of reactions."""
    return dump({name: _plain(one) for name, one in reactions.items()})


def _plain(one: Reaction) -> dict[str, object]:
    """Return a reaction as plain values; what is blank is left out."""
    values: dict[str, object] = {
        "label": one.label,
        "when": str(one.when),
        "days": one.days,
        "then": [str(change) for change in one.changes],
        "since": one.since,
        "until": one.until,
        "source": one.source,
    }
    return {key: value for key, value in values.items() if value}
