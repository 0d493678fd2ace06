"""Counts at the camps: dated registrations, several files to a camp, re-registrations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from marchland.io.flee.findings import Findings
from marchland.io.flee.folder import FleeFolder
from marchland.io.flee.graph import FleePlace
from marchland.io.flee.rows import (
    Row,
    csv_rows,
    date_fault,
    parse_date,
    plainly_dated,
    split_header,
)
from marchland.io.flee.series import CampCounts, read_series
from marchland.language import say
from marchland.model.near import hint


def read_counts(
    folder: FleeFolder, places: Mapping[str, FleePlace], start: date, findings: Findings
) -> dict[str, CampCounts]:
    """Read ``data_layout.csv``, the files it names and ``registration_corrections.csv``."""
    if folder.counts is None:
        return {}
    series: dict[str, dict[str, CampCounts | None]] = {}
    rows: dict[str, Row] = {}
    for row in layout(folder, findings):
        name = row.cell(0)
        if is_total(row, places, findings) or not _belongs(row, places, findings):
            continue
        read = series.setdefault(name, {})
        rows[name] = row
        for file in filter(None, row.cells[1:]):
            if file in read:
                findings.correct(
                    row.where,
                    say("{name}: '{file}' is named twice; read once", name=name, file=file),
                )
            elif Path(file).name != file:
                findings.refuse(
                    row.where, say("'{file}' must be a file beside data_layout.csv", file=file)
                )
            else:
                read[file] = read_series(folder.counts / file, row, start, findings)
    _tell_shared(series, findings)
    _tell_alike(series, findings)
    counts: dict[str, CampCounts] = {}
    for name, read in series.items():
        found = [one for one in read.values() if one is not None]
        if found:
            counts[name] = _sum(found)
        if len(found) > 1:
            findings.correct(
                rows[name].where,
                say(
                    "{name}: {number} files added up day by day ({files})",
                    name=name,
                    number=len(found),
                    files=", ".join(read),
                ),
            )
    return corrected(counts, folder, start, findings)


def layout(folder: FleeFolder, findings: Findings) -> list[Row]:
    """Return the rows of ``data_layout.csv``; they differ in length."""
    assert folder.counts is not None
    return split_header(csv_rows(folder.counts / "data_layout.csv", findings, ragged=True))[1]


def named_files(folder: FleeFolder) -> frozenset[str]:
    """Return the files of counts that ``data_layout.csv`` names."""
    if folder.counts is None:
        return frozenset()
    return frozenset(cell for row in layout(folder, Findings()) for cell in row.cells[1:] if cell)


def is_total(row: Row, places: Mapping[str, FleePlace], findings: Findings) -> bool:
    """Whether a row gives the sum of the camps, and is no camp that is called Total."""
    name = row.cell(0)
    if name.lower() != "total":
        return False
    if name not in places or places[name].kind != "camp":
        return True
    findings.correct(
        row.where, say("'{name}' is a camp of the graph; read as its counts", name=name)
    )
    return False


def _tell_shared(series: Mapping[str, Mapping[str, object]], findings: Findings) -> None:
    """Tell of a file that gives the counts of several camps."""
    camps: dict[str, list[str]] = {}
    for camp, read in series.items():
        for file in read:
            camps.setdefault(file, []).append(camp)
    for file, some in camps.items():
        if len(some) > 1:
            findings.correct(
                "data_layout.csv",
                say(
                    "'{file}' gives the counts of {camps}; its people count in each",
                    file=file,
                    camps=", ".join(some),
                ),
            )


def _tell_alike(series: Mapping[str, Mapping[str, CampCounts | None]], findings: Findings) -> None:
    """Tell of files that hold the same counts on the same days: copies, or placeholders."""
    alike: dict[bytes, set[str]] = {}
    for read in series.values():
        for file, one in read.items():
            if one is not None and len(set(one.people.tolist())) > 1:
                alike.setdefault(one.days.tobytes() + one.people.tobytes(), set()).add(file)
    for files in alike.values():
        if len(files) > 1:
            findings.doubt(
                "data_layout.csv",
                say(
                    "{files} hold the same counts, to the person; check that each is of its "
                    "own place",
                    files=", ".join(sorted(files)),
                ),
            )


def _belongs(row: Row, places: Mapping[str, FleePlace], findings: Findings) -> bool:
    name = row.cell(0)
    if name not in places:
        findings.ignore(
            row.where,
            say(
                "'{name}' is no place of the graph; its counts are left out{hint}",
                name=name,
                hint=hint(name, places),
            ),
        )
        return False
    if places[name].kind != "camp":
        findings.ignore(row.where, say("'{name}' is no camp; its counts are left out", name=name))
        return False
    return True


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
    rows = split_header(csv_rows(folder.graph / "registration_corrections.csv", findings))[1]
    for row in plainly_dated(rows, 1, "date", findings):
        name, day = row.cell(0), parse_date(row.cell(1))
        if day is None:
            if row.cell(1).lower() != "date" and not row.told:
                findings.refuse(row.where, f"date {date_fault(row.cell(1))}")
            continue
        if name not in result:
            findings.ignore(
                row.where, say("'{name}' has no counts{hint}", name=name, hint=hint(name, result))
            )
            continue
        one = result[name]
        at = np.flatnonzero(one.days == (day - start).days)
        if not len(at) or at[0] == 0 or one.people[at[0] - 1] <= 0:
            findings.ignore(
                row.where,
                say("{name} has no count on {day} with one above 0 before it", name=name, day=day),
            )
            continue
        factor = one.people[at[0]] / one.people[at[0] - 1]
        people = np.concatenate([one.people[: at[0]] * factor, one.people[at[0] :]])
        result[name] = replace(one, people=people)
        findings.correct(
            row.where,
            say(
                "{name}: counts before the re-registration of {day} taken times {factor:.3f}",
                name=name,
                day=day,
                factor=factor,
            ),
        )
    return result


def tell_outside(
    counts: Mapping[str, CampCounts], start: date, days: int, findings: Findings
) -> None:
    """Refuse a period that all counts lie before or after; tell of camps of which all do.

    A camp that is first counted later stands as it was counted then from the first day on.
    """
    if not counts:
        return
    until = start + timedelta(days=days - 1)
    spans = {name: (int(one.days[0]), int(one.days[-1])) for name, one in counts.items()}
    if all(last < 0 or first > days - 1 for first, last in spans.values()):
        first, last = min(a for a, _ in spans.values()), max(b for _, b in spans.values())
        findings.refuse(
            "sim_period.csv",
            say(
                "the run is from {start} to {until}, but the counts are from {first} to {last}",
                start=start,
                until=until,
                first=start + timedelta(days=first),
                last=start + timedelta(days=last),
            ),
        )
        return
    for name, (first, last) in spans.items():
        people = counts[name].daily(1)[0]
        if last < 0 or first > days - 1:
            findings.doubt(
                counts[name].source,
                say(
                    "all counts of {name} lie outside the run, from {first} to {last}; "
                    "{people:.0f} people stand there all the time",
                    name=name,
                    first=start + timedelta(days=first),
                    last=start + timedelta(days=last),
                    people=people,
                ),
            )
        elif first > 0 and people >= 1:
            findings.doubt(
                counts[name].source,
                say(
                    "{name} is first counted {days} days after the start; the {people:.0f} "
                    "people counted then stand there from the first day on",
                    name=name,
                    days=first,
                    people=people,
                ),
            )
