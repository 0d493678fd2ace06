"""Numbers as people write them: rounded to what can be meant, with their bands."""

from __future__ import annotations

from marchland.language import mark, say, written
from marchland.study.measures.bands import Band, rounded

BANDS = ("5 %", "25 %", mark("median"), "75 %", "95 %")
"""Heads of a table of bands."""


def percent(share: float, digits: int = 0) -> str:
    """Write a share in percent: ``36 %``; what is less than half a percent is never nothing."""
    if digits == 0 and 0 < share < 0.005:
        return say("less than 1 %")
    if digits == 0 and 0.995 < share < 1:
        return say("more than 99 %")
    return say("{number} %", number=written(100 * share, f".{digits}f"))


def signed(value: float) -> str:
    """Write a difference with its sign, rounded to two digits: ``−320,000``, ``+40``, ``0``."""
    whole = rounded(value)
    return f"{'−' if whole < 0 else '+' if whole > 0 else ''}{written(abs(whole))}"


def between(band: Band) -> str:
    """Write a 90 % band with its median: ``2,300 to 4,100 (median 3,100)``."""
    low, middle, high = _ends(band)
    if low == high:
        return say("{middle:,} in nearly all runs", middle=middle)
    return say("{low:,} to {high:,} (median {middle:,})", low=low, high=high, middle=middle)


def median_and_band(band: Band) -> tuple[str, str]:
    """Return a median, and its 90 % band in words."""
    low, middle, high = _ends(band)
    if low == high:
        return written(middle), say("nearly the same in all runs")
    return written(middle), say("90 % band {low:,} to {high:,}", low=low, high=high)


def in_band(band: Band, digits: int = 2) -> str:
    """Write a median and its 90 % band, with so many digits; below a hundred whole."""
    low, middle, high = _ends(band, digits)
    return say("{middle:,} (90 % band {low:,} to {high:,})", middle=middle, low=low, high=high)


def brief(band: Band) -> str:
    """Write a median and its 90 % band where a heading says so: ``3,100 (2,300 to 4,100)``."""
    low, middle, high = _ends(band)
    return say("{middle:,} ({low:,} to {high:,})", middle=middle, low=low, high=high)


def _ends(band: Band, digits: int = 2) -> tuple[int, int, int]:
    return rounded(band.low90, digits), rounded(band.median, digits), rounded(band.high90, digits)
