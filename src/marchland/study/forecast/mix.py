"""The mix: experts weighted by how their own forecasts came out, with bands that adapt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from marchland.study.forecast.bands import LEADS, applied, at_nodes, errors, hats, stretched
from marchland.study.forecast.experts import EXPERTS, Points
from marchland.study.forecast.prior import KindPrior
from marchland.study.forecast.questions import EVERY, Questions
from marchland.study.forecast.series import Days, Floats, Kind
from marchland.study.scores.quantiles import LEVELS

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Settings:
    """How boldly the mix goes by the record of a crisis: assumed, and the same for every crisis.

    They were set by hand with the past conflicts of ``docs/validation.md`` in sight; twice or half
    of any but ``tails`` moves the mean scores there by about a hundredth.

    Parameters
    ----------
    share
        Part of the weight that persistence has before anything is known.
    boldness
        How fast weight falls with loss: an expert that loses a tenth more than another has
        ``exp(-boldness / 10)`` of its weight.
    loss_elsewhere, loss_here
        How many forecasts the losses on past crises, and those of the whole crisis, are worth
        against the record of one series.
    width_elsewhere, width_here
        The same for the width of bands.
    half_life
        Days after which a verified forecast counts half.
    tails
        Factor on the outer parts of the mixed band.
    most_error
        An error, in usual ones, widens the bands no more than this: one jump should not widen all
        that follows.
    middle
        Factor on the inner half of the mixed band.
    """

    share: float
    boldness: float
    loss_elsewhere: float
    loss_here: float
    width_elsewhere: float = 8.0
    width_here: float = 6.0
    half_life: float = 150.0
    tails: float = 1.45
    most_error: float = 3.0
    middle: float = 1.0


SETTINGS: Mapping[Kind, Settings] = {
    "stock": Settings(0.5, 15.0, 10.0, 10.0),
    "total": Settings(0.3, 20.0, 15.0, 10.0, tails=1.4, most_error=5.0, middle=1.5),
    "flow": Settings(0.3, 20.0, 10.0, 10.0, 4.0, 3.0, 300.0, 1.1, 2.5),
}
"""By kind of series."""

MOST_LOSS = 8.0
"""A loss, in usual errors of persistence, counts no more than this."""
SOFTNESS = 0.5
"""What is added to losses, in usual errors, before they are compared."""
_AT_ONCE = 256
"""Questions whose bands are in memory at a time."""
WEEK = 7
"""Days below which a forecast says no more than its part of them."""
NEAR = 1.2
"""What a forecast over one horizon says about another fades by this in the logarithm of their ratio
(assumed): a month says a third about a week."""


@dataclass(frozen=True, eq=False)
class Asked:
    """Questions with what the experts say.

    Parameters
    ----------
    questions, points
        Row by row the same questions (question).
    trait
        Age of the record, or days of the period of a flow, in days (question).
    """

    questions: Questions
    points: Points
    trait: Floats

    @property
    def lead(self) -> Floats:
        """Days from the last known count to the day asked for, at least 1 (question)."""
        days: Floats = np.maximum(self.questions.last - self.points.last_day, 1).astype(np.float64)
        return days


@dataclass(frozen=True, eq=False)
class Mixed:
    """Forecasts, row by row with the questions.

    Parameters
    ----------
    people
        Quantiles at :data:`LEVELS`, whole people (question, level).
    repeated
        Persistence with bands from past crises, the reference (question, level).
    adapted
        Persistence with bands that adapt as those of the mix do (question, level).
    weights
        Weight of each expert (question, expert).
    width
        Factor by which the record widens (above 1) or narrows the bands (question).
    """

    people: Floats
    repeated: Floats
    adapted: Floats
    weights: Floats
    width: Floats


def reference(asked: Asked, prior: KindPrior) -> Floats:
    """Return persistence with bands as wide as on past crises at that lead (question, level)."""
    widths = at_nodes(hats(asked.lead, LEADS), prior.repeats)
    people = applied(asked.points.people[:, :1], asked.points.offset, widths[:, None])
    return np.sort(np.round(people[:, 0]), axis=1)


def mix(asked: Asked, record: Asked, kind: Kind, prior: KindPrior) -> Mixed:
    """Forecast: each question from the past forecasts that were verified when it was asked.

    Parameters
    ----------
    asked
        What to forecast.
    record
        Past forecasts with their outcomes; one counts from the day its outcome was published.
    kind
        Kind of all series in both.
    prior
        What past crises say about the kind.
    """
    how = SETTINGS[kind]
    weights, width = _judged(asked, _verify(record, prior, how), kind, prior, how)
    points, number = asked.points, len(asked.questions)
    size = prior.usual_error(asked.lead, asked.trait) * width
    people = np.zeros((number, len(LEVELS)))
    for rows in np.array_split(np.arange(number), max(1, number // _AT_ONCE)):
        widths = size[rows, None, None] * prior.shape
        each = applied(points.people[rows], points.offset[rows], widths)
        people[rows] = np.einsum("qe,qel->ql", weights[rows], each)
    only = applied(points.people[:, :1], points.offset, size[:, None, None] * prior.shape[:1])
    bands = (people, only[:, 0])
    least = points.last_people if kind == "total" else np.zeros(number)
    mixed, adapted = (
        np.maximum(np.sort(np.round(wide), axis=1), least[:, None])
        for wide in (stretched(one, points.offset, how.middle, how.tails) for one in bands)
    )
    return Mixed(mixed, reference(asked, prior), adapted, weights, width)


def _judged(
    asked: Asked, past: _Verified, kind: Kind, prior: KindPrior, how: Settings
) -> tuple[Floats, Floats]:
    """Return the weight of each expert (question, expert), and the width of bands (question)."""
    questions = asked.questions
    elsewhere = at_nodes(hats(asked.lead, LEADS), prior.loss)
    weights, width = np.zeros((len(questions), len(EXPERTS[kind]))), np.ones(len(questions))
    for day in np.unique(questions.origin):
        today = questions.origin == day
        seen = past.known(int(day))
        for horizon in np.unique(questions.horizon[today]):
            rows = np.flatnonzero(today & (questions.horizon == horizon))
            series = questions.series[rows]
            worth = seen.worth(int(day), int(horizon), how.half_life)
            weights[rows] = _weights(seen, worth, series, elsewhere[rows], how)
            width[rows] = _width(seen, worth, series, how)
    return weights, width


@dataclass(frozen=True, eq=False)
class _Verified:
    """Past forecasts in usual errors, in the order of their series.

    Parameters
    ----------
    loss
        Losses of the experts (forecast, expert).
    error
        Sizes of the errors of persistence (forecast).
    """

    series: Ints
    horizon: Ints
    origin: Days
    published: Days
    loss: Floats
    error: Floats

    def known(self, day: int) -> _Verified:
        """Return those whose outcome was published by a day, and that were made before it."""
        rows = (self.published <= day) & (self.origin < day)
        return _Verified(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def worth(self, day: int, horizon: int, half_life: float) -> Floats:
        """Return what each says about a forecast on a day over a horizon (forecast).

        Those that are old, or over another horizon, say less; those that overlap with the ones two
        weeks before and after count by what is new in them; and those over a few days by their part
        of a week, so that seven moves from day to day say as much as one from week to week.
        """
        fresh = 0.5 ** ((day - self.published) / half_life)
        near = np.exp(-np.abs(np.log(self.horizon / horizon)) / NEAR)
        new = np.minimum(EVERY / self.horizon, 1.0) * np.minimum(self.horizon / WEEK, 1.0)
        return np.asarray(fresh * near * new)

    def by_series(self, values: Floats, series: Ints) -> Floats:
        """Return the sum of values over the forecasts of each of some series, 0 where none is."""
        if not len(values):
            return np.zeros((len(series), *values.shape[1:]))
        names, starts = np.unique(self.series, return_index=True)
        sums = np.add.reduceat(values, starts, axis=0)
        at = np.minimum(np.searchsorted(names, series), len(names) - 1)
        there = (names[at] == series).reshape(-1, *[1] * (values.ndim - 1))
        return np.where(there, sums[at], 0.0)


def _verify(record: Asked, prior: KindPrior, how: Settings) -> _Verified:
    asked, points = record.questions, record.points
    usual = np.maximum(prior.usual_error(record.lead, record.trait), 1e-6)
    scale = usual * (points.last_people + points.offset)
    loss = np.abs(points.people - asked.outcome[:, None]) / scale[:, None]
    error = np.abs(errors(points.people[:, :1], asked.outcome, points.offset)[:, 0]) / usual
    order = np.argsort(asked.series, kind="stable")
    return _Verified(
        asked.series[order],
        asked.horizon[order],
        asked.origin[order],
        asked.published[order],
        np.minimum(loss, MOST_LOSS)[order],
        np.minimum(error, how.most_error)[order],
    )


def _weights(
    seen: _Verified, worth: Floats, series: Ints, elsewhere: Floats, how: Settings
) -> Floats:
    """Return the weight of each expert by its losses elsewhere, in the crisis and in the series.

    The axes are (row, expert).
    """
    total = worth.sum()
    crisis = _relative((worth[:, None] * seen.loss).sum(axis=0), total)
    here = (how.loss_elsewhere * elsewhere + total * crisis) / (how.loss_elsewhere + total)
    count = seen.by_series(worth, series)[:, None]
    own = _relative(seen.by_series(worth[:, None] * seen.loss, series), count)
    loss = (how.loss_here * here + count * own) / (how.loss_here + count)
    first = np.full(loss.shape[1], (1.0 - how.share) / (loss.shape[1] - 1))
    first[0] = how.share
    weight = first * np.exp(-how.boldness * (loss - loss.min(axis=1, keepdims=True)))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def _relative(loss: Floats, count: Floats | float) -> Floats:
    """Return losses over that of persistence, softened so that a few repeats do not rule."""
    soft = SOFTNESS * count + 1e-9
    return np.asarray((loss + soft) / (loss[..., :1] + soft))


def _width(seen: _Verified, worth: Floats, series: Ints, how: Settings) -> Floats:
    """Return how much wider than usual the errors of persistence were (row)."""
    crisis = (how.width_elsewhere + (worth * seen.error).sum()) / (
        how.width_elsewhere + worth.sum()
    )
    count, wide = (seen.by_series(part, series) for part in (worth, worth * seen.error))
    return np.asarray((how.width_here * crisis + wide) / (how.width_here + count))
