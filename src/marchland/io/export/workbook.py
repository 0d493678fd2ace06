"""An Excel workbook: a sheet to read first, then declared tables as a planner wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pandas as pd

from marchland.io.atomic import book_bytes
from marchland.io.export.extras import needed
from marchland.io.export.sheet import Field, Sheet
from marchland.io.reading import disarmed
from marchland.language import say

MOST_ROWS: Final = 1_048_576
"""Rows that a sheet of Excel can hold, its header among them."""
_FORMATS: Final = {"date": "yyyy-mm-dd", "whole": "#,##0", "number": "#,##0.0##"}
_WIDTHS: Final = {"date": 12.0, "whole": 12.0, "number": 12.0, "flag": 8.0}
_WIDEST: Final = 60.0


def as_workbook(first: tuple[str, Sequence[tuple[str, str]]], sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook.

    Parameters
    ----------
    first
        Name of the sheet to read first, and its lines: what it is, and the text.
    sheets
        Tables that follow, each with a frozen header, filters, real dates and number formats. A
        table that is too long for Excel is cut, and a last row says so.

    Raises
    ------
    RequestError
        Where openpyxl is not installed.
    """
    openpyxl = needed("openpyxl", "export")
    book = openpyxl.Workbook(write_only=True)
    _read_first(book, *first)
    for sheet in sheets:
        _table(book, sheet)
    _meanings(book, sheets)
    return book_bytes(book)


def _read_first(book: Any, title: str, lines: Sequence[tuple[str, str]]) -> None:
    page = book.create_sheet(title[:31])
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, 100
    for what, text in lines:
        page.append([_cell(page, what, bold=True), _cell(page, text, wrap=True)])


def _table(book: Any, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title[:31])
    page.freeze_panes = "A2"
    letter = needed("openpyxl.utils", "export").get_column_letter
    for i, (name, one) in enumerate(sheet.fields.items(), start=1):
        page.column_dimensions[letter(i)].width = _width(sheet.frame[name], name, one)
    rows = min(len(sheet.frame), MOST_ROWS - 2)
    page.auto_filter.ref = f"A1:{letter(len(sheet.fields))}{rows + 1}"
    page.append([_cell(page, name, bold=True) for name in sheet.fields])
    for row in _rows(page, sheet, rows):
        page.append(row)
    if rows < len(sheet.frame):
        page.append(
            [say("cut here: {rows:,} more rows are in the CSV files", rows=len(sheet.frame) - rows)]
        )


def _width(values: pd.Series, name: str, one: Field) -> float:
    """Return how wide a column is drawn."""
    if one.type in _WIDTHS:
        return max(_WIDTHS[one.type], len(name) + 3.0)
    longest = max(map(len, map(str, values.unique())), default=0)
    return min(_WIDEST, max(longest, len(name)) + 3.0)


def _rows(page: Any, sheet: Sheet, most: int) -> Iterator[list[Any]]:
    """Yield rows of cells; what is not known stays empty."""
    formats = [_FORMATS.get(one.type) for one in sheet.fields.values()]
    types = [one.type for one in sheet.fields.values()]
    frame = sheet.frame.head(most).astype(object)
    frame = frame.where(frame.notna(), None)
    make = needed("openpyxl.cell", "export").WriteOnlyCell
    for values in frame.itertuples(index=False, name=None):
        yield [
            _formatted(make, page, value, type_, form)
            for value, type_, form in zip(values, types, formats, strict=True)
        ]


def _formatted(make: Any, page: Any, value: Any, type_: str, form: str | None) -> Any:
    """Return a cell with its number format."""
    if value is None or value == "":
        return None
    if type_ == "flag":
        return "yes" if value else "no"
    if form is None:
        return disarmed(str(value))
    cell = make(page)
    cell.value = pd.Timestamp(value).date() if type_ == "date" else float(value)
    cell.number_format = form
    return cell


def _meanings(book: Any, sheets: Sequence[Sheet]) -> None:
    """Add a last sheet that says what each column means."""
    page = book.create_sheet("Columns")
    page.freeze_panes = "A2"
    for column, width in zip("ABCDE", (20, 20, 90, 14, 30), strict=True):
        page.column_dimensions[column].width = width
    heads = (say("sheet"), say("column"), say("meaning"), say("unit"), "HXL")
    page.append([_cell(page, one, bold=True) for one in heads])
    for sheet in sheets:
        for name, one in sheet.fields.items():
            page.append([sheet.title, name, disarmed(say(one.meaning)), say(one.unit), one.hxl])


def _cell(page: Any, text: str, bold: bool = False, wrap: bool = False) -> Any:
    styles = needed("openpyxl.styles", "export")
    cell = needed("openpyxl.cell", "export").WriteOnlyCell(page, value=disarmed(text))
    if bold:
        cell.font = styles.Font(bold=True)
    if wrap:
        cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
    return cell
