"""Workbooks (.xlsx): their sheets as rows of text, each number and date with one reading."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from marchland.errors import Problem
from marchland.io.reading.numbers import number_text
from marchland.io.reading.sheets import Records, Sheet, sheet_of_records
from marchland.io.reading.signs import seen, unseen_in, unseen_told
from marchland.io.reasons import reason
from marchland.language import say

WORKBOOKS = (".xlsx", ".xlsm")
"""Endings of the workbooks that are read."""

_BROKEN = (
    BadZipFile, OSError, ValueError, TypeError, EOFError, SyntaxError, LookupError, RuntimeError,
    ArithmeticError, AttributeError, AssertionError, zlib.error, struct.error,
)  # fmt: skip
"""What the parser of a broken workbook raises; broken XML is a ``SyntaxError``."""
_LINE_END = re.compile("(?:_x000[dD]_)?\r?\n|_x000[dD]_|\r")
_LARGEST = 64 * 2**20
_MOST_CELLS = 5_000_000
_MAC = 1904


@dataclass(frozen=True)
class Book:
    """What stands in a workbook.

    Parameters
    ----------
    sheets
        Rows of each sheet that has any, by its name; hidden sheets are left out, which is said with
        the first of the others.
    serials
        ``1900`` or ``1904``: from when bare numbers in a column of dates count days.
    """

    sheets: Mapping[str, Records] = field(default_factory=dict)
    serials: str = "1900"


def read_book(
    path: Path, name: str, spread: bool = False, ours: Collection[str] = ()
) -> Book | Problem:
    """Return the sheets of a workbook, or why there are none.

    Dates come out as YYYY-MM-DD, numbers with a decimal point. A formula counts with the value that
    the spreadsheet saved; one without is told, as are merged cells.

    Parameters
    ----------
    path
        The workbook.
    name
        What to call it in a problem.
    spread
        Whether merged cells each have their value; else the first alone has it, which is told.
    ours
        Hidden sheets that a program put there, of which nothing is told.
    """
    try:
        import openpyxl
    except ImportError:
        return Problem(
            name,
            say("is a workbook; to read it: pip install 'marchland[sheets]', or save it as CSV"),
        )
    if path.stat().st_size > _LARGEST:
        return Problem(
            name, say("is larger than {most} MiB, save its sheets as CSV", most=_LARGEST // 2**20)
        )
    try:
        raw = path.read_bytes()
        values = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(raw))
    except _BROKEN as error:
        return Problem(
            name,
            say(
                "cannot be read as a workbook ({reason}), save it anew or as CSV",
                reason=reason(error),
            ),
        )
    shown = [one for one in values.worksheets if one.sheet_state == "visible"]
    for one in shown:
        if one.max_row * one.max_column > _MOST_CELLS:
            return Problem(
                f"{name} ({one.title})",
                say(
                    "reaches to row {row:,} and column {column:,}, more than "
                    "{most:,} cells; delete what is empty, or save the sheet as CSV",
                    row=one.max_row,
                    column=one.max_column,
                    most=_MOST_CELLS,
                ),
            )
    sheets = {
        one.title: _records(one, written[one.title], f"{name} ({one.title})", spread)
        for one in shown
    }
    epoch = "1904" if values.epoch.year == _MAC else "1900"
    filled = {title: rows for title, rows in sheets.items() if rows.rows}
    return Book(_with_hidden(filled, values, name, ours), epoch)


def _with_hidden(
    sheets: dict[str, Records], values: Any, name: str, ours: Collection[str]
) -> dict[str, Records]:
    """Say with the first sheet which hidden ones were not read."""
    every = [one.title for one in values.worksheets if one.sheet_state != "visible"]
    hidden = [title for title in every if title not in ours]
    if hidden and sheets:
        told = say(
            "has hidden sheets that are not read: {sheets}; show them to have them read",
            sheets=", ".join(hidden),
        )
        first = next(iter(sheets))
        problems = (Problem(name, told, warning=True), *sheets[first].problems)
        sheets[first] = replace(sheets[first], problems=problems)
    return sheets


def sheet_of_book(book: Book, title: str, name: str) -> Sheet | Problem:
    """Return one sheet of a workbook with its header, as a CSV file's."""
    return sheet_of_records(book.sheets[title], name, book.serials)


def _records(values: Any, written: Any, name: str, spread: bool) -> Records:
    """Return the rows of a sheet, and what is wrong with its cells."""
    grid = [list(cells) for cells in values.iter_rows(values_only=True)]
    for span in values.merged_cells.ranges if spread else ():
        for row in grid[span.min_row - 1 : span.max_row]:
            width = len(row[span.min_col - 1 : span.max_col])
            first = grid[span.min_row - 1][span.min_col - 1]
            row[span.min_col - 1 : span.max_col] = [first] * width
    lines, rows = [], []
    unseen: dict[str, None] = {}
    for line, cells in enumerate(grid, start=1):
        texts = tuple(_text(cell) for cell in cells)
        unseen |= dict.fromkeys(filter(None, map(unseen_in, texts)))
        texts = tuple(map(seen, texts))
        if any(cell.strip() for cell in texts):
            lines.append(line)
            rows.append(texts)
    problems = [*_faults(values, written, name, spread)]
    if unseen:
        problems.append(Problem(name, unseen_told(unseen), warning=True))
    return Records(tuple(lines), tuple(rows), tuple(problems))


def _text(value: Any) -> str:
    """Return a cell as text of one reading."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number_text(float(value)) if isinstance(value, float) else str(value)
    if isinstance(value, datetime):
        whole = value.time() == time()
        return value.date().isoformat() if whole else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return unicodedata.normalize("NFC", _LINE_END.sub("\n", str(value)))


def _faults(values: Any, written: Any, name: str, spread: bool) -> Iterator[Problem]:
    """Formulas that were never computed, cells that were merged, and rows that are hidden."""
    hidden = [row for row, one in values.row_dimensions.items() if one.hidden]
    if hidden:
        yield Problem(
            f"{name}:{hidden[0]}",
            say("is a hidden row, read like the others ({number} such rows)", number=len(hidden)),
            warning=True,
        )
    bare = [
        cell.coordinate
        for row in written.iter_rows()
        for cell in row
        if cell.data_type == "f" and values[cell.coordinate].value is None
    ]
    if bare:
        more = say(" and {bare} more", bare=len(bare) - 1) if len(bare) > 1 else ""
        yield Problem(
            name,
            say(
                "has a formula in {bare}{more} without a saved value; open and save it in "
                "a spreadsheet, or write the value",
                bare=bare[0],
                more=more,
            ),
        )
    for merged in [] if spread else list(written.merged_cells.ranges)[:1]:
        number = len(written.merged_cells.ranges)
        yield Problem(
            name,
            say(
                "has merged cells ({merged}, {number} in all), which count for the first alone",
                merged=merged,
                number=number,
            ),
            warning=True,
        )
