"""The counts that a calibration meets: as logarithms, each with its error and its own days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.tables import Observations
from marchland.study.measures.observe import STOCKS, last_day

Floats = npt.NDArray[np.float64]

QUALITY_ERROR: Mapping[str, float] = {"high": 0.1, "medium": 0.2, "low": 0.5}
"""Relative standard error of a count by its quality, what the model cannot tell included.

Assumed: no source gives one. What sources give as low and high comes on top.
"""

DAY_ERROR = 0.5
"""Relative standard error of a single day's events, over n days less by the root of n (assumed):
days differ by weather, patrols and reporting, which the model does not follow."""

OFFSET = 10.0
"""Events added to a count before its logarithm, so that counts near nought weigh little: cells
under ten are merged away in any case (decision 0009)."""

BAND90 = 3.29
"""Standard deviations between the ends of a 90 % band of the normal law."""


@dataclass(frozen=True, eq=False)
class Targets:
    """The counts that are fitted, each of its own days.

    Parameters
    ----------
    rows
        The counts as a table; running totals stand in it as they are.
    values, errors
        Logarithms of the counts and their standard errors; running totals count from one to the
        next.
    before
        Row of the running total before it, -1 where there is none.
    """

    rows: Observations
    values: Floats
    errors: Floats
    before: npt.NDArray[np.int64]

    def read(self, model: Floats) -> Floats:
        """Return what the model says (member, count) as these values are measured."""
        earlier = np.where(self.before >= 0, model[:, self.before], 0.0)
        return np.asarray(np.log(np.maximum(model - earlier, 0.0) + OFFSET))

    def last_day(self) -> np.datetime64:
        """Return the last day that is counted."""
        day: np.datetime64 = max(last_day(row) for row in self.rows.rows())
        return day


def targets(observations: Observations) -> Targets:
    """Return the counts whose ``use`` is ``fit``, running totals from one to the next.

    Raises
    ------
    RequestError
        If no count is marked ``fit``.
    """
    rows = [row for row in observations.rows() if row["use"] == "fit"]
    if not rows:
        raise RequestError(
            say("no count is marked 'fit' in observations.csv, so there is none to meet")
        )
    before = _befores(rows)
    counts = np.array([row["value"] for row in rows])
    earlier = np.where(before >= 0, counts[before], 0.0)
    logs = np.log(np.maximum(counts - earlier, 0.0) + OFFSET)
    errors = [_error(rows, i, at) for i, at in enumerate(before)]
    table = Observations.from_columns(
        {name: [row[name] for row in rows] for name in Observations.columns()}
    )
    return Targets(table, logs, np.array(errors), before)


def _error(rows: list[dict[str, Any]], at: int, before: int) -> float:
    """Return the standard error of a count's logarithm: quality, disagreement, and its days."""
    row = rows[at]
    error = [QUALITY_ERROR[row["quality"] or "low"]]
    if row["low"] < row["high"] and before < 0:
        error.append(np.log((row["high"] + OFFSET) / (row["low"] + OFFSET)) / BAND90)
    if row["measure"] not in STOCKS:
        begins = row["date_from"] - np.timedelta64(1, "D") if before < 0 else last_day(rows[before])
        error.append(DAY_ERROR / np.sqrt((last_day(row) - begins).astype(int)))
    return float(np.linalg.norm(error))


def _befores(rows: list[dict[str, Any]]) -> npt.NDArray[np.int64]:
    """Return the index of the running total before each one, -1 where there is none."""
    found = np.full(len(rows), -1, np.int64)
    series: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        if row["cumulative"] and row["measure"] not in STOCKS:
            series.setdefault(row["series"], []).append(i)
    for its in series.values():
        its.sort(key=lambda i: last_day(rows[i]))
        for earlier, later in pairwise(its):
            same = last_day(rows[earlier]) == last_day(rows[later])
            found[later] = found[earlier] if same else earlier
    return found
