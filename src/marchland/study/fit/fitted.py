"""What a calibration found: ranges before and after, and what it knows only together."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from marchland.model.scenario import Scenario
from marchland.study.fit.calibration import Calibration
from marchland.study.measures.bands import LEVELS

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


def withheld(scenario: Scenario) -> set[str]:
    """Return the parameters that say how likely a crossing succeeds: their values are not told.

    Source: decision 0005.
    """
    events = scenario.timeline.rows()
    amounts = [row["value"] for row in events if row["what"] == "permeability"]
    return {amount.parameter for amount in (*amounts, *scenario.routes.permeability)} - {""}
