"""What lies in a scenario folder and is not read, or leads out of it: nothing without a word."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from marchland.errors import Problem, ScenarioError
from marchland.io.personal import personal_columns
from marchland.language import say, say_n

_WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".ods", ".numbers"})
_TABLES = frozenset({".csv", ".tsv", ".txt", *_WORKBOOKS})
_HIDDEN = (".", "~$")
_NEAR = 0.82
_MOST = 500


def strays(
    folder: Path, declared: Collection[str], read: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield a problem for each file that is not looked at, and for links that lead outside.

    A file whose name is nearly that of a table which is not there is refused: it was meant. So is a
    link out of the folder or to nothing. Others are listed.

    Parameters
    ----------
    folder
        The scenario folder.
    declared
        Names of the files that are read, ``gas/nodes.csv`` among them.
    read
        Names of the workbooks that are read in place of some of them.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_HIDDEN):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _of_folder(path, folder, declared, read)
        else:
            yield from _of_file(path, folder, declared, read)


def _of_file(
    path: Path, folder: Path, declared: Collection[str], read: Collection[str]
) -> Iterator[Problem]:
    name = path.relative_to(folder).as_posix()
    if path.is_symlink() and (problem := link_fault(path, folder)):
        yield Problem(name, problem)
    elif name not in declared and name not in read:
        yield _stray(path, name, folder, declared)
        yield from personal_columns(path, name)


def _of_folder(
    within: Path, folder: Path, declared: Collection[str], read: Collection[str]
) -> Iterator[Problem]:
    """Yield problems of a folder's files; where none is ever read, they are told in one line."""
    files = [path for path in _all(within) if path.is_symlink() or _is_file(path)]
    if any(one.startswith(f"{within.name}/") for one in declared):
        for path in files:
            yield from _of_file(path, folder, declared, read)
        return
    if files:
        told = say_n("its file is not read", "its {n} files are not read", len(files))
        yield Problem(f"{within.name}/", told, warning=True)
    for path in files:
        yield from personal_columns(path, path.relative_to(folder).as_posix())


def _exists(path: Path) -> bool:
    """Whether something is there; what cannot be looked at is not."""
    try:
        return path.exists()
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    """Whether a path is a file; what cannot be looked at is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _all(within: Path) -> Iterator[Path]:
    """Yield at most some hundreds of the files in a folder and below, hidden ones left out."""
    shown = (path for path in within.rglob("*") if not path.name.startswith(_HIDDEN))
    yield from sorted(islice(shown, _MOST))


def refuse_astray(folder: Path, name: str) -> None:
    """Refuse a folder with links that lead out of it, before anything is read through them.

    Raises
    ------
    ScenarioError
        With every such link: what it leads to might be told otherwise, in a page or an error.
    """
    faults = {one: link_fault(one, folder) for one in _below(folder) if one.is_symlink()}
    found = [Problem(one.relative_to(folder).as_posix(), it) for one, it in faults.items() if it]
    if any(it and _exists(one) for one, it in faults.items()):
        raise ScenarioError(name, found)


def _within(folder: Path) -> list[Path]:
    """Return what lies in a folder; nothing where it cannot be looked into."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _below(folder: Path) -> Iterator[Path]:
    """Yield what lies in a folder and in its own folders, not through links; hidden left out."""
    for one in _within(folder):
        if not one.name.startswith(_HIDDEN):
            yield one
            if not one.is_symlink() and one.is_dir():
                yield from islice(_below(one), _MOST)


def link_fault(path: Path, folder: Path) -> str:
    """Return what is wrong with a link, if anything: it leads to nothing, or out of the folder."""
    if not _exists(path):
        return say("is a link to what is not there, put the file itself here")
    if not path.resolve().is_relative_to(folder.resolve()):
        return say("is a link that leads out of the folder, put the file itself here")
    return ""


def _stray(path: Path, name: str, folder: Path, declared: Collection[str]) -> Problem:
    """Return that a file is not read, refused where it was probably meant for another."""
    meant = _meant(name, declared)
    if not meant or path.suffix.lower() not in _TABLES:
        return Problem(name, say("is not read"), warning=True)
    if (folder / meant).exists():
        return Problem(name, say("is not read; {meant} beside it is", meant=meant), warning=True)
    if path.suffix.lower() in _WORKBOOKS:
        return Problem(
            name, say("is a workbook that is not read here, save its sheet as {meant}", meant=meant)
        )
    return Problem(
        name, say("is not read; call it {meant} if that is meant, else move it away", meant=meant)
    )


def _meant(name: str, declared: Collection[str]) -> str:
    """Return the declared file whose name a name is nearly, blank where it is none."""
    stems = {Path(one).with_suffix("").as_posix(): one for one in declared}
    stem = Path(name).with_suffix("").as_posix().lower()
    while Path(stem).suffix in _TABLES:
        stem = Path(stem).with_suffix("").as_posix()
    near = get_close_matches(stem, list(stems), n=1, cutoff=_NEAR)
    return stems[near[0]] if near else ""
