"""The ledger: one actor's move at a time, harm first, then who would gain or lose by it.

Rows stand in the order of the declaration and are never ranked (rule R3). A stress stands beside
its best protective answer, best by harm, and the gain that it has for whom stands together with
the harm that comes with it and with who could take the gain away without it (rule R4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from marchland.game.payoffs import Payoffs, payoffs
from marchland.game.profiles import Profiles
from marchland.game.rules import check_against_harm, check_over
from marchland.model.actors import Move
from marchland.study.measures.bands import Band
from marchland.study.measures.since import ARRIVALS

Floats = npt.NDArray[np.float64]
CLEAR = 0.9
"""Share of draws from which on an actor is said to gain or to lose."""
BESIDE = ("deaths_expected", "unreached_nights", "attempts", "received", "home")
"""Outcomes of a row after the hardships, of which the harm is first."""


@dataclass(frozen=True)
class Entry:
    """What one actor's move would change, all others doing as recorded.

    Parameters
    ----------
    move
        The move.
    changes
        Bands of differences from the recorded profile, by outcome, harm first.
    harm
        The hardship that it is about: the first that it changes in most members.
    less
        Share of members in which there is less of it.
    gains, loses
        Share of draws and members in which each actor is better, or worse, off.
    answer
        For a stress: the protective move of another with which the harm is least; None without.
    answered
        Band of the harm with that answer, from the recorded profile.
    taken
        For a stress: share of draws in which the mover still gains by it where that answer is made.
    """

    move: Move
    changes: dict[str, Band]
    harm: str
    less: float
    gains: dict[str, float]
    loses: dict[str, float]
    answer: Move | None = None
    answered: Band | None = None
    taken: float = float("nan")


@dataclass(frozen=True, eq=False)
class Ledger:
    """All entries in the order of ``moves.yaml``, and what they are of."""

    found: Profiles
    entries: tuple[Entry, ...]

    def table(self) -> pd.DataFrame:
        """Return the ledger as one table: a row for each move and outcome or actor."""
        rows = []
        for one in self.entries:
            about = {"actor": one.move.actor, "move": one.move.name, "kind": one.move.kind}
            for name, band in one.changes.items():
                rows.append({**about, "what": name, "is": "simulated", **vars(band)})
            for actor, share in one.gains.items():
                told = {"share_gains": share, "share_loses": one.loses[actor]}
                rows.append({**about, "what": actor, "is": "simulated and judged", **told})
            if one.answer is not None and one.answered is not None:
                beside = {"answer": one.answer.name, **vars(one.answered)}
                rows.append({**about, "what": f"{one.harm}, answered", "is": "simulated", **beside})
        return pd.DataFrame(rows)


def ledger(
    found: Profiles, draws: int = 500, seed: int = 1, *, today: date | None = None
) -> Ledger:
    """Return what each actor's moves would change, from the recorded profile, one at a time.

    Parameters
    ----------
    found
        What comes of every profile (:func:`marchland.profiles`).
    draws
        Draws of weights and judged values.
    seed
        Seed of the draws.
    today
        Day on which it is asked; by default today's date.

    Returns
    -------
    Ledger
        Entries in the order of ``moves.yaml``, none of them ranked; :meth:`Ledger.table` is the
        same as a table.

    Raises
    ------
    RequestError
        If the crisis goes on, or a gain goes with harm: then nobody's gain is shown.
    """
    check_over(found.board.scenario, today or date.today())
    worth = payoffs(found, draws, seed)
    check_against_harm(worth)
    return entries(worth)


def entries(worth: Payoffs) -> Ledger:
    """Return the ledger of payoffs that are fit to be shown."""
    found = worth.found
    moves = {m.name: m for several in found.board.moves.values() for m in several}
    return Ledger(
        found,
        tuple(
            _entry(worth, moves, moves[name], found.at(profile))
            for name, profile in found.board.deviations().items()
        ),
    )


def _entry(worth: Payoffs, moves: dict[str, Move], move: Move, at: int) -> Entry:
    found = worth.found
    arrivals = [name for name in found.names if name.startswith(ARRIVALS)]
    told = [name for name in (*found.hardships, *BESIDE, *arrivals, "gas") if name in found.names]
    changes = {name: Band.of(found.change(name)[:, at]) for name in told}
    gains = {a: float((worth.worth[:, :, i, at] > 0).mean()) for i, a in enumerate(worth.actors)}
    loses = {a: float((worth.worth[:, :, i, at] < 0).mean()) for i, a in enumerate(worth.actors)}
    name = next((n for n in found.hardships if changes[n].median), found.harm)
    harm = found.change(name)
    less = float((harm[:, at] < 0).mean())
    plain = Entry(move, changes, name, less, gains, loses)
    answers = [moves[name] for name in move.answers if name in moves]
    if move.kind != "stress" or not answers:
        return plain
    board, profile = found.board, found.board.profiles[at]
    beside = {one.name: found.at(board.answered(profile, one.name)) for one in answers}
    best = min(answers, key=lambda one: float(np.median(harm[:, beside[one.name]])))
    with_it = beside[best.name]
    mover = worth.actors.index(move.actor)
    alone = found.at(board.answered(board.recorded, best.name))
    own = worth.worth[:, :, mover]
    taken = float((own[..., with_it] > own[..., alone]).mean())
    answered = Band.of(harm[:, with_it])
    return replace(plain, answer=best, answered=answered, taken=taken)
