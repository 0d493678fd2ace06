"""What a column was read as: values or plain texts, what is wrong, and how it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True)
class Plain:
    """A column with its cells written plainly: ``1400.5``, ``2021-06-01``.

    Parameters
    ----------
    cells
        The cells; those that could not be read stand as they were.
    wrong
        Rows (counted from 0) by complaint, for cells that have more than one reading. A complaint
        goes behind the column's name.
    note
        How the column was read where that was not plain, to go behind the column's name; blank
        where nothing was done.
    """

    cells: tuple[str, ...]
    wrong: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Reading(Generic[V]):
    """The values of a column, None where blank or wrong; the rest as in :class:`Plain`."""

    values: tuple[V | None, ...]
    wrong: Mapping[str, tuple[int, ...]]
    note: str = ""


def replaced(
    cells: Sequence[str], plain: Mapping[str, str], complaints: Mapping[str, str], note: str
) -> Plain:
    """Return a column with each different text replaced, and rows by complaint about a text."""
    return Plain(tuple(plain.get(cell, cell) for cell in cells), rows_of(cells, complaints), note)


def rows_of(cells: Sequence[str], complaints: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    """Return rows by complaint, from complaints by text."""
    if not complaints:
        return {}
    rows: dict[str, list[int]] = {}
    for row, cell in enumerate(cells):
        if cell in complaints:
            rows.setdefault(complaints[cell], []).append(row)
    return {complaint: tuple(every) for complaint, every in rows.items()}


def first(texts: Iterable[str]) -> str:
    """Return the first of some texts, blank where there is none."""
    return next(iter(texts), "")
