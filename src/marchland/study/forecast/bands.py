"""Bands: how far counts lay from what was said, by lead, and by age or by length of a period."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from marchland.study.forecast.series import Kind
from marchland.study.scores.quantiles import LEVELS

Floats = npt.NDArray[np.float64]

LEADS = (7, 15, 30, 60, 100, 200)
"""Nodes of the lead, in days from the last known count to the day asked for."""
TRAITS: Mapping[Kind, tuple[int, ...]] = {
    "stock": (45, 120, 240, 480, 900),
    "total": (45, 120, 240, 480, 900),
    "flow": (1, 7, 30),
}
"""Nodes of what else errors go by. Of stocks and running totals the age of the record, in days from
its first count to the last known one of the site, of a total to the day: young crises are wilder.
Of flows the days of a period: counts by week are noisier than counts by month."""
_FEW, _ROUNDS = 5.0, 30
"""Forecasts of middling error put to each trait, and rounds of fitting."""
FARTHEST = 1.6
"""No band reaches beyond about five times a point (assumed)."""
STORED: Floats = np.array(
    [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99]
)
"""Levels at which shapes of bands are kept."""


def hats(values: Floats, nodes: tuple[int, ...]) -> Floats:
    """Return weights of nodes, linear in the logarithm between them (value, node)."""
    at, places = np.log(np.clip(values, nodes[0], nodes[-1])), np.log(np.array(nodes, np.float64))
    unit = np.eye(len(nodes))
    return np.stack([np.interp(at, places, row) for row in unit], axis=-1)


def at_nodes(weights: Floats, table: Floats) -> Floats:
    """Return what a table by node says, with weights of its nodes (value, ...).

    It is summed in one order for any number of values, so that a forecast is the same bits alone
    and among others.
    """
    return np.asarray(np.einsum("vk,k...->v...", weights, table))


def errors(people: Floats, outcome: Floats, offset: Floats) -> Floats:
    """Return the logarithm of count over forecast, both with the offset added (question, expert).

    Ratios make camps of any size comparable; the offset keeps small numbers from ruling.
    """
    return np.asarray(np.log((outcome + offset)[:, None] + 0.0) - np.log(people + offset[:, None]))


def applied(people: Floats, offset: Floats, widths: Floats) -> Floats:
    """Put bands around points: the inverse of :func:`errors`, never below 0.

    Parameters
    ----------
    people
        Points (question, expert).
    offset
        As for :func:`errors` (question).
    widths
        Errors by level (question, expert, level).
    """
    base = offset[:, None, None]
    return np.maximum(
        (people[:, :, None] + base) * np.exp(np.clip(widths, -8.0, FARTHEST)) - base, 0.0
    )


def two_ways(error: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Return mean errors by lead, and the factors by trait on them, fitted to each other.

    Each is set from the other in turn, so that a lead which only noisy series have is not taken for
    a noisy lead. A trait that hardly any crisis has gets a factor near 1.

    Parameters
    ----------
    error, weight
        Sums of errors, and how many forecasts each holds (lead, trait).
    """
    factor = np.ones(error.shape[1])
    for _ in range(_ROUNDS):
        by_lead = error.sum(axis=1) / np.maximum(weight @ factor, 1e-9)
        expected = (weight * by_lead[:, None]).sum(axis=0)
        middling = _FEW * expected.sum() / max(weight.sum(), 1e-9) + 1e-9
        factor = (error.sum(axis=0) + middling) / (expected + middling)
    return by_lead, factor


def quantiles_of(values: Floats, weight: Floats, levels: Floats = STORED) -> Floats:
    """Return weighted quantiles of values (level)."""
    order = np.argsort(values, kind="stable")
    weight = weight[order]
    middle = (np.cumsum(weight) - 0.5 * weight) / weight.sum()
    return np.interp(levels, middle, values[order])


def pooled(shapes: Floats, weight: Floats) -> Floats:
    """Return the quantiles of a mixture of distributions at :data:`LEVELS`.

    Parameters
    ----------
    shapes
        Quantiles at :data:`STORED` (part, level).
    weight
        Weight of each part (part).
    """
    inner = (np.arange(60) + 0.5) / 60
    values = np.concatenate([np.interp(inner, STORED, row) for row in shapes])
    return quantiles_of(values, np.repeat(weight, len(inner)), LEVELS)


def stretched(quantiles: Floats, offset: Floats, middle: float, tails: float) -> Floats:
    """Widen a band around its median, its inner half by one factor and its tails by another.

    Parameters
    ----------
    quantiles
        Forecasts at :data:`LEVELS` (question, level).
    offset
        As for :func:`errors` (question).
    middle
        Factor from the 25 to the 75 % level.
    tails
        Factor at the 5 and 95 % levels and beyond; between the two it goes over evenly.
    """
    outer = np.clip((np.abs(LEVELS - 0.5) - 0.25) / 0.2, 0.0, 1.0)
    base = offset[:, None]
    logs = np.log(quantiles + base)
    median = logs[:, len(LEVELS) // 2, None]
    wider = median + (logs - median) * (middle + (tails - middle) * outer)
    return np.maximum(np.exp(wider) - base, 0.0)
