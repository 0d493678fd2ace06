"""The counts of a Flee folder as they were published: dated, and nothing between the dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from marchland.errors import ScenarioError
from marchland.io.flee.counts import is_total, layout
from marchland.io.flee.findings import Findings
from marchland.io.flee.folder import FleeFolder
from marchland.io.flee.graph import FleePlace, read_places
from marchland.io.flee.read import read_period
from marchland.io.flee.rows import csv_rows, parse_date, split_header
from marchland.io.flee.series import CampCounts, read_series
from marchland.language import say


@dataclass(frozen=True, eq=False)
class DatedCounts:
    """What was counted in a past conflict, date by date.

    Parameters
    ----------
    name
        The folder's.
    start, end
        First and last day of the conflict as the folder has it; counts may lie outside.
    camps
        The counts of each camp, by name; days from ``start``. Zeros before the first count above 0
        are left out: the folders fill in day 0 with them.
    countries
        Country of each camp.
    reported
        The total that was reported for all of them, if the folder has one; it may count more.
    corrected
        Days of the re-registrations that the folder notes, by camp. They are hindsight.
    """

    name: str
    start: date
    end: date
    camps: dict[str, CampCounts]
    countries: dict[str, str]
    reported: CampCounts | None
    corrected: dict[str, tuple[int, ...]]


def dated_counts(path: Path | str, source_data: Path | str | None = None) -> DatedCounts:
    """Read the dated counts of a Flee folder, without lines between them and without rescaling.

    Parameters
    ----------
    path
        The folder, or its ``input_csv``.
    source_data
        Folder of the counts, where it lies elsewhere.

    Raises
    ------
    ScenarioError
        If the counts cannot be read, with every problem found.
    """
    findings = Findings()
    folder = FleeFolder.opened(Path(path), None if source_data is None else Path(source_data))
    start, days = read_period(folder, findings)
    places = read_places(folder, findings)
    camps, reported = _counted(folder, places, start, findings)
    if not camps and not findings.problems:
        findings.refuse(
            "data_layout.csv", say("names no camp of the graph that has counts above 0")
        )
    if findings.problems:
        raise ScenarioError(str(path), findings.problems)
    return DatedCounts(
        name=folder.name,
        start=start,
        end=start + timedelta(days=days - 1),
        camps=camps,
        countries={name: places[name].country for name in camps},
        reported=reported,
        corrected=_corrected(folder, start, findings),
    )


def _counted(
    folder: FleeFolder, places: Mapping[str, FleePlace], start: date, findings: Findings
) -> tuple[dict[str, CampCounts], CampCounts | None]:
    """Return the counts of each camp, and the total that was reported."""
    camps: dict[str, CampCounts] = {}
    reported = None
    if folder.counts is None:
        findings.refuse("data_layout.csv", say("is not there; give the folder of source_data"))
        return camps, reported
    for row in layout(folder, findings):
        files = list(dict.fromkeys(cell for cell in row.cells[1:] if cell))
        found = [read_series(folder.counts / file, row, start, findings) for file in files]
        summed = _on_common_days([one for one in found if one is not None])
        if is_total(row, places, findings):
            reported = summed
        elif summed is not None and row.cell(0) in places:
            camps[row.cell(0)] = summed
    return camps, reported


def _on_common_days(series: Sequence[CampCounts]) -> CampCounts | None:
    """Add up the files of a camp on the days that all of them have; drop zeros that lead."""
    if not series:
        return None
    days = series[0].days
    for one in series[1:]:
        days = np.intersect1d(days, one.days)
    people = np.sum([one.people[np.isin(one.days, days)] for one in series], axis=0)
    above = np.flatnonzero(people > 0)
    if not len(above):
        return None
    source = ", ".join(one.source for one in series)
    return replace(series[0], days=days[above[0] :], people=people[above[0] :], source=source)


def _corrected(folder: FleeFolder, start: date, findings: Findings) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for row in split_header(csv_rows(folder.graph / "registration_corrections.csv", findings))[1]:
        day = parse_date(row.cell(1))
        if day is not None:
            found[row.cell(0)] = (*found.get(row.cell(0), ()), (day - start).days)
    return found
