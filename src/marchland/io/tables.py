"""Tables from CSV files and back, by the columns that the model declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from marchland.errors import Problem
from marchland.io.personal import personal_headers
from marchland.io.reading import (
    WORKBOOKS,
    Plain,
    Sheet,
    plain_amounts,
    plain_dates,
    plain_numbers,
    read_book,
    read_sheet,
    sheet_of_book,
    undoubted,
    write_sheet,
)
from marchland.io.reading.numbers import as_typed
from marchland.language import say
from marchland.model.cells import read_cell, write_cells
from marchland.model.columns import Column, Table
from marchland.model.near import hint

T = TypeVar("T", bound=Table)

TEXT_KINDS = frozenset({"id", "text", "names"})
"""Kinds of columns whose cells are words."""


@dataclass(frozen=True)
class Reading(Generic[T]):
    """What was read of one file.

    Parameters
    ----------
    table
        The rows, with blanks where a cell could not be read.
    lines
        Line of each row.
    problems
        What is wrong with the file by itself.
    known
        Whether its rows are known, so that what is not in them does not exist.
    flawed
        Lines with a cell that could not be read.
    """

    table: T
    lines: Sequence[int]
    problems: tuple[Problem, ...]
    known: bool
    flawed: frozenset[int] = frozenset()


def read_table(folder: Path, kind: type[T]) -> Reading[T]:
    """Read one table of a scenario folder; a file that may be missing and is, is empty."""
    path = folder / kind.FILE
    book = workbook_of(folder, kind)
    if book is None and (beside := book_beside(path)):
        told = say(
            "stands beside {name}: keep one of the two, so that it is clear which holds",
            name=beside.name,
        )
        return Reading(kind.empty(), (), (Problem(kind.FILE, told),), False)
    if not kind.REQUIRED and not path.exists() and book is None:
        return Reading(kind.empty(), (), (), True)
    sheet = _workbook_sheet(book, kind) if book else read_sheet(path, kind.FILE, kind.columns())
    if isinstance(sheet, Problem):
        if book is None and not path.exists():
            wanted = ", ".join(kind.columns())
            sheet = Problem(
                kind.FILE, say("is missing, must be there with the columns {wanted}", wanted=wanted)
            )
        return Reading(kind.empty(), (), (sheet,), False)
    return table_of(sheet, kind)


def workbook_of(folder: Path, kind: type[Table]) -> Path | None:
    """Return the workbook that is read for a table, None where its CSV file is there."""
    path = folder / kind.FILE
    if path.exists() or path.is_symlink():
        return None
    return book_beside(path)


def book_beside(path: Path) -> Path | None:
    """Return the workbook of the same name as a CSV file, None where there is none."""
    books = (path.with_suffix(ending) for ending in WORKBOOKS)
    return next((book for book in books if book.is_file()), None)


def _workbook_sheet(path: Path, kind: type[Table]) -> Sheet | Problem:
    """Return the sheet of a workbook that holds a table: the one of its name, or the only one."""
    stem = Path(kind.FILE).stem
    name = Path(kind.FILE).with_suffix(path.suffix).as_posix()
    book = read_book(path, name)
    if isinstance(book, Problem):
        return book
    titles = [title for title in book.sheets if title.strip().lower() == stem] or [*book.sheets]
    if len(titles) != 1:
        told = (
            say(
                "has the sheets {titles}; call the one to be read '{stem}'",
                titles=", ".join(titles),
                stem=stem,
            )
            if titles
            else say("has no sheet with rows; call the one to be read '{stem}'", stem=stem)
        )
        return Problem(name, told)
    sheet = sheet_of_book(book, titles[0], name)
    if isinstance(sheet, Problem):
        return sheet
    warned = Problem(
        name,
        say("sheet '{sheet}' is read in place of {file}", sheet=titles[0], file=kind.FILE),
        warning=True,
    )
    return replace(sheet, problems=(warned, *sheet.problems))


def table_of(sheet: Sheet, kind: type[T]) -> Reading[T]:
    """Return the table that stands on a sheet, with what is wrong and how it was read."""
    problems = [*sheet.problems, *_columns_wrong(kind, sheet)]
    values: dict[str, list[Any]] = {}
    flawed: set[int] = set()
    names_lost: list[str] = []
    declared = kind.columns()
    for name, cells in zip(sheet.header, sheet.columns, strict=True):
        if name in declared:
            named = sheet.serials and declared[name].kind == "id"
            texts = tuple(map(as_typed, cells)) if named else cells
            plain = plainly(declared[name], texts, sheet.serials)
            if plain.note:
                problems.append(Problem(kind.FILE, f"{name} {plain.note}", warning=True))
            values[name], wrong = read_column(declared[name], plain)
            names_lost += [name] if wrong else []
            for message, rows in wrong.items():
                lines = [sheet.lines[row] for row in rows]
                flawed.update(lines)
                problems.append(Problem.at(kind.FILE, lines, f"{name} {message}"))
    absent = [name for name, one in declared.items() if one.required and name not in values]
    absent += [name for name in names_lost if declared[name].unique]
    whole = all(problem.warning for problem in sheet.problems)
    values = values or {next(iter(declared)): [None] * len(sheet.lines)}
    table = kind.from_columns(values)
    return Reading(table, sheet.lines, tuple(problems), whole and not absent, frozenset(flawed))


def _columns_wrong(kind: type[Table], sheet: Sheet) -> list[Problem]:
    """Return columns that are not declared, and columns that are required and not there."""
    declared = kind.columns()
    problems = []
    personal = set(personal_headers(name for name in sheet.header if name not in declared))
    for name in sheet.header:
        if name in personal:
            problems.append(
                Problem(
                    kind.FILE,
                    say(
                        "column '{name}' looks personal; people are counted here, not listed: take "
                        "it out of the file",
                        name=name,
                    ),
                )
            )
        elif name not in declared:
            told = (
                say("column '{name}' is not known{near}", name=name, near=near)
                if (near := hint(name, declared))
                else say(
                    "column '{name}' is not known; known are {columns}",
                    name=name,
                    columns=", ".join(declared),
                )
            )
            problems.append(Problem(kind.FILE, told))
    return problems + [
        Problem(
            kind.FILE,
            say(
                "column '{name}' is missing, must be there: {meaning}", name=name, meaning=one.said
            ),
        )
        for name, one in declared.items()
        if one.required and name not in sheet.header
    ]


def plainly(one: Column, cells: Sequence[str], serials: str = "") -> Plain:
    """Return a declared column's cells as they would be written plainly."""
    if one.kind in ("number", "integer"):
        return plain_numbers(cells, one.low, one.high)
    if one.kind == "amount":
        return plain_amounts(cells, one.low, one.high)
    return plain_dates(cells, serials) if one.kind == "date" else Plain(tuple(cells))


