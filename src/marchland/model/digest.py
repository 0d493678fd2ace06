"""The digest of a scenario: the same for the same content, however it was written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from marchland.model.amounts import plain
from marchland.model.cells import write_cells
from marchland.model.columns import Flags, Table
from marchland.model.parameters import Parameter
from marchland.model.posterior import Posterior
from marchland.model.reactions import Reaction

_Part = TypeVar("_Part", Table, Posterior)
_END = "\x1e"
_told: WeakKeyDictionary[Table | Posterior, str] = WeakKeyDictionary()
"""Parts of scenarios as text, while they are in use: they are frozen, and what a lever leaves as it
was need not be written again."""


def digest_of(
    settings: Mapping[str, Any],
    parameters: Mapping[str, Parameter],
    tables: Iterable[Table],
    reactions: Mapping[str, Reaction],
    posterior: Posterior | None,
) -> str:
    """Return the SHA-256 of the parts of a scenario that a result can depend on.

    Parameters
    ----------
    settings
        Plain values by name: period, groups, laws.
    parameters
        Parameters by name.
    tables
        Tables in an order of their own; empty ones do not count, nor do cells that are blank or as
        by default, so that a column more leaves a scenario what it was.
    reactions
        Reactions by name.
    posterior
        Fitted draws, or None.
    """
    hashed = hashlib.sha256()
    for part in _parts(settings, parameters, tables, reactions, posterior):
        hashed.update(part.encode())
        hashed.update(_END.encode())
    return hashed.hexdigest()


def _parts(
    settings: Mapping[str, Any],
    parameters: Mapping[str, Parameter],
    tables: Iterable[Table],
    reactions: Mapping[str, Reaction],
    posterior: Posterior | None,
) -> Iterator[str]:
    """Yield the content as text, in an order of its own."""
    plainly = {name: as_text(one) for name, one in parameters.items()}
    yield json.dumps({**settings, "parameters": plainly}, sort_keys=True)
    for table in tables:
        if len(table):
            yield table.FILE
            yield _once(table, rows_of)
    for name in sorted(reactions):
        one = reactions[name]
        yield f"{name} {one.when} {one.days} {one.since} {one.until}"
        yield from sorted(map(str, one.changes))
    if posterior is not None:
        yield _once(posterior, _draws)


def _once(part: _Part, tell: Callable[[_Part], str]) -> str:
    """Return a part as text, and remember it."""
    text = _told.get(part)
    if text is None:
        text = _told[part] = tell(part)
    return text


def as_text(one: Parameter) -> dict[str, str]:
    """Return a parameter as text, so that 20 and 20.0 are one number."""
    return {
        key: value if isinstance(value, str) else plain(value) for key, value in asdict(one).items()
    }


def rows_of(
    table: Table, without: Collection[str] = (), chosen: Sequence[bool] | Flags | None = None
) -> str:
    """Return a table as text in an order of its own, whatever the order of its rows.

    A row is the names and texts of its cells that are neither blank nor as by default.

    Parameters
    ----------
    table
        The table.
    without
        Columns to leave out.
    chosen
        Whether each row counts; by default all do.
    """
    rows: list[list[str]] = [[] for _ in range(len(table))]
    for name, one in table.columns().items():
        if name in without:
            continue
        for row, text in enumerate(write_cells(one, getattr(table, name))):
            if text not in ("", one.default):
                rows[row] += name, text
    kept = rows if chosen is None else [row for row, keep in zip(rows, chosen, strict=True) if keep]
    return _END.join(sorted(map("\x1f".join, kept)))


def _draws(posterior: Posterior) -> str:
    """Return fitted draws as text."""
    return _END.join((*posterior.names, *(",".join(map(plain, draw)) for draw in posterior.draws)))
