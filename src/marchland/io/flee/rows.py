"""CSV files of a Flee folder as rows with line numbers, and their columns read plainly."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import dropwhile
from pathlib import Path

from marchland.errors import Problem
from marchland.io.flee.findings import Findings
from marchland.io.reading import (
    WORKBOOKS,
    Plain,
    Records,
    is_tagged,
    plain_dates,
    plain_numbers,
    read_book,
    records_of,
    text_of,
)
from marchland.io.reading.text import not_utf8
from marchland.io.reasons import reason
from marchland.language import say
from marchland.model.amounts import NUMBER
from marchland.model.cells import FIRST_YEAR, LAST_YEAR, read_cell
from marchland.model.columns import Column

_FIRST_WORDS = ("name", "name1", "closure_type", "day")
_NUMBER = re.compile(NUMBER, re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HEAD = re.compile(r"\d{1,3}", re.ASCII)
_TAIL = re.compile(r"\d{3}(?:\.\d+)?", re.ASCII)
_TAIL_OF_MORE = re.compile(r"\d{3}(?!\d).*", re.ASCII)
_TWO = 2


@dataclass(frozen=True)
class Row:
    """A row of a CSV file: where it stands, and its cells without spaces around them.

    ``told`` is set where a date in it has two readings, which is refused already.
    """

    where: str
    cells: tuple[str, ...]
    told: bool = False

    def cell(self, i: int) -> str:
        """Return a cell, blank where the row is too short."""
        return self.cells[i] if 0 <= i < len(self.cells) else ""


def csv_rows(path: Path, findings: Findings, ragged: bool = False) -> list[Row]:
    """Read a CSV file as Flee does: a header is the first row that begins with ``#``, or none.

    Parameters
    ----------
    path
        The file; one that is missing or empty has no rows.
    findings
        Told how it was read, and what is wrong with it.
    ragged
        True where rows may differ in length; else cells beyond the first row's are told.
    """
    records = _records(path, findings)
    if records is None:
        return []
    for problem in records.problems:
        tell = findings.correct if problem.warning else findings.refuse
        tell(problem.where, problem.message, *problem.also)
    rows = []
    for line, cells in zip(records.lines, records.rows, strict=True):
        row = Row(f"{path.name}:{line}", tuple(c.strip() for c in cells))
        if len(row.cells) > 1 and sum(map(bool, row.cells)) > 1 and is_tagged(row.cells):
            findings.correct(
                row.where, say("a row of HXL tags ({tag}), not read as data", tag=row.cell(0))
            )
        else:
            rows.append(row)
    if not ragged:
        tell_left_over(rows, findings)
    return rows


def _records(path: Path, findings: Findings) -> Records | None:
    """Return the rows of a file, or of the one sheet of a workbook; None where there are none."""
    if path.suffix.lower() not in WORKBOOKS or not path.is_file():
        text = _text(path, findings)
        return records_of(text, path.name) if text else None
    book = read_book(path, path.name)
    if isinstance(book, Problem):
        findings.refuse(path.name, book.message)
    elif len(book.sheets) == 1:
        return next(iter(book.sheets.values()))
    else:
        findings.refuse(
            path.name,
            say("has {number} sheets with rows, keep the one to read", number=len(book.sheets)),
        )
    return None


def _text(path: Path, findings: Findings) -> str:
    """Return the text of a file, blank where there is none or it cannot be read."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        findings.refuse(path.name, say("cannot be read: {reason}", reason=reason(error)))
        return ""
    if not raw.strip():
        return ""
    text = text_of(raw, path.name)
    if isinstance(text, Problem) and (foreign := not_utf8(raw)):
        findings.correct(
            path.name,
            say(
                "byte 0x{byte:02X} is not UTF-8 (as Windows-1252 it reads '{sign}'); read as "
                "Windows-1252",
                byte=foreign.byte,
                sign=foreign.sign,
            ),
        )
        text = text_of(raw.decode("cp1252", "replace").encode(), path.name)
    if isinstance(text, Problem):
        findings.refuse(text.where, text.message)
        return ""
    return text


def tell_left_over(rows: Sequence[Row], findings: Findings) -> None:
    """Tell of cells beyond the first row's; refuse a number that was cut at its comma.

    ``3,000`` without quotation marks stands as two cells, 3 and 000. A first row without a header
    may be so cut as well. What is only said above it, in one cell, is not the first row.
    """
    rows = list(dropwhile(_only_said, rows))
    width = len(_filled(rows[0].cells)) if rows else 0
    for row in rows:
        cells = _filled(row.cells)
        extra = cells[width:]
        cut = _cut_number(cells) or _cut_before(cells, width)
        if cut and (extra or not _headed(rows[0])):
            findings.refuse(
                row.where,
                say(
                    "has {cells} cells, of which '{head}' and '{tail}' look like one number "
                    "cut at its comma: write {head}{tail}, or put it in quotation marks",
                    cells=len(cells),
                    head=cut[0],
                    tail=cut[1],
                ),
            )
        elif extra and all(parse_number(cell) is not None for cell in extra):
            findings.refuse(
                row.where,
                say(
                    "has {cells} cells, the first row has {width}; is a number cut at its "
                    "comma? Write it with a point, or put it in quotation marks",
                    cells=len(cells),
                    width=width,
                ),
            )
        elif extra and not extra[0].startswith("#"):
            findings.ignore(
                row.where,
                say(
                    "'{cells}' stands beyond the {width} cells of the first row",
                    cells=", ".join(extra),
                    width=width,
                ),
            )


