"""Dates and periods as people write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np


def day_name(day: Any) -> str:
    """Write a date as ``12 November 2021``."""
    return f"{_date(day):%-d %B %Y}"


def short_day(day: Any) -> str:
    """Write a date as ``12 Nov 2021``."""
    return f"{_date(day):%-d %b %Y}"


def period(first: Any, last: Any) -> str:
    """Write a period without saying a month or year twice: ``3 to 6 August 2021``."""
    a, b = _date(first), _date(last)
    if a == b:
        return day_name(b)
    month = f"{a:%-d}" if (a.year, a.month) == (b.year, b.month) else f"{a:%-d %B}"
    return f"{month if a.year == b.year else day_name(a)} to {day_name(b)}"


def _date(day: Any) -> date:
    """Return the day of a date, a point in time, or a text that begins with YYYY-MM-DD."""
    if isinstance(day, datetime):  # numpy knows no time zones
        return day.date()
    found: date = np.datetime64(day, "D").astype(object)
    return found
