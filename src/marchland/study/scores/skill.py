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
from marchland.study.scores.score import LOWER_BOUND, score

HEAD = ("series", "use", "n", "mean count", "CRPS", "to origin", "to last", "in 50 %", "in 90 %")
DEATHS = (
    "",
    "lower bound: deaths as recorded, which miss some, beside those that the model expects of",
    "exposure, sickness or unknown cause. Where a record names no cause it is of all; violence,",
    "drowning and traffic are not in the model. Nothing is fitted to them.",
)
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


def in_words(table: pd.DataFrame) -> str:
    """Return the scores as text for a terminal."""
    rows = [HEAD, *(_row(one) for _, one in table.iterrows())]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if i < 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(
        [
            *lines,
            "",
            "to origin, to last: CRPS beside that of repeating the last count up to the last",
            "fitted day, or the last count before each; below 1 the model is better. Geometric",
            f"mean over series that were not fitted: {pooled(table):.2f} to origin, "
            f"{pooled(table, 'ratio'):.2f} to last.",
            *(DEATHS if (table["use"] == LOWER_BOUND).any() else ()),
        ]
    )


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


def _row(one: pd.Series[Any]) -> tuple[str, ...]:
    return (
        str(one["series"]),
        str(one["use"]),
        f"{one['n']}",
        f"{one['mean_count']:,.0f}",
        f"{one['crps']:,.0f}",
        *("" if pd.isna(v) else f"{v:.2f}" for v in (one["ratio_origin"], one["ratio"])),
        f"{one['cover50']:.0%}",
        f"{one['cover90']:.0%}",
    )


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
