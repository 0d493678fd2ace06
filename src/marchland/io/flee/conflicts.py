"""Conflicts by place and day, and who is displaced by them under Flee's protocol."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from marchland.io.flee.findings import Findings
from marchland.io.flee.folder import FleeFolder
from marchland.io.flee.graph import FleePlace
from marchland.io.flee.rows import Row, csv_rows, parse_date, parse_number, plainly, plainly_dated
from marchland.io.flee.series import CampCounts
from marchland.io.flee.settings import SpawnSettings
from marchland.language import say, say_n
from marchland.model.near import hint

Floats = npt.NDArray[np.float64]


def read_intensities(
    folder: FleeFolder, places: Mapping[str, FleePlace], start: date, days: int, findings: Findings
) -> dict[str, Floats]:
    """Read the intensity of conflict by place and day, from ``conflicts.csv`` or the onsets.

    A place of type ``conflict_zone`` without a column of its own is in conflict from its
    ``conflict_date`` on.
    """
    header, rows = _headed(csv_rows(folder.graph / "conflicts.csv", findings))
    intensities = {
        name: np.where(np.arange(days) >= place.onset, 1.0, 0.0)
        for name, place in places.items()
        if place.onset is not None
    }
    if not rows:
        findings.correct(
            "conflicts.csv", say("not there; conflicts begin on their conflict_date and do not end")
        )
        return intensities
    if not header:
        findings.refuse(rows[0].where, say("no header names the places (begin it with #Day)"))
        return intensities
    for name, number in Counter(header[1:]).items():
        if name and number > 1:
            findings.refuse(
                "conflicts.csv:1",
                say("column '{name}' stands {number} times, must once", name=name, number=number),
            )
    lost = [name for name in header[1:] if name and name not in places]
    if lost:
        findings.ignore(
            "conflicts.csv",
            say(
                "no place is called {names}{hint}",
                names=", ".join(lost),
                hint=hint(lost[0], places),
            ),
        )
    rows = _by_day(_numbered(rows, start, findings), days, findings)
    if len(rows) < days:
        findings.correct(
            "conflicts.csv",
            say(
                "ends after {rows} of {days} days; its last day holds on", rows=len(rows), days=days
            ),
        )
    for i, name in enumerate(header[1:], start=1):
        if name in places:
            intensities[name] = _column(rows, i, days, findings)
    return {name: column for name, column in intensities.items() if column.any()}


def _headed(rows: list[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Return the header, which is the first row whatever it is called, and the rows."""
    if not rows or all(parse_number(cell) is not None for cell in rows[0].cells if cell):
        return (), rows
    header = tuple(cell.lstrip("#").strip() for cell in rows[0].cells)
    return header, [row for row in rows[1:] if not row.cell(0).startswith("#")]


def _numbered(rows: list[Row], start: date, findings: Findings) -> list[Row]:
    """Return rows with days numbered from the start where the first column has dates."""
    dated = [parse_date(row.cell(0)) for row in plainly_dated(rows, 0, "day", Findings())]
    days = [day for day in dated if day is not None]
    if len(days) < len(rows):
        return rows
    findings.correct(
        rows[0].where,
        say(
            "days are dates, the first {first}; counted from the start, {start}",
            first=days[0],
            start=start,
        ),
    )
    return [
        replace(row, cells=(str((day - start).days), *row.cells[1:]))
        for row, day in zip(rows, days, strict=True)
    ]


def _by_day(rows: list[Row], days: int, findings: Findings) -> list[Row]:
    """Return a row for each day by the first column; one that counts no days is told.

    Flee goes by the order of rows. A column that numbers the days from 0 on is that order; days
    that are left out hold as the day before.
    """
    numbered = [parse_number(row.cell(0)) for row in rows]
    known = [int(day) for day in numbered if day is not None and day == int(day) and day >= 0]
    before = [row for row, day in zip(rows, numbered, strict=True) if day is not None and day < 0]
    if before and len(before) + len(known) == len(rows) and known:
        findings.ignore(
            before[0].where,
            say_n(
                "{n} row is of a day before the run",
                "{n} rows are of days before the run",
                len(before),
            ),
        )
        return _by_day([row for row in rows if row not in before], days, findings)
    if len(known) == len(rows) and known == list(range(known[0], known[0] + len(rows))):
        if known[0]:
            findings.correct(
                rows[0].where,
                say("days are numbered from {first}; this is the first", first=known[0]),
            )
        return rows
    if len(known) < len(rows) or sorted(set(known)) != known:
        findings.correct(
            rows[0].where,
            say("the first column does not number the days; rows are taken one a day"),
        )
        return rows
    findings.correct(
        rows[0].where,
        say(
            "days are numbered {first}, {second}, ... {last}; each row holds until the next",
            first=known[0],
            second=known[min(1, len(known) - 1)],
            last=known[-1],
        ),
    )
    at = np.searchsorted(known, np.arange(min(days, known[-1] + 1)), side="right") - 1
    return [rows[max(0, i)] for i in at]


def _column(rows: list[Row], i: int, days: int, findings: Findings) -> Floats:
    values = []
    rows = plainly(rows, i, "intensity", findings)
    for row in rows[:days]:
        value = parse_number(row.cell(i) or "0")
        if value is None or value < 0:
            findings.refuse(
                row.where, say("intensity '{value}' must be a number from 0 on", value=row.cell(i))
            )
            value = 0.0
        values.append(value)
    return np.array(values + values[-1:] * (days - len(values)))


