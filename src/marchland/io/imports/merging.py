"""Rows that are read join rows that are there; none is lost that a person wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np

from marchland.model.columns import Table
from marchland.model.tables import (
    Composition,
    Displaced,
    Observations,
    Places,
    Routes,
    Timeline,
    Weather,
)

T = TypeVar("T", bound=Table)
Row = Mapping[str, Any]
KEYS: Final[Mapping[type[Table], tuple[str, ...]]] = {
    Observations: ("series", "date_from", "date_to", "measure", "where", "group", "cause"),
    Displaced: ("date", "date_to", "place", "group"),
    Places: ("id",),
    Weather: ("date", "station"),
    Timeline: ("date", "what", "where", "group", "label"),
    Routes: ("id", "origin", "destination"),
    Composition: ("group",),
}
"""Columns that say which row another row revises."""
FILLED: Final[Mapping[type[Table], tuple[str, ...]]] = {
    Places: ("pcode", "lat", "lon", "population"),
    Routes: ("length_km",),
}
"""Columns whose blank cells a file may fill in any row: they say what is, and are no choice."""
BY_FACTOR: Final = "assumed: straight line times "
"""How the source of a length begins that ``build`` made: it gives way to a measured one."""
IMPORTED: Final = "sha256 "
"""What the source of an imported row holds, and that of a row which a person wrote does not."""


@dataclass(frozen=True)
class Revision:
    """A figure that a newer file gives otherwise."""

    what: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Merged:
    """A table with rows added and revised.

    Parameters
    ----------
    table
        The rows: those that were there in their order, then the new ones.
    added, same
        How many rows are new, and how many were there already.
    revised
        Figures that changed.
    kept
        Rows that a person wrote and that the file gives otherwise: they stay as they are.
    """

    table: Table
    added: int
    same: int
    revised: tuple[Revision, ...]
    kept: tuple[Revision, ...]


def merge(table: T, rows: Sequence[Row]) -> Merged:
    """Merge rows into a table by the columns of :data:`KEYS`."""
    kind, declared = type(table), list(type(table).columns())
    old = [dict(row) for row in table.rows()]
    fresh = [dict(row) for row in kind.from_columns(_columns(rows, declared)).rows()]
    at = {_key(kind, row): i for i, row in enumerate(old)}
    added: list[dict[str, Any]] = []
    revised: list[Revision] = []
    kept: list[Revision] = []
    same = 0
    for row in fresh:
        i = at.get(_key(kind, row))
        if i is None:
            at[_key(kind, row)] = len(old) + len(added)
            added.append(row)
            continue
        there = old[i] if i < len(old) else added[i - len(old)]
        filled = _filled(kind, there, row)
        revised += filled
        changes = _changes(kind, there, row)
        if not changes:
            same += not filled
        elif IMPORTED in str(there["source"]) or str(there["source"]).startswith(BY_FACTOR):
            revised += changes
            there |= {one.column: row[one.column] for one in changes} | {"source": row["source"]}
        else:
            kept += changes
    merged = kind.from_columns(_columns([*old, *added], declared))
    return Merged(merged, len(added), same, tuple(revised), tuple(kept))


def _filled(kind: type[Table], there: dict[str, Any], row: Row) -> list[Revision]:
    """Fill blank cells of a row, and return what was filled."""
    found = []
    for name in FILLED.get(kind, ()):
        new = _plain(row[name])
        if _plain(there[name]) in (None, "") and new not in (None, ""):
            there[name] = new
            found.append(Revision(there["id"], name, "blank", str(new)))
    return found


def _columns(rows: Sequence[Row], declared: Sequence[str]) -> dict[str, list[Any]]:
    return {name: [_plain(row.get(name)) for row in rows] for name in declared}


def _plain(value: Any) -> Any:
    """Return None for what is not known."""
    if isinstance(value, float | np.floating) and np.isnan(value):
        return None
    if isinstance(value, np.datetime64) and np.isnat(value):
        return None
    return value


def _key(kind: type[Table], row: Row) -> tuple[str, ...]:
    """Return what says which row it is; a blank last day is the first one."""
    found = []
    for name in KEYS[kind]:
        value = row[name]
        if name == "date_to" and np.isnat(value):
            value = row["date_from" if "date_from" in row else "date"]
        found.append(str(value))
    return tuple(found)


def _changes(kind: type[Table], before: Row, after: Row) -> list[Revision]:
    """Return figures that a row gives otherwise; what it leaves blank it does not say."""
    what = ", ".join(part for part in _key(kind, after) if part)
    found = []
    for name in kind.columns():
        if name in KEYS[kind] or name == "source":
            continue
        one = kind.columns()[name]
        if one.kind not in ("number", "integer", "amount"):
            continue
        new = _plain(after[name])
        if new is None or str(new) in ("", str(before[name])):
            continue
        found.append(Revision(what, name, str(before[name]), str(new)))
    return found
