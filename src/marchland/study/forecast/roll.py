"""Forecasts from many days in the past, each from what was known then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marchland.study.forecast.experts import EXPERTS, Watch, ask_all
from marchland.study.forecast.learn import first_day, traits
from marchland.study.forecast.mix import Asked, Mixed, mix
from marchland.study.forecast.prior import Prior
from marchland.study.forecast.questions import Questions, next_counts
from marchland.study.forecast.series import KINDS, Days, Floats, Kind, Record
from marchland.study.scores.quantiles import LEVELS

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Rolled:
    """Forecasts, row by row with their questions.

    Parameters
    ----------
    questions
        What was asked, and the count where there is one (question).
    people
        The mix: quantiles at :data:`LEVELS` (question, level).
    repeated
        Persistence with bands of past crises, the reference (question, level).
    adapted
        Persistence with bands that adapt to the record (question, level).
    last_day, last_people
        The last count known (question).
    offset
        What is added before ratios are taken (question).
    points
        What each expert said, by kind: rows of the questions, and people (row, expert).
    weights
        Weight of each expert, row by row with ``points``.
    """

    questions: Questions
    people: Floats
    repeated: Floats
    adapted: Floats
    last_day: Days
    last_people: Floats
    offset: Floats
    points: dict[Kind, tuple[Ints, Floats]]
    weights: dict[Kind, Floats]

    def take(self, rows: Ints) -> Rolled:
        """Return some of the rows, in rising order."""
        arrays = ("people", "repeated", "adapted", "last_day", "last_people", "offset")
        points, weights = {}, {}
        for kind, (at, people) in self.points.items():
            kept = np.isin(at, rows)
            points[kind] = (np.searchsorted(rows, at[kept]), people[kept])
            weights[kind] = self.weights[kind][kept]
        return Rolled(
            questions=self.questions.take(rows),
            points=points,
            weights=weights,
            **{name: getattr(self, name)[rows] for name in arrays},
        )


def roll(record: Record, questions: Questions, past: Questions, prior: Prior) -> Rolled:
    """Answer questions, each from the counts and the verified forecasts of its own day.

    Parameters
    ----------
    record
        All counts.
    questions
        What to forecast.
    past
        Questions whose outcomes make the record of the experts, by
        ``answered(..., nearest=False)``; each is used from the day its outcome was published. What
        each count was after the one before is added to them.
    prior
        What was learnt on other crises.
    """
    watch, begun = Watch(record), first_day(record)
    past = Questions.joined([past, next_counts(record)])
    number = len(questions)
    people, repeated, adapted = (np.zeros((number, len(LEVELS))) for _ in range(3))
    last_day, last_people = np.zeros(number, np.int64), np.zeros(number)
    offset = np.ones(number)
    points: dict[Kind, tuple[Ints, Floats]] = {}
    weights: dict[Kind, Floats] = {}
    for kind in KINDS:
        of_kind = [i for i, one in enumerate(record.series) if one.kind == kind]
        rows = np.flatnonzero(np.isin(questions.series, of_kind))
        if not len(rows):
            continue
        asked = _asked(watch, questions.take(rows), kind, begun)
        before = _asked(watch, past.take(np.isin(past.series, of_kind)), kind, begun)
        found: Mixed = mix(asked, before, kind, prior.of(kind))
        people[rows], repeated[rows] = found.people, found.repeated
        adapted[rows] = found.adapted
        last_day[rows], last_people[rows] = asked.points.last_day, asked.points.last_people
        offset[rows] = asked.points.offset
        points[kind], weights[kind] = (rows, asked.points.people), found.weights
    bands = (people, repeated, adapted)
    return Rolled(questions, *bands, last_day, last_people, offset, points, weights)


def _asked(watch: Watch, q: Questions, kind: Kind, begun: int) -> Asked:
    points = ask_all(watch, q.series, q.origin, q.first, q.last, len(EXPERTS[kind]))
    return Asked(q, points, traits(q, points, kind, begun))
