"""A scenario as one workbook: a sheet for each table and text, written and read again."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from marchland.errors import OutputError, Problem, ScenarioError
from marchland.io.atomic import book_bytes
from marchland.io.native import CARD, DECLARED, folder_files
from marchland.io.reading import plain_dates
from marchland.io.reading.numbers import as_typed
from marchland.io.reading.sheets import LINE_BREAK, Records, sheet_of
from marchland.io.reading.workbooks import Book, read_book
from marchland.io.reasons import reason
from marchland.io.yamltext import Value, dump, parse
from marchland.language import say
from marchland.model.amounts import NUMBER
from marchland.model.checks.case import MANIFEST
from marchland.model.columns import Column, Table
from marchland.model.near import hint
from marchland.model.scenario import Scenario
from marchland.model.tables import TABLES

_TABLES: Mapping[str, type[Table]] = {kind.FILE: kind for kind in TABLES}
_WORDS = "allowed words"
_KEYS = ("key", "value")
_DATES = "yyyy-mm-dd"
_WIDEST = 60
_LONGEST = 32_767
_FIRST_YEAR = 1901
"""Spreadsheets count days from 1900, and its first months wrongly: earlier dates stand as text."""


def title_of(file: str) -> str:
    """Return the name of the sheet that a file of the folder stands on: ``gas nodes``."""
    return Path(file).with_suffix("").as_posix().replace("/", " ")


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Path, tuple[Problem, ...]]]:
    """Unpack a scenario's workbook as a scenario folder that lasts as long as the context.

    With it comes what is odd in the workbook.

    Raises
    ------
    ScenarioError
        If the workbook cannot be read, or has a sheet that is nearly named like a table.
    """
    book = read_book(path, path.name, ours=(_WORDS,))
    if isinstance(book, Problem):
        raise ScenarioError(str(path), [book])
    files, found = _files(book, path.name)
    if wrong := [problem for problem in found if not problem.warning]:
        raise ScenarioError(str(path), wrong)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / path.stem
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        yield folder, tuple(found)


def _files(book: Book, name: str) -> tuple[dict[str, str], list[Problem]]:
    """Return the files that a workbook's sheets stand for, and what stands in the way."""
    by_title = {title_of(file).lower(): file for file in DECLARED}
    files: dict[str, str] = {}
    wrong: list[Problem] = []
    for title, records in book.sheets.items():
        wrong += records.problems
        file = by_title.get(title.strip().lower().replace("_", " "))
        if file is not None and file in files:
            wrong.append(
                Problem(
                    name,
                    say(
                        "has two sheets for {file}, '{title}' is one; keep one",
                        file=file,
                        title=title,
                    ),
                )
            )
        elif file is not None:
            files[file] = _file_text(file, records, book.serials, wrong)
        elif near := hint(title, by_title):
            wrong.append(
                Problem(
                    name,
                    say(
                        "sheet '{title}' is not read{near}; rename or remove it",
                        title=title,
                        near=near,
                    ),
                )
            )
        else:
            files[f"{title}.txt".replace("/", " ")] = "\n"
    return files, wrong


def _file_text(file: str, records: Records, serials: str, found: list[Problem]) -> str:
    if file in _TABLES:
        return _table_text(_TABLES[file], records, serials, found)
    if file == MANIFEST:
        return _manifest_text(records, found)
    if file.endswith(".csv"):
        return _rows_text(records.rows, records.lines)
    return "\n".join(cells[0] for cells in _numbered(records)) + "\n"


def _numbered(records: Records) -> Iterator[Sequence[str]]:
    """Yield the rows of a sheet with blank ones where it has them."""
    last = 0
    for line, cells in zip(records.lines, records.rows, strict=True):
        yield from [("",)] * (line - last - 1)
        yield cells
        last = line


