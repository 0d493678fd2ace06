"""The averaged relative difference, the score of the peer's own validations, and what goes with it.

Counts are interpolated linearly between the days they were taken on; the simulated people of a
camp are compared with them on every day (Suleimenova, Bell and Groen 2017,
doi:10.1038/s41598-017-13828-9).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def interpolated(days: npt.ArrayLike, people: npt.ArrayLike, length: int) -> Floats:
    """Return a count for each of the days 0 to ``length − 1``.

    Parameters
    ----------
    days, people
        The counts and their days, rising; days may lie outside the run.
    """
    return np.asarray(
        np.interp(np.arange(length), np.asarray(days, float), np.asarray(people, float))
    )


def relative_difference(simulated: Floats, counts: Floats) -> Floats:
    """Return each day's relative difference, ``Σ_camps |simulated − counts| / max(1, Σ counts)``.

    Parameters
    ----------
    simulated
        People (..., day, camp).
    counts
        People (day, camp).

    Returns
    -------
        (..., day).
    """
    difference = np.abs(simulated - counts).sum(axis=-1)
    return np.asarray(difference / np.maximum(1.0, counts.sum(axis=-1)))


def ard(simulated: Floats, counts: Floats) -> Floats:
    """Return the averaged relative difference: the mean of :func:`relative_difference` over days.

    Parameters
    ----------
    simulated
        People (..., day, camp).
    counts
        People (day, camp).
    """
    return np.asarray(relative_difference(simulated, counts).mean(axis=-1))


def rescaled(simulated: Floats, counts: Floats) -> Floats:
    """Return the simulated people times what brings each day's sum to that of the counts.

    The score of what is returned judges the split over camps apart from the total. A day on which
    nobody is simulated stays as it is.
    """
    total = simulated.sum(axis=-1, keepdims=True)
    counted = counts.sum(axis=-1, keepdims=True)
    return np.asarray(simulated * np.where(total > 0, counted / np.maximum(total, 1e-9), 1.0))


def camp_errors(simulated: Floats, counts: Floats) -> Floats:
    """Return each camp's mean error over days relative to its mean count (..., camp)."""
    error = np.abs(simulated - counts).mean(axis=-2)
    return np.asarray(error / np.maximum(1.0, counts.mean(axis=0)))


def covered(simulated: Floats, counts: Floats, level: float) -> Flags:
    """Tell which counts lie in the central band of the members.

    Parameters
    ----------
    simulated
        People (member, day, camp).
    counts
        People (day, camp).
    level
        Share of the members that the band holds, 0.9 for instance.

    Returns
    -------
        (day, camp).
    """
    low, high = np.quantile(simulated, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return np.asarray((low <= counts) & (counts <= high))
