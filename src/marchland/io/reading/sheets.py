"""Sheets: a CSV file cut into a header and rows, each with the line it stands on."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from marchland.errors import Problem
from marchland.io.reading.delimiters import delimiter_of
from marchland.io.reading.signs import seen, unseen_in, unseen_told
from marchland.io.reading.text import read_text
from marchland.io.reasons import reason
from marchland.language import mark, say, say_n

_FORMULA = re.compile(r"'+[=+\-@]")
_TAG = re.compile(r"#\s*[A-Za-z][\w-]*(?:\s*\+\s*[\w-]+)*(?:\s+[+\w-]+)*", re.ASCII)
_HEAD = re.compile(r"[+-]?\d+", re.ASCII)
_TAIL = re.compile(r"\d+(?:[.]\d+)?", re.ASCII)
_SHOWN_TAGS = 3
LINE_BREAK = "\u2028"
"""A line break within a cell, which csv does not take for the end of a row."""
_ONE = {
    "comma": mark("a comma"),
    "semicolon": mark("a semicolon"),
    "tab": mark("a tab"),
    "bar": mark("a bar"),
}
_BETWEEN = {
    "semicolon": mark("has semicolons between its cells, read so"),
    "tab": mark("has tabs between its cells, read so"),
    "bar": mark("has bars between its cells, read so"),
}


@dataclass(frozen=True)
class Records:
    """The rows of a CSV file as they stand, those without any cell filled left out.

    Parameters
    ----------
    lines
        Line on which each row begins.
    rows
        Cells of each row.
    problems
        What is wrong with the file, and, as warnings, how it was read.
    separator
        What stands between the cells, in words.
    """

    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...]
    separator: str = "comma"


@dataclass(frozen=True)
class Sheet:
    """What stands in a CSV file or on a sheet of a workbook, column by column.

    Parameters
    ----------
    header
        Names of the columns.
    columns
        Cells of each column, without spaces around them.
    lines
        Line on which each row begins.
    problems
        What is wrong with its shape, and, as warnings, how it was read.
    tags
        HXL tag of each column where a row of tags stands under the header, else empty.
    serials
        ``1900`` or ``1904`` where bare numbers in a column of dates are a workbook's day numbers.
    """

    header: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]
    tags: tuple[str, ...] = ()
    serials: str = ""


def read_sheet(path: Path, name: str, known: Collection[str] = ()) -> Sheet | Problem:
    """Return the sheet in a CSV file, or why there is none.

    Cells are separated by what makes the same number of cells in all rows: commas, semicolons, tabs
    or bars. Rows without any cell filled, and rows whose first cell is ``#`` or begins with ``# ``,
    are left out; so is a row of HXL tags under the header.

    Parameters
    ----------
    path
        The file.
    name
        What to call it in a problem.
    known
        Names of columns that may be there: they help to tell what separates cells.
    """
    text = read_text(path, name)
    return text if isinstance(text, Problem) else sheet_of(text, name, known)


def sheet_of(text: str, name: str, known: Collection[str] = ()) -> Sheet | Problem:
    """Return the sheet in the text of a CSV file, as :func:`read_sheet` does."""
    records = records_of(text, name, known)
    return sheet_of_records(records, name)


def read_records(path: Path, name: str) -> Records | Problem:
    """Return the rows of a CSV file that may have no header, or why there are none.

    Parameters
    ----------
    path, name
        As for :func:`read_sheet`.
    """
    text = read_text(path, name)
    return text if isinstance(text, Problem) else records_of(text, name)


def records_of(text: str, name: str, known: Collection[str] = ()) -> Records:
    """Return the rows in the text of a CSV file, as :func:`read_records` does."""
    problems = []
    if unseen := unseen_in(text):
        problems.append(Problem(name, unseen_told([unseen]), warning=True))
        text = seen(text)
    delimiter, word, skip = delimiter_of(text, known)
    if delimiter != ",":
        problems.append(Problem(name, say(_BETWEEN[word]), warning=True))
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True, skipinitialspace=True)
    lines: list[int] = []
    rows: list[tuple[str, ...]] = []
    line = 1
    try:
        for cells in reader:
            if "".join(cells).strip() and line > skip:
                lines.append(line)
                rows.append(tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(f"{name}:{line}", why_not_cut(error)))
    problems += _swallowed(name, delimiter, lines, rows)
    return Records(tuple(lines), tuple(rows), tuple(problems), word)


def why_not_cut(error: csv.Error) -> str:
    """Say why a text cannot be cut into cells, and what to look for."""
    if "field larger" in str(error):
        return say(
            "has a cell of more than {most:,} characters, look for a "
            "quotation mark that is not closed",
            most=csv.field_size_limit(),
        )
    return say(
        "cannot be cut into cells ({reason}), look for a quotation mark that is not closed",
        reason=reason(error),
    )


def _swallowed(
    name: str, mark: str, lines: Sequence[int], rows: Sequence[tuple[str, ...]]
) -> Iterator[Problem]:
    """Yield a problem for each cell in which whole rows stand."""
    width = len(rows[0]) if rows else 0
    for line, cells in zip(lines, rows, strict=True):
        if told := swallowed(cells, mark, width):
            yield Problem(f"{name}:{line}", told)


def swallowed(cells: Sequence[str], mark: str, width: int) -> str:
    """Say of a row that whole rows stand in one of its cells, blank where none do.

    A quotation mark opens there and is closed rows later.
    """
    for cell in cells:
        inner = cell.split("\n")[1:] if "\n" in cell else []
        if width > 1 and any(text.count(mark) >= max(1, width - 2) for text in inner):
            return say(
                "has a quotation mark that is closed {lines} lines further on, so that "
                "whole rows stand in one cell; close it on its line, or take it out",
                lines=len(inner),
            )
    return ""


def sheet_of_records(records: Records, name: str, serials: str = "") -> Sheet | Problem:
    """Return rows as a sheet: the first is the header, comments are left out."""
    kept = [
        (line, list(cells))
        for line, cells in zip(records.lines, records.rows, strict=True)
        if not _is_comment(cells[0])
    ]
    if not kept:
        wrong = [problem for problem in records.problems if not problem.warning]
        return wrong[0] if wrong else Problem(name, say("is empty"))
    (top, header), body = kept[0], kept[1:]
    header = [_header(cell) for cell in header]
    problems = [*_header_problems(name, top, header), *records.problems]
    tags: tuple[str, ...] = ()
    if body and is_tagged(body[0][1]):
        tags = tuple(cell.strip() for cell in body[0][1])
        problems.append(_tagged(name, body[0][0], tags))
        body = body[1:]
    shapes, refused = _misshapen(body, header, records.separator)
    problems += [Problem.at(name, lines, told) for told, lines in shapes.items()]
    body = [row for row in body if row[0] not in refused]
    return _without_blank(header, body, tags, problems, serials, f"{name}:{top}")


def is_tagged(cells: Sequence[str]) -> bool:
    """Whether a row is one of HXL tags: ``#adm1+name``, ``#affected+idps``."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(_TAG.fullmatch(cell) for cell in filled)


