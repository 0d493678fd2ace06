"""What a calibration found: ranges before and after, and what it knows only together."""

from __future__ import annotations

from itertools import combinations
from statistics import NormalDist

import numpy as np
import pandas as pd

from marchland.model.scenario import Scenario
from marchland.study.fit.calibration import Calibration
from marchland.study.measures.bands import LEVELS

FAR = 2.0
"""Standard errors from which a series is told as not reached."""
END = 0.05
"""Share of a prior at either end within which a median stands at its bound."""
SEEN = 0.5
"""Correlation from which two parameters are told to be known together rather than apart."""


def ranges(scenario: Scenario, fit: Calibration) -> pd.DataFrame:
    """Return each fitted parameter's prior range and its posterior, most narrowed first.

    Returns
    -------
        Index: name. Columns: ``low``, ``high`` (prior), ``low90``, ``median``, ``high90``
        (posterior), ``spread`` (standard deviation of the normal scores, after to before: 1 means
        that the counts said nothing).
    """
    names = fit.posterior.names
    quantiles = np.quantile(
        fit.posterior.draws, [LEVELS[k] for k in ("low90", "median", "high90")], axis=0
    )
    table = pd.DataFrame(
        {
            "low": [scenario.parameters[name].low for name in names],
            "high": [scenario.parameters[name].high for name in names],
            "low90": quantiles[0],
            "median": quantiles[1],
            "high90": quantiles[2],
            "spread": fit.scores_after.std(axis=1) / fit.scores_before.std(axis=1),
        },
        index=pd.Index(names, name="parameter"),
    )
    return table.sort_values("spread")


def pairs(fit: Calibration, least: float = SEEN) -> pd.DataFrame:
    """Return pairs of parameters whose posterior normal scores go together.

    Returns
    -------
        Columns ``one``, ``other``, ``correlation``, strongest first. Where it is below 0 the
        counts know the product (or sum) of the two better than either, above 0 their ratio.
    """
    found = np.asarray(np.corrcoef(fit.scores_after))
    rows = [
        (fit.posterior.names[i], fit.posterior.names[j], float(found[i, j]))
        for i, j in combinations(range(len(found)), 2)
        if abs(found[i, j]) >= least
    ]
    rows.sort(key=lambda row: -abs(row[2]))
    return pd.DataFrame(rows, columns=["one", "other", "correlation"])


def met(fit: Calibration) -> pd.DataFrame:
    """Return how well each series of counts was met, before and after, worst first.

    Returns
    -------
        Index: series. Columns ``counts``; ``before`` and ``after`` (root of the mean squared
        distance of the median to the counts, in their standard errors; 1 or less is as well as the
        counts are known); ``inside`` (counts in the 90 % band after); ``ratio`` (geometric mean of
        the median over the count, both with what is added before logarithms).
    """
    goal = fit.goal
    off = {
        name: np.median(model, axis=0) - goal.values
        for name, model in (("before", fit.model_before), ("after", fit.model_after))
    }
    low, high = np.quantile(fit.model_after, [0.05, 0.95], axis=0)
    table = pd.DataFrame(
        {
            "series": goal.rows.series,
            "inside": (low <= goal.values) & (goal.values <= high),
            "log": off["after"],
            **{name: (values / goal.errors) ** 2 for name, values in off.items()},
        }
    )
    series = table.groupby("series", sort=False)
    found = pd.DataFrame(
        {
            "counts": series.size(),
            **{name: np.sqrt(series[name].mean()) for name in off},
            "inside": series["inside"].sum(),
            "ratio": np.exp(series["log"].mean()),
        }
    )
    return found.sort_values("after", ascending=False)


def unreached(fit: Calibration) -> pd.DataFrame:
    """Return of :func:`met` the series that the fit could not reach."""
    found = met(fit)
    return found[found["after"] > FAR]


def at_bounds(fit: Calibration) -> dict[str, str]:
    """Return the parameters whose median stands at an end of their range: ``lower`` or ``upper``.

    An end is the outer :data:`END` of the prior: the counts ask for more than the range allows.
    """
    far, middle = NormalDist().inv_cdf(1 - END), np.median(fit.scores_after, axis=1)
    return {
        name: "lower" if score < 0 else "upper"
        for name, score in zip(fit.posterior.names, middle.tolist(), strict=True)
        if abs(score) > far
    }


def withheld(scenario: Scenario) -> set[str]:
    """Return the parameters that say how likely a crossing succeeds: their values are not told.

    Source: decision 0005.
    """
    events = scenario.timeline.rows()
    amounts = [row["value"] for row in events if row["what"] == "permeability"]
    return {amount.parameter for amount in (*amounts, *scenario.routes.permeability)} - {""}
