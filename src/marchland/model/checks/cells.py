"""Cells as their columns declare them; each different value is judged once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from marchland.errors import Problem
from marchland.language import say
from marchland.model.amounts import Amount
from marchland.model.cells import fault
from marchland.model.checks.case import Case


def check_cells(case: Case) -> Iterator[Problem]:
    """Cells are within the bounds and choices of their columns, and given where required."""
    for table in case.tables:
        for name, one in table.columns().items():
            blank = say("is blank, must be given") if one.required else ""

            def judge(value: Any, one: Any = one, blank: str = blank) -> str:
                return blank if value is None else fault(one, value)

            for complaint, rows in judged(getattr(table, name), judge):
                yield case.grouped(type(table), rows, f"{name} {complaint}")


def judged(values: Any, judge: Callable[[Any], str]) -> Iterator[tuple[str, list[int]]]:
    """Yield each complaint about the values of a column, with the rows that have cause for it.

    Parameters
    ----------
    values
        The column.
    judge
        Says what is wrong with a value (None for a blank), nothing where it is right.
    """
    if isinstance(values, np.ndarray):
        different, codes = np.unique(values, return_inverse=True)
        plain = [None if np.isnan(value) else value.item() for value in different]
    else:
        position: dict[Any, int] = {}
        keys = map(id, values) if values and isinstance(values[0], Amount) else values
        codes = np.array([position.setdefault(key, len(position)) for key in keys], dtype=np.intp)
        first = np.unique(codes, return_index=True)[1]
        plain = [None if _is_blank(values[row]) else values[row] for row in first.tolist()]
    wrong: dict[str, list[int]] = {}
    for code, value in enumerate(plain):
        if complaint := judge(value):
            wrong.setdefault(complaint, []).append(code)
    for complaint, every in wrong.items():
        yield complaint, np.flatnonzero(np.isin(codes, every)).tolist()


def _is_blank(value: Any) -> bool:
    return value.blank if isinstance(value, Amount) else value in ("", ())
