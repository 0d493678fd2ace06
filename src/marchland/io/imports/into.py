"""The verb ``import``: files of others into a scenario folder, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from marchland.errors import RequestError, ScenarioError
from marchland.io.atomic import check_file, write_file
from marchland.io.formats.mapped import read_mapping
from marchland.io.formats.read import Facts, read_facts
from marchland.io.formats.registry import formats_for
from marchland.io.imports.made import TARGETS, Asked, Made
from marchland.io.imports.merging import Merged, merge
from marchland.io.imports.rows import rows_of
from marchland.io.native import examine
from marchland.io.read import built_in
from marchland.io.tables import read_table, write_table
from marchland.language import say
from marchland.model.checks.case import MANIFEST
from marchland.model.columns import Table


@dataclass(frozen=True, eq=False)
class Imported:
    """What one table of one file became.

    Parameters
    ----------
    facts
        What was read.
    made
        The rows made of it.
    merged
        What became of them in the scenario's table.
    """

    facts: Facts
    made: Made
    merged: Merged


def import_files(
    files: Sequence[Path | str],
    scenario: Path | str,
    target: str = "",
    asked: Asked | None = None,
    mapping: Path | str | None = None,
    today: date | None = None,
) -> list[Imported]:
    """Import files into a scenario folder.

    Parameters
    ----------
    files
        Files that were downloaded; each is recognised by its columns and HXL tags.
    scenario
        The scenario's folder.
    target
        Table that they become, as ``--as`` takes it; blank: what each usually becomes.
    asked
        What the user says of files that do not say it.
    mapping
        File that says what the columns of a plain table are.
    today
        Date of import; by default today's.

    Returns
    -------
        What each table of each file became.

    Raises
    ------
    RequestError
        If there is no such file or folder, or something has to be said.
    ScenarioError
        With every problem, if a file cannot be read, or the scenario would have problems that it
        does not have. Nothing is changed then.
    """
    folder = _folder(scenario)
    draft, before = examine(folder)
    wrong = [problem for problem in before if not problem.warning]
    if wrong:
        raise ScenarioError(str(scenario), wrong)
    formats = (read_mapping(Path(mapping)),) if mapping else formats_for(target)
    day = (today or date.today()).isoformat()
    found: list[Imported] = []
    tables: dict[type[Table], Table] = {}
    for file in files:
        for facts in read_facts(Path(file), formats, day):
            made = rows_of(facts, draft, target, asked or Asked())
            kind = TARGETS[made.target]
            merged = merge(tables.get(kind) or read_table(folder, kind).table, made.rows)
            tables[kind] = merged.table
            found.append(Imported(facts, made, merged))
    _write(folder, {kind.FILE: _text(folder, table) for kind, table in tables.items()})
    return found


def _folder(scenario: Path | str) -> Path:
    """Return the folder, which must be the user's own."""
    path = Path(scenario)
    if (path / MANIFEST).is_file():
        return path
    if str(scenario) in built_in():
        raise RequestError(
            say(
                "'{scenario}' comes with Marchland and stays as it is; name a folder of your own",
                scenario=scenario,
            )
        )
    raise RequestError(
        say(
            "'{scenario}' is no scenario folder: there is no {file} in it",
            scenario=scenario,
            file=MANIFEST,
        )
    )


def _text(folder: Path, table: Table) -> str:
    """Return a table's file, with the comments that stand in it now above it."""
    path = folder / table.FILE
    lines = path.read_text("utf-8-sig").splitlines() if path.is_file() else []
    comments = [line for line in lines if line.startswith(("# ", '"# '))]
    return "".join(f"{line}\n" for line in comments) + write_table(table)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Write tables where the scenario with them has no problem; else change nothing."""
    with tempfile.TemporaryDirectory(prefix="marchland-") as beside:
        trial = Path(beside) / folder.resolve().name
        shutil.copytree(folder, trial)
        for name, text in files.items():
            (trial / name).write_text(text, "utf-8", newline="")
        problems = [one for one in examine(trial)[1] if not one.warning]
    if problems:
        raise ScenarioError(say("{folder} with what was read", folder=folder), problems)
    before = {name: _there(folder / name) for name in files}
    for name in files:
        check_file(folder / name)
    try:
        for name, text in files.items():
            write_file(folder / name, text)
    except BaseException:
        _restore(folder, before)
        raise


def _there(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _restore(folder: Path, before: Mapping[str, bytes | None]) -> None:
    """Put tables back as they were."""
    for name, raw in before.items():
        if raw is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(raw)
