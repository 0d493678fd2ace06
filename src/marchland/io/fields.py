"""The keys of a mapping in the manifest, read one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from marchland.errors import Problem
from marchland.io.reading import plain_dates, plain_numbers
from marchland.io.yamltext import Document, Value
from marchland.language import say
from marchland.model.cells import read_cell
from marchland.model.checks.case import MANIFEST
from marchland.model.columns import Column
from marchland.model.near import hint


class Fields:
    """The keys of one mapping, read one by one, with problems gathered on the way.

    Parameters
    ----------
    document
        The file they stand in.
    values
        The mapping.
    path
        Keys that lead to it, each with a dot behind.
    file
        What the file is called in a problem.
    """

    def __init__(
        self, document: Document, values: Value, path: str = "", file: str = MANIFEST
    ) -> None:
        self.document = document
        self.file = file
        self.path = path
        self.values: dict[str, Value] = values if isinstance(values, dict) else {}
        if values is not None and not isinstance(values, dict):
            self.wrong("", say("must be a list of 'key: value' lines"))

    def wrong(self, key: str, message: str, warning: bool = False) -> None:
        """Note a problem of a key."""
        full = f"{self.path}{key}".rstrip(".")
        line = self.document.lines.get(full)
        where = f"{self.file}:{line}" if line else self.file
        self.document.problems.append(Problem(where, f"{full} {message}", warning))

    def only(self, known: Mapping[str, object]) -> None:
        """Note keys that are not known."""
        for key in self.values:
            if key not in known:
                if key.isdigit():
                    told = say(
                        "is not known; is it what stood behind a decimal comma? Write a point"
                    )
                elif near := hint(key, known):
                    told = say("is not known{near}", near=near)
                else:
                    told = say("is not known; known are {known}", known=", ".join(known))
                self.wrong(key, told)

    def text(self, key: str, default: str = "") -> str:
        """Return a plain text."""
        value = self.values.get(key)
        if isinstance(value, list | dict):
            self.wrong(key, say("must be one value, not a list"))
            return default
        return default if value is None else value.strip()

    def number(self, key: str, default: float, whole: bool = False) -> float:
        """Return a number."""
        value = self._cell(key, Column("integer" if whole else "number", ""))
        return default if value is None else float(value)

    def whole(self, key: str, default: int) -> int:
        """Return a whole number."""
        number, text = self.number(key, default, whole=True), self.text(key)
        return int(text) if text.isascii() and text.isdigit() else int(number)

    def day(self, key: str) -> date | None:
        """Return a date, None where it is blank or wrong."""
        found = self._cell(key, Column("date", ""))
        return found if isinstance(found, date) else None

    def _cell(self, key: str, one: Column) -> Any:
        """Read a value as the cell of a column would be."""
        text = self.text(key)
        number = one.kind in ("number", "integer")
        mark = "" if one.kind == "integer" else _mark(text)
        plain = plain_numbers([text], decimal=mark) if number else plain_dates([text])
        try:
            for complaint in plain.wrong:
                raise ValueError(complaint)
            value = read_cell(one, plain.cells[0])
        except ValueError as error:
            self.wrong(key, str(error))
            return None
        if plain.note:
            self.wrong(key, plain.note, warning=True)
        return value

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of names."""
        value = self.values.get(key)
        if isinstance(value, list):
            return tuple((name or "").strip() for name in value)
        if value is not None:
            self.wrong(key, say("must be a list: [IRQ, SYR] for instance"))
        return ()


def _mark(text: str) -> str:
    """Return the decimal mark of a number in YAML, which has points; blank where it has none."""
    return "" if "," in text else "."
