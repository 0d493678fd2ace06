"""Findings: what runs say, computed once, for report, app, command line and files alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.acting import acts
from marchland.model.scenario import Scenario
from marchland.study.compare.doubts import Moved
from marchland.study.compare.sources import outcomes
from marchland.study.measures.bands import Band
from marchland.study.measures.cold import Cold, cold_of
from marchland.study.measures.crowding import Crowding, crowding_of
from marchland.study.measures.deaths import recorded_deaths
from marchland.study.measures.fired import Fired, fired_of
from marchland.study.measures.headline import (
    Borders,
    Moment,
    Stranded,
    borders_of,
    moment_of,
    stranded_of,
)
from marchland.study.measures.needed import Needed, Weeks, needed_of, weeks_of
from marchland.study.measures.observe import observed
from marchland.study.measures.outcomes import outcomes as by_member
from marchland.study.measures.outcomes import tabled
from marchland.study.measures.rests import Rests, rests_of
from marchland.study.measures.whereabouts import by_state, unaccounted, whereabouts
from marchland.study.runs import protect
from marchland.study.scores.score import score

Measured = Callable[[], pd.DataFrame | None]
"""What gives the uncertainty by component."""


def _nothing() -> None:
    """Give no uncertainty by component: it was not measured."""


@dataclass(frozen=True)
class Outcome:
    """One number of the runs, in words, with its band."""

    name: str
    label: str
    unit: str
    amount: Band


@dataclass(frozen=True)
class Balance:
    """Where everyone who entered is on the last day.

    Parameters
    ----------
    entered
        People who entered.
    states
        Where they are: id of a state, band.
    missing
        Most people in any run who are nowhere; above 0 it is a bug.
    """

    entered: Band
    states: tuple[tuple[str, Band], ...]
    missing: int


@dataclass(frozen=True)
class Deaths:
    """Recorded deaths of a period and place, small cells merged; NaN where fewer than ten."""

    since: Any
    until: Any
    where: str
    cause: str
    deaths: float
    source: str


@dataclass(frozen=True, eq=False)
class Findings:
    """What runs say; each part is computed when it is first asked for, and kept.

    Parameters
    ----------
    runs
        The runs, with the stock of all groups together where no count is of one group.
    scenario
        What they were made from.
    measured
        What gives the uncertainty by component, None where it was not measured.
    cut
        What a cut of gas would do, where it was asked for.
    moved
        How far reviews move what the runs say, where any hold.
    """

    runs: xr.Dataset
    scenario: Scenario
    measured: Measured = _nothing
    cut: xr.Dataset | None = None
    moved: Moved | None = None

    @property
    def members(self) -> int:
        """How many runs there are."""
        return int(self.runs.sizes["member"])

    @property
    def days(self) -> np.ndarray[Any, np.dtype[np.datetime64]]:
        """The days of the runs."""
        return np.asarray(self.runs["day"].values)

    @cached_property
    def spread(self) -> pd.DataFrame | None:
        """Uncertainty by component, where it was measured; may be waited for."""
        return self.measured()

    @cached_property
    def acting(self) -> frozenset[str]:
        """The parameters that can move anything in the runs."""
        return acts(self.scenario)

    @property
    def fitted(self) -> bool:
        """Whether parameters were fitted to the counts that are marked so."""
        return self.scenario.posterior is not None

    @cached_property
    def people(self) -> xr.DataArray:
        """People by place, as they may be shown (member, day, place)."""
        return protect.people(self.runs)

    @cached_property
    def states(self) -> xr.DataArray:
        """People by country and state (member, day, country, state)."""
        return by_state(self.people)

    @cached_property
    def stranded(self) -> Stranded:
        """The stranded over the whole run."""
        return stranded_of(self.runs)

    @cached_property
    def crowding(self) -> Crowding | None:
        """People over capacity, None where no place is ever too full."""
        return crowding_of(self.runs)

    def outcome(self, name: str) -> Band | None:
        """Return an outcome by its name, None where it happens in few runs or in none."""
        if name not in self.by_member:
            return None
        band = Band.of(self.by_member[name])
        return band if band.high50 >= 1 else None

    @cached_property
    def by_member(self) -> pd.DataFrame:
        """Every outcome that the runs have: one row a member, one column an outcome."""
        return by_member(self.runs.assign(self.weeks.lacking_by_day if self.weeks else {}))

    @cached_property
    def every_outcome(self) -> pd.DataFrame:
        """Every outcome that happens, with its band, human cost first."""
        return tabled(self.by_member)

    @cached_property
    def worst_night(self) -> Moment:
        """Where people are on the night on which most are stranded."""
        return moment_of(self.runs, self.states, self.stranded.worst)

    @cached_property
    def last_day(self) -> Moment:
        """Where people are on the last day."""
        return moment_of(self.runs, self.states, len(self.days) - 1)

    @cached_property
    def borders(self) -> Borders | None:
        """What happens at closed lines, None where there is no line."""
        return borders_of(self.runs)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes whose uncertainty is shown, human cost first."""
        return tuple(
            Outcome(one.name, one.label, one.unit, Band.of(one.of(self.runs)))
            for one in outcomes(self.runs)
        )

    @cached_property
    def balance(self) -> Balance:
        """Where everyone who entered is on the last day."""
        parts = whereabouts(self.runs)
        bands = {name: Band.of(values) for name, values in parts.items()}
        missing = int(np.abs(unaccounted(self.runs).values).max())
        entered = bands.pop("entered")
        return Balance(entered, tuple(bands.items()), missing)

    @cached_property
    def reactions(self) -> tuple[Fired, ...]:
        """When each reaction happened."""
        return fired_of(self.runs)

    @cached_property
    def cold(self) -> Cold | None:
        """Harm of cold, None where no night can harm anybody."""
        return cold_of(self.runs, self.scenario)

    @cached_property
    def weekly_needs(self) -> xr.Dataset | None:
        """What people need by week (member, week), None where nobody depends on aid."""
        return None if self.weeks is None else self.weeks.together

    @cached_property
    def weeks(self) -> Weeks | None:
        """What people need and lack by week and place, None where nobody has any needs."""
        return weeks_of(self.runs, self.scenario)

    @cached_property
    def needs(self) -> Needed | None:
        """What people need, None where nobody depends on aid."""
        return needed_of(self.weeks)

    @cached_property
    def observed(self) -> xr.DataArray:
        """What the runs say of each count (member, observation)."""
        return observed(self.runs, self.scenario.observations)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """How well the runs meet the counts, one row a series and use."""
        return score(self.runs, self.scenario.observations, self.observed)

    @cached_property
    def deaths(self) -> tuple[Deaths, ...]:
        """Deaths as they were recorded, small cells merged."""
        table = recorded_deaths(self.scenario.observations)
        return tuple(
            Deaths(
                row["date_from"],
                row["date_to"],
                str(row["where"]),
                str(row["cause"]),
                float(row["deaths"]),
                str(row["source"]),
            )
            for row in table.to_dict("records")
        )

    @property
    def computes_deaths(self) -> bool:
        """Whether the runs compute deaths, or only records tell of them."""
        return any("death" in str(name) for name in self.runs.data_vars)

    @cached_property
    def rests(self) -> Rests:
        """What the runs rest on: sources, assumptions and provenance."""
        return rests_of(self.runs, self.scenario)


def read(
    runs: xr.Dataset,
    scenario: Scenario,
    spread: pd.DataFrame | Measured | None = None,
    cut: xr.Dataset | None = None,
    moved: Moved | None = None,
) -> Findings:
    """Read what runs say.

    Parameters
    ----------
    runs
        Runs, as :func:`marchland.simulate` gives them.
    scenario
        The scenario they were made from.
    spread
        Uncertainty by component (:func:`marchland.study.compare.sources.sources_apart`), where it
        was measured; or what gives it, which is asked when it is first needed.
    cut
        What a cut of gas would do (``gas.outcomes.paired``), where it was asked for.
    moved
        How far reviews move it (:func:`marchland.study.compare.doubts.moved_by_reviews`).
    """
    measured = spread if callable(spread) else lambda: spread
    return Findings(_without_groups(runs, scenario), scenario, measured, cut, moved)


def _without_groups(runs: xr.Dataset, scenario: Scenario) -> xr.Dataset:
    """Return runs with the stock of all groups together, where no count is of one group."""
    if "stock" not in runs or "group" not in runs["stock"].dims:
        return runs
    if any(scenario.observations.group):
        return runs
    return runs.assign(stock=runs["stock"].sum("group", dtype=runs["stock"].dtype))
