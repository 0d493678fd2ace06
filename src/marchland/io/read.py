"""Read a scenario by whatever the user calls it: a built-in name, a folder, a Flee folder."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path

from marchland.errors import Problem, RequestError, ScenarioError
from marchland.io.native import examine, read_native
from marchland.io.reading import WORKBOOKS
from marchland.language import say
from marchland.model.checks.case import MANIFEST
from marchland.model.checks.settings import NAME
from marchland.model.near import hint
from marchland.model.scenario import Scenario


def read(source: str | Path, source_data: str | Path | None = None) -> Scenario:
    """Read a crisis.

    Parameters
    ----------
    source
        Name of a built-in scenario (``belarus-2021``), a scenario folder, a scenario as one
        workbook (``.xlsx``), or a folder of the peer simulator Flee. A bare name is a built-in
        scenario before it is a folder; write ``./belarus-2021`` for a folder that is called so.
    source_data
        Folder of the counts of a Flee folder, where it lies apart from ``input_csv``.

    Returns
    -------
    Scenario
        Checked; what is odd in it is told by its ``warnings``.

    Raises
    ------
    ScenarioError
        With every problem at once, if the folder cannot be used.
    RequestError
        If there is neither a built-in scenario nor a folder of that name, or ``source_data`` is
        given for what is no Flee folder.
    """
    folder, name = _find(source)
    if folder.suffix in WORKBOOKS and folder.is_file():
        from marchland.io.workbook import unpacked

        with unpacked(folder) as (within, odd):
            scenario = read_native(within, name)
        return replace(scenario, warnings=(*odd, *scenario.warnings))
    if _is_flee(folder, source_data):
        from marchland.io.flee.read import read_flee

        return read_flee(folder, source_data)
    return read_native(folder, name)


def check(
    source: str | Path, source_data: str | Path | None = None
) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """Return the scenario (None if it cannot be used) and all that is wrong or odd with it.

    Parameters
    ----------
    source, source_data
        As for :func:`read`.

    Raises
    ------
    RequestError
        If there is neither a built-in scenario nor a folder of that name.
    """
    folder, name = _find(source)
    if folder.suffix in WORKBOOKS and folder.is_file():
        return _check_workbook(folder, name)
    if _is_flee(folder, source_data):
        try:
            scenario = read(source, source_data)
        except ScenarioError as error:
            return None, error.problems
        return scenario, scenario.warnings
    try:
        draft, found = examine(folder, name)
    except ScenarioError as error:
        return None, error.problems
    usable = all(problem.warning for problem in found)
    return replace(draft, warnings=found) if usable else None, found


def _check_workbook(path: Path, name: str) -> tuple[Scenario | None, tuple[Problem, ...]]:
    from marchland.io.workbook import unpacked

    try:
        with unpacked(path) as (within, odd):
            draft, found = examine(within, name)
            found = (*odd, *found)
    except ScenarioError as error:
        return None, error.problems
    usable = all(problem.warning for problem in found)
    return replace(draft, warnings=found) if usable else None, found


def find(source: str | Path) -> Path:
    """Return the folder of a built-in name or of a path.

    Raises
    ------
    RequestError
        If there is neither a built-in scenario nor a folder of that name.
    """
    return _find(source)[0]


def built_in() -> tuple[str, ...]:
    """Return the names of the scenarios that come with Marchland."""
    folders = resources.files("marchland.scenarios").iterdir()
    return tuple(sorted(one.name for one in folders if one.joinpath(MANIFEST).is_file()))


def _find(source: str | Path) -> tuple[Path, str]:
    """Return the folder that is meant, and what to call it."""
    text = str(source)
    names = built_in()
    if isinstance(source, str) and NAME.fullmatch(text) and text in names:
        return Path(str(resources.files("marchland.scenarios").joinpath(text))), text
    path = Path(source)
    if path.is_dir() or (path.is_file() and path.suffix in WORKBOOKS):
        return path, text
    if path.exists():
        raise RequestError(
            say("'{text}' is a file; give the scenario's folder, or its workbook", text=text)
        )
    raise RequestError(
        say(
            "'{text}' is neither a folder nor a built-in scenario{hint}; built in: {names}",
            text=text,
            hint=hint(text, names),
            names=", ".join(names) or say("none"),
        )
    )


def _is_flee(folder: Path, source_data: str | Path | None) -> bool:
    """Whether a folder without a manifest is laid out as Flee's are."""
    found = False
    if not (folder / MANIFEST).exists():
        from marchland.io.flee.folder import is_flee

        found = is_flee(folder)
    if source_data is None:
        return found
    if not found:
        raise RequestError(
            say("'{folder}' is no Flee folder, so it has no source data apart", folder=folder)
        )
    if not Path(source_data).is_dir():
        raise RequestError(
            say("'{source_data}' is no folder; give that of the counts", source_data=source_data)
        )
    return True
