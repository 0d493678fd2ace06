"""Levers in ``levers.yaml``: read with every problem at once, and written back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from marchland.errors import Problem
from marchland.io.fields import Fields
from marchland.io.reading import read_text
from marchland.io.yamltext import Document, dump, parse
from marchland.language import mark, say
from marchland.model.checks.case import LEVERS
from marchland.model.levers import Change, Lever, LeverKind
from marchland.model.parameters import Parameter

KEYS: Mapping[str, str] = {
    "label": mark("What a person calls it."),
    "explanation": mark("What it does, in plain words."),
    "who": mark("Who could pull it."),
    "kind": mark("protective, neutral or stress."),
    "date": mark("Day on which it is pulled unless another is given, YYYY-MM-DD."),
    "strength": mark(
        "For a protective one: value, low, high, unit, meaning; changes call it strength."
    ),
    "changes": mark(
        "What it changes: 'WHAT WHERE', then where needed 'for GROUP', '= VALUE', 'after N days'."
    ),
    "cuts": mark("Gas that it cuts: tags and entries of gas/supply.csv, pipes and borders."),
    "side_effects": mark("What else it does, to people who take another way for instance."),
    "excludes": mark("Levers that cannot be pulled with it."),
    "answers": mark("For a stress: the protective levers that it is shown with."),
    "source": mark("Where its effect is from, or the word assumed."),
}
"""Every key of a lever with its meaning."""

STRENGTH_KEYS: Mapping[str, str] = {
    "value": mark("Strength unless another is given."),
    "low": mark("Least strength that can be chosen."),
    "high": mark("Greatest strength that can be chosen."),
    "unit": mark("Unit of the strength."),
    "meaning": mark("What the strength is."),
}
"""Every key of a lever's strength with its meaning."""

_REQUIRED = ("label", "explanation", "who", "kind", "date", "changes", "source")
_PLACEHOLDER = date(2000, 1, 1)


def read_levers(folder: Path) -> tuple[dict[str, Lever], Mapping[str, int], list[Problem]]:
    """Read the levers of a scenario folder.

    Returns
    -------
    levers, lines, problems
        Levers by name, as far as they can be made out; line of each key, ``corridor.kind`` for
        instance; and what is wrong with the file by itself. No file is no levers.
    """
    if not (folder / LEVERS).exists():
        return {}, {}, []
    text = read_text(folder / LEVERS, LEVERS)
    if isinstance(text, Problem):
        return {}, {}, [text]
    document = parse(text, LEVERS)
    found = {
        name: lever
        for name in document.values
        if (lever := _read(document, name, Fields(document, document.values, "", LEVERS)))
    }
    return found, document.lines, document.problems


def _read(document: Document, name: str, every: Fields) -> Lever | None:
    """Return a lever, None where it lacks what it needs."""
    value = document.values[name]
    if not isinstance(value, dict):
        every.wrong(name, say("must be a lever, with the keys {keys}", keys=", ".join(KEYS)))
        return None
    before = document.refused
    given = Fields(document, value, f"{name}.", LEVERS)
    given.only(KEYS)
    needed = [key for key in _REQUIRED if key != "changes" or not value.get("cuts")]
    missing = [key for key in needed if value.get(key) in (None, "", [])]
    if missing:
        every.wrong(name, say("has no {missing}", missing=say(" and no ").join(missing)))
    lever = Lever(
        name,
        given.text("label"),
        given.text("explanation"),
        given.text("who"),
        cast("LeverKind", given.text("kind")),
        given.day("date") or _PLACEHOLDER,
        _changes(given),
        _strength(document, given),
        given.text("side_effects"),
        given.names("excludes"),
        given.names("answers"),
        given.text("source"),
        given.names("cuts"),
    )
    return lever if document.refused == before else None


def _changes(given: Fields) -> tuple[Change, ...]:
    changes = []
    for text in given.names("changes"):
        try:
            changes.append(Change.of(text))
        except ValueError as error:
            given.wrong("changes", say("has {error}", error=error))
    return tuple(changes)


def _strength(document: Document, given: Fields) -> Parameter | None:
    value = given.values.get("strength")
    if value is None:
        return None
    if not isinstance(value, dict):
        given.wrong("strength", say("must be a mapping with {keys}", keys=", ".join(STRENGTH_KEYS)))
        return None
    fields = Fields(document, value, f"{given.path}strength.", LEVERS)
    fields.only(STRENGTH_KEYS)
    for key in ("value", "low", "high"):
        if not fields.text(key):
            fields.wrong(key, say("is missing, must be a number"))
    middle, low, high = (fields.number(key, 0.0) for key in ("value", "low", "high"))
    return Parameter(middle, low, high, "fixed", fields.text("unit"), fields.text("meaning"))


def write_levers(levers: Mapping[str, Lever]) -> str:
    """Return the text of the file of levers."""
    return dump({name: _plain(lever) for name, lever in levers.items()})


def _plain(lever: Lever) -> dict[str, object]:
    """Return a lever as plain values; what is blank is left out."""
    strength = lever.strength
    values: dict[str, object] = {
        **{key: getattr(lever, key) for key in ("label", "explanation", "who", "kind", "date")},
        "strength": {key: getattr(strength, key) for key in STRENGTH_KEYS} if strength else None,
        "changes": [str(change) for change in lever.changes],
        "cuts": list(lever.cuts),
        "side_effects": lever.side_effects,
        "excludes": list(lever.excludes),
        "answers": list(lever.answers),
        "source": lever.source,
    }
    return {key: value for key, value in values.items() if value}
