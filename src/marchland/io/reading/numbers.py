"""Numbers as people write them: decimal commas, and marks or spaces between the thousands.

A column has one decimal mark. It is read with the mark that fits all of its cells; where both fit
and give other numbers (a column of ``1.400`` alone), it is refused with both readings shown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from marchland.io.reading.readings import Plain, Reading, replaced, rows_of
from marchland.io.reading.signs import seen, western
from marchland.language import mark, say
from marchland.model.amounts import plain
from marchland.model.cells import read_cell
from marchland.model.columns import Column

_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_APOSTROPHES = re.compile("[\u2019\u02bc\u00b4`]")
_MARKS = (".", ",")
_RARE = {
    ",": mark(
        "'{text}' is {number} with a decimal comma, but '{usual}' in the same column has a decimal "
        "point; write all with a point"
    ),
    ".": mark(
        "'{text}' is {number} with a decimal point, but '{usual}' in the same column has a decimal "
        "comma; write all with a point"
    ),
}
"""What is said of the cells with the rarer decimal mark of a column that has both."""
_NUMBER = Column("number", "")
_TOKEN = re.compile(
    r"(?<![\w.,'])[+-]?\d(?:[\d.,٫٬，．]|[ '\u00a0\u2000-\u200a\u202f\u2019](?=\d))*"
    r"(?:[eE][+-]?\d+)?(?:\s?[%٪])?"
)
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_PLAIN = re.compile(
    r"(?:(?![+-]?[1-9]\d{0,2}\.\d{3}\n)[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\n)*", re.ASCII
)
"""Lines that are numbers with a decimal point, of one reading each."""


def _pattern(decimal: str) -> re.Pattern[str]:
    """Return the shape of a number with a decimal mark, and thousands marked by anything else."""
    other = re.escape("," if decimal == "." else ".")
    grouped = rf"[1-9]\d{{0,2}}(?P<mark>[{other} '])\d{{3}}(?:(?P=mark)\d{{3}})*"
    point = re.escape(decimal)
    return re.compile(
        rf"[+-]?(?:(?:{grouped}|\d+)(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d+)?", re.ASCII
    )


_SHAPES = {mark: _pattern(mark) for mark in _MARKS}


@dataclass(frozen=True)
class _Ways:
    """The different texts of a column with the number that each decimal mark makes of them."""

    point: dict[str, str]
    comma: dict[str, str]

    def by(self, mark: str) -> dict[str, str]:
        return self.point if mark == "." else self.comma

    def only(self, mark: str) -> list[str]:
        """Texts that are numbers with this mark alone."""
        other = self.by("," if mark == "." else ".")
        return [text for text in self.by(mark) if text not in other]

    @property
    def doubtful(self) -> list[str]:
        """Texts that are two different numbers."""
        both = self.point.keys() & self.comma.keys()
        return [t for t in self.point if t in both and float(self.point[t]) != float(self.comma[t])]


def plain_numbers(
    cells: Sequence[str], low: float | None = None, high: float | None = None, decimal: str = ""
) -> Plain:
    """Return a column of numbers with a decimal point and nothing between the thousands.

    Parameters
    ----------
    cells
        The cells, without spaces around them.
    low, high
        Bounds of the column: a reading that leaves them does not fit.
    decimal
        The decimal mark, ``.`` or ``,``, where it is known (files that a program wrote).
    """
    if _are_plain(cells):
        return Plain(tuple(cells))
    texts = [text for text in dict.fromkeys(cells) if text]
    ways = _Ways(*(_read(texts, mark, low, high) for mark in _MARKS))
    complaints: dict[str, str] = {}
    if not decimal:
        decimal, complaints = _decided(ways)
    read = {text: number for text, number in ways.by(decimal).items() if text not in complaints}
    return replaced(cells, read, complaints, _note(read, decimal))


def _are_plain(cells: Sequence[str]) -> bool:
    """Return whether all cells are blank or numbers that have one reading, and need no other."""
    filled = [f"{text}\n" for text in cells if text]
    lines = "".join(filled)
    return lines.count("\n") == len(filled) and _PLAIN.fullmatch(lines) is not None


def _read(texts: Sequence[str], mark: str, low: float | None, high: float | None) -> dict[str, str]:
    """Return the numbers that texts are with a decimal mark; out of bounds only where both are."""
    shares = (low, high) == (0, 1)
    read = {}
    for text in texts:
        bare = _bare(text, mark)
        percent = shares and bare.endswith("%")
        bare = bare.removesuffix("%").rstrip() if percent else bare
        if _SHAPES[mark].fullmatch(bare):
            number = re.sub(r"[ ']", "", bare).replace("," if mark == "." else ".", "")
            number = number.replace(",", ".")
            number = plain(float(number) / 100) if percent else number
            if not _TWO_WAYS.fullmatch(bare) or _within(float(number), low, high):
                read[text] = number
    return read


def _bare(text: str, mark: str) -> str:
    """Return a text with plain digits, spaces and signs; the Arabic decimal mark is known as one.

    An apostrophe before a number is a spreadsheet's, which takes it for text.
    """
    if text.isascii() and not text.startswith("'"):
        return text
    bare = seen(_APOSTROPHES.sub("'", _SPACES.sub(" ", text)))
    bare = bare.replace("\u066b", mark).replace("\u066c", "'").replace("\u066a", "%")
    return western(bare).removeprefix("'")


def _within(number: float, low: float | None, high: float | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)


def _decided(ways: _Ways) -> tuple[str, dict[str, str]]:
    """Return the decimal mark of a column, and complaints by text where there is not one."""
    with_point, with_comma = ways.only("."), ways.only(",")
    if with_point and with_comma:
        return _mixed(ways, with_point, with_comma)
    if with_comma:
        return ",", {}
    if with_point or not ways.doubtful:
        return ".", {}
    return ".", {
        text: say(
            "'{text}' can be read as {one} or as {other}, and nothing in the column "
            "says which; write {point} or {comma}",
            text=text,
            one=_shown(ways.point[text]),
            other=_shown(ways.comma[text]),
            point=number_text(float(ways.point[text])),
            comma=number_text(float(ways.comma[text])),
        )
        for text in ways.doubtful
    }


def _mixed(ways: _Ways, with_point: list[str], with_comma: list[str]) -> tuple[str, dict[str, str]]:
    """Complain of the rarer mark, and of what is doubtful beside both."""
    rare, common = (",", ".") if len(with_comma) <= len(with_point) else (".", ",")
    odd, usual = (with_comma, with_point) if rare == "," else (with_point, with_comma)
    told = _RARE[rare]
    complaints = {
        text: say(told, text=text, number=_shown(ways.by(rare)[text]), usual=usual[0])
        for text in odd
    }
    for text in ways.doubtful:
        complaints[text] = say(
            "'{text}' can be read as {one} or as {other}: the column has both "
            "decimal marks; write all with a point",
            text=text,
            one=_shown(ways.point[text]),
            other=_shown(ways.comma[text]),
        )
    return common, complaints


def _shown(number: str) -> str:
    return plain(float(number))


def _note(read: dict[str, str], decimal: str) -> str:
    """Return how the numbers were read, blank where they stood plainly."""
    ways: dict[str, str] = {}
    for text, number in read.items():
        if text != number:
            ways.setdefault(
                _way(text, decimal), say("('{text}' as {number})", text=text, number=_shown(number))
            )
    return say(
        "is read {items}", items=say(" and ").join(f"{way} {shown}" for way, shown in ways.items())
    ) * bool(ways)


def _way(text: str, decimal: str) -> str:
    if text.endswith(("%", "\u066a", "\uff05")):
        return say("as hundredths")
    if decimal == "," and "," in text:
        return say("with a decimal comma")
    if any(c.isdecimal() for c in text if not c.isascii()):
        return say("in plain digits")
    return (
        say("with thousands marked") if re.search(r"\d\D\d{3}", text) else say("with plain signs")
    )


def plain_amounts(
    cells: Sequence[str], low: float | None = None, high: float | None = None
) -> Plain:
    """Return a column of amounts (``1 200 to 1 500``, ``0,5*name``) with plain numbers in them.

    Parameters
    ----------
    cells, low, high
        As for :func:`plain_numbers`.
    """
    tokens = {text: _TOKEN.findall(text) for text in dict.fromkeys(cells)}
    every = [token for found in tokens.values() for token in found]
    numbers = plain_numbers(every, low, high)
    as_read = dict(zip(every, numbers.cells, strict=True))
    blamed = {every[row]: words for words, rows in numbers.wrong.items() for row in rows}
    complaints = {
        text: blamed[token] for text, found in tokens.items() for token in found if token in blamed
    }
    read = {
        text: _TOKEN.sub(lambda found: as_read[found[0]], text)
        for text in tokens
        if text not in complaints
    }
    return replaced(cells, read, complaints, numbers.note)


def read_numbers(
    cells: Sequence[str], low: float | None = None, high: float | None = None, decimal: str = ""
) -> Reading[float]:
    """Return the numbers of a column, by the one reading that fits all of its cells.

    Parameters
    ----------
    cells, low, high, decimal
        As for :func:`plain_numbers`; numbers out of bounds are read, and left to the caller.
    """
    column = plain_numbers(cells, low, high, decimal)
    doubted = {row for rows in column.wrong.values() for row in rows}
    values: list[float | None] = []
    complaints: dict[str, str] = {}
    plain = _are_plain(cells)
    for row, cell in enumerate(column.cells):
        if plain and cell and 0.0 < abs(number := float(cell)) < math.inf:
            values.append(number)
            continue
        try:
            values.append(None if row in doubted else read_cell(_NUMBER, cell))
        except ValueError as error:
            values.append(None)
            complaints[cell] = str(error)
    return Reading(
        tuple(values), rows_of(column.cells, complaints) | dict(column.wrong), column.note
    )


def undoubted(text: str) -> str:
    """Return a plain text with a zero after each number of two readings: ``12.3450 to 14``."""
    return _TOKEN.sub(
        lambda found: f"{found[0]}0" if _TWO_WAYS.fullmatch(found[0]) else found[0], text
    )


def as_typed(text: str) -> str:
    """Return a workbook's number as it was typed where it is a name: 1.001, not 1.0010."""
    return text[:-1] if text.endswith("0") and _TWO_WAYS.fullmatch(text[:-1]) else text


def number_text(number: float) -> str:
    """Write a number so that it has one reading: ``12.345`` becomes ``12.3450``."""
    return undoubted(plain(number))
