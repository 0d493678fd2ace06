"""Screening: which uncertain inputs move an outcome most (Morris 1991, by SALib)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.engine.parameters import between
from marchland.engine.simulate import simulate
from marchland.errors import RequestError
from marchland.language import say
from marchland.model.acting import acts
from marchland.model.design import Keep
from marchland.model.scenario import Scenario
from marchland.study.measures.needs import dependent

Floats = npt.NDArray[np.float64]
Read = Callable[[xr.Dataset], xr.DataArray]

LEVELS = 4
"""Levels of the grid on which inputs are varied."""


def deaths(ds: xr.Dataset) -> xr.DataArray:
    """Return deaths that the model expects (member)."""
    return ds["deaths_expected"].sum(["month", "side"])


def dependent_days(ds: xr.Dataset) -> xr.DataArray:
    """Return days of people who depend on aid, which water and food go with (member)."""
    return ds["stock"].isel(place=dependent(ds)).sum(["day", "place"])


OUTCOMES: Mapping[str, Read] = {"deaths": deaths, "needs": dependent_days}


def screen(
    scenario: Scenario,
    names: Sequence[str] | None = None,
    trajectories: int = 6,
    seed: int = 1,
    outcomes: Mapping[str, Read] | None = None,
) -> pd.DataFrame:
    """Tell which inputs move outcomes most: each over its range, at a few values of the rest.

    Parameters
    ----------
    scenario
        The scenario.
    names
        Parameters to vary; by default all with a range that can move anything in this crisis.
    trajectories
        Walks through the ranges; each takes one run more than there are parameters.
    seed
        Seed of the walks and of the runs, which share one chance and have place effects of 1.
    outcomes
        What is read from the runs (member), by name; by default deaths and needs.

    Returns
    -------
        Columns ``outcome``, ``parameter``, ``effect`` (mean of the absolute elementary effects, in
        the outcome's unit for the whole range), ``spread`` (their standard deviation: large beside
        the effect where inputs act together), ``error`` (90 % half-width of the effect), by outcome
        and falling effect.

    Raises
    ------
    RequestError
        If SALib is not installed, or a name is no parameter with a range.

    Notes
    -----
    Where parameters were fitted, a range is that of the posterior's draws of each by itself: their
    correlations are not kept here.
    """
    sampling, analysis = _library()
    varied = _varied(scenario, names)
    problem = {"num_vars": len(varied), "names": varied, "bounds": [[0.02, 0.98]] * len(varied)}
    points = sampling.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    values = {name: _values(scenario, name, points[:, i]) for i, name in enumerate(varied)}
    runs = simulate(
        scenario,
        len(points),
        seed,
        uncertainty=(),
        parameters=values,
        keep=Keep(stock="place", flow=False),
    )
    parts = []
    for outcome, read in (outcomes or OUTCOMES).items():
        found = analysis.analyze(
            problem, points, read(runs).values.astype(float), conf_level=0.9, seed=seed,
            num_levels=LEVELS,
        )  # fmt: skip
        table = {"effect": found["mu_star"], "spread": found["sigma"]}
        error = found["mu_star_conf"]
        one = pd.DataFrame({"outcome": outcome, "parameter": varied, **table, "error": error})
        parts.append(one.sort_values("effect", ascending=False, kind="stable"))
    return pd.concat(parts, ignore_index=True)


def _library() -> tuple[Any, Any]:
    """Return the library's two modules."""
    try:
        from SALib.analyze import morris as analysis
        from SALib.sample import morris as sampling
    except ImportError as error:
        raise RequestError(
            say("screening needs a library of its own: pip install 'marchland[sensitivity]'")
        ) from error
    return sampling, analysis


def _varied(scenario: Scenario, names: Sequence[str] | None) -> list[str]:
    """Return the parameters to vary, or say which cannot be."""
    fitted = scenario.posterior.names if scenario.posterior is not None else ()
    ranged = {n for n, one in scenario.parameters.items() if one.low < one.high} | set(fitted)
    if names is None:
        return sorted((ranged & acts(scenario)) - {"place_effect_spread"})
    if wrong := [name for name in names if name not in ranged]:
        raise RequestError(say("no parameter with a range: {names}", names=", ".join(wrong)))
    return list(names)


def _values(scenario: Scenario, name: str, u: Floats) -> Floats:
    """Return a parameter's values at quantiles of its range (member)."""
    posterior, one = scenario.posterior, scenario.parameters[name]
    if posterior is not None and name in posterior.names:
        return np.quantile(posterior.draws[:, posterior.names.index(name)], u)
    return np.array([between(one.low, one.high, float(v), one.law) for v in u])
