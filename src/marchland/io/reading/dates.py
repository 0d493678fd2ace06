"""Dates as people and programs write them, by the one order that fits a whole column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marchland.io.reading.months import month_of
from marchland.io.reading.readings import Plain, Reading, first, replaced, rows_of
from marchland.io.reading.signs import seen, western
from marchland.language import mark, say
from marchland.model.cells import read_cell
from marchland.model.columns import Column

_DATE = Column("date", "")
_CENTURY, _PIVOT = 100, 69
_LONGEST = 40
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.I
)
_CLOCK = re.compile(
    r"(?:T|\s+|\s*,\s*|\s+-\s+|\s+at\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::[0-5]\d(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.I | re.ASCII,
)
_SHORT_CLOCK = re.compile(
    r"(?<=\d{8})T(?P<hour>\d{2})(?P<minute>\d{2})(?:\d{2})?(?P<half>)(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.I | re.ASCII,
)
_DAY = 24 * 60
_QUARTER = 15
_UTC = frozenset({"z", "utc", "gmt", "+00:00", "+0000"})
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})", re.ASCII)
_RUN_TOGETHER = re.compile(r"((?:1[6-9]|2[0-2])\d{2})(\d{2})(\d{2})", re.ASCII)
_NAME = r"([^\W\d_]{2,}(?:\s[^\W\d_]{3,})?)"
_OF = r"(?:(?:de|del|of)\s+)?"
_YEAR_AND_NAME = re.compile(rf"(\d{{4}})[-/. ]\s?{_NAME}[-/. ]\s?(\d{{1,2}})")
_MONTH_FIRST = re.compile(rf"{_NAME}\.?[\s-]+(\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]+(\d{{4}})", re.I)
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|º|°)?\.?[\s/-]*{_OF}{_NAME}\.?,?[\s/-]*{_OF}(\d{{4}}|\d{{2}})"
    r"(?:\s*(?:r|г|р|року|года|م)\.?)?",
    re.I,
)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})", re.ASCII)
_EITHER = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)
_EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
_ORDERS = (mark("day/month/year"), mark("month/day/year"), mark("year-month-day"))


@dataclass(frozen=True)
class _Text:
    """A date as it is written, its weekday and time of day taken off.

    ``minutes`` are those of the day, None where no time stands there; ``utc`` is set where it is
    the world's time.
    """

    day: str
    minutes: int | None = None
    utc: bool = False

    @classmethod
    def of(cls, text: str) -> _Text:
        plain = _WEEKDAY.sub("", western(seen(text)), count=1).strip()
        found = _CLOCK.search(plain) or _SHORT_CLOCK.search(plain)
        if found is None:
            return cls(plain)
        hour, minute = int(found["hour"]), int(found["minute"])
        if found["half"]:
            hour = hour % 12 + 12 * (found["half"][0].lower() == "p") if 1 <= hour <= 12 else 24
        if hour > 23 or minute > 59:
            return cls(plain)  # 24:00 is the next day to some
        rest = plain[: found.start()] + plain[found.end() :]
        return cls(rest.strip(), 60 * hour + minute, (found["zone"] or "").lower() in _UTC)


def plain_dates(cells: Sequence[str], serials: str = "") -> Plain:
    """Return a column of dates as ``YYYY-MM-DD``.

    Read are dates with the year first, with the month in words, run together (``20200101``), with
    dots (day first), each with or without a time of day, which is left out; and dates with slashes
    or dashes in the one order, day or month first, that makes dates of the whole column. Times of
    UTC that are midnight somewhere else, all of them, are refused with both days.

    Parameters
    ----------
    cells
        The cells, without spaces around them.
    serials
        ``1900`` or ``1904`` where bare numbers are day numbers of a workbook counted from there.
    """
    texts = [text for text in dict.fromkeys(cells) if text and len(text) <= _LONGEST]
    parts = {text: _Text.of(text) for text in texts}
    sure = {text: day for text, part in parts.items() if (day := _sure(part.day, serials))}
    either = {
        text: both for text, part in parts.items() if text not in sure and (both := _both(part.day))
    }
    order, complaints = _order(either)
    chosen = {
        text: day
        for text, days in either.items()
        if text not in complaints
        and (day := days[_ORDERS.index(order)] if order else next(filter(None, days)))
    }
    days = sure | chosen
    if ahead := _midnight_elsewhere([parts[text] for text in days]):
        complaints |= {text: _two_days(text, day, ahead) for text, day in days.items()}
    read = {text: day.isoformat() for text, day in days.items() if text not in complaints}
    return replaced(cells, read, complaints, _note(read, chosen, parts, order))


def _midnight_elsewhere(parts: Sequence[_Text]) -> int:
    """Return how many minutes ahead of UTC all times of a column are midnight, 0 for none.

    Of times that differ by an hour, as summer time makes them, it is the earlier.
    """
    minutes = [part.minutes for part in parts if part.minutes is not None and part.utc]
    if len(minutes) < len(parts) or not minutes:
        return 0
    first, last = min(minutes), max(minutes)
    if first <= _DAY / 2 or last - first not in (0, 60) or any(m % _QUARTER for m in minutes):
        return 0
    return _DAY - first


def _two_days(text: str, day: date, ahead: int) -> str:
    try:
        after = (day + timedelta(days=1)).isoformat()
    except OverflowError:
        return say("'{text}' is out of all bounds", text=text)
    return say(
        "'{text}' can be read as {day} or, being midnight {hours:g} hours ahead of UTC, as "
        "{after}; write YYYY-MM-DD",
        text=text,
        day=day,
        hours=ahead / 60,
        after=after,
    )


def _sure(text: str, serials: str) -> date | None:
    """Return the date that a text is whatever stands beside it, None where it is none such."""
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_AND_NAME.fullmatch(text):
        return _day(int(found[1]), month_of(found[2]), int(found[3]))
    if serials and _SERIAL.fullmatch(text):
        return _EPOCHS[serials] + timedelta(days=int(float(text)))
    if found := _RUN_TOGETHER.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _DOTTED.fullmatch(text):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(int(found[3]), month_of(found[1]), int(found[2]))
    if found := _DAY_FIRST.fullmatch(text):
        return _day(_year(found[3]), month_of(found[2]), int(found[1]))
    return None


def _both(text: str) -> tuple[date | None, ...] | None:
    """Return a date read in each order; the year is first only where dashes and two digits are."""
    found = _EITHER.fullmatch(text)
    if not found:
        return None
    one, two, year = int(found[1]), int(found[3]), _year(found[4])
    days = [_day(year, two, one), _day(year, one, two)]
    short = len(found[1]) == len(found[3]) == len(found[4]) == 2 and found[2] == "-"
    days.append(_day(_year(found[1]), two, int(found[4])) if short else None)
    return tuple(days) if any(days) else None


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


def _order(either: Mapping[str, tuple[date | None, ...]]) -> tuple[str, dict[str, str]]:
    """Return the order of a column's dates, and complaints by text where there is not one."""
    fits = [i for i in range(len(_ORDERS)) if all(days[i] for days in either.values())]
    if not fits:
        return _mixed(either)
    if len(fits) == 1:
        return _ORDERS[fits[0]], {}
    complaints = {}
    for text, days in either.items():
        if len({days[i] for i in fits}) > 1:
            ways = say(" or as ").join(f"{days[i]} ({say(_ORDERS[i])})" for i in fits)
            complaints[text] = say(
                "'{text}' can be read as {ways}, and nothing in the column says which; "
                "write YYYY-MM-DD",
                text=text,
                ways=ways,
            )
    return "", complaints


