"""The three sources of uncertainty apart: how wide the bands are with one source on at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.engine.simulate import simulate_each_alone
from marchland.language import say
from marchland.model.design import Design, Keep
from marchland.model.scenario import Scenario
from marchland.study.compare.influence import spread_by_source
from marchland.study.measures.outcomes import Outcome, declared, hosts
from marchland.study.measures.stranded import any_stranded
from marchland.study.runs.coarse import protected
from marchland.study.runs.places import which

MOST = 20
"""Members of each run with one source, at most: enough to tell a wide band from a narrow one."""

HOSTED = declared("hosted")
"""Outcome of a crisis in which nobody is stranded: people who have found a place, wherever."""


def outcomes(ds: xr.Dataset) -> list[Outcome]:
    """Return the outcomes whose uncertainty is told, human cost first, those that never happen not.

    Where nobody is stranded it is the people in the fullest place that receives them.
    """
    cost = declared("stranded_person_nights") if any_stranded(ds) else _fullest(ds)
    every = [cost, declared("attempts"), HOSTED]
    found = [one for one in every if float(np.ptp(one.of(ds).values)) > 0]
    return found or [HOSTED]


def _fullest(ds: xr.Dataset) -> Outcome:
    """Return the people, on the last day, at the place that most are received in."""
    at = np.flatnonzero(which(ds, hosts))
    if not len(at):
        return HOSTED
    place = ds.isel(place=at[[int(np.median(_last(ds)[:, at], axis=0).argmax())]])["place"].values
    name = str(ds["place_name"].sel(place=place[0]).values)

    def of(runs: xr.Dataset) -> xr.DataArray:
        return _summed(runs["stock"].isel(day=-1).sel(place=place))

    return Outcome(
        "fullest", say("People at {name} on the last day", name=name), "people", of, ("stock",)
    )


def _last(ds: xr.Dataset) -> np.ndarray[Any, Any]:
    last = ds["stock"].isel(day=-1)
    return np.asarray((last.sum("group") if "group" in last.dims else last).values)


def _summed(values: xr.DataArray) -> xr.DataArray:
    return values.sum([name for name in values.dims if name != "member"])


def share_of(members: int) -> int:
    """Return how many members a run with one source has, of an ensemble of so many."""
    return max(1, min(MOST, members // 5))


def sources_apart(
    ds: xr.Dataset,
    scenario: Scenario,
    members: int | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Run a scenario with one source of uncertainty on at a time, and tell the bands.

    The seed is that of the runs, so that a member has the same parameters, the same place effects
    or the same chance as there. All are run at once.

    Parameters
    ----------
    ds
        Runs with all sources on.
    scenario
        The scenario they were made from.
    members
        Members of each run; by default a fifth of those of ``ds``, at most 20.
    threads
        Threads; by default one for each core.
    progress
        Called after each day with the number of days done and of all days.

    Returns
    -------
        Columns ``outcome``, ``label``, ``unit``, ``source`` (``all``, ``parameters``,
        ``place_effect``, ``chance``), ``median``, ``low90``, ``high90``.
    """
    members = share_of(ds.sizes["member"]) if members is None else members
    how = Design(
        members, int(ds.attrs["seed"]), ds.sizes["day"], keep=Keep(stock="place", flow=False)
    )
    shown = outcomes(ds)
    needed = {name for one in shown for name in one.needs}
    told = {"all": ds}
    for source, runs in simulate_each_alone(scenario, how, threads, progress).items():
        told[source] = protected(runs.drop_vars(set(runs.data_vars) - needed))
    return pd.concat(list(_tables(shown, told)), ignore_index=True)


def _tables(shown: list[Outcome], alone: dict[str, xr.Dataset]) -> Iterator[pd.DataFrame]:
    for one in shown:
        found = spread_by_source({source: one.of(runs) for source, runs in alone.items()})
        found.insert(0, "outcome", one.name)
        found.insert(1, "label", one.label)
        found.insert(2, "unit", one.unit)
        yield found
