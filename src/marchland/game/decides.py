"""What decides: one weight, judged value or scale at a time moved to the ends of its range.

Everything else stays in the middle of its range, so nothing is drawn, and the answer is the same
each time. What is asked is whether the equilibria change, never which move would pay whom: rows
stand in the order of the declaration and are not ranked (rule R3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from marchland.game.payoffs import Payoffs
from marchland.game.solve import equilibria
from marchland.model.actors import Term
from marchland.model.reviews import called
from marchland.model.tables import Judged

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
SCALES = (0.25, 4.0)
"""Factors on the scale of a simulated term: the ends of what is tried."""


@dataclass(frozen=True)
class Decider:
    """How far one number of a game decides.

    Parameters
    ----------
    what
        ``weight`` of a term to an actor, ``judged`` value of a move, or ``scale`` of a term.
    term, actor, move, beside
        Which; no actor for a scale, no moves but for a judged value.
    low, high
        Ends that were tried: of the range, or factors on the scale.
    flips_low, flips_high
        Share of members in which the equilibria are others than with all in the middle.
    recorded_low, recorded_high
        Share of members in which the recorded profile is an equilibrium.
    """

    what: Literal["weight", "judged", "scale"]
    term: str
    actor: str
    move: str
    beside: str
    low: float
    high: float
    flips_low: float
    flips_high: float
    recorded_low: float
    recorded_high: float

    @property
    def flips(self) -> float:
        """Share of members in which one of its ends changes the equilibria, at most."""
        return max(self.flips_low, self.flips_high)


@dataclass(frozen=True, eq=False)
class _Middle:
    """A game with everything in the middle of its range, to be asked what one change would do.

    Parameters
    ----------
    worth
        The payoffs, for their profiles, actors and terms.
    weights
        Weights (actor, term), not yet added up to 1.
    scales
        Factors on the scales of terms (term).
    judged
        Values of the rows of judged.csv (row).
    """

    worth: Payoffs
    weights: Floats
    scales: Floats
    judged: Floats

    def stands(self) -> Bools:
        """Return which profiles are equilibria (member, profile)."""
        found, actors = self.worth.found, self.worth.actors
        total = self.weights.sum(axis=-1, keepdims=True)
        shares = np.divide(self.weights, total, out=np.zeros_like(self.weights), where=total > 0)
        values = np.zeros((found.members, len(actors), found.values.shape[-1]))
        for i, term in enumerate(self.worth.terms):
            if not term.judged:
                part = self.worth.part(term, actors[0]) / self.scales[i]
                values += shares[:, i][None, :, None] * part[:, None]
        for (t, a, of), value in zip(_rows(self.worth), self.judged, strict=True):
            values[:, a] += shares[a, t] * value * of
        return equilibria(values - values[..., :1], found.board.shape)


def decides(worth: Payoffs) -> tuple[Decider, ...]:
    """Return how far each weight, judged value and scale decides, in the declared order.

    Parameters
    ----------
    worth
        Payoffs that are fit to be shown.
    """
    ends = np.array(list(_judged_ends(worth))).reshape(-1, 3)
    middle = _Middle(
        worth,
        np.array([[_ends(t, a)[1] for t in worth.terms] for a in worth.actors]),
        np.ones(len(worth.terms)),
        ends[:, 1],
    )
    return tuple(_each(middle, ends, middle.stands()))


def _each(middle: _Middle, judged: Floats, usual: Bools) -> Iterator[Decider]:
    worth = middle.worth
    for a, actor in enumerate(worth.actors):
        for t, term in enumerate(worth.terms):
            low, _, high = _ends(term, actor)
            if low < high:
                made = [_with(middle.weights, (a, t), end) for end in (low, high)]
                both = [replace(middle, weights=one) for one in made]
                yield _decider("weight", (term.name, actor, "", ""), (low, high), both, usual)
    for row, (t, a, _) in enumerate(_rows(worth)):
        low, _, high = judged[row]
        both = [replace(middle, judged=_with(middle.judged, row, end)) for end in (low, high)]
        named = (worth.terms[t].name, worth.actors[a], *_moves(worth)[row])
        yield _decider("judged", named, (low, high), both, usual)
    for t, term in enumerate(worth.terms):
        if not term.judged:
            both = [replace(middle, scales=_with(middle.scales, t, end)) for end in SCALES]
            yield _decider("scale", (term.name, "", "", ""), SCALES, both, usual)


def _decider(
    what: Literal["weight", "judged", "scale"],
    named: tuple[str, str, str, str],
    ends: tuple[float, float],
    both: list[_Middle],
    usual: Bools,
) -> Decider:
    stands = [one.stands() for one in both]
    flips = [float((one != usual).any(axis=-1).mean()) for one in stands]
    recorded = [float(one[:, 0].mean()) for one in stands]
    low, high = map(float, ends)
    return Decider(what, *named, low, high, *flips, *recorded)


def _with(values: Floats, at: int | tuple[int, int], value: float) -> Floats:
    made = values.copy()
    made[at] = value
    return made


def _ends(term: Term, actor: str) -> tuple[float, float, float]:
    """Return the lowest, the middle and the highest weight of a term to an actor."""
    if actor not in term.weights:
        return 0.0, 0.0, 0.0
    one = term.weights[actor]
    return one.low, (one.low + one.high) / 2, one.high


def _played(worth: Payoffs) -> Iterator[dict[str, Any]]:
    """Yield the rows of judged.csv that are of players and of terms that count for one."""
    names = {term.name for term in worth.terms}
    for row in worth.found.board.scenario.judged.rows():
        if row["term"] in names and row["actor"] in worth.actors:
            yield row


def _judged_ends(worth: Payoffs) -> Iterator[tuple[float, float, float]]:
    """Yield the lowest, the middle and the highest value of each row, as reviewers have it."""
    scenario = worth.found.board.scenario
    reviewed = scenario.reviewed.views if scenario.reviewed is not None else {}
    for row in _played(worth):
        own = (float(row["low"]), float(row["high"]))
        views = reviewed.get(f"judged:{called(Judged, row)[1]}", ())
        sides = [own if one.own else (one.low, one.high) for one in views] or [own]
        peaks = [sum(own) / 2 if one.own else one.best for one in views] or [sum(own) / 2]
        low, high = min(side[0] for side in sides), max(side[1] for side in sides)
        yield low, sum(peaks) / len(peaks), high


def _rows(worth: Payoffs) -> list[tuple[int, int, Floats]]:
    """Return term, actor, and where each judged value counts, with its sign (profile)."""
    board, named = worth.found.board, [term.name for term in worth.terms]
    profiles = [set(profile) for profile in board.profiles]
    told = []
    for row in _played(worth):
        term = named.index(row["term"])
        one = worth.terms[term]
        wanted = {row["move"], row["beside"]} - {""}
        met = np.array([wanted <= profile for profile in profiles])
        sign = (1.0 if one.sign == "gain" else -1.0) / one.scale
        told.append((term, worth.actors.index(row["actor"]), sign * met))
    return told


def _moves(worth: Payoffs) -> list[tuple[str, str]]:
    """Return the move by which each judged value comes, and that beside which it does."""
    return [(row["move"], row["beside"]) for row in _played(worth)]
