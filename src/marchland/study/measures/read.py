"""Findings: what runs say, computed once, for report, app, command line and files alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study.measures.observe import observed
from marchland.study.measures.whereabouts import by_state
from marchland.study.runs import protect
from marchland.study.scores.score import score


@dataclass(frozen=True, eq=False)
class Findings:
    """What runs say; each part is computed when it is first asked for, and kept.

    Parameters
    ----------
    runs
        The runs, with the stock of all groups together where no count is of one group.
    scenario
        What they were made from.
    spread
        Uncertainty by component, where it was measured.
    cut
        What a cut of gas would do, where it was asked for.
    """

    runs: xr.Dataset
    scenario: Scenario
    spread: pd.DataFrame | None = None
    cut: xr.Dataset | None = None

    @cached_property
    def people(self) -> xr.DataArray:
        """People by place, as they may be shown (member, day, place)."""
        return protect.people(self.runs)

    @cached_property
    def states(self) -> xr.DataArray:
        """People by country and state (member, day, country, state)."""
        return by_state(self.people)

    @cached_property
    def observed(self) -> xr.DataArray:
        """What the runs say of each count (member, observation)."""
        return observed(self.runs, self.scenario.observations)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """How well the runs meet the counts, one row a series and use."""
        return score(self.runs, self.scenario.observations, self.observed)


def read(
    runs: xr.Dataset,
    scenario: Scenario,
    spread: pd.DataFrame | None = None,
    cut: xr.Dataset | None = None,
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
        was measured.
    cut
        What a cut of gas would do (``gas.outcomes.paired``), where it was asked for.
    """
    return Findings(_without_groups(runs, scenario), scenario, spread, cut)


def _without_groups(runs: xr.Dataset, scenario: Scenario) -> xr.Dataset:
    """Return runs with the stock of all groups together, where no count is of one group."""
    if "stock" not in runs or "group" not in runs["stock"].dims:
        return runs
    if any(scenario.observations.group):
        return runs
    return runs.assign(stock=runs["stock"].sum("group", dtype=runs["stock"].dtype))
