"""The scores of one crisis: against what repeating the last known count would have scored."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.scenario import Scenario
from marchland.model.tables import Observations
from marchland.study.measures.observe import last_day, observed
from marchland.study.scores.score import score

ORIGIN = ("crps_persistence", "ratio")


def skill(
    runs: xr.Dataset, scenario: Scenario, first: date | None = None, last: date | None = None
) -> pd.DataFrame:
    """Return the scores of each series, beside two ways of repeating a count.

    Parameters
    ----------
    runs
        Runs of the scenario.
    scenario
        Whose counts are scored.
    first, last
        Leave out counts that end before or after these days.

    Returns
    -------
        The table of :func:`marchland.study.scores.score.score`; ``crps_persistence`` and ``ratio``
        hold
        against the last count before, as if each were known on its day. Of counts that were not
        fitted, ``crps_persistence_origin`` and ``ratio_origin`` hold against the last count up to
        the last fitted day: what somebody could repeat who knows as much as the fit.
    """
    counts = _between(scenario.observations, first, last)
    model = observed(runs, counts)
    table = score(runs, counts, model)
    ends = [last_day(row) for row in scenario.observations.rows() if row["use"] == "fit"]
    if not ends or table.empty:
        return table.assign(**{f"{name}_origin": np.nan for name in ORIGIN})
    origin = score(runs, counts, model, known_until=max(ends))
    told = table["use"] == "score"
    return table.assign(**{f"{name}_origin": origin[name].where(told) for name in ORIGIN})


def pooled(table: pd.DataFrame, column: str = "ratio_origin") -> float:
    """Return the mean over unfitted series of the ratio to persistence, as a geometric mean."""
    ratios = table.loc[table["use"] == "score", column].dropna()
    return float(np.exp(np.log(ratios).mean())) if len(ratios) else float("nan")


def document(table: pd.DataFrame) -> dict[str, Any]:
    """Return the scores as a document that can be written as JSON."""
    rows = [
        {str(key): None if pd.isna(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]
    return {
        "series": rows,
        "ratio_origin": _number(pooled(table)),
        "ratio_last": _number(pooled(table, "ratio")),
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value


def _between(counts: Observations, first: date | None, last: date | None) -> Observations:
    """Return the counts, those that end outside the days marked as only shown or, deaths, gone."""
    kept = []
    for row in counts.rows():
        end = last_day(row)
        if (first and end < np.datetime64(first)) or (last and end > np.datetime64(last)):
            kept += [row | {"use": "show"}] if row["measure"] != "deaths" else []
        else:
            kept.append(row)
    return Observations.from_columns({n: [row[n] for row in kept] for n in counts.columns()})
