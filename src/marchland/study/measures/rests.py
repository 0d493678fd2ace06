"""What runs rest on: sources by file, what has none, and how the runs were made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import xarray as xr

from marchland.model.acting import acts
from marchland.model.parameters import Parameter
from marchland.model.scenario import Scenario

TABLES = (
    "places",
    "routes",
    "displaced",
    "timeline",
    "composition",
    "weather",
    "aid",
    "observations",
)
MADE = ("name", "members", "seed", "uncertainty", "marchland_version", "input_digest", "created")


@dataclass(frozen=True)
class Unsourced:
    """Rows of a file that are assumed or give no source."""

    file: str
    rows: int
    of: int


@dataclass(frozen=True)
class Cited:
    """A source, and how many rows of a file rest on it."""

    file: str
    source: str
    rows: int


@dataclass(frozen=True)
class Rests:
    """What runs rest on.

    Parameters
    ----------
    parameters
        How many parameters can move anything in the runs.
    assumed
        Those of them without a source, by name.
    fitted
        Names of those that were fitted to counts nevertheless.
    unsourced, cited
        Rows without a source, and sources, by file.
    made
        How the runs were made, by name of the attribute.
    command, provenance
        The command that makes them again, and versions and ranges as JSON.
    differ
        What the runs differ in.
    """

    parameters: int
    assumed: tuple[tuple[str, Parameter], ...]
    fitted: tuple[str, ...]
    unsourced: tuple[Unsourced, ...]
    cited: tuple[Cited, ...]
    made: tuple[tuple[str, str], ...]
    command: str
    provenance: str
    differ: tuple[str, ...]


def rests_of(ds: xr.Dataset, scenario: Scenario) -> Rests:
    """Return what runs rest on."""
    used = acts(scenario).intersection(ds["parameter"].values.astype(str).tolist())
    assumed = tuple((n, p) for n, p in scenario.parameters.items() if p.assumed and n in used)
    known = set(scenario.posterior.names if scenario.posterior else ())
    tables = [getattr(scenario, name) for name in TABLES if len(getattr(scenario, name))]
    differ = str(ds.attrs.get("uncertainty", "")).split(",")
    return Rests(
        parameters=len(used),
        assumed=assumed,
        fitted=tuple(name for name, _ in assumed if name in known),
        unsourced=tuple(
            Unsourced(one.FILE, n, len(one)) for one in tables if (n := sum(map(_bare, one.source)))
        ),
        cited=tuple(_cited(tables, scenario)),
        made=tuple((name, str(ds.attrs[name])) for name in MADE if name in ds.attrs),
        command=str(ds.attrs.get("command", "")),
        provenance=str(ds.attrs.get("provenance", "{}")),
        differ=tuple(sorted(one.strip() for one in differ)),
    )


def _bare(source: str) -> bool:
    return not source or "assumed" in source.lower()


def _cited(tables: list[Any], scenario: Scenario) -> Iterator[Cited]:
    for table in tables:
        rows = Counter(source for source in table.source if not _bare(source))
        yield from (Cited(table.FILE, source, n) for source, n in rows.most_common())
    used = acts(scenario)
    given = Counter(p.source for n, p in scenario.parameters.items() if p.source and n in used)
    yield from (Cited("parameters", source, n) for source, n in given.most_common())
