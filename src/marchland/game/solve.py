"""Games in normal form, by enumeration: pure equilibria, dominated moves, regret.

Payoffs have any number of axes in front (draws, members), then one for actors and one for
profiles. A few lines of NumPy are exact and quick for games as small as these; mixed
equilibria are left out on purpose, since nobody here throws dice.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
SAME = 1e-12
"""Differences up to here, relative to the largest payoff, are none."""


def equilibria(worth: Floats, shape: Sequence[int]) -> Bools:
    """Return which profiles are pure Nash equilibria: nobody gains by another move alone.

    Parameters
    ----------
    worth
        Payoffs (..., actor, profile), the last actor's move changing fastest.
    shape
        Number of moves of each actor.

    Returns
    -------
        Flags (..., profile).
    """
    stands = np.ones((*worth.shape[:-2], worth.shape[-1]), dtype=np.bool_)
    slack = SAME * float(np.abs(worth).max(initial=0.0))
    for actor, _ in enumerate(shape):
        own = _own(worth, shape, actor)
        best = own >= own.max(axis=-2, keepdims=True) - slack
        stands &= _back(best, shape, actor)
    return stands


def dominated(worth: Floats, shape: Sequence[int], actor: int) -> Bools:
    """Return which moves of an actor are worse than one other of its moves whatever others do.

    Returns
    -------
        Flags (..., move).
    """
    own = _own(worth, shape, actor)
    better: Bools = np.all(own[..., :, None, :] > own[..., None, :, :], axis=-1)
    return np.asarray(np.any(better, axis=-2))  # over the better of (..., better, worse)


def regret(worth: Floats, shape: Sequence[int], actor: int) -> Floats:
    """Return what an actor at worst falls short of its best by each move (..., move)."""
    own = _own(worth, shape, actor)
    return np.asarray((own.max(axis=-2, keepdims=True) - own).max(axis=-1))


def by_move(values: Floats, shape: Sequence[int], actor: int) -> Floats:
    """Return values of profiles (..., profile) by an actor's move and others' (..., move, rest)."""
    cube = np.moveaxis(values.reshape(*values.shape[:-1], *shape), actor - len(shape), -len(shape))
    return cube.reshape(*values.shape[:-1], shape[actor], -1)


def _own(worth: Floats, shape: Sequence[int], actor: int) -> Floats:
    """Return an actor's payoffs by its move and by all that others do (..., move, others)."""
    return by_move(worth[..., actor, :], shape, actor)


def _back(flags: Bools, shape: Sequence[int], actor: int) -> Bools:
    """Put what stands by an actor's move and others' back in the order of profiles."""
    rest = [n for i, n in enumerate(shape) if i != actor]
    cube = flags.reshape(*flags.shape[:-2], shape[actor], *rest)
    cube = np.moveaxis(cube, -len(shape), actor - len(shape))
    return cube.reshape(*flags.shape[:-2], -1)
