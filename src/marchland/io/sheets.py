"""Sheets: a CSV file cut into a header and rows, each with the line it stands on."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marchland.errors import Problem
from marchland.io.text import read_text

_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_FORMULA = re.compile(r"'+[=+\-@]")


@dataclass(frozen=True)
class Sheet:
    """What stands in a CSV file, column by column.

    Parameters
    ----------
    header
        Names of the columns.
    columns
        Cells of each column, without spaces around them.
    lines
        Line on which each row begins.
    problems
        What is wrong with its shape.
    """

    header: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]


def read_sheet(path: Path, name: str) -> Sheet | Problem:
    """Return the sheet in a CSV file, or why there is none.

    Commas separate cells. Rows without any cell filled, and rows whose first cell is ``#`` or
    begins with ``# ``, are left out.
    """
    text = read_text(path, name)
    if isinstance(text, Problem):
        return text
    records, broken = _records(text, name)
    if not records:
        return broken[0] if broken else Problem(name, "is empty")
    top, header = records[0][0], [_header(cell) for cell in records[0][1]]
    if len(header) == 1:
        for mark, word in _DELIMITERS.items():
            if mark in header[0]:
                return Problem(
                    f"{name}:{top}",
                    f"has {word} between its cells, save it with commas (and points in decimals)",
                )
    return _sheet(name, top, header, records[1:], broken)


def _records(text: str, name: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """Return line and cells of each row that is neither blank nor a comment; and what broke."""
    reader = csv.reader(io.StringIO(text), strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if "".join(cells).strip() and not _is_comment(cells[0]):
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        message = (
            f"cannot be cut into cells ({error}), look for a quotation mark that is not closed"
        )
        return records, [Problem(f"{name}:{line}", message)]
    return records, []


def _is_comment(cell: str) -> bool:
    return cell.startswith("# ") or cell == "#"


def _header(cell: str) -> str:
    return cell.replace("\ufeff", "").replace("\u200b", "").strip()


def _sheet(
    name: str,
    top: int,
    header: list[str],
    records: list[tuple[int, list[str]]],
    broken: list[Problem],
) -> Sheet:
    width = len(header)
    problems = [*_header_problems(name, top, header), *broken]
    rows = [cells for _, cells in records]
    if set(map(len, rows)) - {width}:
        problems += [
            Problem(f"{name}:{line}", message)
            for line, cells in records
            if (message := _misshapen(cells, width))
        ]
        rows = [(cells + [""] * width)[:width] for cells in rows]
    columns = tuple(tuple(_plain(column)) for column in zip(*rows, strict=True))
    return _without_blank(
        Sheet(
            tuple(header),
            columns or ((),) * width,
            tuple(line for line, _ in records),
            tuple(problems),
        ),
        name,
        top,
    )


def _misshapen(cells: list[str], width: int) -> str:
    """Return what is wrong with the number of cells in a row; blank ones too many are nothing."""
    told = f"has {len(cells)} cells, the header has {width}; "
    if len(cells) < width:
        return told + "a comma is missing, or the row was cut off"
    if any(map(str.strip, cells[width:])):
        return told + "put cells that hold a comma in quotation marks"
    return ""


def _header_problems(name: str, top: int, header: list[str]) -> Iterator[Problem]:
    for column, number in Counter(header).items():
        if column and number > 1:
            yield Problem(f"{name}:{top}", f"column '{column}' stands {number} times, must once")


def _plain(cells: tuple[str, ...]) -> Iterator[str]:
    """Yield cells without spaces around them and without the mark that disarms a formula."""
    bare = {cell: cell.strip() for cell in set(cells)}
    for cell, text in bare.items():
        if text.startswith("'") and _FORMULA.match(text):
            bare[cell] = text[1:]
    return map(bare.__getitem__, cells)


def _without_blank(sheet: Sheet, name: str, top: int) -> Sheet:
    """Leave out columns without a header: blank ones quietly, others as a problem."""
    kept, problems = [], list(sheet.problems)
    for position, column in enumerate(sheet.header):
        if column:
            kept.append(position)
        elif any(sheet.columns[position]):
            problems.append(
                Problem(
                    f"{name}:{top}",
                    f"column {position + 1} has no header but has cells, name it or take it out",
                )
            )
    return Sheet(
        tuple(sheet.header[i] for i in kept),
        tuple(sheet.columns[i] for i in kept),
        sheet.lines,
        tuple(problems),
    )


def write_sheet(header: list[str], columns: list[list[str]], text_columns: list[bool]) -> str:
    """Return the text of a CSV file.

    Text that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-`` or ``@``)
    gets an apostrophe before it, which :func:`read_sheet` takes away again.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    safe = [
        [disarmed(cell) for cell in cells] if is_text else cells
        for cells, is_text in zip(columns, text_columns, strict=True)
    ]
    writer.writerows(zip(*safe, strict=True))
    return buffer.getvalue()


def disarmed(cell: str) -> str:
    """Return the text with an apostrophe before it where it would be read as a formula."""
    armed = cell.startswith(("=", "+", "-", "@")) or _FORMULA.match(cell)
    return f"'{cell}" if armed else cell
