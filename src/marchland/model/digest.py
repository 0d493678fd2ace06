"""The digest of a scenario: the same for the same content, however it was written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict

from marchland.model.amounts import plain
from marchland.model.cells import write_cells
from marchland.model.columns import Table
from marchland.model.parameters import Parameter
from marchland.model.scenario import Scenario
from marchland.model.tables import TABLES


def digest(scenario: Scenario) -> str:
    """Return the SHA-256 of everything in a scenario that a result can depend on.

    Line ends, byte-order marks, quotation, the order of rows and of columns, the scenario's name
    and title and its data card do not count; rows, laws, parameters, sources and draws do.
    """
    hashed = hashlib.sha256()
    for part in _parts(scenario):
        hashed.update(part.encode())
        hashed.update(b"\x1e")
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
        yield from sorted(_rows(getattr(scenario, kind.__name__.lower())))
    for name in sorted(scenario.reactions):
        one = scenario.reactions[name]
        yield f"{name} {one.when} {one.days} {one.since} {one.until}"
        yield from sorted(map(str, one.changes))
    if scenario.posterior is not None:
        yield from scenario.posterior.names
        yield from (",".join(map(plain, draw)) for draw in scenario.posterior.draws)


def _as_text(one: Parameter) -> dict[str, str]:
    """Return a parameter as text, so that 20 and 20.0 are one number."""
    return {
        key: value if isinstance(value, str) else plain(value) for key, value in asdict(one).items()
    }


def _rows(table: Table) -> Iterator[str]:
    columns = [write_cells(one, getattr(table, name)) for name, one in table.columns().items()]
    return map("\x1f".join, zip(*columns, strict=True))
