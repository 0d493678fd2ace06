"""Experts: simple rules that each say what a series will be, from the counts known on a day.

The first expert of every kind is persistence: the last count again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from marchland.study.forecast.series import Days, Floats, Kind, Record, Series
from marchland.study.forecast.trends import (
    FLOW_LEVELS,
    STOCK_TRENDS,
    flow_levels,
    recent_increase,
    same_weekday,
    stock_trends,
    year_before,
)

Ints = npt.NDArray[np.int64]

PERSISTENCE = "persistence"
DAMPING = (0.2, 0.4, 0.7, 1.0)
"""Shares of a trend that go on."""
_SHARED = (
    "sites' total by stock",
    "sites' total by increase",
    "reported by stock",
    "reported by increase",
)
FARTHEST = 200.0
"""Days from the last count after which trends stand still: hardly any count was ever that late."""
AS_LONG = 3.0
"""Trends go on no longer than so many times what was seen of the series."""
_NEW = 0.02
"""Part of its people that counts as recent increase of a site, so that none has a share of 0."""
_PULLS = (0.25, 0.5, 0.75)
_SEASONS = (0.5, 1.0)
_WEEKDAYS = (1, 4)

_STOCK = (
    PERSISTENCE,
    *(f"{trend} x {share:g}" for trend, share in product((*STOCK_TRENDS, *_SHARED), DAMPING)),
)
_FLOW = (
    PERSISTENCE,
    *FLOW_LEVELS,
    *(f"last drawn to mean of 8 by {pull:g}" for pull in _PULLS),
    *(f"last drawn to mean of all by {pull:g}" for pull in _PULLS),
    *(f"trend x {share:g}" for share in (0.3, 0.6)),
    *(f"falling by {share:g}" for share in (0.3, 0.6)),
    *(f"season x {share:g}" for share in _SEASONS),
    *(f"season of the mean x {share:g}" for share in _SEASONS),
    *(f"same weekday, mean of {number}" for number in _WEEKDAYS),
)
EXPERTS: Mapping[Kind, tuple[str, ...]] = {"stock": _STOCK, "total": _STOCK, "flow": _FLOW}
"""Names of the experts by kind of series, in the order of the axis ``expert``."""


@dataclass(frozen=True, eq=False)
class Points:
    """What the experts say.

    Parameters
    ----------
    people
        Point forecasts (question, expert), at least 0.
    last_day
        Last day of the last known count (question).
    last_people
        The last known count, brought to the length of the target where it is a flow (question).
    offset
        What is added before ratios are taken, so that small numbers do not rule (question).
    """

    people: Floats
    last_day: Days
    last_people: Floats
    offset: Floats


class Watch:
    """The trends of a record at all its counts; each looks at the counts up to its own only.

    Parameters
    ----------
    record
        All counts. What is asked of a day uses those that were published up to it.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self._levels = [
            flow_levels(one) if one.kind == "flow" else stock_trends(one) for one in record.series
        ]
        self._increase = [recent_increase(one) for one in record.series]
        self._peak = [np.maximum.accumulate(one.people) for one in record.series]
        self._known_sums: dict[int, tuple[float, float, float]] = {}
        self._sites = [i for i, one in enumerate(record.series) if one.inside]
        reported = record.reported
        self._reported = None if reported is None else stock_trends(reported)

    def known(self, i: int, day: int) -> int:
        """Return the index of the last count of a series that is known on a day, or −1."""
        one = self.record.series[i]
        return int(np.searchsorted(one.last + one.delay, day, side="right")) - 1

    def ask(self, i: int, day: int, first: Days, last: Days) -> Points:
        """Ask all experts about a series on a day.

        Parameters
        ----------
        i
            Which series.
        day
            The day on which the question is asked; the series has a known count by then.
        first, last
            First and last day of each target (question).
        """
        one, k = self.record.series[i], self.known(i, day)
        if one.kind == "flow":
            return self._flow(one, i, k, first, last)
        lead = (last - one.last[k]).astype(np.float64)
        slopes = np.concatenate([self._levels[i][k], self._shared(i, k, day)])
        slopes = (slopes[:, None] * np.array(DAMPING)).ravel()
        seen = float(one.last[k] - one.last[0])
        farthest = min(FARTHEST, AS_LONG * seen)
        people = one.people[k] + np.clip(lead, 0.0, farthest)[:, None] * np.concatenate(
            [[0.0], slopes]
        )
        low = one.people[k] if one.kind == "total" else 0.0
        ones = np.ones(len(last))
        offset = 0.01 * self._peak[i][k] + 5.0
        return Points(
            people=np.maximum(people, low),
            last_day=ones.astype(np.int64) * one.last[k],
            last_people=ones * one.people[k],
            offset=ones * offset,
        )

    def _shared(self, i: int, k: int, day: int) -> Floats:
        """Return a series' part of the trend of all sites, and of the reported total."""
        if i not in self._sites:
            return np.full(len(_SHARED), float(self._levels[i][k, 3]))
        stock, increase, sites = self._sums(day)
        reported = self._reported_trend(day)
        total = sites if reported is None else reported
        own = float(self.record.series[i].people[k])
        grown = float(self._increase[i][k]) + _NEW * own
        parts = [own / max(stock, 1.0), grown / max(increase, 1.0)]
        return np.outer([sites, total], parts).ravel()

    def _sums(self, day: int) -> tuple[float, float, float]:
        """Return people, recent increase and weighted drift of all sites known on a day."""
        if day not in self._known_sums:
            stock = increase = trend = 0.0
            for j in self._sites:
                n = self.known(j, day)
                if n >= 0:
                    people = float(self.record.series[j].people[n])
                    stock += people
                    increase += float(self._increase[j][n]) + _NEW * people
                    trend += float(self._levels[j][n, 3])
            self._known_sums[day] = (stock, increase, trend)
        return self._known_sums[day]

    def _reported_trend(self, day: int) -> float | None:
        reported = self.record.reported
        if reported is None or self._reported is None:
            return None
        n = int(np.searchsorted(reported.last + reported.delay, day, side="right")) - 1
        return None if n < 1 else float(self._reported[n, 3])

    def _flow(self, one: Series, i: int, k: int, first: Days, last: Days) -> Points:
        levels, rate = self._levels[i][k], float(one.rate[k])
        length = (last - first + 1).astype(np.float64)
        middle = (first + last) // 2
        eight, every = (levels[FLOW_LEVELS.index(name)] for name in ("mean of 8", "mean of all"))
        floor = 0.05 * every + 1.0 / float(one.length[k])
        constant = [rate, *levels]
        constant += [_drawn(rate, eight, pull, floor) for pull in _PULLS]
        constant += [_drawn(rate, every, pull, floor) for pull in _PULLS]
        ratio = np.clip((rate + floor) / (levels[1] + floor), 0.2, 5.0)
        constant += [(rate + floor) * ratio**share - floor for share in (0.3, 0.6)]
        constant += [rate * (1.0 - share) for share in (0.3, 0.6)]
        people = np.repeat(np.array(constant)[None], len(last), axis=0)
        season = self._seasons(one, i, k, middle, rate, eight, floor)
        weekday = np.stack([same_weekday(one, k, last, n) for n in _WEEKDAYS], axis=1)
        people = np.concatenate([people, season, weekday], axis=1)
        people = np.maximum(people, 0.0) * length[:, None]
        ones = np.ones(len(last))
        return Points(
            people,
            (ones * one.last[k]).astype(np.int64),
            rate * length,
            0.2 * (every + eight) * length + 1.0,
        )

    def _seasons(
        self, one: Series, i: int, k: int, middle: Days, rate: float, mean: float, floor: float
    ) -> Floats:
        """Return the last rate and a mean, moved as a year before (question, season)."""
        now = np.array([(one.first[k] + one.last[k]) // 2])
        then, ahead = year_before(one, k, now)[0], year_before(one, k, middle)
        move = np.clip((ahead + floor) / (then + floor), 0.2, 5.0)
        move = np.where(np.isfinite(move), move, 1.0)
        old = np.flatnonzero(one.last <= now[0] - 180)
        base = self._levels[i][int(old[-1]), 2] if len(old) else np.nan
        climb = np.clip((ahead + floor) / (base + floor), 0.2, 5.0)
        climb = np.where(np.isfinite(climb), climb, 1.0)
        columns = [(rate + floor) * move**share - floor for share in _SEASONS]
        columns += [(mean + floor) * climb**share - floor for share in _SEASONS]
        return np.stack(columns, axis=1)


def _drawn(rate: float, mean: float, pull: float, floor: float) -> float:
    """Return the geometric mean of the last rate and a longer mean."""
    return float((rate + floor) ** (1 - pull) * (mean + floor) ** pull - floor)


def ask_all(
    watch: Watch, series: Ints, origin: Days, first: Days, last: Days, experts: int = 0
) -> Points:
    """Ask all experts of one kind many questions.

    Parameters
    ----------
    series, origin, first, last
        Which series, the day of asking, and the target (question). All series are of one kind.
    experts
        How many experts there are, for the shape of no answers to no questions.
    """
    if not len(series):
        return Points(np.zeros((0, experts)), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    parts: list[Points] = []
    order: list[Ints] = []
    keys = series * 10_000_000 + origin
    for key in np.unique(keys):
        at = np.flatnonzero(keys == key)
        parts.append(watch.ask(int(series[at[0]]), int(origin[at[0]]), first[at], last[at]))
        order.append(at)
    return _joined(parts, order)


def _joined(parts: Sequence[Points], order: Sequence[Ints]) -> Points:
    back = np.argsort(np.concatenate(order), kind="stable")
    return Points(
        np.concatenate([p.people for p in parts])[back],
        np.concatenate([p.last_day for p in parts])[back],
        np.concatenate([p.last_people for p in parts])[back],
        np.concatenate([p.offset for p in parts])[back],
    )
