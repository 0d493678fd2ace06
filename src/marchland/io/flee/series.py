"""One file of dated counts: which column counts people, which dates them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from marchland.io.flee.findings import Findings
from marchland.io.flee.rows import (
    Row,
    csv_rows,
    date_fault,
    parse_date,
    parse_number,
    plainly,
    plainly_dated,
)
from marchland.io.reading.months import folded
from marchland.language import say

_NO_COUNT = (
    "", "nan", "na", "n/a", "n.a.", "nd", "n/d", "-", "–", "—", "?", "…", "...", "*", "null",
    "none",
)  # fmt: skip
_PEOPLE = (
    "individuals", "individual", "persons", "people", "refugees", "idps", "idp individuals",
    "total individuals", "number of individuals", "number of refugees", "number of people",
    "numpresentidpind", "personnes", "individus", "refugies", "deplaces", "personas", "individuos",
    "refugiados", "desplazados", "pessoas", "deslocados", "osoby", "uchodzcy", "люди", "человек",
    "особи", "осіб", "الافراد", "افراد", "اشخاص", "لاجئين", "population", "count", "total",
)  # fmt: skip
_HOUSEHOLDS = (
    "household", "households", "hh", "hhs", "families", "family", "cases", "menage", "menages",
    "famille", "familles", "hogar", "hogares", "familia", "familias", "gospodarstwa", "rodziny",
    "домохозяйства", "домохозяйств", "семьи", "семей", "домогосподарства", "сім'ї", "اسر", "عائلات",
    "الاسر",
)  # fmt: skip
_DATED = (
    "date", "day", "data_date", "reporting date", "reportingdate", "report date", "fecha", "data",
    "дата", "التاريخ", "تاريخ",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class CampCounts:
    """The counts of a camp.

    Parameters
    ----------
    days
        Days of the counts from the start of the run, rising; below 0 for those before it.
    people
        The counts, after corrections.
    source
        The files they are from.
    """

    days: npt.NDArray[np.int64]
    people: npt.NDArray[np.float64]
    source: str

    def daily(self, days: int) -> npt.NDArray[np.float64]:
        """Return the count of each day of the run, on a straight line between the counts."""
        return np.interp(np.arange(days), self.days, self.people)


def read_series(path: Path, layout: Row, start: date, findings: Findings) -> CampCounts | None:
    """Read one file of dated counts; the first row may be a header."""
    rows = csv_rows(path, findings)
    if not rows:
        if not findings.refused(path.name):
            findings.refuse(layout.where, _missing(path))
        return None
    dated, counted, rows = _columns(path.name, rows, findings)
    rows = [row for row in rows if not row.cell(0).startswith("#")]
    rows = plainly(plainly_dated(rows, dated, "date", findings), counted, "count", findings)
    values = _values(path.name, rows, (dated, counted), start, findings)
    if not values:
        findings.ignore(layout.where, say("'{name}' holds no counts", name=path.name))
        return None
    if list(values) != sorted(values):
        findings.correct(path.name, say("rows are not in the order of dates; sorted"))
    days = np.array(sorted(values), dtype=np.int64)
    return CampCounts(days, np.array([values[d] for d in days.tolist()]), path.name)


def _missing(path: Path) -> str:
    """Say that a file is missing, and name one of the same name with another ending or letters."""
    name, folder = path.name, path.parent
    near = [
        one.name
        for one in (sorted(folder.iterdir()) if folder.is_dir() else ())
        if one.stem.casefold() == path.stem.casefold() and one.name != name
    ]
    if not near:
        return say("'{name}' is missing or empty in {folder}", name=name, folder=folder.name)
    return say(
        "'{name}' is missing or empty in {folder}; there is {near}: save it as {name}",
        name=name,
        folder=folder.name,
        near=near[0],
    )


def _values(
    name: str, rows: Sequence[Row], at: tuple[int, int], start: date, findings: Findings
) -> dict[int, float]:
    """Return the counts by day from the start; of several for one day the last."""
    values: dict[int, float] = {}
    again: dict[int, str] = {}
    for row in rows:
        if row.cell(at[1]).lower() in _NO_COUNT:
            if any(row.cells):
                findings.ignore(row.where, say("has no count ('{value}')", value=row.cell(at[1])))
            continue
        day, people = parse_date(row.cell(at[0])), parse_number(row.cell(at[1]))
        if not _counted(row, *at, findings) or day is None or people is None:
            continue
        offset = (day - start).days
        if values.get(offset, people) != people:
            again[offset] = row.where
            both = f"{values[offset] + people:g}"
            findings.correct(
                row.where,
                say(
                    "{day} was counted already as {before:g}, here as {people:g}; the later "
                    "row is kept (if the two are to be added, write {both})",
                    day=day,
                    before=values[offset],
                    people=people,
                    both=both,
                ),
            )
        values[offset] = people
    if 2 * len(again) >= max(1, len(values)):
        findings.refuse(
            next(iter(again.values())),
            say(
                "{again} of the {dates} dates in {name} have several rows: parts that add "
                "up, or corrections? Keep one row a date, or name the parts as files of "
                "their own",
                again=len(again),
                dates=len(values),
                name=name,
            ),
        )
    return values


def _counted(row: Row, dated: int, counted: int, findings: Findings) -> bool:
    """Whether a row has a date and a count; what it lacks is told, and only that."""
    if row.told:
        return False
    day, people = parse_date(row.cell(dated)), parse_number(row.cell(counted))
    if day is None:
        findings.refuse(row.where, f"date {date_fault(row.cell(dated))}")
    if people is None or people < 0:
        findings.refuse(
            row.where, say("count '{count}' must be a number from 0 on", count=row.cell(counted))
        )
    return day is not None and people is not None and people >= 0


def _columns(name: str, rows: Sequence[Row], findings: Findings) -> tuple[int, int, list[Row]]:
    """Return the positions of date and count, and the rows without the header."""
    first, body = rows[0], list(rows[1:])
    if not _is_header(first):
        _tell_unnamed(name, first, findings)
        return 0, 1, list(rows)
    header = [folded(cell.lstrip("#").strip()) for cell in first.cells]
    dated = next((i for i, column in enumerate(header) if column in set(map(folded, _DATED))), 0)
    named = [
        i for word in map(folded, _PEOPLE) for i, column in enumerate(header) if column == word
    ]
    others = [i for i, column in enumerate(header) if i != dated and column]
    people = [
        i
        for i in others
        if not set(header[i].replace("_", " ").split()) & set(map(folded, _HOUSEHOLDS))
    ]
    if others and not people:
        findings.refuse(
            first.where,
            say(
                "counts {columns} and no people; give a column of people",
                columns=", ".join(header[i] for i in others),
            ),
        )
    counted = next(iter([*named, *people, *others]), 1)
    unread = [header[i] for i in others if i != counted]
    if unread:
        findings.correct(
            first.where,
            say(
                "column '{column}' is taken for the count of people; not read: {unread}",
                column=header[counted],
                unread=", ".join(unread),
            ),
        )
    return dated, counted, body


def _is_header(row: Row) -> bool:
    """Whether a first row names columns: nothing in it could be a date or a count."""
    cells = [cell for cell in row.cells if cell]
    return not any(cell[:1].isdigit() or parse_number(cell) is not None for cell in cells)


def _tell_unnamed(name: str, first: Row, findings: Findings) -> None:
    """Tell of columns beyond date and count where no header says what they are."""
    more = [cell for cell in first.cells[2:] if cell and not cell.startswith("#")]
    if more:
        findings.ignore(
            name,
            say(
                "no header names the columns; the second is read as the count, not {other!r}",
                other=more[0],
            ),
        )
