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
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S")


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
        return self.cells[i] if i < len(self.cells) else ""


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
    reader = csv.reader(io.StringIO(text.replace("\x00", "")), skipinitialspace=True)
    return [
        Row(f"{path.name}:{reader.line_num}", tuple(c.strip() for c in cells))
        for cells in reader
        if any(c.strip() for c in cells)
    ]


def split_header(rows: Sequence[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Take the header from the rows, by its ``#`` or its first word, and drop comments."""
    heads = [row for row in rows if row.cell(0).lstrip("# ").lower() in _FIRST_WORDS]
    header = tuple(cell.lstrip("#").strip() for cell in heads[0].cells) if heads else ()
    return header, [row for row in rows if row not in heads and not row.cell(0).startswith("#")]


def named_columns(header: Sequence[str], columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return each column's position: by any of its names in the header, else by Flee's order.

    Flee itself goes by position alone; a header may name columns otherwise or not be there.
    """
    lowered = [name.lower() for name in header]
    positions = {}
    for i, (column, aliases) in enumerate(columns.items()):
        found = [lowered.index(alias) for alias in (column, *aliases) if alias in lowered]
        positions[column] = found[0] if found else i
    if len(set(positions.values())) < len(positions):
        return {column: i for i, column in enumerate(columns)}
    return positions


def parse_date(text: str) -> date | None:
    """Read a date written YYYY-MM-DD (or with slashes, or with a time); None if it is none."""
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def parse_number(text: str) -> float | None:
    """Read a number, with a trailing comment or thousands separators taken off."""
    try:
        value = float(text.split("#", maxsplit=1)[0].replace(",", "").replace(" ", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
