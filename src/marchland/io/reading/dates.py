"""Dates as people and programs write them, by the one order that fits a whole column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from marchland.io.reading.readings import Plain, Reading, first, replaced, rows_of
from marchland.model.cells import read_cell
from marchland.model.columns import Column

_DATE = Column("date", "")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_CENTURY, _PIVOT = 100, 69
_LONGEST = 40
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.I
)
_CLOCK = re.compile(
    r"(?:T|\s+|\s*,\s*|\s+-\s+|\s+at\s+)(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.I,
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_RUN_TOGETHER = re.compile(r"((?:1[6-9]|2[0-2])\d{2})(\d{2})(\d{2})", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})", re.I)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\.?[\s/-]*([a-z]{3,9})\.?,?[\s/-]*(\d{4}|\d{2})", re.I
)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})", re.ASCII)
_EITHER = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"\d{1,6}(?:\.\d+)?", re.ASCII)
_EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
_ORDERS = ("day/month/year", "month/day/year")


def plain_dates(cells: Sequence[str], serials: str = "") -> Plain:
    """Return a column of dates as ``YYYY-MM-DD``.

    Read are dates with the year first, with the month in words, run together (``20200101``), with
    dots (day first), each with or without a time of day, which is left out; and dates with slashes
    or dashes in the one order, day or month first, that makes dates of the whole column.

    Parameters
    ----------
    cells
        The cells, without spaces around them.
    serials
        ``1900`` or ``1904`` where bare numbers are day numbers of a workbook counted from there.
    """
    texts = [text for text in dict.fromkeys(cells) if text and len(text) <= _LONGEST]
    bare = {text: _CLOCK.sub("", _WEEKDAY.sub("", text, count=1)).strip() for text in texts}
    sure = {text: day for text, short in bare.items() if (day := _sure(short, serials))}
    either = {
        text: both for text, short in bare.items() if text not in sure and (both := _both(short))
    }
    order, complaints = _order(either)
    chosen = {
        text: day
        for text, days in either.items()
        if text not in complaints and (day := days[_ORDERS.index(order)] if order else days[0])
    }
    read = {text: day.isoformat() for text, day in (sure | chosen).items()}
    return replaced(cells, read, complaints, _note(read, chosen, bare, order))


def _sure(text: str, serials: str) -> date | None:
    """Return the date that a text is whatever stands beside it, None where it is none such."""
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if serials and _SERIAL.fullmatch(text):
        return _EPOCHS[serials] + timedelta(days=int(float(text)))
    if found := _RUN_TOGETHER.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _DOTTED.fullmatch(text):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    if found := _DAY_FIRST.fullmatch(text):
        return _day(_year(found[3]), _month(found[2]), int(found[1]))
    return None


def _both(text: str) -> tuple[date | None, date | None] | None:
    """Return a date read with the day first and with the month first."""
    found = _EITHER.fullmatch(text)
    if not found:
        return None
    one, two, year = int(found[1]), int(found[3]), _year(found[4])
    days = _day(year, two, one), _day(year, one, two)
    return days if any(days) else None


def _month(name: str) -> int:
    """Return a month by its English name or the beginning of it, 0 where it is none."""
    near = [i for i, month in enumerate(_MONTHS, start=1) if month.startswith(name.lower())]
    return near[0] if len(near) == 1 else 9 * (name.lower() == "sept")


def _year(text: str) -> int:
    """Return a year; of two digits, 69 to 99 are of the twentieth century, as POSIX has it."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (19 if year >= _PIVOT else 20) * _CENTURY


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _order(either: Mapping[str, tuple[date | None, date | None]]) -> tuple[str, dict[str, str]]:
    """Return the order of a column's dates, and complaints by text where there is not one."""
    day_first = [text for text, days in either.items() if days[1] is None]
    month_first = [text for text, days in either.items() if days[0] is None]
    if day_first and month_first:
        few, many = sorted((day_first, month_first), key=len)
        names = (_ORDERS[few is month_first], _ORDERS[many is month_first])
        return names[1], {
            text: f"'{text}' is a date as {names[0]} only, '{many[0]}' in the same column as "
            f"{names[1]} only; write YYYY-MM-DD"
            for text in few
        }
    if day_first or month_first:
        return _ORDERS[bool(month_first)], {}
    doubtful = {text: days for text, days in either.items() if days[0] != days[1]}
    return "", {
        text: f"'{text}' can be read as {days[0]} ({_ORDERS[0]}) or as {days[1]} ({_ORDERS[1]}), "
        "and nothing in the column says which; write YYYY-MM-DD"
        for text, days in doubtful.items()
    }


def _note(
    read: Mapping[str, str], chosen: Mapping[str, date], bare: Mapping[str, str], order: str
) -> str:
    """Return how the dates were read, blank where they stood plainly."""
    ordered = first(text for text in read if text in chosen)
    timed = first(text for text in read if bare[text] != text and "00:00" not in text)
    odd = first(text for text in read if text != read[text] and text not in chosen)
    told = []
    if ordered:
        told.append(f"as {order or 'dates'} ('{ordered}' as {read[ordered]})")
    if timed and timed != ordered:
        told.append(f"without the time of day ('{timed}' as {read[timed]})")
    elif odd and odd != ordered:
        told.append(f"as dates ('{odd}' as {read[odd]})")
    return f"is read {' and '.join(told)}" if told else ""


def read_dates(cells: Sequence[str], serials: str = "") -> Reading[date]:
    """Return the dates of a column, by the one order that fits all of its cells.

    Parameters
    ----------
    cells, serials
        As for :func:`plain_dates`.
    """
    column = plain_dates(cells, serials)
    doubted = {row for rows in column.wrong.values() for row in rows}
    values: list[date | None] = []
    complaints: dict[str, str] = {}
    for row, cell in enumerate(column.cells):
        try:
            values.append(None if row in doubted else read_cell(_DATE, cell))
        except ValueError as error:
            values.append(None)
            complaints[cell] = str(error)
    return Reading(
        tuple(values), rows_of(column.cells, complaints) | dict(column.wrong), column.note
    )
