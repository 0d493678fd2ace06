"""What facts can become, what the user says of them, and the rows that are made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from marchland.io.imports.joining import WITHIN_KM, Joined
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

TARGETS: Final[Mapping[str, type[Table]]] = {
    "observations": Observations,
    "displaced": Displaced,
    "places": Places,
    "weather": Weather,
    "timeline": Timeline,
    "routes": Routes,
    "composition": Composition,
}
"""Tables that can be imported into, by the name that ``--as`` takes."""
MEANT: Final[Mapping[str, tuple[str, ...]]] = {
    "counts": ("observations", "displaced"),
    "deaths": ("observations",),
    "displaced": ("displaced",),
    "places": ("places",),
    "weather": ("weather",),
    "events": ("timeline",),
    "notes": ("timeline",),
    "lengths": ("routes",),
    "shares": ("composition",),
}
"""What facts can become, the usual first."""

LEAST_TOWN: Final = 20_000.0
"""People from which on a town of a gazetteer becomes a place, unless the user says; assumed."""


@dataclass(frozen=True)
class Asked:
    """What the user says of files that do not say it.

    Parameters
    ----------
    counting
        Whether counts are a stock, a flow or cumulative; blank: as the format says.
    group
        Group of people; blank: of all, or the scenario's only one.
    station
        Station of weather; blank: the scenario's only one.
    operation
        Operation of a file that has several.
    level
        Level of areas that become places.
    population
        Population of a file that counts several (refugees, internally displaced); blank: the
        usual one, or all of them, each as a series.
    least
        People from which on a town of a gazetteer becomes a place.
    within_km
        Distance within which a position is taken for a place.
    """

    counting: str = ""
    group: str = ""
    station: str = ""
    operation: str = ""
    level: str = "1"
    population: str = ""
    least: float = LEAST_TOWN
    within_km: float = WITHIN_KM


@dataclass(frozen=True, eq=False)
class Made:
    """Rows made of facts.

    Parameters
    ----------
    target
        Name of the table, as in :data:`TARGETS`.
    rows
        The rows.
    joined
        How they were joined; None where nothing had to be.
    notes
        What was left out or added up.
    """

    target: str
    rows: list[dict[str, Any]]
    joined: Joined | None = None
    notes: list[str] = field(default_factory=list)


def day_of(value: Any) -> Any:
    """Return a date, None where there is none."""
    return None if pd.isna(value) else pd.Timestamp(value).date()


def slug(name: str) -> str:
    """Return a short name as ids are written: ``El Geneina`` becomes ``el-geneina``."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", kept).strip("-") or "place"


def free_id(id: str, taken: set[str]) -> str:
    """Return an id that no place has yet."""
    found, n = id, 2
    while found in taken:
        found, n = f"{id}-{n}", n + 1
    return found