def _only_said(row: Row) -> bool:
    """Whether a row is a comment of one cell."""
    cells = _filled(row.cells)
    return len(cells) == 1 and cells[0].startswith("#")


def _filled(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells up to the last that is not blank."""
    last = max((i for i, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:last]


def _headed(row: Row) -> bool:
    """Whether a first row is a header: it has no date and no number."""
    return not any(parse_date(cell) or parse_number(cell) is not None for cell in row.cells)


def _cut_before(cells: Sequence[str], width: int) -> tuple[str, str] | None:
    """Return the cells around the end of the first row where they look like a number cut there."""
    if len(cells) <= width or width < _TWO:
        return None
    head, tail = cells[width - 1], cells[width]
    return (head, tail) if _HEAD.fullmatch(head) and _TAIL_OF_MORE.fullmatch(tail) else None


def _cut_number(cells: Sequence[str]) -> tuple[str, str] | None:
    """Return the last two cells where they look like a number cut at its comma."""
    if len(cells) > _TWO and _HEAD.fullmatch(cells[-2]) and _TAIL.fullmatch(cells[-1]):
        return cells[-2], cells[-1]
    return None


def split_header(
    rows: Sequence[Row], columns: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[tuple[str, ...], list[Row]]:
    """Take the header from the rows, and drop comments.

    It is told by its ``#`` or its first word; where the columns are given, also by being the first
    row and naming at least two of them.
    """
    known = {word for name, aliases in (columns or {}).items() for word in (name, *aliases)}
    heads = [row for row in rows if row.cell(0).lstrip("# ").lower() in _FIRST_WORDS]
    heads += [row for row in rows[:1] if row not in heads and _names(row, known) > 1]
    header = tuple(cell.lstrip("#").strip() for cell in heads[0].cells) if heads else ()
    return header, [row for row in rows if row not in heads and not row.cell(0).startswith("#")]


def _names(row: Row, known: set[str]) -> int:
    return sum(cell.lstrip("# ").lower() in known for cell in row.cells)


def named_columns(header: Sequence[str], columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return each column's position: by any of its names in the header, else by Flee's order.

    Flee itself goes by position alone; a header may name columns otherwise or not be there. A
    column that the header does not name stands where Flee has it, unless a known one stands there:
    then it is missing, and its position is −1.
    """
    lowered = [name.lower() for name in header]
    found = {
        column: lowered.index(alias)
        for column, aliases in columns.items()
        for alias in reversed((column, *aliases))
        if alias in lowered
    }
    taken = set(found.values())
    if len(taken) < len(found):
        return {column: i for i, column in enumerate(columns)}
    return {column: found.get(column, -1 if i in taken else i) for i, column in enumerate(columns)}


def plainly(
    rows: Sequence[Row],
    index: int,
    name: str,
    findings: Findings,
    bounds: tuple[float, float] | None = None,
) -> list[Row]:
    """Return rows with the numbers of one column written plainly, as the whole column is read.

    Parameters
    ----------
    rows, index, name
        The rows, the position of the column in them, and what to call it.
    findings
        Told how the column was read, or why it has no one reading.
    bounds
        Lowest and highest value: a reading that leaves them does not fit.
    """
    low, high = bounds or (None, None)
    return _plainly(rows, index, name, findings, lambda cells: plain_numbers(cells, low, high))


def plainly_dated(rows: Sequence[Row], index: int, name: str, findings: Findings) -> list[Row]:
    """Return rows with the dates of one column as YYYY-MM-DD, as the whole column is read."""
    return _plainly(rows, index, name, findings, plain_dates)


def _plainly(
    rows: Sequence[Row],
    index: int,
    name: str,
    findings: Findings,
    read: Callable[[Sequence[str]], Plain],
) -> list[Row]:
    cells = [row.cell(index).split("#", maxsplit=1)[0].strip() for row in rows]
    column = read(cells)
    if column.note:
        findings.correct(rows[0].where.rpartition(":")[0], f"{name} {column.note}")
    for complaint, wrong in column.wrong.items():
        lines = [int(rows[row].where.rpartition(":")[2]) for row in wrong]
        findings.refuse(rows[wrong[0]].where, f"{name} {complaint}", *lines[1:])
    doubted = {row for wrong in column.wrong.values() for row in wrong}
    return [
        replace(
            row,
            cells=(*row.cells[:index], "0" if i in doubted else cell, *row.cells[index + 1 :]),
            told=row.told or i in doubted,
        )
        if 0 <= index < len(row.cells)
        else row
        for i, (row, cell) in enumerate(zip(rows, column.cells, strict=True))
    ]


def date_fault(text: str) -> str:
    """Return why a text is no date, in the words of every reader."""
    try:
        read_cell(Column("date", "", required=True), text)
    except ValueError as error:
        return str(error)
    return ""


def parse_date(text: str) -> date | None:
    """Read a date that stands as YYYY-MM-DD; None where it is none, or out of bounds."""
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def parse_number(text: str) -> float | None:
    """Read a number that stands plainly, with a trailing comment taken off."""
    bare = text.split("#", maxsplit=1)[0].strip()
    value = float(bare) if _NUMBER.fullmatch(bare) else math.inf
    return value if math.isfinite(value) else None
