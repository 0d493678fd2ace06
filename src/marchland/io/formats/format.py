"""What a format is: how it is recognised, what its columns mean, who publishes it, on what terms.

A table is recognised by its columns and HXL tags, never by the name of its file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import pandas as pd

Gives = Literal[
    "counts", "events", "places", "weather", "notes", "deaths", "displaced", "lengths", "shares"
]
Counting = Literal["stock", "flow", "cumulative", "ask"]

AGES: Final = frozenset(
    f"{sex}_{band}"
    for sex in ("female", "male")
    for band in ("0_4", "5_11", "12_17", "18_59", "60")
)
"""Roles of people of a sex and an age."""
NUMBERS: Final = AGES | frozenset(
    {"people", "deaths", "missing", "events", "lat", "lon", "year", "low", "high", "population"}
    | {"t_min_c", "t_mean_c", "t_max_c", "precip_mm", "wind_ms", "capacity", "score"}
    | {"idps", "asylum_seekers", "to_lat", "to_lon", "metres", "women", "men", "children"}
)
"""Roles that are numbers."""
DATES: Final = frozenset({"date", "date_to"})
"""Roles that are dates; every other role is text."""
COUNTED: Final = AGES | frozenset(
    {"people", "deaths", "missing", "events", "population", "capacity"}
    | {"idps", "asylum_seekers", "metres", "women", "men", "children"}
)
"""Numbers of persons or events: zero or more, and missing where they are withheld."""


@dataclass(frozen=True)
class Format:
    """One format of files.

    Parameters
    ----------
    id, title
        Short name, and what people call it.
    publisher, licence
        Who makes it, and on what terms; both go into the source of each row.
    ships
        Whether rows of it may be passed on with a scenario; False where they may only be read.
    gives
        What its rows are.
    columns
        Headers and HXL tags that may stand for each role, most likely first.
    required
        Roles without which it is not this format.
    marks
        Headers of which one must be there, where the required roles alone are not telling.
    counting
        Whether its counts are of people there on a date (stock), of people who came in a period
        (flow) or since the beginning (cumulative); ``ask`` where the file does not say.
    shape
        What makes its rows the common ones, where reading the roles is not enough.
    slashes
        ``day`` or ``month``, whichever comes first in its dates with slashes; blank where the
        column has to tell.
    constants
        Roles that stand in no column, with the value they have.
    usual
        Label of the population that is taken where a file has several and nobody asks for another.
    positions
        The column of each role, from 0, of a format without a header.
    tells
        Whether a row is of a format without a header.
    """

    id: str
    title: str
    publisher: str
    licence: str
    ships: bool
    gives: Gives
    columns: Mapping[str, Sequence[str]]
    required: Sequence[str]
    marks: Sequence[str] = ()
    counting: Counting = "stock"
    shape: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame
    slashes: Literal["", "day", "month"] = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    usual: str = ""
    positions: Mapping[str, int] = field(default_factory=dict)
    tells: Callable[[Sequence[str]], bool] = lambda cells: False

    def found(self, header: Sequence[str], tags: Sequence[str] = ()) -> dict[str, int]:
        """Return the column of each role, empty where the table is not of this format."""
        if self.positions:
            return {}
        by_name = {bare(name): i for i, name in reversed(list(enumerate(header)))}
        by_tag = {_tag(tag): i for i, tag in reversed(list(enumerate(tags))) if tag}
        if self.marks and not any(bare(mark) in by_name for mark in self.marks):
            return {}
        at: dict[str, int] = {}
        for role, names in self.columns.items():
            for name in names:
                place = by_tag.get(_tag(name)) if name[:1] == "#" else by_name.get(bare(name))
                if place is not None:
                    at[role] = place
                    break
        return at if all(role in at for role in self.required) else {}


def bare(name: str) -> str:
    """Return a header or a name without case, accents, spaces and signs."""
    text = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in text if c.isalnum())


def _tag(tag: str) -> str:
    """Return an HXL tag with its attributes in one order."""
    name, *attributes = re.split(r"[\s+]+", tag.strip().casefold())
    return "+".join([name, *sorted(one for one in attributes if one)])
