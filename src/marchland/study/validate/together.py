"""Whether bands of sums hold: sites added up as if alone, and as if they went together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from marchland.study.forecast.hierarchy import DEPENDENCE, drawn, ranks
from marchland.study.forecast.questions import HORIZONS
from marchland.study.forecast.series import Floats
from marchland.study.scores.quantiles import LEVELS, within
from marchland.study.validate.rolling import Tested

DEPENDENCES = (0.0, DEPENDENCE)


def sums_held(tested: Sequence[Tested], horizon: int) -> tuple[int, Floats]:
    """Return how many sums there are, and how many of them lie in their 90 % band.

    A sum is over all stocks that were forecast on a day, where there are two or more.

    Parameters
    ----------
    horizon
        Days ahead.

    Returns
    -------
        The number of sums, and the share in the band for each of :data:`DEPENDENCES`.
    """
    inside: list[list[bool]] = []
    for one in tested:
        rows = one.rows(horizon) & np.isin(
            np.arange(len(one.crps)), one.rolled.points.get("stock", (np.zeros(0),))[0]
        )
        asked = one.rolled.questions
        for day in np.unique(asked.origin[rows]):
            sites = np.flatnonzero(rows & (asked.origin == day))
            if len(sites) > 1:
                count = np.array([asked.outcome[sites].sum()])
                inside.append([_holds(one.rolled.people[sites], count, d) for d in DEPENDENCES])
    held = np.array(inside, np.float64).reshape(-1, len(DEPENDENCES))
    return len(held), held.mean(axis=0) if len(held) else np.full(len(DEPENDENCES), np.nan)


def _holds(people: Floats, count: Floats, dependence: float) -> bool:
    """Return whether the sum of some sites lies in the 90 % band of their sum."""
    at = ranks(len(people), dependence)
    total = sum(drawn(one, at[:, n]) for n, one in enumerate(people))
    return bool(within(np.quantile(np.asarray(total), LEVELS)[None], count, 0.9)[0])


def all_sums(tested: Sequence[Tested]) -> dict[int, tuple[int, Floats]]:
    """Return :func:`sums_held` for each horizon in days."""
    return {days: sums_held(tested, days) for days in HORIZONS}
