"""Dates and periods as people write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np

from marchland.language import forms, say, say_in


def day_name(day: Any) -> str:
    """Write a date as ``12 November 2021``."""
    one = _date(day)
    return say("{day} {month} {year}", day=_day(one), month=_month(one), year=str(one.year))


def short_day(day: Any) -> str:
    """Write a date as ``12 Nov 2021``."""
    one = _date(day)
    return say("{day} {month} {year}", day=_day(one), month=_short(one), year=str(one.year))


def day_of_month(day: Any) -> str:
    """Write a date without its year: ``12 November``."""
    one = _date(day)
    return say("{day} {month}", day=_day(one), month=_month(one))


def short_day_of_month(day: Any) -> str:
    """Write a date without its year, in short: ``12 Nov``."""
    one = _date(day)
    return say("{day} {month}", day=_day(one), month=_short(one))


def month_name(day: Any) -> str:
    """Write a month as ``November 2021``."""
    one = _date(day)
    return say("{month} {year}", month=_month(one), year=str(one.year))


def period(first: Any, last: Any) -> str:
    """Write a period without saying a month or year twice: ``3 to 6 August 2021``."""
    return _period(_date(first), _date(last), day_name, day_of_month)


def short_period(first: Any, last: Any) -> str:
    """Write a period in short: ``1 Nov to 31 Dec 2021``."""
    return _period(_date(first), _date(last), short_day, short_day_of_month)


def _period(a: date, b: date, whole: Callable[[date], str], of_month: Callable[[date], str]) -> str:
    if a == b:
        return whole(b)
    month = _day(a) if (a.year, a.month) == (b.year, b.month) else of_month(a)
    start = month if a.year == b.year else whole(a)
    return say_in("dates", "{first} to {last}", first=start, last=whole(b))


def _day(day: date) -> str:
    return say_in("day of a month", "1") if day.day == 1 else str(day.day)


def _month(day: date) -> str:
    return forms().months[day.month - 1]


def _short(day: date) -> str:
    return forms().short_months[day.month - 1]


def _date(day: Any) -> date:
    """Return the day of a date, a point in time, or a text that begins with YYYY-MM-DD."""
    if isinstance(day, datetime):  # numpy knows no time zones
        return day.date()
    found: date = np.datetime64(day, "D").astype(object)
    return found
