"""A season cut into steps: each figure in the mean of its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marchland.gas.season import Season

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Means:
    """A season's figures in the mean of each step (k, ...), with the steps' days (k).

    ``more`` is the room at each terminal (k, e), ``ships`` what all ships can bring (k).
    """

    days: Floats
    demand: Floats
    firm: npt.NDArray[np.bool_]
    capacity: Floats
    supply: Floats
    more: Floats
    ships: Floats


def means(season: Season, edges: Sequence[int]) -> Means:
    """Return the season's figures averaged between the edges of steps (days)."""
    starts, days = list(edges[:-1]), np.diff(np.asarray(edges, np.float64))

    def mean(daily: Floats) -> Floats:
        total = np.add.reduceat(daily[: edges[-1]], starts, axis=0)
        return np.asarray(total / days[:, None])

    return Means(
        days,
        mean(season.demand),
        np.logical_or.reduceat(season.firm[: edges[-1]], starts, axis=0),
        mean(season.capacity),
        mean(season.supply),
        mean(season.more),
        mean(season.ships[:, None])[:, 0],
    )
