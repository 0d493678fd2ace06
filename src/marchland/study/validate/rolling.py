"""Rolling validation: forecasts from every two weeks of past crises, scored by real counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from marchland.errors import MarchlandError, Problem, RequestError, ScenarioError
from marchland.language import mark, say, say_n
from marchland.study.forecast.bands import LEADS, applied, at_nodes, hats
from marchland.study.forecast.experts import EXPERTS
from marchland.study.forecast.prior import Prior, read_prior
from marchland.study.forecast.questions import HORIZONS, answered, origins
from marchland.study.forecast.roll import Rolled, roll
from marchland.study.forecast.series import Floats, Record
from marchland.study.forecast.sources import read_record
from marchland.study.scores.quantiles import crps, wis
from marchland.study.validate.firsts import FirstCounts, first_counts, share_lag_points

Flags = npt.NDArray[np.bool_]

ADAPTED = mark("persistence, bands that adapt")
SHARE_LAG = mark("share of 30 days before")
RULES: Mapping[str, str] = {
    mark("drift"): "drift 28 d x 1",
    mark("damped drift"): "drift 56 d x 0.4",
    mark("damped Holt"): "Holt x 0.4",
}
"""Simple rules that the mix is compared with, each with bands from past crises."""


@dataclass(frozen=True, eq=False)
class Tested:
    """The forecasts of one crisis, scored row by row.

    Parameters
    ----------
    name
        The crisis.
    left_out
        Past crises that the record was recognised as, left out of what was learnt.
    rolled
        Forecasts with their questions and counts.
    crps, reference, wis
        Scores of the mix, of persistence with bands, and the interval score of the mix (question).
    rules
        CRPS of each expert of stocks and running totals with bands from past crises, by name, NaN
        for flows (question); of persistence with bands that adapt; and the error of the share of
        30 days before, which has no bands.
    stepped
        Whether a re-registration was noted between the last known count and the target (question).
    firsts
        First counts of new places, which no series foretells.
    """

    name: str
    left_out: tuple[str, ...]
    rolled: Rolled
    crps: Floats
    reference: Floats
    wis: Floats
    rules: Mapping[str, Floats]
    stepped: Flags
    firsts: FirstCounts

    def rows(self, horizon: int) -> Flags:
        """Return which rows are of a horizon in days (question)."""
        return np.asarray(self.rolled.questions.horizon == horizon)


def validate_rolling(
    folders: Sequence[str | Path],
    source_data: str | Path | None = None,
    done: Callable[[], None] | None = None,
) -> list[Tested]:
    """Forecast past crises from every two weeks, 7, 30 and 90 days ahead, and score them.

    What was learnt on a crisis is left out where that crisis is met again, by its counts.

    Parameters
    ----------
    folders
        Flee's or native folders, or names of built-in scenarios.
    source_data
        Folder of the counts of a single Flee folder, where it lies apart.
    done
        Called after each crisis.

    Raises
    ------
    ScenarioError
        If folders cannot be read, with every problem of all of them.
    RequestError
        If none has two counts from which a forecast can be made and scored.
    """
    tested = []
    for record in _records(folders, source_data):
        tested.append(score_record(record, read_prior()))
        if done is not None:
            done()
    if not any(len(one.rolled.questions) for one in tested):
        raise RequestError(
            say(
                "no forecast can be scored: a series needs a count above 0, and another "
                "{horizons} days later",
                horizons=say(" or ").join(str(days) for days in HORIZONS),
            )
        )
    return tested


def score_record(record: Record, prior: Prior) -> Tested:
    """Forecast one crisis from every two weeks and score it, with itself left out of the prior."""
    left_out = prior.recognised(record)
    prior = prior.without(left_out)
    asked, past = (answered(record, origins(record), nearest) for nearest in (True, False))
    rolled = roll(record, asked, past, prior)
    steps = [np.array(one.steps, np.int64) for one in record.series]
    stepped = [
        bool(((steps[i] > before) & (steps[i] <= last)).any())
        for i, before, last in zip(asked.series, rolled.last_day, asked.last, strict=True)
    ]
    rules = _rules(record, rolled, prior)
    rules[ADAPTED] = crps(rolled.adapted, asked.outcome)
    rules[SHARE_LAG] = np.abs(share_lag_points(record, asked) - asked.outcome)
    return Tested(
        name=record.name,
        left_out=left_out,
        rolled=rolled,
        crps=crps(rolled.people, asked.outcome),
        reference=crps(rolled.repeated, asked.outcome),
        wis=wis(rolled.people, asked.outcome),
        rules=rules,
        stepped=np.array(stepped, bool),
        firsts=first_counts(record),
    )


def _rules(record: Record, rolled: Rolled, prior: Prior) -> dict[str, Floats]:
    """Return the CRPS of each simple rule, with its own bands of past crises, not adapted."""
    asked = rolled.questions
    found = {name: np.full(len(asked), np.nan) for name in EXPERTS["stock"][1:]}
    for kind, (rows, points) in rolled.points.items():
        if kind == "flow":
            continue
        learnt = prior.of(kind)
        lead = np.maximum(asked.last - rolled.last_day, 1)[rows].astype(np.float64)
        usual = at_nodes(hats(lead, LEADS), learnt.error)
        offset = rolled.offset[rows]
        for e, name in enumerate(EXPERTS[kind][1:], start=1):
            widths = usual[:, None, None] * learnt.shape[None, e, None]
            people = np.round(applied(points[:, e : e + 1], offset, widths)[:, 0])
            found[name][rows] = crps(people, asked.outcome[rows])
    return found


def _records(folders: Sequence[str | Path], source_data: str | Path | None) -> list[Record]:
    found, problems = [], []
    for folder in folders:
        try:
            found.append(read_record(folder, source_data))
        except ScenarioError as error:
            problems += [replace(p, where=f"{folder}: {p.where}") for p in error.problems]
        except MarchlandError as error:
            problems.append(Problem(str(folder), str(error)))
    if problems:
        raise ScenarioError(say_n("{n} folder", "{n} folders", len(folders)), problems)
    return found
