"""Payoffs: outcomes and judged values on fixed scales, weighed by weights that are drawn.

A term is the difference of an outcome from the recorded profile, member by member, over a fixed
scale; a judged one is drawn from its range. Its sign is that of its declaration: no weight turns
it, so that harm is nobody's gain (rule R1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marchland.errors import RequestError
from marchland.game.profiles import GAS, Profiles
from marchland.language import say
from marchland.model.actors import Term
from marchland.model.near import hint
from marchland.model.reviews import called
from marchland.model.tables import Judged
from marchland.model.views import View
from marchland.study.measures.outcomes import OUTCOMES

Floats = npt.NDArray[np.float64]
PROXIES = frozenset(one.name for one in OUTCOMES if one.human_cost) | {"attempts", "camps"}
"""Outcomes that go with harm, so that they can only be a cost (rule R1)."""


@dataclass(frozen=True, eq=False)
class Payoffs:
    """What each profile is worth to each actor, in many games.

    Parameters
    ----------
    found
        The profiles.
    actors
        Actors in the order of the axes.
    terms
        Terms that count for somebody.
    worth
        Payoffs (draw, member, actor, profile); 0 for the recorded profile.
    weights
        Weights (draw, actor, term); those of an actor add up to 1.
    judged
        Values of judged terms with their sign (draw, profile), by term and actor.
    """

    found: Profiles
    actors: tuple[str, ...]
    terms: tuple[Term, ...]
    worth: Floats
    weights: Floats
    judged: Mapping[tuple[str, str], Floats]

    def part(self, term: Term, actor: str) -> Floats:
        """Return a term's values to an actor, with its sign (member or draw, profile)."""
        if not term.judged:
            return _simulated(term, self.found)
        nothing = np.zeros((1, self.worth.shape[-1]))
        return self.judged.get((term.name, actor), nothing)


def payoffs(
    found: Profiles,
    draws: int = 500,
    seed: int = 1,
    *,
    simulated: bool = True,
    judged: bool = True,
    scale: float = 1.0,
) -> Payoffs:
    """Draw weights and judged values, and return what each profile is worth to each actor.

    Parameters
    ----------
    found
        The profiles.
    draws
        Draws of weights and judged values, which are drawn together.
    seed
        Seed of the draws.
    simulated, judged
        Whether these terms count: without one of them the answer shows what decides.
    scale
        Factor on the scales of simulated terms.

    Raises
    ------
    RequestError
        If the scenario has no terms, a term reads an outcome that is not there, or harm would be a
        gain.
    """
    terms = _terms(found)
    actors = found.board.actors
    rng = np.random.default_rng([seed, 20211112])
    weights = _weights(terms, actors, draws, rng)
    worth_of = _judged(terms, found, rng, np.random.default_rng([seed, 20211113]), draws)
    shape = (draws, found.members, len(actors), found.values.shape[-1])
    worth = np.zeros(shape)
    for i, term in enumerate(terms):
        part = None if term.judged else _simulated(term, found) / scale
        for a, actor in enumerate(actors):
            weight = weights[:, a, i, None]
            if part is not None and simulated:
                worth[:, :, a] += weight[:, None] * part
            elif part is None and judged and (term.name, actor) in worth_of:
                worth[:, :, a] += (weight * worth_of[term.name, actor])[:, None]
    return Payoffs(found, actors, terms, worth, weights, worth_of)


def _terms(found: Profiles) -> tuple[Term, ...]:
    """Return the terms of the players, once they are fit for it."""
    scenario, players = found.board.scenario, set(found.board.actors)
    terms = tuple(one for one in scenario.terms.values() if players & set(one.weights))
    wrong = list(_faults(terms, found.names))
    if not terms:
        wrong.append(
            say(
                "{name} has no terms of who plays; write some into its terms.yaml",
                name=scenario.name,
            )
        )
    if wrong:
        raise RequestError("; ".join(wrong))
    return terms


def _faults(terms: tuple[Term, ...], names: tuple[str, ...]) -> Iterator[str]:
    for term in terms:
        if term.judged:
            continue
        if term.of not in names and term.of != GAS:
            yield say(
                "term '{name}' reads '{of}', which is no outcome{hint}",
                name=term.name,
                of=term.of,
                hint=hint(term.of, names),
            )
        if term.sign == "gain" and term.of in PROXIES:
            yield say(
                "term '{name}' would make '{of}' a gain; harm and what goes with it is only ever a "
                "cost (rule R1)",
                name=term.name,
                of=term.of,
            )


def _simulated(term: Term, found: Profiles) -> Floats:
    """Return the values of a simulated term with its sign (member, profile)."""
    if term.of not in found.names:
        return np.zeros(found.values.shape[1:])
    sign = 1.0 if term.sign == "gain" else -1.0
    return np.asarray(sign * found.change(term.of) / term.scale)


def _weights(
    terms: tuple[Term, ...], actors: tuple[str, ...], draws: int, rng: np.random.Generator
) -> Floats:
    """Draw weights within their ranges, those of an actor to add up to 1 (draw, actor, term)."""
    drawn = rng.random((draws, len(actors), len(terms)))
    low, high = np.zeros(drawn.shape[1:]), np.zeros(drawn.shape[1:])
    for i, term in enumerate(terms):
        for a, actor in enumerate(actors):
            if actor in term.weights:
                low[a, i], high[a, i] = term.weights[actor].low, term.weights[actor].high
    weights = low + drawn * (high - low)
    total = weights.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(weights, total, out=np.zeros_like(weights), where=total > 0))


def _judged(
    terms: tuple[Term, ...],
    found: Profiles,
    rng: np.random.Generator,
    whose: np.random.Generator,
    draws: int,
) -> dict[tuple[str, str], Floats]:
    """Draw judged values with their sign, 0 in the recorded profile (draw, profile)."""
    board = found.board
    reviewed = board.scenario.reviewed
    views = reviewed.views if reviewed is not None else {}
    profiles = [set(profile) for profile in board.profiles]
    known = {term.name: term for term in terms}
    values: dict[tuple[str, str], Floats] = {}
    for row in board.scenario.judged.rows():
        drawn, by = rng.random(draws), whose.random(draws)  # of every row: one more moves no other
        term, of = known.get(row["term"]), (row["term"], row["actor"])
        if term is None or row["actor"] not in board.actors:
            continue
        wanted = {row["move"], row["beside"]} - {""}
        met = np.array([wanted <= profile for profile in profiles])
        sign = (1.0 if term.sign == "gain" else -1.0) / term.scale
        own = row["low"] + drawn * (row["high"] - row["low"])
        held = _held(own, drawn, by, views.get(f"judged:{called(Judged, row)[1]}", ()))
        values[of] = values.get(of, 0.0) + sign * held[:, None] * met
    return {of: value - value[:, :1] for of, value in values.items()}


def _held(own: Floats, drawn: Floats, by: Floats, views: tuple[View, ...]) -> Floats:
    """Return judged values (draw), each of one reviewer where there are views."""
    if not views:
        return own
    held = zip(own, drawn, (views[int(k)] for k in by * len(views)), strict=True)
    return np.array([value if one.own else one.at(u) for value, u, one in held])