def shares(
    intensities: Mapping[str, Floats],
    places: Mapping[str, FleePlace],
    settings: SpawnSettings,
    findings: Findings,
) -> Floats:
    """Return each conflict place's weight by day (place, day): population × intensity × decay."""
    blank = [name for name in intensities if not places[name].size or places[name].kind == "camp"]
    sizes = {name: places[name].size or 0.0 for name in intensities if name not in blank}
    if blank and sizes:
        findings.correct(
            "locations.csv",
            say(
                "conflict places without a population displace nobody, as in Flee: {names}",
                names=", ".join(blank),
            ),
        )
    if blank and not sizes:
        findings.correct(
            "locations.csv", say("no conflict place has a population; all count alike")
        )
        sizes = dict.fromkeys(blank, 1.0)
    return np.array(
        [
            sizes.get(name, 0.0) * column * _decay(column, settings)
            for name, column in intensities.items()
        ]
    )


def _decay(intensity: Floats, settings: SpawnSettings) -> Floats:
    """Return the factor by days since the latest onset."""
    days = np.arange(len(intensity))
    onset = (intensity > 0) & (np.concatenate([[0.0], intensity[:-1]]) <= 0)
    since = days - np.maximum.accumulate(np.where(onset, days, 0))
    steps = np.array(settings.decay)
    return np.asarray(steps[np.minimum(since // settings.interval, len(steps) - 1)])


def rises(counts: Mapping[str, CampCounts], days: int, insert_day0: bool) -> Floats:
    """Return who is displaced each day: the rise of the summed counts above their highest yet.

    A fall is so a debt, which later rises pay off first.
    """
    total = np.sum([one.daily(days) for one in counts.values()], axis=0)
    peak = np.maximum.accumulate(total)
    return np.diff(peak, prepend=peak[0] if insert_day0 else 0.0)


def displaced(weights: Floats, total: Floats, take: Floats | None, findings: Findings) -> Floats:
    """Return who is displaced (place, day): each day's total shared out by the weights.

    On a day on which no conflict place has weight, the nearest day before holds (the first with
    weight, where there is none before).

    Parameters
    ----------
    take
        Populations that those displaced are taken from, None where they stay as they are.
    """
    weighted = np.flatnonzero(weights.sum(axis=0) > 0)
    if not len(weighted):
        if total.sum() > 0:
            findings.refuse(
                "conflicts.csv",
                say(
                    "{people:.0f} people are displaced, but no place is ever in conflict",
                    people=total.sum(),
                ),
            )
        return np.zeros_like(weights)
    days = np.arange(weights.shape[1])
    at = weighted[np.maximum(np.searchsorted(weighted, days, side="right") - 1, 0)]
    odd = float(total[at != days].sum())
    if odd >= 1:
        findings.correct(
            "conflicts.csv",
            say(
                "{people:.0f} people are displaced on days without a conflict; they come from "
                "where it was last (or first)",
                people=odd,
            ),
        )
    used = weights[:, at]
    if take is None:
        return np.asarray(used / used.sum(axis=0) * total)
    people = _taking(used, total, take)
    lost = float(total.sum() - people.sum())
    if lost >= 1:
        findings.doubt(
            "simsetting.yml",
            say(
                "take_from_population: {lost:.0f} of the {people:.0f} people that the "
                "counts rise by are not displaced, since the {most:.0f} people of the "
                "conflict places are used up",
                lost=lost,
                people=total.sum(),
                most=take.sum(),
            ),
        )
    return people


def _taking(weights: Floats, total: Floats, populations: Floats) -> Floats:
    """Share out each day's total while populations fall by those displaced before."""
    left = populations.copy()
    people = np.zeros_like(weights)
    for day, number in enumerate(total):
        now = weights[:, day] * left / np.maximum(populations, 1.0)
        if now.sum() > 0:
            people[:, day] = np.minimum(now / now.sum() * number, left)
            left -= people[:, day]
    return people


def driven(
    intensities: Floats, populations: Floats, settings: SpawnSettings, findings: Findings
) -> Floats:
    """Return who is displaced (place, day) where each conflict displaces at a rate of its own.

    With ``take_from_population`` nobody leaves twice: a place is left by at most those who live
    there, and a share is one of those who are left.
    """
    share = settings.mode == "pop_ratio"
    base = populations[:, None] if share else 1.0
    people = np.asarray(settings.per_conflict_day * base * intensities)
    if settings.take_from_population:
        left = populations.copy()
        for day in range(people.shape[1]):
            asked = people[:, day] * (left / np.maximum(populations, 1.0) if share else 1.0)
            people[:, day] = np.minimum(asked, left)
            left -= people[:, day]
    elif people.sum() > populations.sum() > 0:
        findings.doubt(
            "simsetting.yml",
            say(
                "conflict_driven_spawning displaces {people:.0f} people from places of "
                "{most:.0f}; with take_from_population nobody would leave twice",
                people=people.sum(),
                most=populations.sum(),
            ),
        )
    return people


def whole(people: Floats) -> npt.NDArray[np.int64]:
    """Round (place, day) to whole people so that no place is ever half a person off its sum."""
    sums = np.floor(np.cumsum(people, axis=1) + 0.5)
    return np.diff(sums, prepend=0.0, axis=1).astype(np.int64)
