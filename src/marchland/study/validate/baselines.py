"""Baselines of the cold start: splits over camps that a newcomer could make without a simulator.

All are given what the simulator is given, the total displaced day by day, and nothing of the
counts after day 0, but for :func:`share_lag`, which sees them and stands apart.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from marchland.model.scenario import Scenario

Floats = npt.NDArray[np.float64]

WALK = {
    "deterrence_power": 1.0,
    "softening": 10.0,
    "leave_camp": 0.0003,
    "following": 0.0,
    "crowding_scale": 0.0,
    "danger": 0.0,
}
"""Parameters of the walk from place to place."""

EARTH_KM = 6371.0
"""Mean radius of the earth (IUGG)."""


def uniform(total: Floats, camps: int) -> Floats:
    """Split the total (day) evenly over the camps: (day, camp)."""
    return np.repeat(total[:, None] / camps, camps, axis=1)


def day0_share(total: Floats, start: Floats) -> Floats:
    """Split the total (day) as people stood in the camps on day 0, evenly where nobody did.

    Parameters
    ----------
    start
        People on day 0 (camp).
    """
    if start.sum() <= 0:
        return uniform(total, len(start))
    return np.asarray(total[:, None] * start / start.sum())


def gravity(
    displaced: Floats, start: Floats, km: Floats, power: float = 2.0, softening: float = 10.0
) -> Floats:
    """Let people go at once to camps by a power of the distance as the crow flies.

    Parameters
    ----------
    displaced
        People who enter (day, place).
    start
        People on day 0 (camp).
    km
        Distance (place, camp); where one is not known the place counts as far from all alike.
    power, softening
        Weight of a camp: ``(softening + km) ** -power``; by default Newton's square (Zipf 1946,
        doi:10.2307/2087063), and 10 km so that a camp at the place itself has a weight.

    Returns
    -------
        (day, camp).
    """
    known = np.isfinite(km).all(axis=1, keepdims=True)
    weight = (softening + np.where(known, km, 0.0)) ** -power
    share = weight / weight.sum(axis=1, keepdims=True)
    return np.asarray(start + np.cumsum(displaced @ share, axis=0))


def next_hop(scenario: Scenario) -> Scenario:
    """Return the scenario as a walk: people see no further than the next place, and wander on.

    It is run with the engine, so that it sees the same closures and capacities; nobody follows
    others, and camps side by side count as many. How people weigh the next places and leave camps
    is the walk's own (:data:`WALK`), so that the baseline stands while the defaults are chosen.
    """
    off = {
        name: replace(scenario.parameters[name], value=value, low=value, high=value, law="fixed")
        for name, value in WALK.items()
    }
    return replace(
        scenario,
        rules=replace(scenario.rules, reach="next"),
        parameters={**scenario.parameters, **off},
    )


def share_lag(counts: Floats, days: int) -> Floats:
    """Split each day's counted total as it was some days before (the first day's before that).

    It sees the counts, so it is no fair baseline of a cold start.

    Parameters
    ----------
    counts
        People (day, camp).
    days
        How long ago the split was seen.
    """
    seen = counts[np.maximum(np.arange(len(counts)) - days, 0)]
    sums = seen.sum(axis=1, keepdims=True)
    share = np.where(sums > 0, seen / np.maximum(sums, 1e-9), 1.0 / counts.shape[1])
    return np.asarray(share * counts.sum(axis=1, keepdims=True))


def great_circle(lat: Floats, lon: Floats, to_lat: Floats, to_lon: Floats) -> Floats:
    """Return distances in km on the sphere (from, to), by the haversine formula, from degrees."""
    p, q = np.radians(lat)[:, None], np.radians(to_lat)[None]
    across = np.radians(to_lon)[None] - np.radians(lon)[:, None]
    h = np.sin((q - p) / 2) ** 2 + np.cos(p) * np.cos(q) * np.sin(across / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0.0, 1.0))))
