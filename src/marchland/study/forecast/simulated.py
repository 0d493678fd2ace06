"""The simulator as an expert: runs from the counts known on a day, asked what series ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from marchland.engine.branch import Branch, go_on
from marchland.model.scenario import Scenario
from marchland.model.tables import Observations
from marchland.study.forecast.assimilate import Pool
from marchland.study.forecast.inflow import factors, going_on
from marchland.study.forecast.known import known
from marchland.study.forecast.prior import KindPrior
from marchland.study.forecast.roll import Rolled
from marchland.study.forecast.series import Floats, Record
from marchland.study.forecast.sources import rows_of
from marchland.study.measures.observe import observed
from marchland.study.runs.coarse import protected

MOST_GROWTH = 5.0
"""A simulated series does not grow or fall by more than this factor from its last count."""


@dataclass(frozen=True, eq=False)
class Started:
    """Members at the end of a day, ready to go on.

    Parameters
    ----------
    branch
        Where they stand, in agreement with the counts.
    scenario
        What was known, with people entering as of late.
    parameters
        Values of the parameters that say how many (m), by name.
    """

    branch: Branch
    scenario: Scenario
    parameters: Mapping[str, Floats]

    def run(self, scenario: Scenario | None = None, threads: int | None = None) -> xr.Dataset:
        """Go on to the end of the scenario, or of the same with levers from now on."""
        return protected(
            go_on(
                self.branch,
                self.scenario if scenario is None else scenario,
                threads=threads,
                parameters=self.parameters,
            )
        )


def start(
    pool: Pool, day: int, ahead: int, members: int, seed: int, prior: KindPrior, scale: float = 1.0
) -> Started:
    """Return members that agree with the counts of a day, ready to go on from it.

    Parameters
    ----------
    pool
        Members from the first day on.
    day
        One of the days at whose end states were kept.
    ahead
        Days to go on.
    members, seed
        How many, and the seed of their chance ahead.
    prior
        What past crises say of flows.
    scale
        Factor on the people displaced ahead.
    """
    first = int(np.datetime64(pool.scenario.start, "D").astype(np.int64))
    then = known(pool.scenario, day, day + ahead - first + 1, pool.delay)
    branch = pool.upto(day, members, seed)
    given = factors(then, day, branch.parameters, prior, seed, scale)
    return Started(branch, going_on(then, day), given)


def points(runs: xr.Dataset, scenario: Scenario, record: Record, asked: Rolled) -> Floats:
    """Return what each member says of each question, beginning from the last count (m, question).

    Parameters
    ----------
    runs
        Members from the first day on, beyond the last question.
    scenario
        With the counts that the record was made of.
    record
        Its series.
    asked
        The questions, with the last counts known.

    Returns
    -------
        NaN where the model has no such series.

    Notes
    -----
    The model's growth from the last count on is put on that count: the model may count other people
    than the authority does, in a share that lasts. Of a flow it is the growth of people a day.
    """
    rows = rows_of(scenario)
    questions = asked.questions
    wanted: list[dict[str, Any]] = []
    for k in range(len(questions)):
        one = record.series[int(questions.series[k])]
        like = rows[one.name]
        last = int(np.searchsorted(one.last, asked.last_day[k], side="right")) - 1
        begin = one.first[last] if one.kind == "flow" else asked.last_day[k]
        wanted.append(_row(like, begin, asked.last_day[k], one.kind == "total"))
        wanted.append(_row(like, questions.first[k], questions.last[k], one.kind == "total"))
    columns = {name: [row[name] for row in wanted] for name in Observations.columns()}
    told = observed(runs, Observations.from_columns(columns)).values
    before, after = told[:, 0::2], told[:, 1::2]
    return _from_last(before, after, record, asked)


def _row(like: list[dict[str, Any]], first: int, last: int, total: bool) -> dict[str, Any]:
    """Return a row that counts as a series does, over some days."""
    begin = min(row["date_from"] for row in like) if total else np.datetime64(int(first), "D")
    return {**like[0], "date_from": begin, "date_to": np.datetime64(int(last), "D")}


def _from_last(before: Floats, after: Floats, record: Record, asked: Rolled) -> Floats:
    """Put the growth from ``before`` to ``after`` on the last count (m, question)."""
    questions, found = asked.questions, np.full(after.shape, np.nan)
    for k in range(len(questions)):
        one, people = record.series[int(questions.series[k])], asked.last_people[k]
        offset, old = asked.offset[k], before[:, k]
        if one.kind == "flow":
            last = int(np.searchsorted(one.last, asked.last_day[k], side="right")) - 1
            old = old * (questions.last[k] - questions.first[k] + 1) / one.length[last]
        growth = (after[:, k] + offset) / (old + offset)
        growth = np.clip(growth, 1.0 / MOST_GROWTH, MOST_GROWTH)
        found[:, k] = np.maximum((people + offset) * growth - offset, 0.0)
        if one.kind == "total":
            found[:, k] = np.maximum(found[:, k], people)
    return found
