"""Assimilation: members of a simulated ensemble that agree with the counts are gone on with.

A particle filter with one step: members are run from the first day with parameters from their
ranges, weighted by the counts that were published, and drawn by weight. Whole states are taken over
with their parameters, so that people stay whole and the balance holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.engine.branch import Branch, run_with_branches
from marchland.engine.run import Progress
from marchland.model.design import Design
from marchland.model.scenario import Scenario
from marchland.study.forecast.known import published
from marchland.study.forecast.series import Floats
from marchland.study.measures.observe import last_day, observed
from marchland.study.runs.coarse import protected

Ints = npt.NDArray[np.int64]

ERROR = 0.3
"""Usual error of a count beside the model, in its logarithm (assumed, range 0.1 to 0.6)."""
HALF_LIFE = 30.0
"""Days in which a count counts half (assumed, range 15 to 90)."""
LEAST = 0.2
"""Part of the members that must be worth something after weighting; if fewer are, all counts are
taken to be less sure (assumed, range 0.1 to 0.5)."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Members from the first day to the day of a forecast.

    Parameters
    ----------
    scenario
        What was known on that day.
    told
        What each member says of each count (member, count), as it may be shown.
    states
        Where all stand at the end of some days, by day from 1970-01-01 on.
    delay
        Days until a count is published.
    """

    scenario: Scenario
    told: xr.DataArray
    states: Mapping[int, Branch]
    delay: int | Mapping[str, int]

    def upto(self, day: int, members: int, seed: int) -> Branch:
        """Return members that agree with the counts up to a day, each with a chance of its own.

        Parameters
        ----------
        day
            One of the days at whose end states were kept.
        members, seed
            How many, and the seed of their chance ahead.
        """
        rows = drawn(weights(self._misfit(day)), members)
        return self.states[day].take(rows, seed)

    def _misfit(self, day: int) -> Floats:
        """Return how badly each member fits the counts published up to a day (m)."""
        misfit = np.zeros(self.told.shape[0])
        rows = list(self.scenario.observations.rows())
        peak: dict[str, float] = {}
        for k, row in enumerate(rows):
            values, counted = self.told.values[:, k], float(row["value"])
            if published(row, self.delay) > np.datetime64(day, "D") or np.isnan(counted):
                continue
            peak[row["series"]] = max(peak.get(row["series"], 0.0), counted)
            if np.isnan(values).any():
                continue
            offset = 0.02 * peak[row["series"]] + 5.0
            age = day - int(last_day(row).astype(np.int64))
            error = np.log((values + offset) / (counted + offset)) / ERROR
            misfit += 0.5 ** (age / HALF_LIFE) * error**2
        return misfit


def pool_of(
    known: Scenario,
    days: Sequence[int],
    members: int,
    seed: int,
    delay: int | Mapping[str, int] = 0,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Pool:
    """Run members from the first day to the last of some days, and keep their states.

    Parameters
    ----------
    known
        What was known on the last day.
    days
        Days from 1970-01-01 on, at whose end states are kept.
    members, seed, threads, progress
        As for a run.
    delay
        Days until a count is published.
    """
    start = int(np.datetime64(known.start, "D").astype(np.int64))
    ends = sorted(set(days))
    how = Design.of(known, None, members=members, seed=seed, days=ends[-1] - start + 1)
    stops = [day - start + 1 for day in ends]
    runs, found = run_with_branches(known, stops, how, threads=threads, progress=progress)
    told = observed(protected(runs), known.observations)
    return Pool(known, told, dict(zip(ends, found, strict=True)), delay)


def weights(misfit: Floats) -> Floats:
    """Return weights that fall with misfit, tempered so that enough members are worth something.

    Parameters
    ----------
    misfit
        Sum of squared errors in usual ones (m).
    """
    least = LEAST * len(misfit)
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if _worth(_weighted(misfit, middle)) >= least:
            low = middle
        else:
            high = middle
    return _weighted(misfit, 1.0 if _worth(_weighted(misfit, 1.0)) >= least else low)


def drawn(weight: Floats, members: int) -> Ints:
    """Return rows in proportion to their weight, at even distances and so without chance (m)."""
    at = (np.arange(members) + 0.5) / members
    rows = np.searchsorted(np.cumsum(weight), at)
    return np.minimum(rows, len(weight) - 1).astype(np.int64)


def _weighted(misfit: Floats, sureness: float) -> Floats:
    weight = np.exp(-0.5 * sureness * (misfit - misfit.min()))
    return np.asarray(weight / weight.sum())


def _worth(weight: Floats) -> float:
    return float(1.0 / (weight**2).sum())
