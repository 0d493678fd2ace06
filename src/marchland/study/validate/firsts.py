"""What no series foretells, and a baseline that sees yesterday's shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from marchland.study.forecast.questions import HORIZONS, Questions, origins
from marchland.study.forecast.series import Floats, Record, Series

PART = 0.25
"""A new site is guessed at a quarter of the mean site known: the naive rule of the evidence."""


@dataclass(frozen=True)
class FirstCounts:
    """First counts of places that had none when the forecast was made.

    Parameters
    ----------
    rows
        How many there are, by horizon in days.
    people
        Sum of those counts.
    naive
        Summed error of guessing a quarter of the mean site known, over that of guessing 0.
    """

    rows: dict[int, int]
    people: dict[int, float]
    naive: dict[int, float]


def first_counts(record: Record) -> FirstCounts:
    """Return how large first counts of new places were, and how a naive guess did at them."""
    stocks = [one for one in record.series if one.kind == "stock"]
    rows, people, naive = {}, {}, {}
    for days, tolerance in HORIZONS.items():
        guesses, counts = [], []
        for day in origins(record).tolist():
            known = [float(seen.people[-1]) for one in stocks if len(seen := one.known(day))]
            for one in stocks:
                k = _answer(one, day, days, tolerance)
                if known and k is not None and not len(one.known(day)):
                    guesses.append(PART * float(np.mean(known)))
                    counts.append(float(one.people[k]))
        rows[days], people[days] = len(counts), float(np.sum(counts))
        error = float(np.abs(np.array(guesses) - np.array(counts)).sum())
        naive[days] = error / people[days] if people[days] > 0 else float("nan")
    return FirstCounts(rows, people, naive)


def share_lag_points(record: Record, asked: Questions, lag: int = 30) -> Floats:
    """Return each stock as its share of so many days before, of the total known now (question).

    It has no bands, and is NaN where the site had no count then.
    """
    found = np.full(len(asked), np.nan)
    for day in np.unique(asked.origin):
        now = [_last(one, int(day)) for one in record.series]
        then = [_last(one, int(day) - lag) for one in record.series]
        both = np.nansum(then)
        for row in np.flatnonzero(asked.origin == day):
            i = int(asked.series[row])
            if np.isfinite(then[i]) and both > 0:
                found[row] = then[i] / both * np.nansum(now)
    return found


def _last(one: Series, day: int) -> float:
    """Return the last known count of a stock, NaN where there is none."""
    if one.kind != "stock":
        return float("nan")
    k = int(np.searchsorted(one.last + one.delay, day, side="right")) - 1
    return float(one.people[k]) if k >= 0 else float("nan")


def _answer(one: Series, day: int, days: int, tolerance: int) -> int | None:
    off = np.abs(one.last - (day + days))
    k = int(off.argmin()) if len(one) else -1
    return k if k >= 0 and off[k] <= tolerance and one.last[k] > day else None
