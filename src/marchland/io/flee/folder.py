"""Where the parts of a Flee folder lie, and its CSV files as rows with line numbers."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from marchland.io.flee.findings import Findings

_SETTINGS = ("simsetting.yml", "simsettings.yml", "simsetting.yaml", "simulationsetting.yml")
_FIRST_WORDS = ("name", "name1", "closure_type", "day")
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d-%b-%Y", "%d %b %Y")
_ORDERS = {"day/month/year": "%d/%m/%Y", "month/day/year": "%m/%d/%Y"}
_SEPARATORS = {";": "semicolons", "\t": "tabs"}


@dataclass(frozen=True)
class FleeFolder:
    """The parts of a Flee input: the graph, the counts and the settings, None where absent."""

    name: str
    graph: Path
    counts: Path | None
    settings: Path | None

    @classmethod
    def at(cls, path: Path, source_data: Path | None = None) -> FleeFolder:
        """Find the parts of the folder at ``path``: the whole, or its ``input_csv`` alone."""
        graph = path / "input_csv" if (path / "input_csv").is_dir() else path
        whole = graph.parent if graph.name == "input_csv" else graph
        counts = (source_data, whole / "source_data", graph)
        settings = (folder / name for folder in (whole, graph) for name in _SETTINGS)
        return cls(
            name=whole.resolve().name,
            graph=graph,
            counts=next((c for c in counts if c and (c / "data_layout.csv").is_file()), None),
            settings=next((s for s in settings if s.is_file()), None),
        )


def is_flee(path: Path | str) -> bool:
    """Tell whether a folder has the shape of Flee's input: locations and routes as CSV."""
    graph = FleeFolder.at(Path(path)).graph
    return (graph / "locations.csv").is_file() and (graph / "routes.csv").is_file()


@dataclass(frozen=True)
class Row:
    """A row of a CSV file: where it stands, and its cells without spaces around them."""

    where: str
    cells: tuple[str, ...]

    def cell(self, i: int) -> str:
        """Return a cell, blank where the row is too short."""
        return self.cells[i] if 0 <= i < len(self.cells) else ""


def csv_rows(path: Path, findings: Findings) -> list[Row]:
    """Read a CSV file as Flee does: a header is the first row that begins with ``#``, or none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError:
        text = path.read_bytes().decode("latin-1")
        findings.correct(path.name, "not UTF-8; read as Latin-1")
    except OSError as error:
        findings.refuse(path.name, f"cannot be read: {error.strerror}")
        return []
    text = text.replace("\x00", "")
    comma = _separator(text)
    if comma != ",":
        findings.correct(path.name, f"columns are parted by {_SEPARATORS[comma]}")
    reader = csv.reader(io.StringIO(text), delimiter=comma, skipinitialspace=True)
    return [
        Row(f"{path.name}:{reader.line_num}", tuple(c.strip() for c in cells))
        for cells in reader
        if any(c.strip() for c in cells)
    ]


def _separator(text: str) -> str:
    """Return what parts the columns: a comma, unless there is none and something else is."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    others = [mark for mark in _SEPARATORS if mark in first]
    return others[0] if others and "," not in text else ","


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


def parse_date(text: str) -> date | None:
    """Read a date written YYYY-MM-DD (or with slashes, or with a time); None if it is none."""
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def parse_dates(texts: Sequence[str]) -> tuple[list[date | None], str]:
    """Read a column of dates, and say in which order where it is not the usual one.

    A column of days, months and years in the one order or the other is read only if one of the
    orders makes dates of all of it and the other does not.
    """
    found = [parse_date(text) for text in texts]
    odd = [text for text, day in zip(texts, found, strict=True) if text[:1].isdigit() and not day]
    if not odd:
        return found, ""
    fits = {
        name: form
        for name, form in _ORDERS.items()
        if all(_by_form(text, form) is not None for text in odd)
    }
    if len(fits) != 1:
        return found, ""
    (name,) = fits
    return [day or _by_form(t, fits[name]) for t, day in zip(texts, found, strict=True)], name


def _by_form(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text.replace("-", "/").replace(".", "/"), form).date()
    except ValueError:
        return None


def parse_number(text: str) -> float | None:
    """Read a number, with a trailing comment or thousands separators taken off."""
    try:
        value = float(text.split("#", maxsplit=1)[0].replace(",", "").replace(" ", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
