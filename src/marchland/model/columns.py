"""Columns declared once: the reader, the checks, the dictionary and the test data follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, Literal, Self

import numpy as np
import numpy.typing as npt

from marchland.language import ENGLISH, say, say_n, speaking, spoken, written
from marchland.model.amounts import Amount
from marchland.model.shown import grid, line

Kind = Literal["id", "text", "choice", "number", "integer", "date", "flag", "amount", "names"]

Texts = tuple[str, ...]
NameLists = tuple[tuple[str, ...], ...]
Amounts = tuple[Amount, ...]
Numbers = npt.NDArray[np.float64]
Dates = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Column:
    """One column of a table, as the user writes it in a spreadsheet.

    Parameters
    ----------
    kind
        ``id`` a name without spaces around it; ``text`` free; ``choice`` one of ``choices``;
        ``number`` and ``integer`` within bounds; ``date`` YYYY-MM-DD; ``flag`` yes or no;
        ``amount`` a number, ``low-high``, a parameter's name, or ``number*name``;
        ``names`` a list with semicolons between.
    meaning
        What the column says, in a sentence in English: it goes into the data dictionary.
    required
        False where a cell may be blank (or the column left out).
    unique
        True where no value may stand twice.
    low, high
        Bounds of a number, an integer or an amount, both allowed unless ``above`` is set.
    above
        True where the number must be above ``low``, not equal to it.
    unit
        Unit as it is written, for instance ``km``.
    choices
        The values that a ``choice`` may take.
    explains
        Returns the heading of choices that belong together, with each choice and when to take it.
    says
        Returns the meaning in the language spoken, where it is put together of others.
    other_words
        Words that people use in place of choices, and what they may mean.
    refers
        What the value names: ``place``, ``route``, ``group``, ``where`` (place, route, border,
        country or tag), ``station``.
    default
        What a blank stands for, as it would be written.
    """

    kind: Kind
    meaning: str
    required: bool = False
    unique: bool = False
    low: float | None = None
    high: float | None = None
    above: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()
    explains: Callable[[], Mapping[str, Mapping[str, str]]] = dict
    says: Callable[[], str] | None = None
    other_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    refers: str = ""
    default: str = ""

    @property
    def said(self) -> str:
        """What the column says, in the language spoken."""
        return self.says() if self.says else say(self.meaning)

    @property
    def explained(self) -> Mapping[str, Mapping[str, str]]:
        """Choices under headings, with when to take each, in the language spoken."""
        return _explained(self.explains, spoken())


@cache
def _explained(
    explains: Callable[[], Mapping[str, Mapping[str, str]]], _language: str
) -> Mapping[str, Mapping[str, str]]:
    """Return what a function explains, put together once for each language."""
    return explains()


def column(kind: Kind, meaning: str | Callable[[], str], **options: Any) -> Any:
    """Declare a column as a field of a table; what it means may be put together when it is said."""
    if callable(meaning):
        with speaking(ENGLISH):
            options, meaning = {**options, "says": meaning}, meaning()
    return field(metadata={"column": Column(kind, meaning, **options)})


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """A table of the scenario: one field a column, all of the same length, checked once.

    Text is a tuple of ``str``, a list of names a tuple of tuples, an amount a tuple of
    :class:`Amount`, a number a float64 array (blank is NaN), a date a ``datetime64[D]`` array
    (blank is NaT), a flag a boolean array.
    """

    FILE: ClassVar[str] = ""
    REQUIRED: ClassVar[bool] = False

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Return the declared columns by name, in the order of the file."""
        return {f.name: f.metadata["column"] for f in fields(cls)}

    @classmethod
    def from_columns(cls, values: Mapping[str, Sequence[Any]]) -> Self:
        """Build the table from Python values by column; columns left out are blank.

        Raises
        ------
        ValueError
            If columns differ in length or are not declared.
        """
        declared = cls.columns()
        unknown = set(values) - set(declared)
        lengths = {len(v) for v in values.values()}
        if unknown or len(lengths) > 1:
            raise ValueError(f"{cls.FILE}: unknown columns {unknown} or lengths {lengths}")
        rows = lengths.pop() if lengths else 0
        return cls(
            **{
                name: _pack(one, values[name] if name in values else [None] * rows)
                for name, one in declared.items()
            }
        )

    @classmethod
    def empty(cls) -> Self:
        """Return the table without rows."""
        return cls.from_columns({name: [] for name in cls.columns()})

    def __len__(self) -> int:
        first = next(iter(fields(self)))
        return len(getattr(self, first.name))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dictionary of Python values by column."""
        names = list(self.columns())
        for i in range(len(self)):
            yield {name: getattr(self, name)[i] for name in names}

    def __repr__(self) -> str:
        told = {"": self._size(), say("of"): ", ".join(self._filled())}
        return line(f"{type(self).__name__}:", told)

    def _repr_html_(self) -> str:
        declared = self.columns()
        rows = (
            (name, written(number), declared[name].unit, declared[name].said)
            for name, number in self._filled().items()
        )
        title = f"{type(self).__name__} ({self.FILE}): {self._size()}"
        return grid(title, (say("column"), say("filled"), say("unit"), say("meaning")), rows)

    def _size(self) -> str:
        return say_n("{n:,} row", "{n:,} rows", len(self))

    def _filled(self) -> dict[str, int]:
        """Return in how many rows each column has a value; blank columns are left out."""
        filled = {name: _values(getattr(self, name)) for name in self.columns()}
        return {name: number for name, number in filled.items() if number}


def _pack(one: Column, values: Sequence[Any]) -> Any:
    """Turn Python values (None for blank) into the column's own type."""
    if one.kind in ("number", "integer"):
        blank = float(one.default) if one.default else np.nan
        return np.array([blank if v is None else float(v) for v in values], dtype=np.float64)
    if one.kind == "date":
        days = {
            v: np.datetime64("NaT" if v is None else v, "D").astype(np.int64) for v in set(values)
        }
        return np.array([days[v] for v in values], dtype=np.int64).view("datetime64[D]")
    if one.kind == "flag":
        default = one.default == "yes"
        return np.array([default if v is None else bool(v) for v in values], dtype=np.bool_)
    if one.kind == "names":
        return tuple(() if v is None else tuple(v) for v in values)
    if one.kind == "amount":
        return tuple(_amount(v) for v in values)
    return tuple(one.default if v is None else str(v) for v in values)


def _amount(value: Any) -> Amount:
    if value is None:
        return Amount()
    return value if isinstance(value, Amount) else Amount.of(value)


def _values(column: Any) -> int:
    """Return how many cells of a column are not blank."""
    if isinstance(column, np.ndarray):
        return int(np.count_nonzero(column == column))  # noqa: PLR0124 (neither NaN nor NaT)
    if column and isinstance(column[0], Amount):
        return sum(not amount.blank for amount in column)
    return sum(bool(cell) for cell in column)
