"""Amounts: a number, a range, or a parameter, as a planner writes them in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_RANGE = re.compile(rf"^({_NUMBER})\s*(?:–|—|-|to)\s*({_NUMBER})$")
_SCALED = re.compile(rf"^(?:({_NUMBER})\s*\*\s*)?([A-Za-z_][A-Za-z0-9_]*)$")


@dataclass(frozen=True)
class Amount:
    """A quantity that may be uncertain: ``factor`` times a number, a range or a parameter.

    Parameters
    ----------
    low, high
        The number (both equal), or the range it is drawn from uniformly, once per member.
        Blank amounts have NaN in both.
    parameter
        Name of the parameter that the amount is a multiple of (``low`` is then the factor).
    """

    low: float = float("nan")
    high: float = float("nan")
    parameter: str = ""

    @classmethod
    def of(cls, value: float | str) -> Self:
        """Read an amount from a number or from what stands in a cell.

        Raises
        ------
        ValueError
            If the text is neither a number, nor ``low-high``, nor ``name``, nor ``2.5*name``.
        """
        if not isinstance(value, str):
            return cls(float(value), float(value))
        text = value.strip()
        if re.fullmatch(_NUMBER, text):
            return cls(float(text), float(text))
        if found := _RANGE.match(text):
            return cls(float(found[1]), float(found[2]))
        if found := _SCALED.match(text):
            factor = float(found[1]) if found[1] else 1.0
            return cls(factor, factor, found[2])
        raise ValueError(f"'{text}' is not an amount")

    @property
    def blank(self) -> bool:
        """Whether nothing was written."""
        return self.low != self.low

    @property
    def certain(self) -> bool:
        """Whether it is one number for every member."""
        return not self.parameter and self.low == self.high

    def __str__(self) -> str:
        if self.blank:
            return ""
        if self.parameter:
            return self.parameter if self.low == 1 else f"{self.low:.12g}*{self.parameter}"
        return f"{self.low:.12g}" if self.certain else f"{self.low:.12g}-{self.high:.12g}"
