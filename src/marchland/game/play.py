"""The game: what holds whatever others do, what is an equilibrium and how weakly, what decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from marchland.game.decides import SCALES, Decider, decides
from marchland.game.ledger import Ledger, entries
from marchland.game.payoffs import Payoffs, payoffs
from marchland.game.profiles import Profiles
from marchland.game.rules import check_against_harm, check_over
from marchland.game.solve import by_move, dominated, equilibria, regret
from marchland.language import mark
from marchland.model.actors import Move
from marchland.study.measures.bands import Band

Floats = npt.NDArray[np.float64]
_SCALED = (
    mark("simulated terms fully (scale times 0.25)"),
    mark("simulated terms faintly (scale times 4)"),
)
"""How terms are weighed at each of the :data:`SCALES`."""
LEADS = 0.5
"""Share of games from which on an equilibrium is called one that mostly stands."""


@dataclass(frozen=True)
class Safe:
    """How surely a move of an actor keeps harm low.

    Parameters
    ----------
    move
        The move.
    least
        Share of members and of all that others can do in which it has the least harm of its
        actor's moves.
    less
        Share in which it has less harm than what was recorded.
    regret
        Band over members of the most person-nights by which it exceeds its actor's least.
    """

    move: Move
    least: float
    less: float
    regret: Band


@dataclass(frozen=True, eq=False)
class Standing:
    """How often profiles are equilibria, in one way of weighing.

    Parameters
    ----------
    share
        Share of games in which each profile is one (profile).
    none, several
        Share of games with no pure equilibrium, and with more than one.
    """

    share: Floats
    none: float
    several: float


@dataclass(frozen=True, eq=False)
class Game:
    """All that a game says; what is robust first.

    Parameters
    ----------
    found
        What comes of every profile.
    ledger
        One actor's move at a time.
    safe
        Moves by how surely they keep harm low.
    dominated
        Share of games in which each move is worse for its actor than another, whatever others do.
    regret
        By move: what its actor at worst falls short of its best, in units of its payoff, median.
        Moves that are a stress have none.
    standing
        How often profiles are equilibria.
    other
        The same with simulated terms alone, judged ones alone, and other scales, by name.
    weights_matter, chance_matters
        Share of games that agree with the commonest answer within a member, and within a draw.
    draws
        Draws of weights and judged values.
    decides
        What each weight, judged value and scale would change by itself, from the middle of all
        ranges, in the declared order; nothing of it is drawn.
    """

    found: Profiles
    ledger: Ledger
    safe: tuple[Safe, ...]
    dominated: dict[str, float]
    regret: dict[str, float]
    standing: Standing
    other: dict[str, Standing]
    weights_matter: float
    chance_matters: float
    draws: int
    decides: tuple[Decider, ...] = ()

    @property
    def recorded(self) -> float:
        """Share of games in which what happened is an equilibrium: the back-test."""
        return float(self.standing.share[0])

    @property
    def says(self) -> bool:
        """Whether the game says which profile would stand: it must also pass its back-test."""
        leads = float(self.standing.share.max()) >= LEADS
        return leads and self.recorded >= LEADS

    def overlap(self, name: str) -> float:
        """Return how far another weighing has the same equilibria: 1 all of them, 0 none."""
        one, other = self.standing.share, self.other[name].share
        total = float(np.maximum(one, other).sum())
        return float(np.minimum(one, other).sum()) / total if total else 1.0

    def table(self) -> pd.DataFrame:
        """Return harm and equilibria by profile, in the order of the declaration."""
        board, harm = self.found.board, self.found.of(self.found.harm)
        rows = []
        for i, profile in enumerate(board.profiles):
            moves = dict(zip(board.actors, profile, strict=True))
            share = {"share_equilibrium": float(self.standing.share[i])}
            rows.append({**moves, **vars(Band.of(harm[:, i])), **share})
        return pd.DataFrame(rows)

    def deciders(self) -> pd.DataFrame:
        """Return what each weight, judged value and scale would change by itself, as a table."""
        return pd.DataFrame([vars(one) for one in self.decides])


def play(found: Profiles, draws: int = 500, seed: int = 1, *, today: date | None = None) -> Game:
    """Weigh what comes of every profile, and say what is robust and what is not.

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
    Game
        The ledger, what is safe, equilibria and how weakly they stand; :meth:`Game.table` has harm
        and equilibria by profile.

    Raises
    ------
    RequestError
        If the crisis goes on, or a gain goes with harm: then there is no game.
    """
    check_over(found.board.scenario, today or date.today())
    worth = payoffs(found, draws, seed)
    check_against_harm(worth)
    shape = found.board.shape
    stands = equilibria(worth.worth, shape)
    other = {
        mark("simulated terms alone"): payoffs(found, draws, seed, judged=False),
        mark("judged terms alone"): payoffs(found, draws, seed, simulated=False),
        **{
            name: payoffs(found, draws, seed, scale=scale)
            for name, scale in zip(_SCALED, SCALES, strict=True)
        },
    }
    return Game(
        found,
        entries(worth),
        tuple(safe(found)),
        _dominated(worth),
        _regret(worth),
        standing(stands),
        {name: standing(equilibria(one.worth, shape)) for name, one in other.items()},
        _agreeing(stands, 0),
        _agreeing(stands, 1),
        draws,
        decides(worth),
    )


def safe(found: Profiles) -> list[Safe]:
    """Return how surely each move keeps harm low, whatever others do and whatever the weights."""
    harm, board = found.of(found.harm), found.board
    told = []
    for a, moves in enumerate(board.moves.values()):
        own = by_move(harm, board.shape, a)
        least = own <= own.min(axis=-2, keepdims=True)
        short = (own - own.min(axis=-2, keepdims=True)).max(axis=-1)
        for i, move in enumerate(moves):
            less = float((own[:, i] < own[:, 0]).mean())
            told.append(Safe(move, float(least[:, i].mean()), less, Band.of(short[:, i])))
    return told


def standing(stands: npt.NDArray[np.bool_]) -> Standing:
    """Return how often profiles are equilibria (draw, member, profile)."""
    number = stands.sum(axis=-1)
    share = stands.mean(axis=tuple(range(stands.ndim - 1)))
    return Standing(np.asarray(share), float((number == 0).mean()), float((number > 1).mean()))


def _dominated(worth: Payoffs) -> dict[str, float]:
    board = worth.found.board
    shares: dict[str, float] = {}
    for a, moves in enumerate(board.moves.values()):
        found = dominated(worth.worth, board.shape, a)
        shares |= {move.name: float(found[..., i].mean()) for i, move in enumerate(moves)}
    return shares


def _regret(worth: Payoffs) -> dict[str, float]:
    board = worth.found.board
    told: dict[str, float] = {}
    for a, moves in enumerate(board.moves.values()):
        found = regret(worth.worth, board.shape, a)
        for i, move in enumerate(moves):
            if move.kind != "stress":
                told[move.name] = float(np.median(found[..., i]))
    return told


def _agreeing(stands: npt.NDArray[np.bool_], axis: int) -> float:
    """Return how often games agree with the commonest answer over draws (0) or members (1)."""
    return float(stands.mean(axis=axis).max(axis=-1).mean())