def _table_text(kind: type[Table], records: Records, serials: str, found: list[Problem]) -> str:
    """Return a table's sheet as CSV, with the day numbers in columns of dates as dates."""
    declared = kind.columns()
    width = max(len(cells) for cells in records.rows)
    columns = [
        list(c) for c in zip(*(_padded(cells, width) for cells in records.rows), strict=True)
    ]
    for column in columns:
        one = declared.get(column[0].strip())
        if one is not None and one.kind == "date":
            dates = plain_dates([cell.strip() for cell in column[1:]], serials)
            column[1:] = dates.cells
            if dates.note:
                note = f"{column[0].strip()} {dates.note}"
                found.append(Problem(kind.FILE, note, warning=True))
        elif one is not None and one.kind == "id":
            column[1:] = map(as_typed, column[1:])
    return _rows_text(list(zip(*columns, strict=True)), records.lines)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))


def _rows_text(rows: Sequence[Sequence[str]], lines: Sequence[int]) -> str:
    """Return rows as the text of a CSV file, each on the line that it has in the sheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    at = 1
    for line, cells in zip(lines, rows, strict=True):
        buffer.write("\n" * max(0, line - at))
        writer.writerow([cell.replace("\n", LINE_BREAK) for cell in cells])
        at = line + 1
    return buffer.getvalue()


def _manifest_text(records: Records, found: list[Problem]) -> str:
    """Return the settings of a sheet of keys and values as YAML: ``parameters.pace.low``.

    A key that stands twice is refused; cells beyond key and value are named.
    """
    values: dict[str, Any] = {}
    first: dict[str, int] = {}
    for line, cells in zip(records.lines, records.rows, strict=True):
        where, named = f"{MANIFEST}:{line}", cells[0].strip()
        if named and first.setdefault(named, line) != line:
            told = say(
                "'{key}' stands already on line {line}, keep one", key=named, line=first[named]
            )
            found.append(Problem(where, told))
        if beyond := ", ".join(filter(None, map(str.strip, cells[2:]))):
            told = say("'{beyond}' stands beside the value and is not read", beyond=beyond)
            found.append(Problem(where, told, warning=True))
        key, value = cells[0].strip(), (cells[1].strip() if len(cells) > 1 else "")
        if not key or (key, value) == _KEYS:
            continue
        *path, last = key.split(".")
        inner = values
        for part in path:
            inner = inner.setdefault(part, {}) if isinstance(inner, dict) else {}
        if not isinstance(inner, dict) or isinstance(inner.get(last), dict):
            inner, last = values, key  # a key that is both a value and a group: told as unknown
        inner[last] = [one.strip() for one in value.split(";")] if key == "groups" else value
    return dump(values)


def write_workbook(scenario: Scenario, path: str | Path) -> Path:
    """Write a scenario as one workbook, from which the same scenario is read again.

    Dates and numbers are written as such, and columns that allow certain words alone offer them.

    Parameters
    ----------
    scenario
        What to write.
    path
        The workbook to make, ``.xlsx``; it must not exist.

    Returns
    -------
    Path
        The workbook.

    Raises
    ------
    ScenarioError
        If the scenario has problems that would keep it from being read again.
    OutputError
        If openpyxl is not installed, something is there already, or it cannot be written.
    """
    try:
        import openpyxl
    except ImportError:
        raise OutputError(say("to write workbooks: pip install 'marchland[sheets]'")) from None
    target = Path(path)
    if target.exists():
        raise OutputError(say("'{target}' is there already and stays as it is", target=target))
    files = folder_files(scenario)
    book = openpyxl.Workbook()
    book.remove(book.active)
    words = book.create_sheet(_WORDS)
    words.sheet_state = "hidden"
    for file in _ordered(files):
        sheet = book.create_sheet(title_of(file))
        if file in _TABLES:
            _fill_table(sheet, _TABLES[file], files[file], words)
        elif file == MANIFEST:
            _fill_settings(sheet, files[file])
        else:
            _fill_text(sheet, file, files[file])
    book.move_sheet(words, len(files))
    made = book_bytes(book)
    try:
        with target.open("xb") as file_:
            try:
                file_.write(made)
                file_.flush()
            except OSError:
                target.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise OutputError(
            say("'{target}' cannot be written ({reason})", target=target, reason=reason(error))
        ) from error
    return target


def _ordered(files: Mapping[str, str]) -> list[str]:
    order = [CARD, MANIFEST, *_TABLES]
    return sorted(files, key=lambda file: order.index(file) if file in order else len(order))


def _fill_table(sheet: Any, kind: type[Table], text: str, words: Any) -> None:
    from openpyxl.styles import Font

    read = sheet_of(text, kind.FILE, kind.columns())
    assert not isinstance(read, Problem)
    for at, (name, one) in enumerate(kind.columns().items(), start=1):
        head = sheet.cell(1, at, name)
        head.font = Font(bold=True)
        cells = read.columns[read.header.index(name)]
        _refuse_long(kind.FILE, name, cells)
        for row, cell in enumerate(cells, start=2):
            put(sheet.cell(row, at), _typed(one, cell))
        letter = head.column_letter
        sheet.column_dimensions[letter].width = max([len(name), *map(len, cells)][:_WIDEST]) + 2
        offer(sheet, letter, one, words)
    sheet.freeze_panes = "A2"


def _refuse_long(file: str, name: str, cells: Sequence[str]) -> None:
    """Refuse a text that a spreadsheet would cut off."""
    for cell in cells:
        if len(cell) > _LONGEST:
            raise OutputError(
                say(
                    "{file} has a text of {length:,} characters in {name}, and a cell of a "
                    "workbook holds {most:,}: shorten it, or keep the scenario as a folder",
                    file=file,
                    length=len(cell),
                    name=name,
                    most=_LONGEST,
                )
            )


def _typed(one: Column, cell: str) -> Any:
    """Return a cell as a date or a number where its column has such, else as text."""
    if not cell:
        return None
    if one.kind == "date":
        day = date.fromisoformat(cell)
        return day if day.year >= _FIRST_YEAR else cell
    if one.kind in ("number", "integer", "amount") and re.fullmatch(NUMBER, cell):
        number = float(cell)
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    return cell


def put(cell: Any, value: Any) -> None:
    """Write a value; text stays text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = _DATES


