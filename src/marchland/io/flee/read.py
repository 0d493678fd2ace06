"""A Flee folder as a scenario: the same graph, people and dates, under Marchland's own rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from marchland.io.flee.closures import Closure, read_closures
from marchland.io.flee.conflicts import (
    Floats,
    displaced,
    driven,
    read_intensities,
    rises,
    shares,
    whole,
)
from marchland.io.flee.counts import named_files, read_counts, tell_outside
from marchland.io.flee.doubts import doubt_places
from marchland.io.flee.findings import Findings, FleeReport
from marchland.io.flee.folder import PERIOD, FleeFolder, tell_missing, tell_unread
from marchland.io.flee.forced import restrictions
from marchland.io.flee.graph import FleeLink, FleePlace, read_links, read_places
from marchland.io.flee.rows import (
    Row,
    csv_rows,
    date_fault,
    parse_date,
    parse_number,
    plainly,
    plainly_dated,
)
from marchland.io.flee.series import CampCounts
from marchland.io.flee.settings import SpawnSettings, read_settings
from marchland.io.flee.tables import (
    displaced_table,
    observations_table,
    places_table,
    routes_table,
    timeline_table,
)
from marchland.language import say, say_n
from marchland.model.checks.settings import MOST_DAYS
from marchland.model.checks.sums import MOST_PEOPLE
from marchland.model.scenario import Rules, Scenario


def read_flee(path: Path | str, source_data: Path | str | None = None) -> Scenario:
    """Read a Flee or FabFlee folder as a scenario with the package's own rules and parameters.

    Parameters
    ----------
    path
        Folder that holds ``input_csv``, ``source_data`` and ``simsetting.yml``, or ``input_csv``.
    source_data
        Folder of the counts, where it lies elsewhere.

    Returns
    -------
    Scenario
        Its ``card`` tells what was read, corrected and ignored.

    Raises
    ------
    ScenarioError
        If the folder cannot be read, with every problem found in it.
    """
    return read_flee_with_report(path, source_data)[0]


def read_flee_with_report(
    path: Path | str, source_data: Path | str | None = None
) -> tuple[Scenario, FleeReport]:
    """Read a Flee folder as :func:`read_flee` does, and return the report beside the scenario.

    Raises
    ------
    ScenarioError
        If the folder cannot be read, with every problem found in it.
    """
    findings = Findings()
    folder = FleeFolder.opened(Path(path), None if source_data is None else Path(source_data))
    tell_missing(folder, Path(path), findings)
    settings = read_settings(folder.settings, findings)
    start, days = read_period(folder, findings)
    places = read_places(folder, findings)
    _refuse_floods(places, settings, findings)
    links = read_links(folder, places, findings)
    closures = read_closures(folder, places, links, days, findings)
    intensities = read_intensities(folder, places, start, days, findings)
    counts = _counts(folder, places, start, settings, findings)
    if not any(findings.refused(name) for name in PERIOD):
        tell_outside(counts, start, days, findings)
    tell_unread(folder, named_files(folder), findings)
    findings.stop(str(path))
    people = _people(places, intensities, counts, days, settings, findings)
    at_start = _at_start(counts, days, settings)
    limits = restrictions(places, links, closures, counts, findings)
    findings.stop(str(path))
    _tell(findings, places, links, closures, counts, people, at_start, start, days)
    routes, ids = routes_table(links, limits)
    scenario = Scenario(
        name=_called(folder.name),
        title=folder.name,
        start=start,
        days=days,
        groups=("all",),
        places=places_table(places),
        routes=routes,
        displaced=displaced_table(people, at_start, start),
        timeline=timeline_table(closures, limits, ids, intensities, start, days),
        observations=observations_table(counts, start, days),
        rules=Rules(displacement="poisson" if settings.mode == "poisson" else "given"),
        source=str(path),
    )
    doubt_places(scenario, places, links, findings)
    report = findings.report()
    scenario = replace(
        scenario,
        card=say(
            "# {name}\n\nRead from a folder in Flee's format.\n\n{report}\n",
            name=folder.name,
            report=report,
        ),
        warnings=findings.warnings(),
    )
    return replace(scenario, digest=scenario.content_digest()), report


def _called(folder: str) -> str:
    """Return a folder's name with what a scenario's name cannot hold as underscores."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", folder).strip("_.-")[:100] or "conflict"


def read_period(folder: FleeFolder, findings: Findings) -> tuple[date, int]:
    """Read the start and the length of the run from ``sim_period.csv`` (or its older name)."""
    rows = [row for name in PERIOD for row in csv_rows(folder.graph / name, findings, ragged=True)]
    given: dict[str, Row] = {}
    for row in rows:
        first_one = given.setdefault(row.cell(0).lower().lstrip("#").strip(), row)
        if first_one.cells[1:2] != row.cells[1:2]:
            findings.refuse(
                row.where,
                say(
                    "{key} is '{one}', and '{other}' in {where}; keep one",
                    key=row.cell(0),
                    one=row.cell(1),
                    other=first_one.cell(1),
                    where=first_one.where,
                ),
            )
    start, days = date(1970, 1, 1), 1
    if "startdate" not in given or "length" not in given:
        if rows:
            findings.refuse("sim_period.csv", say("must hold a row StartDate and a row Length"))
        elif (folder.graph / "sim_period.csv").exists() and not findings.refused("sim_period.csv"):
            findings.refuse(
                "sim_period.csv", say("is empty, must hold a row StartDate and a Length")
            )
        return start, days
    (first,) = plainly_dated([given["startdate"]], 1, "StartDate", findings)
    (length,) = plainly([given["length"]], 1, "Length", findings)
    found, number = parse_date(first.cell(1)), parse_number(length.cell(1))
    if found is None and not first.told:
        findings.refuse(first.where, f"StartDate {date_fault(first.cell(1))}")
    wrong = number is None or not 1 <= number <= MOST_DAYS or number % 1
    if wrong and not length.told:
        findings.refuse(
            length.where,
            say(
                "length is '{length}', must be a number of days from 1 to {most}",
                length=length.cell(1),
                most=MOST_DAYS,
            ),
        )
    return found or start, int(number) if number and 1 <= number <= MOST_DAYS else days


