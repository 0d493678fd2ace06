"""Counts at the camps: dated registrations, several files to a camp, re-registrations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from marchland.io.flee.findings import Findings
from marchland.io.flee.folder import (
    FleeFolder,
    Row,
    csv_rows,
    parse_date,
    parse_dates,
    parse_number,
    split_header,
)
from marchland.io.flee.graph import FleePlace
from marchland.model.near import hint

_NO_COUNT = ("", "nan", "na", "n/a", "-")


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


def read_counts(
    folder: FleeFolder, places: Mapping[str, FleePlace], start: date, findings: Findings
) -> dict[str, CampCounts]:
    """Read ``data_layout.csv``, the files it names and ``registration_corrections.csv``."""
    if folder.counts is None:
        return {}
    _, rows = split_header(csv_rows(folder.counts / "data_layout.csv", findings))
    counts: dict[str, CampCounts] = {}
    for row in rows:
        name, files = row.cell(0), [cell for cell in row.cells[1:] if cell]
        if name.lower() == "total" or not _belongs(row, places, findings):
            continue
        series = [_series(folder.counts / file, row, start, findings) for file in files]
        found = [one for one in series if one is not None]
        if found and name in counts:
            findings.correct(row.where, f"'{name}' stands twice; its files are added up")
            found.append(counts[name])
        if found:
            counts[name] = _sum(found)
            if len(found) > 1:
                findings.correct(
                    row.where,
                    f"{name}: {len(found)} files added up day by day ({', '.join(files)})",
                )
    return corrected(counts, folder, start, findings)


def _belongs(row: Row, places: Mapping[str, FleePlace], findings: Findings) -> bool:
    name = row.cell(0)
    if name not in places:
        findings.ignore(
            row.where,
            f"'{name}' is no place of the graph; its counts are left out{hint(name, places)}",
        )
        return False
    if places[name].kind != "camp":
        findings.ignore(row.where, f"'{name}' is no camp; its counts are left out")
        return False
    return True


def _series(path: Path, layout: Row, start: date, findings: Findings) -> CampCounts | None:
    """Read one file of dated counts; the first row may be a header."""
    rows = csv_rows(path, findings)
    if not rows:
        findings.refuse(layout.where, f"'{path.name}' is missing or empty in {path.parent.name}")
        return None
    dates, order = parse_dates([row.cell(0) for row in rows])
    if order:
        findings.correct(path.name, f"dates are read as {order}")
    values: dict[int, float] = {}
    for i, (row, day) in enumerate(zip(rows, dates, strict=True)):
        if row.cell(0).startswith("#") or row.cell(1).lower() in _NO_COUNT:
            continue
        people = parse_number(row.cell(1))
        if day is None and people is None and i == 0:
            continue
        if day is None or people is None or people < 0:
            findings.refuse(
                row.where,
                f"'{row.cell(0)}, {row.cell(1)}' must be a date (YYYY-MM-DD) and a count from 0 on",
            )
            continue
        offset = (day - start).days
        if values.get(offset, people) != people:
            findings.correct(
                row.where, f"{day} was counted already as {values[offset]:g}; the later row is kept"
            )
        values[offset] = people
    if not values:
        findings.ignore(layout.where, f"'{path.name}' holds no counts")
        return None
    if list(values) != sorted(values):
        findings.correct(path.name, "rows are not in the order of dates; sorted")
    days = np.array(sorted(values), dtype=np.int64)
    return CampCounts(days, np.array([values[d] for d in days.tolist()]), path.name)


def _sum(series: Sequence[CampCounts]) -> CampCounts:
    """Add up series on all their days, each on a straight line between its own counts."""
    if len(series) == 1:
        return series[0]
    days = np.unique(np.concatenate([one.days for one in series]))
    people = sum(np.interp(days, one.days, one.people) for one in series)
    return CampCounts(days, np.asarray(people), ", ".join(one.source for one in series))


def corrected(
    counts: Mapping[str, CampCounts], folder: FleeFolder, start: date, findings: Findings
) -> dict[str, CampCounts]:
    """Rescale the counts before a re-registration, so that they lead up to it without a step."""
    result = dict(counts)
    for row in split_header(csv_rows(folder.graph / "registration_corrections.csv", findings))[1]:
        name, day = row.cell(0), parse_date(row.cell(1))
        if day is None:
            if row.cell(1).lower() != "date":
                findings.refuse(row.where, f"'{row.cell(1)}' is not a date (write YYYY-MM-DD)")
            continue
        if name not in result:
            findings.ignore(row.where, f"'{name}' has no counts{hint(name, result)}")
            continue
        one = result[name]
        at = np.flatnonzero(one.days == (day - start).days)
        if not len(at) or at[0] == 0 or one.people[at[0] - 1] <= 0:
            findings.ignore(row.where, f"{name} has no count on {day} with one above 0 before it")
            continue
        factor = one.people[at[0]] / one.people[at[0] - 1]
        people = np.concatenate([one.people[: at[0]] * factor, one.people[at[0] :]])
        result[name] = replace(one, people=people)
        findings.correct(
            row.where,
            f"{name}: counts before the re-registration of {day} taken times {factor:.3f}",
        )
    return result
