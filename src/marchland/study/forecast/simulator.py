"""The simulator's part of a forecast: what it says, what it earned, what levers change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import xarray as xr

from marchland.model.levers import Pull
from marchland.model.scenario import Scenario
from marchland.study.forecast.assimilate import Pool, pool_of
from marchland.study.forecast.earned import Earned, banded, earned
from marchland.study.forecast.figures import Figure, figures
from marchland.study.forecast.inflow import SCENARIOS
from marchland.study.forecast.predict import Predicted
from marchland.study.forecast.prior import KindPrior, read_prior
from marchland.study.forecast.series import Floats, Kind
from marchland.study.forecast.simulated import Started, points, start
from marchland.study.scores.quantiles import LEVELS

Progress = Callable[[int, int], None]

POOL = 2
"""Members that are run up to the day for each one that goes on."""
LOOKED_BACK = 6
"""Earlier days, two weeks apart, from which the simulator's forecasts are verified."""


@dataclass(frozen=True, eq=False)
class Effect:
    """What levers change, by the paired difference of runs from the same states.

    Parameters
    ----------
    pulls
        The levers, with their dates.
    people
        What they add to each question of the forecast (member, question), NaN where the model does
        not have the series.
    forecast
        The forecast with them (question, level).
    figures
        What they add to each figure of the simulator.
    """

    pulls: tuple[Pull, ...]
    people: Floats
    forecast: Floats
    figures: tuple[Figure, ...]


@dataclass(frozen=True, eq=False)
class Simulated:
    """What the simulator says, from members that agree with the counts of the day.

    Parameters
    ----------
    runs
        The members, from the first day of the crisis to the last day asked for.
    scenario
        What they were made from: what was known, with people entering as of late.
    told
        Its quantiles for each question (question, level), NaN where the model has no such series.
    earned
        Its weight in the forecast, by kind of series, and how it was earned.
    figures
        What no series has.
    inflow
        People at all places by factor on the people displaced ahead: less, same, more.
    effect
        What levers change, None where none was pulled.
    """

    runs: xr.Dataset
    scenario: Scenario
    told: Floats
    earned: Mapping[Kind, Earned]
    figures: tuple[Figure, ...]
    inflow: Mapping[str, tuple[Figure, ...]]
    effect: Effect | None


@dataclass(frozen=True, eq=False)
class Simulator:
    """The simulator's part of a forecast.

    Parameters
    ----------
    known
        The scenario as it was known on the day, with the gates of the levers to be pulled.
    found
        The forecast of the series alone.
    members, seed
        Members that go on, and the seed of their chance.
    delay
        Days until a count is published.
    threads
        By default one for each core.
    """

    known: Scenario
    found: Predicted
    members: int
    seed: int
    delay: int | Mapping[str, int]
    threads: int | None

    def said(self, pulls: Sequence[Pull], progress: Progress | None) -> Simulated:
        """Return all that the simulator says on the day."""
        day, asked = self.found.day, self.found.rolled
        done = _Steps(len(self._origins()) + 2 + len(SCENARIOS) + bool(pulls), progress)
        pool = self._pool()
        done.one()
        weights = self._earned(pool, done)
        runs, own, begun = self._ahead(pool)
        done.one()
        shown = sorted({*asked.questions.horizon.tolist(), *self.found.asked})
        inflow = {}
        for name, scale in SCENARIOS.items():
            other = self._begun(pool, day, self._ends - day, scale).run(threads=self.threads)
            inflow[name] = figures(other, day, shown, totals=True)
            done.one()
        effect = self._effect(begun, runs, own, pulls, shown) if pulls else None
        done.end()
        told = banded(np.median(own, axis=0), asked)
        own_figures = figures(runs, day, shown)
        return Simulated(runs, begun.scenario, told, weights, own_figures, inflow, effect)

    def judged(self) -> tuple[Floats, dict[Kind, Earned]]:
        """Return the quantiles of the questions alone (question, level), and what was earned."""
        pool = self._pool()
        _, own, _ = self._ahead(pool)
        told = banded(np.median(own, axis=0), self.found.rolled)
        return told, self._earned(pool, _Steps(1, None))

    @property
    def _ends(self) -> int:
        """Last day that is asked for."""
        far = self.found.day + max(self.found.asked, default=1)
        return int(self.found.rolled.questions.last.max(initial=far))

    @cached_property
    def _prior(self) -> KindPrior:
        """What past crises, without this one, say of flows."""
        return read_prior().without(self.found.left_out).of("flow")

    def _pool(self) -> Pool:
        """Run members to the day, and keep their states on earlier days of asking."""
        days = [*self._origins(), self.found.day]
        number = POOL * self.members
        return pool_of(self.known, days, number, self.seed, self.delay, self.threads)

    def _begun(self, pool: Pool, day: int, ahead: int, scale: float = 1.0) -> Started:
        return start(pool, day, ahead, self.members, self.seed, self._prior, scale)

    def _ahead(self, pool: Pool) -> tuple[xr.Dataset, Floats, Started]:
        """Go on from the day; return the runs, what each says of the questions, and their start."""
        begun = self._begun(pool, self.found.day, self._ends - self.found.day)
        runs = begun.run(threads=self.threads)
        return runs, points(runs, self.known, self.found.record, self.found.rolled), begun

    def _earned(self, pool: Pool, done: _Steps) -> dict[Kind, Earned]:
        """Make forecasts on earlier days, and see how they came out beside the mix."""
        past = self.found.past
        before = np.full((len(past.questions), len(LEVELS)), np.nan)
        for origin in self._origins():
            rows = np.flatnonzero(past.questions.origin == origin)
            asked = past.take(rows)
            begun = self._begun(pool, origin, int(asked.questions.last.max()) - origin)
            runs = begun.run(threads=self.threads)
            own = points(runs, self.known, self.found.record, asked)
            before[rows] = banded(np.median(own, axis=0), asked)
            done.one()
        return earned(self.found.record, past, before)

    def _origins(self) -> list[int]:
        """Return the last earlier days from which a forecast could be made and verified."""
        first = int(np.datetime64(self.known.start, "D").astype(np.int64))
        days = np.unique(self.found.past.questions.origin)
        return [int(one) for one in days if one > first][-LOOKED_BACK:]

    def _effect(
        self,
        begun: Started,
        runs: xr.Dataset,
        own: Floats,
        pulls: Sequence[Pull],
        shown: Sequence[int],
    ) -> Effect:
        """Return what levers change, member by member."""
        pulled = begun.scenario.pulled(pulls)
        with_them = begun.run(pulled, self.threads)
        asked = self.found.rolled
        other = points(with_them, self.known, self.found.record, asked)
        return Effect(
            pulls=pulled.pulls,
            people=other - own,
            forecast=np.zeros((0, len(LEVELS))),
            figures=figures(with_them, self.found.day, shown, minus=runs),
        )


class _Steps:
    """Tells how many parts of the work are done."""

    def __init__(self, number: int, progress: Progress | None) -> None:
        self._number, self._progress, self._done = number, progress, 0

    def one(self) -> None:
        """One more part is done."""
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self._number), self._number)

    def end(self) -> None:
        """All are done."""
        self._done = self._number
        self.one()
