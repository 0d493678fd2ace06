"""What rolling forecasts scored: ratios to persistence, means over crises, coverage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from marchland.study.forecast.experts import EXPERTS
from marchland.study.forecast.questions import HORIZONS
from marchland.study.forecast.series import Floats
from marchland.study.scores.quantiles import level, pit, within
from marchland.study.validate.rolling import Tested

Flags = npt.NDArray[np.bool_]

BLOCK = 7
"""Origins in a block of the bootstrap: as long as the longest horizon."""
RESAMPLES = 1000


def ratios(
    tested: Sequence[Tested], horizon: int, rows: Callable[[Tested], Flags] | None = None
) -> Floats:
    """Return the CRPS of the mix over that of persistence with bands, NaN without rows (crisis)."""
    return np.array([_ratio(one, _chosen(one, horizon, rows)) for one in tested])


def geometric_mean(values: Floats) -> float:
    """Return the geometric mean of what is there, NaN of nothing."""
    there = values[np.isfinite(values) & (values > 0)]
    return float(np.exp(np.log(there).mean())) if len(there) else float("nan")


def interval(tested: Sequence[Tested], horizon: int, seed: int = 1) -> tuple[float, float]:
    """Return the 90 % interval of the mean ratio, by drawing crises and blocks of origins anew.

    Parameters
    ----------
    seed
        Seed of the draws.
    """
    chance = np.random.default_rng(seed)
    sums = [_by_origin(one, horizon) for one in tested]
    sums = [one for one in sums if len(one)]
    if not sums:
        return float("nan"), float("nan")
    means = np.empty(RESAMPLES)
    for k in range(RESAMPLES):
        drawn = chance.integers(len(sums), size=len(sums))
        parts = [_resampled(sums[i], chance) for i in drawn]
        means[k] = geometric_mean(np.array([a / b if b > 0 else np.nan for a, b in parts]))
    low, high = np.nanquantile(means, [0.05, 0.95])
    return float(low), float(high)


def best_rule(tested: Sequence[Tested], horizon: int) -> tuple[str, float]:
    """Return the single rule with the best mean ratio, picked afterwards, and that ratio."""
    names = [name for name in EXPERTS["stock"][1:] if all(name in one.rules for one in tested)]
    found = {name: geometric_mean(rule_ratios(tested, horizon, name)) for name in names}
    found = {name: value for name, value in found.items() if np.isfinite(value)}
    if not found:
        return "", float("nan")
    name = min(found, key=lambda n: found[n])
    return name, found[name]


def rule_ratios(tested: Sequence[Tested], horizon: int, rule: str) -> Floats:
    """Return the score of a rule over that of persistence with bands (crisis)."""
    return np.array(
        [
            _over(one.rules[rule][rows], one.reference[rows])
            for one in tested
            for rows in [one.rows(horizon) & np.isfinite(one.rules[rule])]
        ]
    )


def coverage(tested: Sequence[Tested], share: float, horizon: int | None = None) -> float:
    """Return the share of counts within the central band, over all rows of all crises."""
    inside = [_inside(one, share)[_any(one, horizon)] for one in tested]
    return float(np.concatenate(inside).mean()) if sum(map(len, inside)) else float("nan")


def levels_reached(tested: Sequence[Tested], horizon: int) -> Floats:
    """Return the share of counts by tenth of the forecast's own levels: flat where bands fit."""
    found = np.concatenate(
        [pit(one.rolled.people, one.rolled.questions.outcome)[one.rows(horizon)] for one in tested]
    )
    counted = np.histogram(found, bins=10, range=(0, 1))[0]
    return np.asarray(counted / max(len(found), 1), np.float64)


def document(tested: Sequence[Tested]) -> dict[str, Any]:
    """Return the scores as a document that can be written as JSON."""
    return {
        "conflicts": [
            {"name": one.name, "horizons": {str(h): _scores(one, h) for h in HORIZONS}}
            for one in tested
        ],
        "mean_ratio": {str(h): _number(geometric_mean(ratios(tested, h))) for h in HORIZONS},
        "interval": {str(h): [_number(v) for v in interval(tested, h)] for h in HORIZONS},
    }


def _scores(one: Tested, horizon: int) -> dict[str, Any]:
    rows = one.rows(horizon)
    some = bool(rows.any())
    return {
        "rows": int(rows.sum()),
        "origins": len(np.unique(one.rolled.questions.origin[rows])),
        "crps": float(one.crps[rows].mean()) if some else None,
        "crps_persistence": float(one.reference[rows].mean()) if some else None,
        "ratio": _number(_ratio(one, rows)),
        "wis": float(one.wis[rows].mean()) if some else None,
        "coverage50": float(_inside(one, 0.5)[rows].mean()) if some else None,
        "coverage90": float(_inside(one, 0.9)[rows].mean()) if some else None,
    }


def relative_difference(one: Tested, horizon: int) -> tuple[float, float]:
    """Return the summed error of the medians and of the last counts, over the summed counts."""
    rows, counts = one.rows(horizon), one.rolled.questions.outcome
    total = counts[rows].sum()
    median = one.rolled.people[:, level(0.5)]
    if total <= 0:
        return float("nan"), float("nan")
    off, stale = (np.abs(x - counts)[rows].sum() for x in (median, one.rolled.last_people))
    return float(off / total), float(stale / total)


def _chosen(one: Tested, horizon: int, rows: Callable[[Tested], Flags] | None) -> Flags:
    found = one.rows(horizon)
    return found if rows is None else found & rows(one)


def _any(one: Tested, horizon: int | None) -> Flags:
    return np.ones(len(one.crps), bool) if horizon is None else one.rows(horizon)


def _inside(one: Tested, share: float) -> Flags:
    return within(one.rolled.people, one.rolled.questions.outcome, share)


def _ratio(one: Tested, rows: Flags) -> float:
    return _over(one.crps[rows], one.reference[rows])


def _over(score: Floats, reference: Floats) -> float:
    return float(score.sum() / reference.sum()) if reference.sum() > 0 else float("nan")


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _by_origin(one: Tested, horizon: int) -> Floats:
    """Return the summed scores of mix and reference by origin (origin, 2)."""
    rows = one.rows(horizon)
    at, back = np.unique(one.rolled.questions.origin[rows], return_inverse=True)
    sums = [np.bincount(back, score[rows], len(at)) for score in (one.crps, one.reference)]
    return np.asarray(np.stack(sums, axis=1), np.float64)


def _resampled(sums: Floats, chance: np.random.Generator) -> Floats:
    """Return the sums over blocks of origins in a row, drawn with replacement."""
    block = min(BLOCK, len(sums))
    starts = chance.integers(len(sums) - block + 1, size=-(-len(sums) // block))
    rows = (starts[:, None] + np.arange(block)).ravel()[: len(sums)]
    return np.asarray(sums[rows].sum(axis=0))
