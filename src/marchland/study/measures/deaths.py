"""Deaths as they were recorded, in cells too large to point at anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from marchland.model.tables import Observations
from marchland.study.measures.observe import last_day

LEAST = 10
"""Smallest cell that is told."""
COLUMNS = ("date_from", "date_to", "where", "cause", "deaths", "source")


def is_small(row: Mapping[str, Any]) -> bool:
    """Whether a count, or an end of its range, is of fewer than ten people and not of none."""
    return any(0 < row[name] < LEAST for name in ("value", "low", "high"))


def recorded_deaths(observations: Observations) -> pd.DataFrame:
    """Return recorded deaths by period, side and cause, small cells merged upward.

    Causes are merged first, then the periods of a side, then the sides; a row that has all causes
    stands for the rows of single causes beside it. What is under ten even then is NaN.

    Parameters
    ----------
    observations
        The counts.

    Returns
    -------
        Columns ``date_from``, ``date_to``, ``where``, ``cause`` (blank: all), ``deaths``,
        ``source``; a ``where`` of several sides has a comma between them.
    """
    rows = [
        {
            "date_from": pd.Timestamp(row["date_from"]),
            "date_to": pd.Timestamp(last_day(row)),
            "where": row["where"],
            "cause": row["cause"],
            "deaths": float(row["value"]),
            "source": row["source"],
        }
        for row in observations.rows()
        if row["measure"] == "deaths"
    ]
    cells = pd.DataFrame(rows, columns=list(COLUMNS))
    for keys in (["where", "date_from", "date_to"], ["where"], []):
        cells = _merged(cells, keys)
    cells["deaths"] = cells["deaths"].where(cells["deaths"] >= LEAST, np.nan)
    return cells


def _merged(cells: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Merge all cells that share the keys, wherever one of them is small."""
    if cells.empty:
        return cells
    parts = [part for _, part in cells.groupby(keys, sort=False)] if keys else [cells]
    told = [_one(part) if (part["deaths"] < LEAST).any() else part for part in parts]
    return pd.concat(told, ignore_index=True)


def _one(part: pd.DataFrame) -> pd.DataFrame:
    """Return one cell for several; rows of single causes are in the row that has all."""
    whole: list[dict[Any, Any]] = []
    for _, same in part.groupby(["where", "date_from", "date_to"], sort=False):
        every = same[same["cause"] == ""]
        whole += (every if len(every) else same).to_dict("records")
    return pd.DataFrame(
        [
            {
                "date_from": min(row["date_from"] for row in whole),
                "date_to": max(row["date_to"] for row in whole),
                "where": ", ".join(dict.fromkeys(row["where"] for row in whole)),
                "cause": "",
                "deaths": sum(row["deaths"] for row in whole),
                "source": "; ".join(dict.fromkeys(row["source"] for row in whole)),
            }
        ]
    )
