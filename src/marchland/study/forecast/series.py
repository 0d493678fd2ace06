"""Series of counts: what was counted, for which days, and when it became known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Kind = Literal["stock", "total", "flow"]

KINDS: tuple[Kind, ...] = ("stock", "total", "flow")
"""People there on a date; people counted so far; people counted in a period."""


SILENT, SILENT_TIMES = 60, 6
"""A series has ended after so many days without a count, and so many times the usual gap: assumed,
long enough that a round that was late is not taken for the last."""


@dataclass(frozen=True, eq=False)
class Series:
    """The counts of one thing at one place, in the order of their last days.

    Days are whole days since 1970-01-01, as NumPy's ``datetime64[D]`` counts them. Dates may be
    as irregular as they like; where two counts cover the same days the later one listed holds.

    Parameters
    ----------
    name
        What the series is called.
    kind
        ``stock``: people there on a date. ``total``: people counted from a fixed day on, which
        never falls but by a correction. ``flow``: people counted from ``first`` to ``last``.
    first, last
        First and last day that each count covers (count); equal for a stock.
    people
        The counts (count), in people or events.
    delay
        Days from the last day of a count until it is published.
    where
        Place, country or border that it is counted at.
    inside
        Names of the sums that the series is part of, the narrowest first: district, country, all.
    steps
        Days of re-registrations that were noted afterwards. They are hindsight: scores split by
        them, no forecast reads them.
    """

    name: str
    kind: Kind
    first: Days
    last: Days
    people: Floats
    delay: int = 0
    where: str = ""
    inside: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.last)

    def ended(self, day: int) -> bool:
        """Whether nobody counts any more: no count for far longer than between earlier ones."""
        if not len(self):
            return True
        usual = float(np.median(np.diff(self.last))) if len(self) > 1 else 0.0
        return day - self.delay - int(self.last[-1]) > max(SILENT, SILENT_TIMES * usual)

    @cached_property
    def length(self) -> Days:
        """Days that each count covers (count)."""
        return np.asarray(self.last - self.first + 1)

    @cached_property
    def rate(self) -> Floats:
        """People a day in each period (count)."""
        return np.asarray(self.people / self.length)

    def known(self, day: int) -> Series:
        """Return the counts that were published up to a day."""
        seen = self.last + self.delay <= day
        return replace(self, first=self.first[seen], last=self.last[seen], people=self.people[seen])


@dataclass(frozen=True, eq=False)
class Record:
    """All series of one crisis.

    Parameters
    ----------
    name
        The crisis.
    series
        What is forecast.
    reported
        A total that is reported for the whole crisis beside its sites, if there is one. It helps
        to see the trend, may count other people than the sites, and is not forecast itself.
    start, end
        First and last day from which past forecasts are made.
    """

    name: str
    series: tuple[Series, ...]
    reported: Series | None = None
    start: int = 0
    end: int = 0

    @property
    def kinds(self) -> set[Kind]:
        """Kinds of series that there are."""
        return {one.kind for one in self.series}

    def delayed(self, days: int | Mapping[str, int]) -> Record:
        """Return the record with its counts published so many days after their last day.

        Parameters
        ----------
        days
            For all series, or by name; series that are not named keep their delay.
        """

        def later(one: Series) -> Series:
            more = days if isinstance(days, int) else days.get(one.name, one.delay)
            return replace(one, delay=more)

        return replace(
            self,
            series=tuple(later(one) for one in self.series),
            reported=None if self.reported is None else later(self.reported),
        )

    def known(self, day: int) -> Record:
        """Return the record as it could be read on a day, and nothing of what came later."""
        return replace(
            self,
            series=tuple(one.known(day) for one in self.series),
            reported=None if self.reported is None else self.reported.known(day),
        )


def series(
    name: str, kind: Kind, first: Days, last: Days, people: Floats, **about: object
) -> Series:
    """Put counts in order, keep the later of two for the same days, and drop zeros that lead.

    Zeros before the first count above 0 of a stock or a running total stand for "not yet counted"
    in most collections; of a flow they are counts, and stay.

    Parameters
    ----------
    name, kind, first, last, people, about
        As for :class:`Series`, in the order in which they are listed.
    """
    later: dict[tuple[int, int], float] = {}
    for a, b, value in zip(first.tolist(), last.tolist(), people.tolist(), strict=True):
        if np.isfinite(value):
            later[b, a] = float(value)
    keys = sorted(later)
    values = np.array([later[key] for key in keys], dtype=np.float64)
    begin = 0
    if kind != "flow":
        above = np.flatnonzero(values > 0)
        begin = int(above[0]) if len(above) else len(values)
    days = np.array(keys, dtype=np.int64).reshape(-1, 2)[begin:]
    return Series(name, kind, days[:, 1], days[:, 0], values[begin:], **about)  # type: ignore[arg-type]
