"""What separates the cells of a CSV file: the mark that makes rows of equal length."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Sequence

_WORDS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma"}
_DECLARED = re.compile(r"\ufeff?sep=(.)\s*", re.IGNORECASE)
_TRIED_ROWS = 2000


def delimiter_of(text: str, known: Collection[str] = ()) -> tuple[str, str, int]:
    """Return the mark between cells, its name, and how many lines say nothing else (``sep=;``).

    Parameters
    ----------
    text
        Text of the file.
    known
        Names of columns that may stand in the header.
    """
    lines = text.split("\n", _TRIED_ROWS)[:_TRIED_ROWS]
    if lines and (found := _DECLARED.fullmatch(lines[0])) and found[1] in _WORDS:
        return found[1], _WORDS[found[1]], 1
    filled = [line for line in lines if line.strip(" \t,;|")]
    top = next((line for line in filled if not line.startswith("# ")), "")
    marks = [mark for mark in _WORDS if mark in re.sub(r'"[^"]*"', "", top)]
    if len(marks) > 1:
        marks = _likeliest(marks, top, filled, known)
    mark = marks[0] if marks else ","
    return mark, _WORDS[mark], 0


def _likeliest(
    marks: Sequence[str], top: str, filled: Sequence[str], known: Collection[str]
) -> list[str]:
    """Return the mark that cuts out most known names; else the one that cuts all rows alike."""
    names = {mark: len(_cells(top, mark) & set(known)) for mark in marks}
    best = max(names.values())
    if best:
        return [mark for mark in marks if names[mark] == best]
    regular = [mark for mark in marks if _regular(filled, mark)]
    return regular or sorted(marks, key=top.count, reverse=True)


def _cells(line: str, mark: str) -> set[str]:
    return {cell.strip(' "\ufeff#') for cell in line.split(mark)}


def _regular(filled: Sequence[str], mark: str) -> bool:
    """Whether every row is cut into the same number of cells, more than one."""
    try:
        rows = list(csv.reader(io.StringIO("\n".join(filled)), delimiter=mark))
    except csv.Error:
        return False
    widths = {len(row) for row in rows}
    return len(widths) == 1 and widths.pop() > 1
