"""What a series seems to be doing at each of its counts, by the counts up to it alone."""

from __future__ import annotations

import numpy as np

from marchland.study.forecast.series import Days, Floats, Series

STOCK_TRENDS = (
    "drift 28 d",
    "drift 56 d",
    "median drift",
    "weighted drift",
    "without steps",
    "Holt",
)
"""Trends of a stock or a running total, in people a day."""
FLOW_LEVELS = (
    "mean of 2",
    "mean of 4",
    "mean of 8",
    "mean of all",
    "geometric 2",
    "geometric 4",
    "median of 6",
)
"""Levels of a flow, in people a day: means that fade with so many periods, and a median."""

_FADE = 45.0
"""Days in which the weight of a change falls to 1/e; the evidence used 30 to 60 alike (assumed)."""
_STEP = 6.0
"""A change that is so many times the usual one, and above a tenth of the stock, is a step."""
_HOLT = (30.0, 60.0)
"""Days in which level and slope forget to 1/e (assumed)."""


def stock_trends(one: Series) -> Floats:
    """Return people a day by each of :data:`STOCK_TRENDS`, as of each count (count, trend)."""
    days, people = one.last.astype(np.float64), one.people
    found = np.zeros((len(one), len(STOCK_TRENDS)))
    if len(one) < 2:
        return found
    gaps, changes = np.maximum(np.diff(days), 1.0), np.diff(people)
    stepless = _without_steps(changes, gaps, people)
    for k in range(1, len(one)):
        weight = gaps[:k] * np.exp(-(days[k] - days[1 : k + 1] + gaps[:k] / 2) / _FADE)
        slopes = changes[:k] / gaps[:k]
        total = max(weight.sum(), 1e-12)
        found[k, 0] = _window(days, people, k, 28)
        found[k, 1] = _window(days, people, k, 56)
        found[k, 2] = np.median(slopes[max(0, k - 6) :])
        found[k, 3] = (weight * slopes).sum() / total
        found[k, 4] = (weight * stepless[:k] / gaps[:k]).sum() / total
    found[:, 5] = _holt(gaps, people)
    return found


def recent_increase(one: Series, window: int = 56) -> Floats:
    """Return how many more people there are than about eight weeks before, at least 0 (count)."""
    days, people = one.last, one.people
    before = np.maximum(np.searchsorted(days, days - window, side="right") - 1, 0)
    return np.asarray(np.maximum(people - people[before], 0.0))


def flow_levels(one: Series) -> Floats:
    """Return people a day by each of :data:`FLOW_LEVELS`, as of each count (count, level)."""
    rate = one.rate
    found = np.zeros((len(one), len(FLOW_LEVELS)))
    offset = 0.05 * np.cumsum(rate) / np.arange(1, len(one) + 1) + 1.0 / one.length
    for k in range(len(one)):
        back = np.arange(k, -1, -1.0)
        known = rate[: k + 1]
        for j, half in enumerate((2.0, 4.0, 8.0, 1e6)):
            weight = 0.5 ** (back / half)
            found[k, j] = (weight * known).sum() / weight.sum()
        for j, half in ((4, 2.0), (5, 4.0)):
            weight = 0.5 ** (back / half)
            mean = (weight * np.log(known + offset[k])).sum() / weight.sum()
            found[k, j] = max(np.exp(mean) - offset[k], 0.0)
        found[k, 6] = np.median(known[-6:])
    return found


def year_before(one: Series, last_known: int, middle: Days, tolerance: int = 20) -> Floats:
    """Return people a day in the period a year before each target, NaN where none is known.

    Parameters
    ----------
    last_known
        Index of the last count that is known.
    middle
        Middle day of each target (target).
    tolerance
        Days by which the middle of the period may lie off.
    """
    middles = (one.first[: last_known + 1] + one.last[: last_known + 1]) // 2
    off = np.abs(middles[None, :] - (middle[:, None] - 365))
    nearest = off.argmin(axis=1)
    found = one.rate[nearest]
    return np.where(off[np.arange(len(middle)), nearest] <= tolerance, found, np.nan)


def same_weekday(one: Series, last_known: int, last: Days, number: int) -> Floats:
    """Return people a day on the last days that were the same of the week as each target (target).

    Where periods are a week or longer, or no such day was counted, it is the last rate.

    Parameters
    ----------
    last_known
        Index of the last count that is known.
    last
        Last day of each target (target).
    number
        Of so many such days the mean is taken.
    """
    known = one.last[: last_known + 1]
    found = np.full(len(last), float(one.rate[last_known]))
    if one.length[last_known] >= 7:
        return found
    for t, day in enumerate(last.tolist()):
        like = np.flatnonzero((day - known) % 7 == 0)[-number:]
        if len(like):
            found[t] = one.rate[like].mean()
    return found


def _window(days: Floats, people: Floats, k: int, window: int) -> float:
    """Return the drift since the last count at least so many days ago, or since the first."""
    before = max(int(np.searchsorted(days, days[k] - window, side="right")) - 1, 0)
    return float((people[k] - people[before]) / max(days[k] - days[before], 1.0))


def _without_steps(changes: Floats, gaps: Floats, people: Floats) -> Floats:
    """Return the changes with re-registrations and recounts set to 0, each judged by its past."""
    kept = changes.copy()
    slopes = np.abs(changes) / gaps
    for k in range(len(changes)):
        past = slopes[max(0, k - 8) : k]
        usual = np.median(past) if len(past) >= 3 else np.inf
        tenth = 0.1 * max(people[k], 1.0)
        if abs(changes[k]) > max(tenth, _STEP * (usual * gaps[k] + 0.005 * people[k])):
            kept[k] = 0.0
    return kept


def _holt(gaps: Floats, people: Floats) -> Floats:
    """Return Holt's slope at each count, for irregular dates.

    Source: Wright (1986), Forecasting data published at irregular time intervals using an
    extension of Holt's method, doi:10.1287/mnsc.32.4.499; weights here by time alone.
    """
    level, slope = people[0], 0.0
    slopes = [0.0]
    for gap, value in zip(gaps.tolist(), people[1:].tolist(), strict=True):
        alpha = 1.0 - np.exp(-gap / _HOLT[0])
        gamma = 1.0 - np.exp(-gap / _HOLT[1])
        ahead = level + slope * gap
        new = ahead + max(alpha, 0.3) * (value - ahead)
        slope += gamma * ((new - level) / gap - slope)
        level = new
        slopes.append(slope)
    return np.array(slopes)
