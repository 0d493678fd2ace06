"""Questions to forecasters: which count, asked when; and what it turned out to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from marchland.study.forecast.series import Days, Floats, Record

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

HORIZONS: Mapping[int, int] = {7: 3, 30: 7, 90: 14}
"""Days ahead, and by how many days the count that is forecast may lie off."""
EVERY = 14
"""Days between two origins."""
FROM = 30
"""Days from the start of a record to the first origin."""
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Questions:
    """Questions, one a row.

    Parameters
    ----------
    series
        Index of the series in the record (question).
    origin
        Day of asking (question).
    horizon
        Days ahead (question).
    first, last
        First and last day of the count asked for (question).
    outcome
        The count, NaN where it is not there yet (question).
    published
        Day on which it became known, :data:`NEVER` where it is not there yet (question).
    """

    series: Ints
    origin: Days
    horizon: Ints
    first: Days
    last: Days
    outcome: Floats
    published: Days

    def __len__(self) -> int:
        return len(self.series)

    def take(self, rows: Ints | Flags) -> Questions:
        """Return some of the rows."""
        return Questions(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    @classmethod
    def joined(cls, parts: Sequence[Questions]) -> Questions:
        """Return the rows of all parts, one after the other."""
        names = [f.name for f in fields(cls)]
        return cls(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})


def origins(record: Record) -> Days:
    """Return the days from which past forecasts are made: every two weeks from the 30th day on."""
    return np.arange(record.start + FROM, record.end + 1, EVERY, dtype=np.int64)


def origins_before(record: Record, day: int) -> Days:
    """Return the days, two weeks apart, on which forecasts would have been made before a day."""
    back = np.arange(day - EVERY, record.start + FROM - 1, -EVERY, dtype=np.int64)
    return back[::-1]


def answered(record: Record, at: Days, nearest: bool = True) -> Questions:
    """Return each question that real counts answer.

    For each origin, series and horizon it is a count that ends within the tolerance of the
    horizon; the series has a count above 0 that is known at the origin. Nothing is put between
    counts.

    Parameters
    ----------
    at
        Days of asking (origin).
    nearest
        True: the count that ends nearest to the horizon, for scores. False: the first within the
        tolerance, for the record of past forecasts, since a later count cannot change which it is.
    """
    parts = []
    for i, one in enumerate(record.series):
        above = np.flatnonzero(one.people > 0)
        if len(above):
            begin = one.last[above[0]] + one.delay
            asked = at[at >= begin]
            parts += [_found(record, i, days, asked, nearest) for days in HORIZONS]
    return Questions.joined([p for p in parts if len(p)] or [none()])


def next_counts(record: Record) -> Questions:
    """Return each count of each series, asked for when the one before it was published.

    They say how far counts move from one to the next before the first forecast over a horizon can
    be verified: from the second count of a series on.
    """
    parts = [none()]
    for i, one in enumerate(record.series):
        above = np.flatnonzero(one.people > 0)
        begin = int(above[0]) + 1 if len(above) else len(one)
        after = slice(begin, None)
        origin = one.last[begin - 1 : -1] + one.delay
        parts.append(
            Questions(
                series=np.full(len(origin), i),
                origin=origin,
                horizon=np.maximum(one.last[after] - origin, 1),
                first=one.first[after],
                last=one.last[after],
                outcome=one.people[after],
                published=one.last[after] + one.delay,
            )
        )
    return Questions.joined(parts)


def _found(record: Record, i: int, days: int, asked: Days, nearest: bool) -> Questions:
    """Return the count that answers each question: the nearest to the horizon, or the first."""
    one = record.series[i]
    off = one.last[None, :] - (asked[:, None] + days)
    fits = (np.abs(off) <= HORIZONS[days]) & (one.last[None, :] + one.delay > asked[:, None])
    rank = np.where(fits, np.abs(off) if nearest else off + NEVER // 2, NEVER)
    best = rank.argmin(axis=1)
    there = fits.any(axis=1)
    best, asked = best[there], asked[there]
    return Questions(
        series=np.full(len(asked), i),
        origin=asked,
        horizon=np.full(len(asked), days),
        first=one.first[best],
        last=one.last[best],
        outcome=one.people[best],
        published=one.last[best] + one.delay,
    )


def none() -> Questions:
    """Return no questions."""
    days = np.zeros(0, np.int64)
    return Questions(days, days, days, days, days, np.zeros(0), days)
