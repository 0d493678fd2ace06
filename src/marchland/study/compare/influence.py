"""Which of the uncertain numbers matters most, read from one ensemble."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.study.runs.protect import beyond

Floats = npt.NDArray[np.float64]


def influence(
    ds: xr.Dataset, outcome: xr.DataArray, most: int = 10, acting: frozenset[str] | None = None
) -> pd.DataFrame:
    """Return how an outcome goes with each parameter and place effect over the members.

    Effects of places beyond a closed line are left out: they are told by country only.

    Parameters
    ----------
    ds
        Runs.
    outcome
        One value a member.
    most
        Rows to return.
    acting
        Parameters that can move anything (:func:`marchland.model.acting.acts`); by default all.

    Returns
    -------
        Columns ``name``, ``correlation`` (of ranks: Spearman 1904, doi:10.2307/1412159) and
        ``beyond_chance`` (whether its size exceeds what one of so many unrelated numbers would
        reach by chance in 5 % of ensembles: 1.96 made stricter by Bonferroni's rule, over
        √(members − 1)); strongest first. A correlation is no proof of cause.
    """
    chosen = np.flatnonzero(~beyond(ds))
    parameters = ds["parameter"].values.astype(str)
    used = np.isin(parameters, sorted(acting)) if acting is not None else parameters != ""
    names = [
        *parameters[used],
        *(f"effect of {name}" for name in ds["place_name"].values[chosen].astype(str)),
    ]
    values = np.concatenate(
        [ds["parameters"].values[:, used], ds["place_effect"].values[:, chosen]], axis=1
    )
    varied = [i for i in range(len(names)) if np.ptp(values[:, i]) > 0]
    if not varied or np.ptp(outcome.values) == 0 or len(values) < 3:
        return pd.DataFrame(columns=["name", "correlation", "beyond_chance"])
    theirs = _ranks(values[:, varied])
    ours = _ranks(outcome.values[:, None].astype(np.float64))
    found = (theirs * ours).mean(0)
    limit = _normal_quantile(1 - 0.025 / len(varied)) / np.sqrt(len(values) - 1)
    table = pd.DataFrame(
        {
            "name": [names[i] for i in varied],
            "correlation": found,
            "beyond_chance": np.abs(found) > limit,
        }
    )
    return table.iloc[np.argsort(-np.abs(found), kind="stable")[:most]].reset_index(drop=True)


def _ranks(values: Floats) -> Floats:
    """Return ranks over the members, ties at their mean, with mean 0 and variance 1."""
    ranks = pd.DataFrame(values).rank().to_numpy()
    return np.asarray((ranks - ranks.mean(0)) / ranks.std(0))


def _normal_quantile(p: float) -> float:
    return NormalDist().inv_cdf(p)


def spread_by_source(alone: dict[str, xr.DataArray]) -> pd.DataFrame:
    """Return how wide the 90 % band of an outcome is with one source of uncertainty on at a time.

    Parameters
    ----------
    alone
        By source (``parameters``, ``place_effect``, ``chance``, or ``all``), the outcome of runs
        with only that source on, one value a member.

    Returns
    -------
        Columns ``source``, ``median``, ``low90``, ``high90``.
    """
    rows = [
        (source, *np.quantile(values.values, [0.5, 0.05, 0.95])) for source, values in alone.items()
    ]
    return pd.DataFrame(rows, columns=["source", "median", "low90", "high90"])
