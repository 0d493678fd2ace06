"""Actors, moves and terms: names are there, signs are kept, and harm is nobody's gain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from marchland.errors import Problem
from marchland.language import mark, say
from marchland.model.actors import GAINS, SIGNS, Actor, Move, Term, moves_of
from marchland.model.checks.case import LEVERS, Case
from marchland.model.checks.levers import faults
from marchland.model.levers import LEVER_KINDS
from marchland.model.near import hint
from marchland.model.tables import Judged

Faults = Iterator[tuple[str, str]]
_SEVERAL_RECORDED = mark("is one of {number} recorded moves of {actor}, each actor has exactly one")
_NONE_RECORDED = mark("is missing: {actor} has no recorded move, each actor has exactly one")


def check_actors(case: Case) -> Iterator[Problem]:
    """Moves are of actors and can be made; terms have a sign that nothing changes."""
    scenario = case.scenario
    for move in scenario.moves.values():
        for key, message in (*_move(move, case), *_stress(move, case)):
            yield case.named(Move.FILE, f"{move.name}.{key}", message)
    if Move.FILE not in case.unread:
        yield from _recorded(case)
    for term in scenario.terms.values():
        for key, message in _term(term, case):
            yield case.named(Term.FILE, f"{term.name}.{key}", message)
    yield from _judged(case)


def _unknown(key: str, names: tuple[str, ...], known: Mapping[str, object], file: str) -> Faults:
    for name in names:
        if name not in known:
            yield (
                key,
                say(
                    "has '{name}', which is not in {file}{hint}",
                    name=name,
                    file=file,
                    hint=hint(name, known),
                ),
            )


def _move(move: Move, case: Case) -> Faults:
    scenario = case.scenario
    if Actor.FILE not in case.unread:
        yield from _unknown("actor", (move.actor,), scenario.actors, Actor.FILE)
    if move.kind not in LEVER_KINDS:
        yield (
            "kind",
            say(
                "'{value}' must be one of {choices}",
                value=move.kind,
                choices=", ".join(LEVER_KINDS),
            ),
        )
    yield from _unknown("levers", tuple(p.lever for p in move.levers), scenario.levers, LEVERS)
    if Move.FILE not in case.unread:
        for key, names in (("needs", move.needs), ("answers", move.answers)):
            yield from _unknown(key, names, scenario.moves, Move.FILE)
            for name in names:
                if name in scenario.moves and scenario.moves[name].actor == move.actor:
                    yield key, say("has '{name}', which is a move of the same actor", name=name)
    for change in move.changes:
        for fault in faults(change, case):
            yield "changes", f"'{change}': {fault}"
    if move.recorded and (move.levers or move.changes or move.leaves_out):
        yield "recorded", say("is the record itself: leave out levers, changes and leaves_out")
    if any(pull.date for pull in move.levers):
        yield "levers", say("are pulled from the date of the game, give no date")


def _stress(move: Move, case: Case) -> Faults:
    """A move that pulls a stress is one, and stands beside protective moves of others."""
    levers, moves = case.scenario.levers, case.scenario.moves
    harms = [p.lever for p in move.levers if p.lever in levers and levers[p.lever].kind == "stress"]
    if harms and move.kind != "stress":
        yield (
            "kind",
            say(
                "is {kind}, but {lever} is a stress: it must be stress",
                kind=move.kind,
                lever=harms[0],
            ),
        )
    if move.kind == "stress" and not move.answers:
        yield (
            "answers",
            say("is missing: a stress is shown only beside a protective move, name one"),
        )
    if move.kind != "stress" and move.answers:
        yield "answers", say("is for a stress only, leave it out")
    for name in move.answers:
        if name in moves and moves[name].kind != "protective":
            yield (
                "answers",
                say(
                    "has '{name}', which is {kind}, must be protective",
                    name=name,
                    kind=moves[name].kind,
                ),
            )


def _recorded(case: Case) -> Iterator[Problem]:
    for actor, moves in moves_of(case.scenario.moves).items():
        number = sum(move.recorded for move in moves)
        if number != 1:
            words = _SEVERAL_RECORDED if number else _NONE_RECORDED
            message = say(words, number=number, actor=actor)
            yield case.named(Move.FILE, f"{moves[0].name}.recorded", message)


def _term(term: Term, case: Case) -> Faults:
    if term.sign not in SIGNS:
        yield (
            "sign",
            say("'{value}' must be one of {choices}", value=term.sign, choices=", ".join(SIGNS)),
        )
    if term.sign == "gain" and term.gain not in GAINS:
        yield (
            "gain",
            say(
                "'{value}' must be one of {choices}: nothing else is a gain",
                value=term.gain,
                choices=", ".join(GAINS),
            ),
        )
    if term.sign == "cost" and term.gain:
        yield "gain", say("is for a gain only, leave it out")
    if not term.scale > 0:
        yield "scale", say("must be above 0")
    if Actor.FILE not in case.unread:
        yield from _unknown("weights", tuple(term.weights), case.scenario.actors, Actor.FILE)
    for actor, weight in term.weights.items():
        if not 0 <= weight.low <= weight.high:
            yield (
                "weights",
                say(
                    "of {actor} is {weight}, must be 0 or more: no weight turns a sign",
                    actor=actor,
                    weight=weight,
                ),
            )


def _judged(case: Case) -> Iterator[Problem]:
    """Judged values rise from low to high, and are of terms that are judged."""
    table, terms = case.scenario.judged, case.scenario.terms
    for row in np.flatnonzero(table.low > table.high).tolist():
        yield case.problem(Judged, row, say("low is above high"))
    for row, name in enumerate(table.term):
        if name in terms and not terms[name].judged:
            message = say(
                "term '{name}' is simulated ({of}), only judged ones stand here",
                name=name,
                of=terms[name].of,
            )
            yield case.problem(Judged, row, message)
