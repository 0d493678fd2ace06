"""Proper scores of an ensemble against counts, series by series.

CRPS: continuous ranked probability score (Gneiting and Raftery 2007,
doi:10.1198/016214506000001437). WIS: weighted interval score (Bracher et al. 2021,
doi:10.1371/journal.pcbi.1008618). Lower is better for both; both are in the unit of the count, and
for one bare number both are its absolute error.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.errors import RequestError
from marchland.language import mark, say
from marchland.model.tables import Observations
from marchland.study.measures.bands import LEVELS
from marchland.study.measures.harm import beside_records
from marchland.study.measures.observe import STOCKS, last_day, observed
from marchland.study.runs.given import check_runs

Floats = npt.NDArray[np.float64]

LOWER_BOUND = mark("lower bound")
"""Use of recorded deaths, whatever the file says of them: checked, never fitted."""

COLUMNS = (
    "series",
    "use",
    "n",
    "mean_count",
    "mae",
    "bias",
    "crps",
    "wis",
    "cover50",
    "cover90",
    "within_sources",
    "n_persistence",
    "crps_persistence",
    "ratio",
)


def crps(members: Floats, value: float) -> float:
    """Return the continuous ranked probability score of an ensemble for one count.

    Notes
    -----
    The plain form, with the members as the whole forecast:
    ``mean |x_i − y| − ½ mean_ij |x_i − x_j|``. (The fair form would credit an ensemble for
    members that it does not have.)
    """
    x = np.sort(np.asarray(members, np.float64))
    m = len(x)
    spread = 2.0 * float(np.sum((2 * np.arange(1, m + 1) - m - 1) * x)) / m**2
    return float(np.abs(x - value).mean()) - 0.5 * spread


def wis(members: Floats, value: float) -> float:
    """Return the weighted interval score of the median and the 50 and 90 % bands for one count.

    Notes
    -----
    ``(½ |y − median| + Σ_k (α_k / 2) IS_k) / (K + ½)`` with K = 2, α = 0.5 and 0.1, and
    ``IS = (high − low) + (2 / α) · (distance of y outside the band)``.
    """
    q = dict(zip(LEVELS, np.quantile(members, list(LEVELS.values())), strict=True))
    total = 0.5 * abs(value - q["median"])
    for alpha, low, high in ((0.5, q["low50"], q["high50"]), (0.1, q["low90"], q["high90"])):
        outside = max(low - value, value - high, 0.0)
        total += alpha / 2 * (high - low + 2 / alpha * outside)
    return float(total / 2.5)


def score(
    ds: xr.Dataset,
    observations: Observations,
    model: xr.DataArray | None = None,
    *,
    known_until: np.datetime64 | None = None,
) -> pd.DataFrame:
    """Return how well the runs meet the counts: one row a series and use, in the file's order.

    Counts marked ``show`` and counts the model has no value for are left out; counts that were
    fitted to are scored apart from those that were not. Recorded deaths come last, by side, of
    whole periods within the runs, small cells merged; of causes that the model has, or of all.

    Parameters
    ----------
    ds
        Runs.
    observations
        The counts.
    model
        What :func:`observed` returned of both, where it is at hand.
    known_until
        Last day of which persistence knows any count; by default it knows all that came before
        the count it repeats for.

    Returns
    -------
        Columns: ``series``; ``use`` (fit, score, or lower bound: deaths); ``n`` counts;
        ``mean_count``; of the median ``mae`` (mean absolute error) and ``bias`` (mean of model less
        count); ``crps``; ``wis``; ``cover50`` and ``cover90`` (share of counts within the band);
        ``within_sources`` (share of medians within what the sources give as low and high);
        ``n_persistence`` counts that have an earlier one in their series, and over these
        ``crps_persistence`` (repeating that earlier count, per day where the windows differ in
        length) and ``ratio`` of the model's CRPS to it: below 1 the model is better.

    Raises
    ------
    RequestError
        If a count is of a place, border, country or tag that the runs do not have.
    """
    check_runs(ds, "score")
    if not isinstance(observations, Observations):
        raise RequestError(say("score takes the counts of a scenario: crisis.observations"))
    values = (observed(ds, observations) if model is None else model).values
    rows = list(observations.rows())
    repeated = [_repeated(rows, row, known_until) for row in rows]
    chosen: dict[tuple[str, str], list[int]] = {}
    for i, row in enumerate(rows):
        if row["use"] != "show" and not np.isnan(values[:, i]).any():
            chosen.setdefault((row["series"], row["use"]), []).append(i)
    told = [
        {
            "series": series,
            "use": use,
            **_scored(values[:, at], [rows[i] for i in at], np.array([repeated[i] for i in at])),
        }
        for (series, use), at in chosen.items()
    ]
    return pd.DataFrame([*told, *_deaths(ds, observations)], columns=list(COLUMNS))


def _deaths(ds: xr.Dataset, observations: Observations) -> list[dict[str, Any]]:
    """Hold expected deaths against what was recorded, which is a lower bound."""
    return [
        {
            "series": f"deaths, {one.where}" + (f" ({one.cause})" if one.cause else ""),
            "use": LOWER_BOUND,
            **_scored(
                one.expected[:, None],
                [{"value": one.recorded, "low": np.nan, "high": np.nan}],
                np.array([np.nan]),
            ),
        }
        for one in beside_records(ds, observations)
        if one.where and not np.isnan(one.recorded)
    ]


def _scored(values: Floats, rows: list[dict[str, Any]], repeated: Floats) -> dict[str, float]:
    """Score the counts of one series (values: member, count)."""
    counts = np.array([row["value"] for row in rows])
    low, q25, median, q75, high = np.quantile(values, list(LEVELS.values()), axis=0)
    ours = np.array([crps(values[:, i], y) for i, y in enumerate(counts)])
    has = ~np.isnan(repeated)
    theirs = float(np.abs(repeated - counts)[has].mean()) if has.any() else np.nan
    within = [_within(m, row) for m, row in zip(median, rows, strict=True)]
    return {
        "n": len(rows),
        "mean_count": float(counts.mean()),
        "mae": float(np.abs(median - counts).mean()),
        "bias": float((median - counts).mean()),
        "crps": float(ours.mean()),
        "wis": float(np.mean([wis(values[:, i], y) for i, y in enumerate(counts)])),
        "cover50": float(((q25 <= counts) & (counts <= q75)).mean()),
        "cover90": float(((low <= counts) & (counts <= high)).mean()),
        "within_sources": float(np.mean(within)),
        "n_persistence": int(has.sum()),
        "crps_persistence": theirs,
        "ratio": float(ours[has].mean()) / theirs if has.any() and theirs > 0 else np.nan,
    }


def _within(median: float, row: dict[str, Any]) -> bool:
    """Tell whether the median lies in the range of the sources (a bare count: within itself)."""
    low, high = np.fmin(row["low"], row["value"]), np.fmax(row["high"], row["value"])
    return bool(low <= median <= high)


def _repeated(
    rows: list[dict[str, Any]], row: dict[str, Any], known_until: np.datetime64 | None
) -> float:
    """Return the last earlier count of the same series, scaled to the row's number of days."""
    cumulative = bool(row["cumulative"])
    begins = last_day(row) if cumulative else row["date_from"]
    earlier = [
        r
        for r in rows
        if r["series"] == row["series"]
        and last_day(r) < begins
        and (known_until is None or last_day(r) <= known_until)
        and bool(r["cumulative"]) == cumulative
        and r["measure"] == row["measure"]
    ]
    if not earlier:
        return np.nan
    last = max(earlier, key=last_day)
    if cumulative or row["measure"] in STOCKS:
        return float(last["value"])
    return float(last["value"]) * _length(row) / _length(last)


def _length(row: dict[str, Any]) -> int:
    return int((last_day(row) - row["date_from"]).astype(int)) + 1