def offer(sheet: Any, letter: str, one: Column, words: Any) -> None:
    """Offer the words that a column allows, from a hidden sheet that lists them."""
    from openpyxl.worksheet.datavalidation import DataValidation

    allowed = ("yes", "no") if one.kind == "flag" else one.choices
    if not allowed:
        return
    at = words.max_column + (words.cell(1, 1).value is not None)
    for row, word in enumerate(allowed, start=1):
        put(words.cell(row, at), word)
    column = words.cell(1, at).column_letter
    source = f"'{_WORDS}'!${column}$1:${column}${len(allowed)}"
    rule = DataValidation(type="list", formula1=source, allow_blank=not one.required)
    rule.error = say("must be one of {allowed}", allowed=", ".join(allowed))[:250]
    rule.add(f"{letter}2:{letter}10000")
    sheet.add_data_validation(rule)


def _fill_settings(sheet: Any, text: str) -> None:
    put(sheet.cell(1, 1), _KEYS[0])
    put(sheet.cell(1, 2), _KEYS[1])
    for row, (key, value) in enumerate(_flat(parse(text, MANIFEST).values), start=2):
        put(sheet.cell(row, 1), key)
        put(sheet.cell(row, 2), value)
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = _WIDEST


def _flat(values: Mapping[str, Value], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        elif isinstance(value, list):
            yield f"{path}{key}", "; ".join(one or "" for one in value)
        else:
            yield f"{path}{key}", value or ""


def _fill_text(sheet: Any, file: str, text: str) -> None:
    """Write a text a line a row, or a table without declared columns a cell a cell."""
    if file.endswith(".csv"):
        for row, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
            for at, cell in enumerate(cells, start=1):
                number = Column("number", "")
                put(sheet.cell(row, at), _typed(number, cell))
        return
    _refuse_long(file, "a line", text.splitlines())
    for row, line in enumerate(text.splitlines(), start=1):
        put(sheet.cell(row, 1), line or None)
    sheet.column_dimensions["A"].width = 2 * _WIDEST