def read_column(one: Column, plain: Plain) -> tuple[list[Any], dict[str, list[int]]]:
    """Return the values of a declared column, and rows by complaint.

    Each different text is read once.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    doubted = {row for rows in plain.wrong.values() for row in rows}
    for text in dict.fromkeys(plain.cells):
        try:
            values[text] = read_cell(one, text)
        except ValueError as error:
            values[text], wrong[text] = None, str(error)
    where = {complaint: list(rows) for complaint, rows in plain.wrong.items()}
    if wrong:
        for row, text in enumerate(plain.cells):
            if text in wrong and row not in doubted:
                where.setdefault(wrong[text], []).append(row)
    return [None if row in doubted else values[t] for row, t in enumerate(plain.cells)], where


def write_table(table: Table) -> str:
    """Return the text of a table's CSV file: every declared column, rows in their order."""
    declared = table.columns()
    columns = [
        certain(one, write_cells(one, getattr(table, name))) for name, one in declared.items()
    ]
    return write_sheet(
        list(declared), columns, [one.kind in TEXT_KINDS for one in declared.values()]
    )


def certain(one: Column, cells: list[str]) -> list[str]:
    """Return a column's cells with zeros after those that would have two readings: ``12.3450``."""
    doubted = {row for rows in plainly(one, cells).wrong.values() for row in rows}
    return [undoubted(cell) if row in doubted else cell for row, cell in enumerate(cells)]
