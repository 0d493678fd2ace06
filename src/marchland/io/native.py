"""The native scenario folder: read with every problem at once, written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from marchland.errors import Problem, ScenarioError
from marchland.io.actors import read_contest, write_contest
from marchland.io.atomic import write_folder
from marchland.io.lengths import with_lengths
from marchland.io.levers import read_levers, write_levers
from marchland.io.manifest import Manifest, read_manifest, write_manifest
from marchland.io.posterior import of_another, of_other_inputs, read_posterior, write_posterior
from marchland.io.reactions import read_reactions, write_reactions
from marchland.io.reading import read_text
from marchland.io.reading.signs import plain
from marchland.io.strays import refuse_astray, strays
from marchland.io.tables import Reading, book_beside, read_table, workbook_of, write_table
from marchland.model.actors import DECLARED as CONTEST
from marchland.model.checks.case import LEVERS, MANIFEST, POSTERIOR, REACTIONS, Case
from marchland.model.checks.every import ordered, problems, relations
from marchland.model.columns import Table
from marchland.model.posterior import Posterior
from marchland.model.scenario import Scenario
from marchland.model.tables import TABLES

CARD = "README.md"
DECLARED = frozenset(
    {table.FILE for table in TABLES}
    | {MANIFEST, POSTERIOR, LEVERS, REACTIONS, CARD}
    | {one.FILE for one in CONTEST}
)
"""Every file that is read of a scenario folder."""

Readings = Mapping[type[Table], Reading[Any]]


def read_native(folder: Path, name: str = "") -> Scenario:
    """Read a native scenario folder.

    Parameters
    ----------
    folder
        The folder.
    name
        What to call the source; the folder's path where blank.

    Raises
    ------
    ScenarioError
        With every problem, if the scenario cannot be used.
    """
    scenario, found = examine(folder, name)
    if any(not problem.warning for problem in found):
        raise ScenarioError(scenario.source, found)
    return replace(scenario, warnings=found, digest=scenario.content_digest())


def examine(folder: Path, name: str = "") -> tuple[Scenario, tuple[Problem, ...]]:
    """Return what can be read of a folder, and all that is wrong or odd with it.

    Raises
    ------
    ScenarioError
        If links lead out of the folder: then nothing is read of it.
    """
    refuse_astray(folder, name or str(folder))
    manifest = read_manifest(folder, folder.resolve().name)
    readings = {table: read_table(folder, table) for table in TABLES}
    posterior, drawn, found = read_posterior(folder)
    found += of_another(folder, manifest.name) if manifest.known else []
    card = _read_card(folder, found)
    levers, keys, unreadable = read_levers(folder)
    reactions, asked, unread_reactions = read_reactions(folder)
    contested = read_contest(folder)
    found += [
        *manifest.problems,
        *unreadable,
        *unread_reactions,
        *contested.problems,
        *strays(folder, DECLARED, _beside(folder)),
    ]
    wrong = [problem for reading in readings.values() for problem in reading.problems]
    draft = replace(
        _draft(manifest, readings, posterior, card, name or str(folder)),
        levers=levers,
        reactions=reactions,
        actors=contested.actors,
        moves=contested.moves,
        terms=contested.terms,
    )
    draft, assumed = with_lengths(draft)
    found += assumed
    if manifest.known and all(reading.known for reading in readings.values()):
        found += of_other_inputs(folder, draft)
    unread = {table.FILE for table, reading in readings.items() if not reading.known}
    unread |= contested.unread
    case = Case(
        draft,
        {**{table.FILE: reading.lines for table, reading in readings.items()}, POSTERIOR: drawn},
        manifest.lines,
        frozenset(unread if manifest.known else unread | {MANIFEST}),
        {table.FILE: reading.flawed for table, reading in readings.items() if reading.flawed},
        keys,
        asked,
        contested.lines,
    )
    found += wrong
    return draft, _in_books(ordered(found + relations(case)), _books(folder))


def _books(folder: Path) -> dict[str, str]:
    """Return the workbooks that are read in place of CSV files, by these."""
    books = ((table.FILE, workbook_of(folder, table)) for table in TABLES)
    return {file: book.relative_to(folder).as_posix() for file, book in books if book}


def _beside(folder: Path) -> frozenset[str]:
    """Return the workbooks of tables, whether they are read or stand beside a CSV file."""
    books = (book_beside(folder / table.FILE) for table in TABLES)
    return frozenset(book.relative_to(folder).as_posix() for book in books if book)


def _in_books(found: tuple[Problem, ...], books: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return problems at the file in which people wrote it, where that is a workbook."""
    return tuple(
        replace(one, where=books[file] + one.where.removeprefix(file)) if file in books else one
        for one in found
        for file in [one.where.partition(":")[0]]
    )


def _draft(
    manifest: Manifest, readings: Readings, posterior: Posterior | None, card: str, source: str
) -> Scenario:
    """Put together what was read, right or wrong."""
    tables = {kind.__name__.lower(): reading.table for kind, reading in readings.items()}
    return Scenario(
        name=manifest.name,
        title=manifest.title or manifest.name,
        language=manifest.language,
        start=manifest.start,
        days=manifest.days,
        groups=manifest.groups,
        rules=manifest.rules,
        ensemble=manifest.ensemble,
        parameters=manifest.parameters,
        posterior=posterior,
        card=card,
        source=source,
        **tables,
    )


def _read_card(folder: Path, found: list[Problem]) -> str:
    """Return the data card, blank where there is none."""
    if not (folder / CARD).exists():
        return ""
    card = read_text(folder / CARD, CARD)
    if isinstance(card, Problem):
        found.append(replace(card, warning=True))
        return ""
    return plain(card)


def write_scenario(scenario: Scenario, folder: str | Path) -> Path:
    """Write a scenario as a native folder, from which the same scenario is read again.

    Parameters
    ----------
    scenario
        What to write.
    folder
        The folder to make; it must not exist.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ScenarioError
        If the scenario has problems that would keep it from being read again.
    OutputError
        If something is there already, or the folder cannot be made; nothing is changed then.
    """
    write_folder(Path(folder), folder_files(scenario))
    return Path(folder)


def folder_files(scenario: Scenario) -> dict[str, str]:
    """Return the files of a scenario's folder: their names and texts.

    Raises
    ------
    ScenarioError
        If the scenario has problems that would keep it from being read again.
    """
    found = [problem for problem in problems(scenario) if not problem.warning]
    if found:
        raise ScenarioError(scenario.source or scenario.name, found)
    files = {MANIFEST: write_manifest(scenario)}
    for kind in TABLES:
        table = getattr(scenario, kind.__name__.lower())
        if kind.REQUIRED or len(table):
            files[kind.FILE] = write_table(table)
    if scenario.posterior is not None:
        files[POSTERIOR] = write_posterior(scenario.posterior)
    if scenario.levers:
        files[LEVERS] = write_levers(scenario.levers)
    if scenario.reactions:
        files[REACTIONS] = write_reactions(scenario.reactions)
    files |= write_contest(scenario.actors, scenario.moves, scenario.terms)
    if scenario.card:
        files[CARD] = scenario.card
    return files