def _counts(
    folder: FleeFolder,
    places: Mapping[str, FleePlace],
    start: date,
    settings: SpawnSettings,
    findings: Findings,
) -> dict[str, CampCounts]:
    """Read the counts, less those of day 0 where the settings have camps start empty."""
    counts = read_counts(folder, places, start, findings)
    if not counts and not settings.mode and not findings.problems:
        findings.refuse(
            "data_layout.csv",
            say("is not there (give the folder of source_data), so nobody is displaced")
            if folder.counts is None
            else say("names no camp of the graph that has counts, so nobody is displaced"),
        )
    if not settings.empty_camps_on_day0:
        return counts
    findings.correct(
        "simsetting.yml", say("empty_camps_on_day0: the counts of day 0 are taken off")
    )
    return {
        name: CampCounts(one.days, np.maximum(one.people - one.daily(1)[0], 0), one.source)
        for name, one in counts.items()
    }


def _refuse_floods(
    places: Mapping[str, FleePlace], settings: SpawnSettings, findings: Findings
) -> None:
    """Refuse a flood, which would be run as a war."""
    flooded = [place for place in places.values() if place.flooded]
    if settings.floods or flooded:
        where = flooded[0].where if flooded else "simsetting.yml"
        findings.refuse(
            where,
            say_n(
                "{n} place is a flood zone; floods are not modelled, and this folder cannot be "
                "read as a conflict",
                "{n} places are flood zones; floods are not modelled, and this folder cannot be "
                "read as a conflict",
                len(flooded),
            )
            if flooded
            else say(
                "floods displace people; floods are not modelled, and this folder cannot be read "
                "as a conflict"
            ),
        )


def _people(
    places: Mapping[str, FleePlace],
    intensities: Mapping[str, Floats],
    counts: Mapping[str, CampCounts],
    days: int,
    settings: SpawnSettings,
    findings: Findings,
) -> dict[str, Any]:
    """Return who is displaced at each conflict place, by day."""
    levels = np.array(list(intensities.values())).reshape(len(intensities), days)
    populations = np.array([places[name].size or 0.0 for name in intensities])
    if settings.mode:
        people = driven(levels, populations, settings, findings)
    else:
        weights = shares(intensities, places, settings, findings).reshape(levels.shape)
        take = populations if settings.take_from_population else None
        people = displaced(weights, rises(counts, days, settings.insert_day0), take, findings)
    if not (everybody := float(people.sum())) <= MOST_PEOPLE:
        findings.refuse(
            "source_data",
            say(
                "{everybody:,.0f} people are displaced, a run can count {most:,.0f}",
                everybody=everybody,
                most=MOST_PEOPLE,
            ),
        )
        people = np.zeros_like(people)
    for name, left in zip(intensities, people.sum(axis=1), strict=True):
        lived = places[name].size
        if lived and left > lived + 1:
            findings.doubt(
                places[name].where,
                say(
                    "{left:,.0f} people are displaced from '{name}', where {lived:,.0f} live",
                    left=left,
                    name=name,
                    lived=lived,
                ),
            )
    return dict(zip(intensities, whole(people), strict=True))


def _at_start(
    counts: Mapping[str, CampCounts], days: int, settings: SpawnSettings
) -> dict[str, int]:
    """Return who stands in the camps at the start of day 0."""
    if not settings.insert_day0:
        return {}
    return {name: int(one.daily(days)[0]) for name, one in counts.items()}


def _tell(
    findings: Findings,
    places: Mapping[str, FleePlace],
    links: Sequence[FleeLink],
    closures: Sequence[Closure],
    counts: Mapping[str, CampCounts],
    people: Mapping[str, Any],
    at_start: Mapping[str, int],
    start: date,
    days: int,
) -> None:
    """Say in a few lines what the scenario holds."""
    kinds = [place.kind for place in places.values()]
    unlimited = sum(place.kind == "camp" and place.size is None for place in places.values())
    total = sum(int(column.sum()) for column in people.values())
    findings.read += [
        say(
            "{days} days from {start} to {end}",
            days=days,
            start=start,
            end=start + timedelta(days=days - 1),
        ),
        say(
            "{places} places: {settlements} settlements, {hubs} hubs, {camps} camps "
            "({unlimited} of them without a capacity)",
            places=len(places),
            settlements=kinds.count("settlement"),
            hubs=kinds.count("hub"),
            camps=kinds.count("camp"),
            unlimited=unlimited,
        ),
        say(
            "{links} links, of which {forced} force a redirection; {closures} closures",
            links=len(links),
            forced=sum(link.forced > 0 for link in links),
            closures=len(closures),
        ),
        say(
            "{camps} camps with counts; {people} people in them on day 0",
            camps=len(counts),
            people=sum(at_start.values()),
        ),
        say(
            "{total} people displaced afterwards at {places} places in conflict",
            total=total,
            places=sum(c.any() for c in people.values()),
        ),
    ]
