"""Amounts: a number, a range, or a parameter, as a planner writes them in a cell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_NUMBER = re.compile(NUMBER, re.ASCII)
_RANGE = re.compile(rf"({NUMBER})\s*(?:–|—|-|\bto\b)\s*({NUMBER})", re.ASCII)
_SCALED = re.compile(rf"(?:({NUMBER})\s*\*\s*)?({NAME})", re.ASCII)


@dataclass(frozen=True, eq=False)
class Amount:
    """A quantity that may be uncertain: ``factor`` times a number, a range or a parameter.

    Amounts are equal if they say the same; blank ones are equal.

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
            If the text is neither a number, nor ``low to high``, nor ``name``, nor ``2.5*name``.
        """
        if not isinstance(value, str):
            return cls(float(value), float(value))
        text = value.strip()
        if _NUMBER.fullmatch(text):
            return cls(float(text), float(text))
        if found := _RANGE.fullmatch(text):
            return cls(float(found[1]), float(found[2]))
        if found := _SCALED.fullmatch(text):
            factor = float(found[1]) if found[1] else 1.0
            return cls(factor, factor, found[2])
        raise ValueError(f"'{text}' is not an amount")

    @property
    def blank(self) -> bool:
        """Whether nothing was written."""
        return math.isnan(self.low)

    @property
    def certain(self) -> bool:
        """Whether it is one number for every member."""
        return not self.parameter and self.low == self.high

    def __eq__(self, other: object) -> bool:
        return self._said() == other._said() if isinstance(other, Amount) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[float, float, str] | None:
        """Return what is compared: NaN would not equal itself."""
        return None if self.blank else (self.low, self.high, self.parameter)

    def __str__(self) -> str:
        if self.blank:
            return ""
        if self.parameter:
            return self.parameter if self.low == 1 else f"{plain(self.low)}*{self.parameter}"
        return plain(self.low) if self.certain else f"{plain(self.low)} to {plain(self.high)}"


def distinct(amounts: Iterable[Amount]) -> Iterable[Amount]:
    """Return the amounts without those that are one and the same object.

    A table that was read holds one object for each different text.
    """
    return {id(amount): amount for amount in amounts}.values()


def plain(number: float) -> str:
    """Write a number as briefly as it can be read back without loss: ``35``, ``0.1``."""
    return repr(float(number)).removesuffix(".0")
