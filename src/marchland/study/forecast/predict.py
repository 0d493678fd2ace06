"""Forecast the series of a crisis from what was published up to a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marchland.errors import RequestError
from marchland.language import say
from marchland.study.forecast.prior import Prior, read_prior
from marchland.study.forecast.questions import (
    HORIZONS,
    NEVER,
    Questions,
    answered,
    none,
    origins_before,
)
from marchland.study.forecast.roll import Rolled, roll
from marchland.study.forecast.series import Days, Record, Series
from marchland.study.scores.quantiles import LEVELS, within

Ints = npt.NDArray[np.int64]

_MONTH = "datetime64[M]"


@dataclass(frozen=True, eq=False)
class Predicted:
    """What will be counted, by what was known on a day.

    Parameters
    ----------
    record
        The crisis as it was known on the day.
    day
        The day, from 1970-01-01 on.
    left_out
        Past crises that the record was recognised as, so that nothing learnt on them was used.
    rolled
        Forecasts: quantiles of the mix and of persistence with bands, weights of the experts, the
        last count known.
    past
        Earlier forecasts of the same series, made by the same rules every two weeks before, whose
        counts are known by now.
    asked
        Days ahead that were asked for where there is no series to ask of.
    """

    record: Record
    day: int
    left_out: tuple[str, ...]
    rolled: Rolled
    past: Rolled
    asked: tuple[int, ...] = ()

    @property
    def ahead(self) -> Ints:
        """Days ahead that were asked for (question)."""
        return self.rolled.questions.horizon

    def held(self, series: int, share: float = 0.9) -> tuple[int, int]:
        """Return how many earlier forecasts of a series held the count in a band, and of how many.

        Parameters
        ----------
        series
            Index of the series in the record.
        share
            The band: 0.9 for that of 90 %.
        """
        rows = self.past.questions.series == series
        inside = within(self.past.people, self.past.questions.outcome, share)[rows]
        return int(inside.sum()), int(rows.sum())


def predict(
    record: Record,
    day: int | None = None,
    horizons: Sequence[int] = tuple(HORIZONS),
    prior: Prior | None = None,
    asked: Questions | None = None,
) -> Predicted:
    """Forecast every series of a record that has a count above 0 and goes on.

    Nothing that was published after the day is looked at: other counts there change no bit of the
    result.

    Parameters
    ----------
    record
        The counts of a crisis.
    day
        Day from 1970-01-01 on which the forecast is made; by default that on which the last count
        was published.
    horizons
        Days ahead. Of a flow the period is taken that ends nearest to the horizon.
    prior
        What was learnt on past crises; by default the table in the package, without the crisis
        itself where its counts are recognised.
    asked
        Questions of the day in place of those that the horizons stand for.

    Raises
    ------
    RequestError
        If no series has a count above 0 by then or all have ended, or a horizon is below 1.
    """
    if min(horizons, default=0) < 1:
        raise RequestError(say("a forecast needs at least one horizon, of 1 day or more"))
    if day is None:
        day = max((int(one.last[-1]) + one.delay for one in record.series if len(one)), default=0)
    known = record.known(day)
    if not any((one.people > 0).any() for one in known.series):
        when = np.datetime64(day, "D")
        raise RequestError(
            say(
                "'{name}' has no count above 0 that was published by {when}",
                name=record.name,
                when=when,
            )
        )
    prior = read_prior() if prior is None else prior
    left_out = prior.recognised(known)
    past = answered(known, origins_before(known, day), nearest=False)
    asked = _going_on(known, day, horizons) if asked is None else asked
    number = len(asked)
    both = roll(known, Questions.joined([asked, past]), past, prior.without(left_out))
    now, before = both.take(np.arange(number)), both.take(np.arange(number, number + len(past)))
    return Predicted(known, day, left_out, now, before)


def silence(name: str, day: int, horizons: Sequence[int]) -> Predicted:
    """Return the forecast of no series, some days ahead, where nothing was counted by a day."""
    nobody, levels = np.zeros(0), np.zeros((0, len(LEVELS)))
    rolled = Rolled(none(), levels, levels, levels, nobody.astype(np.int64), nobody, nobody, {}, {})
    record = Record(name, (), start=day, end=day)
    return Predicted(record, day, (), rolled, rolled, tuple(horizons))


def _going_on(known: Record, day: int, horizons: Sequence[int]) -> Questions:
    """Return the questions of a forecast of the series that are still counted."""
    asked = ask_ahead(known, day, horizons)
    asked = asked.take(np.flatnonzero([not known.series[i].ended(day) for i in asked.series]))
    if not len(asked):
        when = np.datetime64(day, "D")
        last = np.datetime64(max(int(one.last[-1]) for one in known.series if len(one)), "D")
        raise RequestError(
            say(
                "every series of '{name}' had ended by {when}, the last count is of "
                "{last}: add newer counts, or look ahead from an earlier day",
                name=known.name,
                when=when,
                last=last,
            )
        )
    return asked


def horizons_upto(days: int) -> tuple[list[int], list[int]]:
    """Return the days ahead that are forecast, week by week, and those that tables show.

    Parameters
    ----------
    days
        The farthest.
    """
    shown = sorted({h for h in HORIZONS if h <= days} | {days})
    return sorted({*range(7, days + 1, 7), *shown}), shown


def ask_ahead(known: Record, day: int, horizons: Sequence[int]) -> Questions:
    """Return the questions of a forecast.

    Parameters
    ----------
    known
        The record as it was known on the day.
    day, horizons
        As for :func:`predict`.
    """
    parts = [none()]
    for i, one in enumerate(known.series):
        if not (one.people > 0).any():
            continue
        ends = day + np.array(sorted(set(horizons)), np.int64)
        first, last = (ends, ends) if one.kind != "flow" else _periods(one, ends)
        number = len(ends)
        parts.append(
            Questions(
                series=np.full(number, i),
                origin=np.full(number, day),
                horizon=ends - day,
                first=first,
                last=last,
                outcome=np.full(number, np.nan),
                published=np.full(number, NEVER),
            )
        )
    return Questions.joined(parts)


def _periods(one: Series, ends: Days) -> tuple[Days, Days]:
    """Return the periods to come that end nearest to some days, as long as the last ones were.

    Whole calendar months go on as calendar months.
    """
    first, last = int(one.first[-1]), int(one.last[-1])
    month = np.datetime64(first, "D").astype(_MONTH)
    monthly = first == _start(month) and last == _start(month + np.timedelta64(1, "M")) - 1
    steps = np.arange(1, 400)
    if monthly:
        starts = (month + steps).astype("datetime64[D]").astype(np.int64)
        stops = (month + (steps + 1)).astype("datetime64[D]").astype(np.int64) - 1
    else:
        length = int(np.median(one.length[-6:]))
        stops = last + length * steps
        starts = stops - length + 1
    best = np.abs(stops[None, :] - ends[:, None]).argmin(axis=1)
    return starts[best], stops[best]


def _start(month: np.datetime64) -> int:
    return int(month.astype("datetime64[D]").astype(np.int64))
