"""Forecast tables in the form of the hubverse, and the counts that they are scored by.

Source: https://docs.hubverse.io/en/latest/user-guide/model-output.html (a ``model_out_tbl``: the
file holds several models, told apart by ``model_id``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from marchland.errors import Problem, ScenarioError
from marchland.io.atomic import write_file
from marchland.io.reading.sheets import Sheet, read_sheet, write_sheet
from marchland.io.tables import plainly, read_column
from marchland.language import say, say_n
from marchland.model.checks.groups import grouped
from marchland.model.columns import Column
from marchland.model.near import hint

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


_KEPT: Mapping[str, Column] = {
    "model_id": Column("id", "", default="model"),
    "origin_date": Column("date", "", required=True),
    "target": Column("id", "", required=True),
    "horizon": Column("integer", "", required=True, low=0, high=100_000),
    "target_start_date": Column("date", ""),
    "target_end_date": Column("date", "", required=True),
    "location": Column("id", "", required=True),
    "output_type": Column("id", "", default=QUANTILE),
    "output_type_id": Column("number", "", required=True, low=0, high=1),
    "value": Column("number", "", required=True, low=0),
}
_COUNTED: Mapping[str, Column] = {
    "series": Column("id", "", required=True),
    "date_from": Column("date", ""),
    "date_to": Column("date", ""),
    "value": Column("number", "", low=0),
}
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "origin_date": ("reference_date",),
    "series": ("location",),
    "date_to": ("target_end_date", "date"),
    "value": ("observation", "people"),
}


def read_forecasts(path: Path) -> tuple[list[KeptRow], tuple[Problem, ...]]:
    """Read a table of forecasts, and how it was read where that was not plain.

    Rows of other output types than quantiles are left out, which is said.

    Raises
    ------
    ScenarioError
        If it cannot be read, with every problem.
    """
    cells = _Cells.of(path, _KEPT, strict=True)
    kinds = cells.texts("output_type")
    kept = [row for row in cells.rows if kinds[row] == QUANTILE]
    others = Counter(kind for kind in kinds if kind != QUANTILE)
    told = ", ".join(
        say("{number} of {kind}", number=number, kind=kind) for kind, number in others.items()
    )
    if others:
        cells.note(say("has rows that are no quantiles and are not scored: {told}", told=told))
    if others and not kept:
        cells.wrong(
            "output_type",
            cells.rows,
            say("is '{kind}', must be {quantile}", kind=next(iter(others)), quantile=QUANTILE),
        )
    column = {name: cells.column(name, kept) for name in _KEPT}
    rows = [
        KeptRow(
            model=column["model_id"][i] or "model",
            origin=column["origin_date"][i],
            target=column["target"][i],
            horizon=int(column["horizon"][i] or 0),
            first=column["target_start_date"][i] or column["target_end_date"][i],
            last=column["target_end_date"][i],
            location=column["location"][i],
            level=column["output_type_id"][i],
            people=column["value"][i],
        )
        for i in range(len(kept))
    ]
    if not cells.refused:
        _quantiles_rise(cells, kept, rows)
    return rows, cells.warnings()


def _quantiles_rise(cells: _Cells, at: Sequence[int], rows: Sequence[KeptRow]) -> None:
    """Complain of levels that stand twice with two values, and of values that fall."""
    forecasts: dict[KeptRow, list[tuple[float, float, int]]] = {}
    for row, one in zip(at, rows, strict=True):
        about = replace(one, level=0, people=0)
        forecasts.setdefault(about, []).append((one.level, one.people, row))
    twice, falling = [], []
    for levels in forecasts.values():
        for (low, few, _), (high, many, row) in pairwise(sorted(levels)):
            if low == high and few != many:
                twice.append(row)
            elif few > many:
                falling.append(row)
    cells.wrong("output_type_id", twice, say("is given twice for one forecast, with two values"))
    cells.wrong("value", falling, say("falls although the level rises"))


def read_counts(path: Path) -> tuple[list[CountRow], tuple[Problem, ...]]:
    """Read counts: a file with the columns of ``observations.csv``, or of a hub's target data.

    How it was read is said where that was not plain.

    Raises
    ------
    ScenarioError
        If it cannot be read, with every problem.
    """
    cells = _Cells.of(path, _COUNTED, strict=False)
    values = cells.texts("value")
    kept = [row for row in cells.rows if values[row]]
    if len(kept) < len(cells.rows):
        cells.note(
            say_n(
                "has {n} row without a count, not used",
                "has {n} rows without a count, not used",
                len(cells.rows) - len(kept),
            )
        )
    column = {name: cells.column(name, kept) for name in _COUNTED}
    begun, ended = column["date_from"], column["date_to"]
    undated = [kept[i] for i in range(len(kept)) if begun[i] is None and ended[i] is None]
    if not cells.refused:
        cells.wrong("date_to", undated, say("is blank, must be given"))
    rows = [
        CountRow(series, first or last, last or first, people)
        for series, first, last, people in zip(
            column["series"], begun, ended, column["value"], strict=True
        )
    ]
    seen: dict[CountRow, float] = {}
    twice = [
        row
        for row, one in zip(kept, rows, strict=True)
        if seen.setdefault(replace(one, people=0), one.people) != one.people
    ]
    if not cells.refused:
        cells.wrong(
            "value", twice, say("is another than a row before has for the same days; keep one")
        )
    return rows, cells.warnings()


@dataclass
class _Cells:
    """The cells of a file by name of column, with the problems met in reading them."""

    path: Path
    sheet: Sheet
    declared: Mapping[str, Column]
    places: Mapping[str, int]
    problems: list[Problem]

    @classmethod
    def of(cls, path: Path, declared: Mapping[str, Column], strict: bool) -> _Cells:
        """Open a file; raise where it cannot be cut into cells or lacks columns."""
        others = {name: _OTHER_NAMES.get(name, ()) for name in declared}
        names = (*declared, *(name for some in others.values() for name in some))
        sheet = read_sheet(path, path.name, names)
        if isinstance(sheet, Problem):
            raise ScenarioError(str(path), [sheet])
        places = {}
        problems = list(sheet.problems)
        for column, one in declared.items():
            found = [n for n in (column, *others[column]) if n in sheet.header]
            if found:
                places[column] = sheet.header.index(found[0])
            elif one.required or column == "value":
                near = hint(column, sheet.header)
                problems.append(
                    Problem(
                        path.name,
                        say("has no column '{column}', add it{near}", column=column, near=near),
                    )
                )
        unknown = [n for n in sheet.header if n not in names] if strict else []
        problems += [
            Problem(
                path.name,
                say("column '{name}' is not known, take it out{hint}", name=n, hint=hint(n, names)),
            )
            for n in unknown
        ]
        if not all(problem.warning for problem in problems):
            raise ScenarioError(str(path), problems)
        return cls(path, sheet, declared, places, problems)

    @property
    def rows(self) -> range:
        """Numbers of the rows."""
        return range(len(self.sheet.lines))

    @property
    def refused(self) -> bool:
        """Whether something was met that keeps the file from being used."""
        return not all(problem.warning for problem in self.problems)

    def texts(self, column: str) -> list[str]:
        """Return the cells of a column, or what blank ones stand for."""
        default = self.declared[column].default
        place = self.places.get(column)
        cells = [""] * len(self.sheet.lines) if place is None else self.sheet.columns[place]
        return [cell or default for cell in cells]

    def column(self, name: str, rows: Sequence[int]) -> list[Any]:
        """Return the values of a column in some rows, by the one reading that fits them all."""
        every, one = self.texts(name), self.declared[name]
        plain = plainly(one, [every[row] for row in rows])
        if plain.note:
            self.note(f"{name} {plain.note}")
        values, wrong = read_column(one, plain)
        for complaint, found in wrong.items():
            self.wrong(name, [rows[i] for i in found], complaint)
        return values

    def wrong(self, column: str, rows: Sequence[int], message: str) -> None:
        """Note what is wrong with a column in some rows, if there are any."""
        lines = [self.sheet.lines[row] for row in rows]
        if lines:
            self.problems.append(Problem.at(self.path.name, lines, f"{column} {message}"))

    def note(self, message: str) -> None:
        """Note how the file was read."""
        self.problems.append(Problem(self.path.name, message, warning=True))

    def warnings(self) -> tuple[Problem, ...]:
        """Return how the file was read; raise where it cannot be used."""
        if self.refused:
            raise ScenarioError(str(self.path), grouped(self.problems))
        return tuple(grouped(self.problems))