def _mixed(either: Mapping[str, tuple[date | None, ...]]) -> tuple[str, dict[str, str]]:
    """Return the order of most dates, and complaints about those that it does not fit."""
    fitting = [[text for text, days in either.items() if days[i]] for i in range(len(_ORDERS))]
    most = max(range(len(_ORDERS)), key=lambda i: len(fitting[i]))
    odd = [text for text in either if text not in set(fitting[most])]
    usual = next(t for t in fitting[most] if not either[t][_first_of(either[odd[0]])])
    return _ORDERS[most], {
        text: say(
            "'{text}' is a date as {order} only, '{usual}' in the same column as "
            "{other_order} only; write YYYY-MM-DD",
            text=text,
            order=say(_ORDERS[_first_of(either[text])]),
            usual=usual,
            other_order=say(_ORDERS[most]),
        )
        for text in odd
    }


def _first_of(days: Sequence[date | None]) -> int:
    """Return the first order in which a text is a date."""
    return next(i for i, day in enumerate(days) if day)


def _note(
    read: Mapping[str, str], chosen: Mapping[str, date], parts: Mapping[str, _Text], order: str
) -> str:
    """Return how the dates were read, blank where they stood plainly."""
    ordered = first(text for text in read if text in chosen)
    timed = first(text for text in read if parts[text].minutes)
    odd = first(text for text in read if text != read[text] and text not in chosen)
    told = []
    if ordered:
        told.append(
            say(
                "as {order} ('{text}' as {date})",
                order=say(order or mark("dates")),
                text=ordered,
                date=read[ordered],
            )
        )
    if timed and timed != ordered:
        told.append(
            say("without the time of day ('{text}' as {date})", text=timed, date=read[timed])
        )
    elif odd and odd != ordered:
        told.append(say("as dates ('{text}' as {date})", text=odd, date=read[odd]))
    return say("is read {told}", told=say(" and ").join(told)) if told else ""


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
