"""What the app offers: the scenarios it was started with, each read anew when its files change."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock

from marchland.errors import MarchlandError, Problem, ScenarioError
from marchland.io.read import built_in, check, find
from marchland.language import spoken
from marchland.model.scenario import Scenario


class Offer:
    """Scenarios by name; no name leads anywhere else.

    Parameters
    ----------
    sources
        Built-in names and folders, as the command line has them; the built-in ones where none.

    Raises
    ------
    RequestError
        If there is neither a built-in scenario nor a folder of a name.
    """

    def __init__(self, sources: Sequence[str] = ()) -> None:
        self._sources: dict[str, str] = {}
        for one in (*sources, *built_in()):
            find(one)
            self._sources.setdefault(_short(one), one)
        self._read: dict[str, tuple[object, Scenario | None]] = {}
        self._found: dict[tuple[str, str], tuple[object, tuple[Problem, ...]]] = {}
        self._lock = Lock()

    @property
    def names(self) -> list[str]:
        """Names under which scenarios are offered, the first one shown first."""
        return list(self._sources)

    def source(self, name: str) -> str:
        """Return what the command line calls a scenario."""
        return self._sources[name]

    def scenario(self, name: str) -> tuple[Scenario | None, tuple[Problem, ...]]:
        """Return a scenario (None where it cannot be used), and what is wrong or odd with it.

        The scenario is one for all readers; what is wrong is said in the language of each.
        """
        source = self._sources[name]
        stamp, told = _state(source), (name, spoken())
        with self._lock:
            if self._found.get(told, (None,))[0] != stamp:
                scenario, found = _checked(source)
                self._found[told] = (stamp, found)
                if self._read.get(name, (None,))[0] != stamp:
                    self._read[name] = (stamp, scenario)
            return self._read[name][1], self._found[told][1]


def _checked(source: str) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """Check a scenario; its digest tells runs of it from those of what its files held before."""
    try:
        scenario, found = check(source)
    except ScenarioError as error:
        return None, error.problems
    except MarchlandError as error:
        return None, (Problem(source, str(error)),)
    return scenario and replace(scenario, digest=scenario.content_digest()), found


def _short(source: str) -> str:
    return source if source in built_in() else Path(source).resolve().name


def _state(source: str) -> frozenset[tuple[str, int, int]]:
    """Return what a folder or workbook holds, by name, date and size; nothing for what is built in.

    Folders in it are looked into, and nothing is followed.
    """
    top = Path(source)
    if source in built_in():
        return frozenset()
    every = [top, *_in(top)]
    every += [one for below in every[1:] if not below.is_symlink() for one in _in(below)]
    found = set()
    for one in every:
        with suppress(OSError):  # gone meanwhile
            seen = one.lstat()
            found.add((str(one), seen.st_mtime_ns, seen.st_size))
    return frozenset(found)


def _in(folder: Path) -> list[Path]:
    with suppress(OSError):  # no folder, or not for us
        return [*folder.iterdir()]
    return []
