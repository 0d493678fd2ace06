"""Which format a table is of: by its header and tags, or by its rows where it has no header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from marchland.errors import Problem
from marchland.io.formats.format import Format
from marchland.io.formats.raw import Raw, first_rows
from marchland.io.reading.sheets import is_tagged
from marchland.io.reading.signs import seen
from marchland.language import say

HEADER_WITHIN: Final = 40
"""Rows within which a header is looked for: titles and notes may stand above it."""
_ROWS: Final = 3
"""First rows by which a table without a header is told."""
_FIGURES: Final = 2
"""Figures and dates in a first row from which on it is no header."""


@dataclass(frozen=True)
class Found:
    """A format that fits a table: on which row its header is, and the column of each role."""

    format: Format
    at: Mapping[str, int]
    top: int
    header: Sequence[str]


def unknown(path: Path, tables: Sequence[Raw], formats: Sequence[Format]) -> Problem:
    """Say of a file without a table of a known format what can be done."""
    known = ", ".join(dict.fromkeys(say(one.title) for one in formats))
    first = first_rows(tables[0], 1)[0][1]
    if sum(_is_figure(cell) for cell in first) >= _FIGURES:
        shown = ", ".join(
            say("{i} is '{cell}'", i=i, cell=cell)
            for i, cell in enumerate(first[:12], start=1)
            if cell
        )
        return Problem(
            path.name,
            say(
                "has no header; say with --map columns.yaml which column is what: 'header: "
                "no', and columns by their number, of which {shown}. Look whether "
                "longitude stands before latitude",
                shown=shown,
            ),
        )
    return Problem(
        path.name,
        say(
            "has no table of a known format ({known}); add a row of HXL tags under its "
            "header, or say what its columns are with --map columns.yaml",
            known=known,
        ),
    )


def _is_figure(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+([.,/-]\d+)*", cell, re.ASCII))


def recognised(raw: Raw, formats: Sequence[Format]) -> Found | None:
    """Return the format that fits a table best: by most roles, the earlier of two alike."""
    rows, best = first_rows(raw, HEADER_WITHIN), None
    rows = [(line, [seen(cell).strip() for cell in cells]) for line, cells in rows]
    for i, (_, header) in enumerate(rows):
        tags = next((cells for _, cells in rows[i + 1 : i + 2] if is_tagged(cells)), ())
        for one in formats:
            at = one.found(header, tags)
            if at and (best is None or len(at) > len(best.at)):
                best = Found(one, at, i, header)
    return best or _headless([cells for _, cells in rows], formats)


def _headless(rows: Sequence[Sequence[str]], formats: Sequence[Format]) -> Found | None:
    """Return the format without a header that every one of the first rows is of."""
    blank = [""] * (len(rows[0]) if rows else 0)
    for one in formats:
        if one.positions and rows and all(map(one.tells, rows[:_ROWS])):
            return Found(one, one.positions, -1, blank)
    return None
