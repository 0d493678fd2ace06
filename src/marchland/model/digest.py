"""The digest of a scenario: the same for the same content, however it was written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TypeVar
from weakref import WeakKeyDictionary

from marchland.model.amounts import plain
from marchland.model.cells import write_cells
from marchland.model.columns import Table
from marchland.model.parameters import Parameter
from marchland.model.scenario import Posterior, Scenario
from marchland.model.tables import TABLES

_Part = TypeVar("_Part", Table, Posterior)
_END = "\x1e"
_told: WeakKeyDictionary[Table | Posterior, str] = WeakKeyDictionary()
"""Parts of scenarios as text, while they are in use: they are frozen, and what a lever leaves as it
was need not be written again."""


def digest(scenario: Scenario) -> str:
    """Return the SHA-256 of everything in a scenario that a result can depend on.

    Line ends, byte-order marks, quotation, the order of rows and of columns, the scenario's name
    and title and its data card do not count; rows, laws, parameters, sources and draws do.
    """
    hashed = hashlib.sha256()
    for part in _parts(scenario):
        hashed.update(part.encode())
        hashed.update(_END.encode())
    return hashed.hexdigest()


def _parts(scenario: Scenario) -> Iterator[str]:
    """Yield the content as text, in an order of its own."""
    yield json.dumps(
        {
            "start": scenario.start.isoformat(),
            "days": scenario.days,
            "groups": sorted(scenario.groups),
            "rules": asdict(scenario.rules),
            "ensemble": asdict(scenario.ensemble),
            "parameters": {name: _as_text(one) for name, one in scenario.parameters.items()},
        },
        sort_keys=True,
    )
    for kind in TABLES:
        yield kind.FILE
        table = getattr(scenario, kind.__name__.lower())
        if len(table):
            yield _once(table, _rows)
    for name in sorted(scenario.reactions):
        one = scenario.reactions[name]
        yield f"{name} {one.when} {one.days} {one.since} {one.until}"
        yield from sorted(map(str, one.changes))
    if scenario.posterior is not None:
        yield _once(scenario.posterior, _draws)


def _once(part: _Part, tell: Callable[[_Part], str]) -> str:
    """Return a part as text, and remember it."""
    text = _told.get(part)
    if text is None:
        text = _told[part] = tell(part)
    return text


def _as_text(one: Parameter) -> dict[str, str]:
    """Return a parameter as text, so that 20 and 20.0 are one number."""
    return {
        key: value if isinstance(value, str) else plain(value) for key, value in asdict(one).items()
    }


def _rows(table: Table) -> str:
    """Return a table as text in an order of its own, whatever the order of its rows."""
    columns = [write_cells(one, getattr(table, name)) for name, one in table.columns().items()]
    return _END.join(sorted(map("\x1f".join, zip(*columns, strict=True))))


def _draws(posterior: Posterior) -> str:
    """Return fitted draws as text."""
    return _END.join((*posterior.names, *(",".join(map(plain, draw)) for draw in posterior.draws)))
