"""Tables as they stand in a file: rows of text from CSV, JSON and workbooks, read as a stream."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from marchland.errors import Problem, RequestError, ScenarioError
from marchland.io.formats.lists import Row, lists_in
from marchland.io.reading import text_of
from marchland.io.reading.delimiters import delimiter_of
from marchland.io.reading.sheets import swallowed, why_not_cut
from marchland.io.reading.workbooks import read_book
from marchland.language import say

PEEK: Final = 200_000
"""Characters from which the mark between the cells is told."""
_DUMPED: Final = 18
"""Tabs in a row of a GeoNames dump, in which a quotation mark is a letter like any other."""


@dataclass(frozen=True)
class Raw:
    """One table of a file.

    Parameters
    ----------
    name
        File, and sheet where it has several.
    rows
        Yields line and cells of each row, afresh each time.
    serials
        ``1900`` or ``1904`` where bare numbers may be a workbook's day numbers.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    serials: str = ""


def tables_of(path: Path) -> list[Raw]:
    """Return the tables of a file, told apart by what is in it.

    Raises
    ------
    RequestError
        If there is no such file.
    ScenarioError
        If it is no text, no JSON and no workbook, or is broken.
    """
    if not path.is_file():
        raise RequestError(say("there is no file '{path}'", path=path))
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
        raise _refused(path, Problem(path.name, say("is empty")))
    if head.startswith(b"PK"):
        return _workbook(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(path, Problem(path.name, say("is an old workbook (.xls), save it as .xlsx")))
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        found = lists_in(path)
        if isinstance(found, Problem):
            raise _refused(path, found)
        return [Raw(name, rows.__iter__) for name, rows in found]
    return [_delimited(path)]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refused(path: Path, *problems: Problem) -> ScenarioError:
    return ScenarioError(str(path), problems)


def _delimited(path: Path) -> Raw:
    """Return a file of separated cells."""
    with path.open("rb") as file:
        head = file.read(PEEK)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head:
        found = text_of(head, path.name)
        raise _refused(
            path, found if isinstance(found, Problem) else Problem(path.name, say("is odd"))
        )
    text = head.decode("utf-8-sig", errors="ignore")
    if text.partition("\n")[0].count("\t") == _DUMPED:
        return Raw(path.name, lambda: _cells(path, "\t", 0, csv.QUOTE_NONE))
    mark, _, skip = delimiter_of(text.replace("\r\n", "\n"))
    return Raw(path.name, lambda: _cells(path, mark, skip))


def _cells(path: Path, mark: str, skip: int, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[Row]:
    """Yield rows, cells without spaces around them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=mark, strict=True, skipinitialspace=True,
                            quoting=quoting)  # type: ignore[arg-type] # one of csv's own  # fmt: skip
        line, width = 1, 0
        try:
            for cells in reader:
                width = max(width, len(cells))
                if told := swallowed(cells, mark, width):
                    raise _refused(path, Problem(f"{path.name}:{line}", told))
                if line > skip and any(cells):
                    yield line, [one.strip() for one in cells]
                line = reader.line_num + 1
        except UnicodeDecodeError as error:
            found = text_of(path.read_bytes(), path.name)
            why = found if isinstance(found, Problem) else Problem(path.name, str(error))
            raise _refused(path, why) from error
        except csv.Error as error:
            why = Problem(f"{path.name}:{line}", why_not_cut(error))
            raise _refused(path, why) from error


def _workbook(path: Path) -> list[Raw]:
    """Return the sheets of a workbook; merged cells have their value in each of them."""
    book = read_book(path, path.name, spread=True)
    if isinstance(book, Problem):
        raise _refused(path, book)
    if wrong := [p for one in book.sheets.values() for p in one.problems if not p.warning]:
        raise _refused(path, *wrong)
    return [
        Raw(
            f"{path.name} ({title})",
            [
                (line, [cell.strip() for cell in cells])
                for line, cells in zip(records.lines, records.rows, strict=True)
            ].__iter__,
            book.serials,
        )
        for title, records in book.sheets.items()
    ]


def first_rows(raw: Raw, most: int) -> list[Row]:
    """Return the first rows of a table."""
    return list(islice(raw.rows(), most))
