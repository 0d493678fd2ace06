"""Where the parts of a Flee folder lie, what it lacks, and which of its files are not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from marchland.io.flee.findings import Findings
from marchland.io.personal import personal_columns
from marchland.io.strays import link_fault, refuse_astray
from marchland.language import mark, say

_SETTINGS = ("simsetting.yml", "simsettings.yml", "simsetting.yaml", "simulationsetting.yml")
_GRAPH = ("locations.csv", "routes.csv")
PERIOD = ("sim_period.csv", "conflict_period.csv")
"""The file of the period, and its older name."""
_READ = (*_GRAPH, *PERIOD, "conflicts.csv", "closures.csv", "registration_corrections.csv")
_MARKS = (*_GRAPH, *PERIOD, *_SETTINGS, "conflicts.csv", "closures.csv", "data_layout.csv")
_FOLDERS = ("input_csv", "source_data", "input_files", "SWEEP")
_NOT_READ: Mapping[str, str] = {
    "location_changes.csv": mark("places keep their type here, in Flee they would change it"),
    "agents.csv": mark("people are counted, not listed one by one"),
    "flood_level.csv": mark("floods are not modelled"),
    "demographics.csv": mark("people are counted alike, whatever their age and sex"),
}
_LEFT_BE = frozenset({"README.md", "readme.md", "LICENSE", "data_layout.csv", *_SETTINGS})
_SHOWN = 5


@dataclass(frozen=True)
class FleeFolder:
    """The parts of a Flee input: the graph, the counts and the settings, None where absent."""

    name: str
    graph: Path
    counts: Path | None
    settings: Path | None

    @classmethod
    def at(cls, path: Path, source_data: Path | None = None) -> FleeFolder:
        """Find the parts of the folder at ``path``: the whole, or its ``input_csv`` alone."""
        graph = path / "input_csv" if (path / "input_csv").is_dir() else path
        whole = graph.parent if graph.name == "input_csv" else graph
        counts = (source_data, whole / "source_data", graph)
        settings = (folder / name for folder in (whole, graph) for name in _SETTINGS)
        return cls(
            name=whole.resolve().name,
            graph=graph,
            counts=next((c for c in counts if c and (c / "data_layout.csv").is_file()), None),
            settings=next((s for s in settings if s.is_file()), None),
        )

    @classmethod
    def opened(cls, path: Path, source_data: Path | None = None) -> FleeFolder:
        """Find the parts of a folder that is to be read.

        Raises
        ------
        ScenarioError
            If links lead out of the folder, or of that of the counts: then nothing is read.
        """
        found = cls.at(path, source_data)
        whole = found.graph.parent if found.graph.name == "input_csv" else found.graph
        refuse_astray(whole, str(path))
        if source_data is not None:
            refuse_astray(source_data, str(source_data))
        return found


def is_flee(path: Path | str) -> bool:
    """Tell whether a folder has the shape of Flee's input, whole or with parts missing.

    It has locations and routes as CSV; or files or folders with at least two of the names that
    Flee's have, so that what it lacks can be told.
    """
    path = Path(path)
    graph = FleeFolder.at(path).graph
    if all((graph / name).is_file() for name in _GRAPH):
        return True
    names = {file for folder in {path, graph} for file in _MARKS if (folder / file).is_file()}
    names |= {folder for folder in _FOLDERS if (path / folder).is_dir()}
    names |= {"locations.csv" for _ in path.glob("locations-*.csv")}
    return len(names) > 1 or bool(names & set(_FOLDERS))


def tell_missing(folder: FleeFolder, path: Path, findings: Findings) -> None:
    """Refuse a folder that looks like Flee's but has not the files of the graph."""
    missing = [name for name in _GRAPH if not (folder.graph / name).is_file()]
    if not any((folder.graph / name).is_file() for name in PERIOD):
        missing.append(PERIOD[0])
    for name in missing:
        findings.refuse(name, _missing(path, name))


def _missing(path: Path, name: str) -> str:
    """Say that a file is missing, and where it may lie: a numbered twin, a folder of a sweep."""
    stem = Path(name).stem
    found = [*path.glob(f"{stem}-*.csv"), *path.glob(f"*/{stem}-*.csv"), *path.glob(f"*/{name}")]
    found += path.glob(f"*/*/{name}")
    if not found:
        return say(
            "is missing: this looks like a Flee folder, and one has {name} in input_csv", name=name
        )
    shown = ", ".join(sorted(one.relative_to(path).as_posix() for one in found)[:_SHOWN])
    return say(
        "is missing: this looks like a Flee folder, and one has {name} in input_csv; there is "
        "{shown}: give the folder of one run, with that file called {name}",
        shown=shown,
        name=name,
    )


def tell_unread(folder: FleeFolder, named: frozenset[str], findings: Findings) -> None:
    """List the files that lie in the folder and are not looked at.

    Parameters
    ----------
    folder
        The folder.
    named
        Files of counts that ``data_layout.csv`` names.
    findings
        Told of each file.
    """
    for path in _files(folder):
        name = path.name
        if path.is_symlink() and (fault := link_fault(path, path.parent)):
            findings.refuse(name, fault)
            continue
        if name in _SETTINGS and folder.settings is not None and path != folder.settings:
            findings.doubt(
                name,
                say("is not read; the settings are those of {name}", name=folder.settings.name),
            )
            continue
        if name in _LEFT_BE or name in (_READ if path.parent == folder.graph else named):
            continue
        findings.ignore(name, say(_NOT_READ[name]) if name in _NOT_READ else _why_unread(path))
        for problem in personal_columns(path, name):
            findings.doubt(name, problem.message, *problem.also)


def _files(folder: FleeFolder) -> Iterator[Path]:
    places = dict.fromkeys(p for p in (folder.graph, folder.graph.parent, folder.counts) if p)
    for place in places:
        if place == folder.graph.parent and folder.graph.name != "input_csv":
            continue
        yield from (path for path in sorted(place.iterdir()) if path.is_symlink() or path.is_file())


def _why_unread(path: Path) -> str:
    if path.suffix.lower() in (".xlsx", ".xls", ".ods", ".xlsm"):
        return say("is a workbook and is not read here; save its sheet as CSV")
    return say("is not read")
