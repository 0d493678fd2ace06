"""Cold-start validation: past conflicts run with the package's defaults, and scored.

Nothing of the counts is seen after day 0 but the total displaced day by day, which is the peer
Flee's own protocol. The figures come twice, with the capacities as the folders have them and with
them blanked, because a capacity that equals the highest count to come is hindsight.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.engine.simulate import simulate
from marchland.errors import RequestError, ScenarioError
from marchland.io.read import read
from marchland.language import mark, say, say_n
from marchland.model.design import SOURCES, Keep
from marchland.model.scenario import Scenario
from marchland.study.scores.ard import ard, camp_errors, covered, relative_difference, rescaled
from marchland.study.validate.baselines import (
    day0_share,
    gravity,
    great_circle,
    next_hop,
    share_lag,
    uniform,
)
from marchland.study.validate.coldstart import (
    ColdStart,
    cold_start,
    out_of_reach,
    without_capacities,
)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Progress = Callable[[int, int], None]

RUNS = 6
"""Ensembles run for a conflict: two with each of the sources of uncertainty, two baselines."""

BASELINE_MEMBERS = 10
"""Members of a baseline that is run: it is judged by its mean, which chance hardly moves."""


@dataclass(frozen=True)
class Track:
    """Scores of one way to run a conflict: with capacities, or with them blanked.

    Parameters
    ----------
    ard, ard_low, ard_high
        Averaged relative difference with all parameters at their values, so that members differ by
        chance alone, as Flee's runs do: mean over members, and the 90 % of them.
    ard_rescaled
        The same for the split alone, each day's sum brought to that of the counts.
    error_end
        Relative difference on the last day.
    ard_median
        ARD of the median of the ensemble with all three sources of uncertainty.
    ard_all_sources
        Mean ARD of its members, each with its own parameters and place effects.
    coverage50, coverage90
        Share of the counts after day 0 within its 50 and 90 % bands.
    camps
        Mean error of each camp relative to its mean count, with all parameters at their values.
    """

    ard: float
    ard_low: float
    ard_high: float
    ard_rescaled: float
    error_end: float
    ard_median: float
    ard_all_sources: float
    coverage50: float
    coverage90: float
    camps: Mapping[str, float]


@dataclass(frozen=True)
class ConflictScore:
    """What was found for one conflict.

    Parameters
    ----------
    people
        People displaced up to the last day, those of day 0 with them.
    counts
        Counts that coverage is judged by.
    seconds
        Wall-clock time of all its runs.
    given, blanked
        Scores with the capacities as they stand, and without any.
    baselines
        ARD of what sees as little.
    sees_counts
        ARD of what copies earlier counts.
    out_of_reach
        Counted camps that nobody who enters after day 0 can reach.
    """

    name: str
    days: int
    places: int
    people: int
    members: int
    counts: int
    seconds: float
    given: Track
    blanked: Track
    baselines: Mapping[str, float]
    sees_counts: Mapping[str, float]
    out_of_reach: tuple[str, ...] = ()


def validate(
    folders: Iterable[str | Path | Scenario] | str | Path | Scenario,
    members: int = 50,
    seed: int = 1,
    progress: Progress | None = None,
    source_data: str | Path | None = None,
) -> list[ConflictScore]:
    """Run past conflicts from a cold start and score them.

    Parameters
    ----------
    folders
        Flee's or native folders, names of built-in scenarios, or scenarios: one, or several.
    members
        Members of each ensemble.
    seed
        Seed of the runs.
    progress
        Called after each day with the number of days done and of all days of all runs.
    source_data
        Folder of the counts, where those of the one Flee folder lie apart from its ``input_csv``.

    Raises
    ------
    ScenarioError
        If folders cannot be read, with every problem of all of them.
    RequestError
        If there is none, or a conflict has no counts of people at a place after its first day.
    """
    several = [folders] if isinstance(folders, (str, Path, Scenario)) else folders
    cases = [cold_start(one) for one in _read_all(several, source_data)]
    if not cases:
        raise RequestError(say("no conflict to validate with; name one folder or more"))
    if bare := [case.scenario.name for case in cases if not case.counted.any()]:
        raise RequestError(
            say(
                "nothing can be scored in {names}: nobody was counted at a camp after the "
                "first day and before the last; leave it out",
                names=", ".join(bare),
            )
        )
    days = RUNS * sum(case.scenario.days for case in cases)
    done = iter(range(1, days + 1))

    def one_day() -> None:
        if progress is not None:
            progress(next(done), days)

    return [score_conflict(case, members, seed, one_day) for case in cases]


def _read_all(
    folders: Iterable[str | Path | Scenario], source_data: str | Path | None
) -> list[Scenario]:
    """Read every folder before any is run, and tell the problems of all."""
    named = list(folders)
    if source_data is not None and len(named) != 1:
        raise RequestError(
            say("source_data belongs to one folder; validate the others by themselves")
        )
    found: list[Scenario] = []
    refused: list[ScenarioError] = []
    for one in named:
        try:
            found.append(one if isinstance(one, Scenario) else read(one, source_data))
        except ScenarioError as error:
            refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        problems = [
            replace(problem, where=f"{error.source}: {problem.where}")
            for error in refused
            for problem in error.problems
        ]
        raise ScenarioError(say_n("{n} folder", "{n} folders", len(refused)), problems)
    return found


def score_conflict(
    case: ColdStart, members: int = 50, seed: int = 1, one_day: Callable[[], None] | None = None
) -> ConflictScore:
    """Run a conflict in all its ways and score it.

    Parameters
    ----------
    case
        The conflict.
    members
        Members of each ensemble.
    seed
        Seed of the runs.
    one_day
        Called after each day of each run.
    """
    begun = time.perf_counter()
    run = _Runner(case, members, seed, one_day)
    blank = without_capacities(case.scenario)
    given, blanked = (_track(case, run, one) for one in (case.scenario, blank))
    baselines = {
        "uniform": uniform(case.total, len(case.camps)),
        "day-0 share": day0_share(case.total, case.start),
        "gravity": _gravity(case),
        "next-hop": run.baseline(next_hop(case.scenario)),
        mark("next-hop, no capacities"): run.baseline(next_hop(blank)),
    }
    return ConflictScore(
        name=case.scenario.name,
        days=case.scenario.days,
        places=len(case.scenario.places),
        people=round(float(case.total[-1])),
        members=members,
        counts=int(case.counted.sum()),
        out_of_reach=out_of_reach(case),
        seconds=time.perf_counter() - begun,
        given=given,
        blanked=blanked,
        baselines={n: float(ard(one, case.counts).mean()) for n, one in baselines.items()},
        sees_counts={
            f"share-lag {lag}": float(ard(share_lag(case.counts, lag), case.counts))
            for lag in (30, 90)
        },
    )


def _gravity(case: ColdStart) -> Floats:
    places = case.scenario.places
    km = great_circle(places.lat, places.lon, places.lat[case.at], places.lon[case.at])
    later = case.displaced.copy()
    later[0, case.at] = 0.0
    return gravity(later, case.start, km)


def _track(case: ColdStart, run: _Runner, scenario: Scenario) -> Track:
    chance = run(scenario, ("chance",))
    every = run(scenario, SOURCES)
    found = ard(chance, case.counts)
    low, high = np.quantile(found, [0.05, 0.95])
    within = [
        float(covered(every, case.counts, level)[case.counted].mean()) if case.counted.any() else 0
        for level in (0.5, 0.9)
    ]
    errors = camp_errors(chance, case.counts).mean(axis=0)
    return Track(
        ard=float(found.mean()),
        ard_low=float(low),
        ard_high=float(high),
        ard_rescaled=float(ard(rescaled(chance, case.counts), case.counts).mean()),
        error_end=float(relative_difference(chance, case.counts)[:, -1].mean()),
        ard_median=float(ard(np.median(every, axis=0), case.counts)),
        ard_all_sources=float(ard(every, case.counts).mean()),
        coverage50=within[0],
        coverage90=within[1],
        camps=dict(zip(case.camps, errors.tolist(), strict=True)),
    )


@dataclass(frozen=True)
class _Runner:
    """Runs a conflict in one of its ways and returns people in the camps (member, day, camp)."""

    case: ColdStart
    members: int
    seed: int
    one_day: Callable[[], None] | None

    def __call__(
        self, scenario: Scenario, uncertainty: Sequence[str], members: int | None = None
    ) -> Floats:
        runs: xr.Dataset = simulate(
            scenario,
            members=members or self.members,
            seed=self.seed,
            uncertainty=uncertainty,
            keep=Keep(flow=False, kinds=self.case.kinds),
            progress=self._told,
        )
        stock = runs["stock"].sel(place=list(self.case.camps)).sum("group")
        return stock.transpose("member", "day", "place").values.astype(np.float64)

    def baseline(self, scenario: Scenario) -> Floats:
        """Run a way that is judged by its mean, with few members."""
        return self(scenario, ("chance",), min(self.members, BASELINE_MEMBERS))

    def _told(self, done: int, days: int) -> None:
        if self.one_day is not None:
            self.one_day()