def _tagged(name: str, line: int, tags: Sequence[str]) -> Problem:
    shown = [tag for tag in tags if tag][:_SHOWN_TAGS]
    return Problem(
        f"{name}:{line}",
        say("is a row of HXL tags ({shown}), not read as data", shown=", ".join(shown)),
        True,
    )


def _is_comment(cell: str) -> bool:
    return cell.startswith("# ") or cell == "#"


def _header(cell: str) -> str:
    return " ".join(cell.split())


def _misshapen(
    body: Sequence[tuple[int, list[str]]], header: Sequence[str], separator: str
) -> tuple[dict[str, list[int]], set[int]]:
    """Return lines of rows with cells too few or too many, by what is said of them, and all lines.

    Blank cells too many are nothing where they stand in every row, or after a row in which no
    number could have been cut at its comma.
    """
    wrong: dict[str, list[int]] = {}
    between = _ONE[separator]
    width = len(header)
    named = max((i for i, column in enumerate(header, start=1) if column), default=width)
    usual = min((len(cells) for _, cells in body), default=0)
    for line, cells in body:
        if len(cells) < named:
            more = say("{separator} is missing, or the row was cut off", separator=say(between))
        elif any(map(str.strip, cells[width:])):
            more = say("put cells that hold {separator} in quotation marks", separator=say(between))
        elif len(cells) > max(width, usual) and (cut := _cut(cells)) and separator == "comma":
            more = say(
                "'{head}' and '{tail}' look like one number cut at its comma: put it in "
                "quotation marks",
                head=cut[0],
                tail=cut[1],
            )
        else:
            continue
        told = say_n(
            "has {n} cell, the header has {width}; {more}",
            "has {n} cells, the header has {width}; {more}",
            len(cells),
            width=width,
            more=more,
        )
        wrong.setdefault(told, []).append(line)
    return wrong, {line for lines in wrong.values() for line in lines}


def _cut(cells: Sequence[str]) -> tuple[str, str] | None:
    """Return two cells that may be the parts of a number, None where there are none."""
    for head, tail in pairwise(map(str.strip, cells)):
        if _HEAD.fullmatch(head) and _TAIL.fullmatch(tail):
            return head, tail
    return None


def _header_problems(name: str, top: int, header: list[str]) -> Iterator[Problem]:
    for column, number in Counter(header).items():
        if column and number > 1:
            yield Problem(
                f"{name}:{top}",
                say(
                    "column '{column}' stands {number} times, must once",
                    column=column,
                    number=number,
                ),
            )


def _plain(cells: tuple[str, ...]) -> Iterator[str]:
    """Yield cells without spaces around them and without the mark that disarms a formula.

    A line separator (U+2028) is a line break that does not end a row.
    """
    bare = {cell: cell.replace(LINE_BREAK, "\n").strip() for cell in set(cells)}
    for cell, text in bare.items():
        bare[cell] = rearmed(text)
    return map(bare.__getitem__, cells)


def _without_blank(
    header: list[str],
    body: Sequence[tuple[int, list[str]]],
    tags: tuple[str, ...],
    problems: list[Problem],
    serials: str,
    where: str,
) -> Sheet:
    """Return the sheet without columns that have no header: blank ones quietly."""
    width = len(header)
    rows = [(cells + [""] * width)[:width] for _, cells in body]
    columns = [tuple(_plain(column)) for column in zip(*rows, strict=True)] or [()] * width
    kept = [i for i, column in enumerate(header) if column]
    problems += [
        Problem(
            where,
            say(
                "column {number} has no header but has cells, name it or take it out", number=i + 1
            ),
        )
        for i, column in enumerate(header)
        if not column and any(columns[i])
    ]
    padded = (*tags, *[""] * width)
    return Sheet(
        tuple(header[i] for i in kept),
        tuple(columns[i] for i in kept),
        tuple(line for line, _ in body),
        tuple(problems),
        tuple(padded[i] for i in kept) if tags else (),
        serials,
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


def rearmed(cell: str) -> str:
    """Return the text without the apostrophe that :func:`disarmed` put before it."""
    return cell[1:] if _FORMULA.match(cell) else cell
