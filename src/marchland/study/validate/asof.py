"""One forecast of one crisis, scored by the counts that came after its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.scenario import Scenario
from marchland.study.forecast.earned import Earned, together
from marchland.study.forecast.known import known
from marchland.study.forecast.predict import Predicted, predict
from marchland.study.forecast.questions import Questions
from marchland.study.forecast.series import Floats, Kind, Record
from marchland.study.forecast.simulator import Simulator
from marchland.study.forecast.sources import of_scenario, rows_of
from marchland.study.scores.quantiles import crps, level, within

RESAMPLES = 2000
_KEY = ("series", "measure", "where", "group", "cumulative")


@dataclass(frozen=True, eq=False)
class AsOf:
    """One forecast with the counts that came later.

    Parameters
    ----------
    day, until
        Day of the forecast, and last day of the counts, from 1970-01-01 on.
    found
        The forecast of the series alone, for the days that were counted.
    people
        The forecast with the simulator (question, level).
    told
        The simulator alone (question, level), NaN where the model has no such series.
    earned
        The simulator's weight by kind of series.
    outcome
        The counts (question).
    """

    day: int
    until: int
    found: Predicted
    people: Floats
    told: Floats
    earned: Mapping[Kind, Earned]
    outcome: Floats

    @property
    def series(self) -> tuple[str, ...]:
        """Names of the series that were counted."""
        names = [one.name for one in self.found.record.series]
        return tuple(names[i] for i in np.unique(self.found.rolled.questions.series))

    def rows(self, name: str) -> Any:
        """Return which questions are of a series (question)."""
        index = [one.name for one in self.found.record.series].index(name)
        return self.found.rolled.questions.series == index

    def losses(self) -> dict[str, Floats]:
        """Return the CRPS of each count (question), by who forecast."""
        rolled = self.found.rolled
        return {
            "forecast": crps(self.people, self.outcome),
            "counts": crps(rolled.people, self.outcome),
            "simulator": crps(self.told, self.outcome),
            "persistence": crps(rolled.repeated, self.outcome),
        }

    def ratio(self, name: str, who: str = "forecast", over: str = "persistence") -> float:
        """Return the loss of one over that of another on a series, NaN where it has none."""
        losses, rows = self.losses(), self.rows(name)
        other = losses[over][rows].sum()
        return float(losses[who][rows].sum() / other) if other > 0 else float("nan")

    def mean(self, who: str = "forecast", over: str = "persistence") -> float:
        """Return the geometric mean of the ratios over the series."""
        return _mean([self.ratio(name, who, over) for name in self.series])

    def interval(
        self, who: str = "forecast", over: str = "persistence", seed: int = 1
    ) -> tuple[float, float]:
        """Return the 90 % interval of the mean, by drawing series anew."""
        values = np.array([self.ratio(name, who, over) for name in self.series])
        values = values[np.isfinite(values) & (values > 0)]
        if not len(values):
            return float("nan"), float("nan")
        chance = np.random.default_rng(seed)
        drawn = chance.integers(len(values), size=(RESAMPLES, len(values)))
        low, high = np.quantile(np.exp(np.log(values)[drawn].mean(axis=1)), [0.05, 0.95])
        return float(low), float(high)

    def inside(self, name: str) -> tuple[int, int]:
        """Return how many counts of a series lay in the 90 % band, and of how many."""
        held = within(self.people, self.outcome, 0.9)[self.rows(name)]
        return int(held.sum()), len(held)


def score_as_of(
    crisis: Scenario,
    as_of: date,
    until: date,
    members: int = 100,
    seed: int = 1,
    delay: int = 0,
    threads: int | None = None,
) -> AsOf:
    """Forecast the counts between two days as of the first, and set them beside what was counted.

    Parameters
    ----------
    crisis
        The scenario, with its counts.
    as_of, until
        Day of the forecast, and last day of counts.
    members, seed, delay, threads
        As for :func:`marchland.forecast`.

    Raises
    ------
    RequestError
        If no count of a series that was known by then lies between the days.
    """
    day, last = (int(np.datetime64(one, "D").astype(np.int64)) for one in (as_of, until))
    first = int(np.datetime64(crisis.start, "D").astype(np.int64))
    then = known(crisis, day, day - first + 1, delay)
    record = of_scenario(then).delayed(delay)
    asked = _asked(crisis, then, record, day, last)
    if not len(asked):
        raise RequestError(
            say(
                "no count between {as_of} and {until} is of a series that was known by {as_of}",
                as_of=as_of,
                until=until,
            )
        )
    found = predict(record, day, asked=asked)
    told, weights = Simulator(then, found, members, seed, delay, threads).judged()
    people = together(found.rolled, told, found.record, weights)
    return AsOf(day, last, found, people, told, weights, asked.outcome)


def document(scored: AsOf) -> dict[str, Any]:
    """Return the scores as a document that can be written as JSON."""
    losses, middle = scored.losses(), level(0.5)
    return {
        "as_of": str(np.datetime64(scored.day, "D")),
        "until": str(np.datetime64(scored.until, "D")),
        "series": [
            {
                "series": name,
                "counts": int(scored.rows(name).sum()),
                "counted": scored.outcome[scored.rows(name)].tolist(),
                "median": scored.people[scored.rows(name), middle].tolist(),
                "inside90": scored.inside(name)[0],
                **{
                    f"crps_{who}": _number(loss[scored.rows(name)].sum())
                    for who, loss in losses.items()
                },
                "ratio": _number(scored.ratio(name)),
            }
            for name in scored.series
        ],
        "mean_ratio": {who: _number(scored.mean(who)) for who in losses},
        "simulator_adds": {
            "ratio": _number(scored.mean("forecast", "counts")),
            "interval": [_number(one) for one in scored.interval("forecast", "counts")],
        },
        "weights": {kind: round(one.weight, 4) for kind, one in scored.earned.items()},
    }


def _asked(crisis: Scenario, then: Scenario, record: Record, day: int, last: int) -> Questions:
    """Return a question for each count between the days, of series that were known by the first."""
    names = {_key(rows[0]): name for name, rows in rows_of(then).items()}
    at = {one.name: i for i, one in enumerate(record.series) if (one.people > 0).any()}
    found: list[tuple[int, int, int, float]] = []
    for full, rows in rows_of(crisis).items():
        i = at.get(names.get(_key(rows[0]), ""))
        one = next(s for s in of_scenario(crisis).series if s.name == full)
        for k in np.flatnonzero((one.last > day) & (one.last <= last)).tolist():
            if i is not None:
                found.append((i, int(one.first[k]), int(one.last[k]), float(one.people[k])))
    series, begin, end, people = (np.array(c) for c in zip(*found, strict=True)) if found else (
        np.zeros(0) for _ in range(4)
    )  # fmt: skip
    ends = end.astype(np.int64)
    return Questions(
        series=series.astype(np.int64),
        origin=np.full(len(ends), day),
        horizon=ends - day,
        first=begin.astype(np.int64),
        last=ends,
        outcome=people.astype(np.float64),
        published=ends,
    )


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _KEY)


def _mean(values: list[float]) -> float:
    there = np.array([v for v in values if np.isfinite(v) and v > 0])
    return float(np.exp(np.log(there).mean())) if len(there) else float("nan")


def _number(value: float) -> float | None:
    return None if not np.isfinite(value) else round(float(value), 4)
