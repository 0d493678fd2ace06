"""Forecast tables in the form of the hubverse, and the counts that they are scored by.

Source: https://docs.hubverse.io/en/latest/user-guide/model-output.html (a ``model_out_tbl``: the
file holds several models, told apart by ``model_id``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from marchland.errors import Problem, ScenarioError
from marchland.io.atomic import write_file
from marchland.io.reading.sheets import Sheet, read_sheet, write_sheet
from marchland.model.near import hint

_T = TypeVar("_T")

COLUMNS = (
    "model_id",
    "origin_date",
    "target",
    "horizon",
    "target_start_date",
    "target_end_date",
    "location",
    "output_type",
    "output_type_id",
    "value",
)
"""Columns of a table of forecasts. ``target_start_date`` is ours: the first day of a period."""
QUANTILE = "quantile"


@dataclass(frozen=True)
class KeptRow:
    """One quantile of one forecast.

    Parameters
    ----------
    model
        Who forecast.
    origin
        Day on which the forecast was made.
    target
        ``stock``, ``total`` or ``flow``.
    horizon
        Days ahead.
    first, last
        First and last day of the count that is forecast.
    location
        Series or sum.
    level
        Level of the quantile, between 0 and 1.
    people
        The quantile.
    """

    model: str
    origin: date
    target: str
    horizon: int
    first: date
    last: date
    location: str
    level: float
    people: float


@dataclass(frozen=True)
class CountRow:
    """One count: where, from when to when, and how many."""

    location: str
    first: date
    last: date
    people: float


def write_forecasts(path: Path, rows: Iterable[KeptRow]) -> None:
    """Write a table of forecasts as CSV.

    Raises
    ------
    OutputError
        If it cannot be written; what was there stays as it is then.
    """
    write_file(path, forecasts_text(rows))


def forecasts_text(rows: Iterable[KeptRow]) -> str:
    """Return a table of forecasts as the text of a CSV file."""
    cells = [
        (
            row.model,
            str(row.origin),
            row.target,
            str(row.horizon),
            str(row.first),
            str(row.last),
            row.location,
            QUANTILE,
            f"{row.level:g}",
            f"{row.people:.0f}",
        )
        for row in rows
    ]
    columns = [list(column) for column in zip(*cells, strict=True)] or [[] for _ in COLUMNS]
    return write_sheet(list(COLUMNS), columns, [name == "location" for name in COLUMNS])


def read_forecasts(path: Path) -> list[KeptRow]:
    """Read a table of forecasts; rows of other output types than quantiles are left out.

    Raises
    ------
    ScenarioError
        If it cannot be read, with every problem.
    """
    optional = {"model_id": "model", "target_start_date": "", "output_type": QUANTILE}
    cells = _Cells.of(path, COLUMNS, optional, {"origin_date": ("reference_date",)})
    rows = []
    for i in cells.rows():
        if cells.text(i, "output_type") != QUANTILE:
            continue
        last = cells.day(i, "target_end_date")
        rows.append(
            KeptRow(
                model=cells.text(i, "model_id"),
                origin=cells.day(i, "origin_date"),
                target=cells.text(i, "target"),
                horizon=int(cells.number(i, "horizon", 0, 100_000)),
                first=cells.day(i, "target_start_date", last),
                last=last,
                location=cells.text(i, "location"),
                level=cells.number(i, "output_type_id", 0, 1),
                people=cells.number(i, "value", 0),
            )
        )
    cells.refuse_if_wrong()
    return rows


def read_counts(path: Path) -> list[CountRow]:
    """Read counts: a file with the columns of ``observations.csv``, or of a hub's target data.

    Raises
    ------
    ScenarioError
        If it cannot be read, with every problem.
    """
    needed = ("series", "date_from", "date_to", "value")
    others = {
        "series": ("location",),
        "date_to": ("target_end_date", "date"),
        "value": ("observation", "people"),
    }
    cells = _Cells.of(path, needed, {"date_from": "", "date_to": ""}, others, strict=False)
    rows = []
    for i in cells.rows():
        if not cells.text(i, "value"):
            continue
        begun = cells.text(i, "date_from")
        ended = "date_to" if cells.text(i, "date_to") or not begun else "date_from"
        last = cells.day(i, ended)
        rows.append(
            CountRow(
                location=cells.text(i, "series"),
                first=cells.day(i, "date_from", last),
                last=last,
                people=cells.number(i, "value", 0),
            )
        )
    cells.refuse_if_wrong()
    return rows


@dataclass
class _Cells:
    """The cells of a file by name of column, with the problems met in reading them."""

    path: Path
    sheet: Sheet
    places: Mapping[str, int]
    blanks: Mapping[str, str]
    problems: list[Problem]

    @classmethod
    def of(
        cls,
        path: Path,
        columns: Sequence[str],
        optional: Mapping[str, str],
        others: Mapping[str, tuple[str, ...]],
        strict: bool = True,
    ) -> _Cells:
        """Open a file; raise where it cannot be cut into cells or lacks columns."""
        names = (*columns, *(name for some in others.values() for name in some))
        sheet = read_sheet(path, path.name, names)
        if isinstance(sheet, Problem):
            raise ScenarioError(str(path), [sheet])
        places = {}
        problems = [one for one in sheet.problems if not one.warning]
        for column in columns:
            found = [n for n in (column, *others.get(column, ())) if n in sheet.header]
            if found:
                places[column] = sheet.header.index(found[0])
            elif column not in optional:
                near = hint(column, sheet.header)
                problems.append(Problem(path.name, f"has no column '{column}', add it{near}"))
        unknown = [n for n in sheet.header if n not in names] if strict else []
        problems += [
            Problem(path.name, f"column '{n}' is not known, take it out{hint(n, names)}")
            for n in unknown
        ]
        if problems:
            raise ScenarioError(str(path), problems)
        return cls(path, sheet, places, optional, [])

    def rows(self) -> range:
        """Return the numbers of the rows."""
        return range(len(self.sheet.lines))

    def text(self, i: int, column: str) -> str:
        """Return a cell, or what a blank one stands for."""
        place = self.places.get(column)
        cell = "" if place is None else self.sheet.columns[place][i]
        return cell or self.blanks.get(column, "")

    def day(self, i: int, column: str, blank: date | None = None) -> date:
        """Return a date."""
        text = self.text(i, column)
        if not text and blank is not None:
            return blank
        return self._read(i, column, date.fromisoformat, date.min, "a date (write YYYY-MM-DD)")

    def number(self, i: int, column: str, low: float, high: float = math.inf) -> float:
        """Return a number within bounds."""
        upto = "" if math.isinf(high) else f" to {high:g}"
        what = f"a number from {low:g}{upto or ' on'}"
        found = self._read(i, column, float, low, what)
        if not low <= found <= high:
            self._complain(i, column, what)
            return low
        return found

    def refuse_if_wrong(self) -> None:
        """Raise all that was met."""
        if self.problems:
            raise ScenarioError(str(self.path), self.problems)

    def _read(self, i: int, column: str, how: Callable[[str], _T], bad: _T, what: str) -> _T:
        try:
            return how(self.text(i, column))
        except ValueError:
            self._complain(i, column, what)
            return bad

    def _complain(self, i: int, column: str, what: str) -> None:
        where = f"{self.path.name}:{self.sheet.lines[i]}"
        self.problems.append(
            Problem(where, f"{column} is '{self.text(i, column)}', must be {what}")
        )
