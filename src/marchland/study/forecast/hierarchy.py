"""Sums over sites that agree with the sites: district, country, all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from marchland.study.forecast.predict import Predicted
from marchland.study.forecast.series import Floats
from marchland.study.scores.quantiles import LEVELS

DEPENDENCE = 0.25
"""Rank correlation between the errors of two sites; measured at 0.20 to 0.25 on twelve past
conflicts (assumed elsewhere, range 0 to 0.5). Without it the band of a sum is too narrow."""
DRAWS = 2000
_SEED = 20_211_109


@dataclass(frozen=True, eq=False)
class Sums:
    """Forecasts of sums of stocks.

    Parameters
    ----------
    names
        What is summed over: districts, countries, all (sum).
    ahead
        Days ahead (horizon).
    people
        Quantiles at the levels of all forecasts (sum, horizon, level).
    last_people
        Sum of the last counts known (sum).
    sites
        Indices of the series in each sum (sum).
    draws
        Joint draws of the sites, from which all sums are made, so that in each draw the parts
        add up to the whole (draw, site, horizon); the axis ``site`` is in the order of ``order``.
    order
        Indices of the series along the axis ``site``.
    """

    names: tuple[str, ...]
    ahead: tuple[int, ...]
    people: Floats
    last_people: Floats
    sites: tuple[tuple[int, ...], ...]
    draws: Floats
    order: tuple[int, ...]


def sums(found: Predicted, dependence: float = DEPENDENCE) -> Sums:
    """Return forecasts of all sums that the stocks of a record are part of.

    Parameters
    ----------
    found
        The forecast of the sites.
    dependence
        Rank correlation between sites, 0 to 1.
    """
    asked = found.rolled.questions
    record = found.record
    order = tuple(i for i in np.unique(asked.series).tolist() if record.series[i].inside)
    ahead = tuple(np.unique(found.ahead).tolist())
    draws = np.zeros((DRAWS, len(order), len(ahead)))
    last = np.zeros(len(order))
    at = ranks(len(order), dependence)
    for n, i in enumerate(order):
        for h, days in enumerate(ahead):
            row = np.flatnonzero((asked.series == i) & (found.ahead == days))[0]
            draws[:, n, h] = drawn(found.rolled.people[row], at[:, n])
            last[n] = found.rolled.last_people[row]
    names = tuple(dict.fromkeys(name for i in order for name in record.series[i].inside))
    inside = [[name in record.series[i].inside for i in order] for name in names]
    parts = np.array(inside, bool).reshape(len(names), len(order))
    summed = np.einsum("dsh,ns->ndh", draws, parts.astype(np.float64))
    people = np.quantile(summed, LEVELS, axis=1) if names else np.zeros((len(LEVELS), 0, 0))
    return Sums(
        names=names,
        ahead=ahead,
        people=np.round(np.moveaxis(people, 0, -1)),
        last_people=parts @ last,
        sites=tuple(tuple(i for i, here in zip(order, row, strict=True) if here) for row in parts),
        draws=draws,
        order=order,
    )


def drawn(quantiles: Floats, ranks: Floats) -> Floats:
    """Return whole people at some ranks of a forecast; beyond its outermost levels straight on.

    Parameters
    ----------
    quantiles
        At the levels of all forecasts (level).
    ranks
        Between 0 and 1 (draw).
    """
    low = max(2 * quantiles[0] - quantiles[1], 0.0)
    high = 2 * quantiles[-1] - quantiles[-2]
    levels = np.concatenate([[0.0], LEVELS, [1.0]])
    people = np.interp(ranks, levels, np.concatenate([[low], quantiles, [high]]))
    return np.asarray(np.round(people))


def ranks(sites: int, dependence: float) -> Floats:
    """Return ranks that are even at each site and go together between sites (draw, site)."""
    chance = np.random.default_rng(_SEED)
    shared = chance.standard_normal((DRAWS, 1))
    own = chance.standard_normal((DRAWS, max(sites, 1)))[:, :sites]
    pearson = 2 * np.sin(np.pi * dependence / 6)  # of normals with that rank correlation
    mixed = np.sqrt(pearson) * shared + np.sqrt(1 - pearson) * own
    order = mixed.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    return np.asarray((order + 0.5) / DRAWS)
