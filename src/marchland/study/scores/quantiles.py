"""Scores of forecasts that are given as quantiles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEVELS: Floats = np.arange(1, 40) / 40
"""Levels of the quantiles of a forecast."""
WIS_LEVELS = (0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
"""Lower ends of the intervals of the weighted interval score."""


def level(value: float) -> int:
    """Return where a level stands in :data:`LEVELS`."""
    return int(np.abs(LEVELS - value).argmin())


def crps(quantiles: Floats, counts: Floats) -> Floats:
    """Return the continuous ranked probability score, as twice the mean pinball loss.

    Parameters
    ----------
    quantiles
        Forecasts at :data:`LEVELS` (count, level).
    counts
        What was counted (count).

    Source
    ------
    Gneiting and Ranjan (2011), doi:10.1198/jbes.2010.08110, equation 11, on 39 levels.
    """
    over = counts[:, None] - quantiles
    return np.asarray(2.0 * np.maximum(LEVELS * over, (LEVELS - 1.0) * over).mean(axis=1))


def wis(quantiles: Floats, counts: Floats) -> Floats:
    """Return the weighted interval score of the median and ten central intervals.

    Source
    ------
    Bracher, Ray, Gneiting and Reich (2021), doi:10.1371/journal.pcbi.1008618.
    """
    total = 0.5 * np.abs(counts - quantiles[:, level(0.5)])
    for tail in WIS_LEVELS:
        low, high = quantiles[:, level(tail)], quantiles[:, level(1.0 - tail)]
        below, above = np.maximum(low - counts, 0.0), np.maximum(counts - high, 0.0)
        total = total + tail * (high - low) + below + above
    return np.asarray(total / (len(WIS_LEVELS) + 0.5))


def within(quantiles: Floats, counts: Floats, share: float) -> npt.NDArray[np.bool_]:
    """Return whether each count lies in its central band of a share, its ends included (count)."""
    low, high = level(0.5 - share / 2), level(0.5 + share / 2)
    return np.asarray((counts >= quantiles[:, low]) & (counts <= quantiles[:, high]))


def pit(quantiles: Floats, counts: Floats) -> Floats:
    """Return the probability integral transform: the level at which each count lies (count).

    Where quantiles are equal to the count, it is the middle of their levels; beyond the outermost
    it is half of what is left.
    """
    edges = np.concatenate([[0.0], LEVELS, [1.0]])
    below = (quantiles < counts[:, None]).sum(axis=1)
    upto = (quantiles <= counts[:, None]).sum(axis=1)
    return np.asarray((edges[below] + edges[upto + 1]) / 2)
