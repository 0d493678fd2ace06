"""Numbers as people write them: rounded to what can be meant, with their bands."""

from __future__ import annotations

from typing import Any

import numpy as np

from marchland.study.measures.bands import rounded


def capital(text: str) -> str:
    """Return a text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def signed(value: float) -> str:
    """Write a difference with its sign, rounded to two digits: ``−320,000``, ``+40``, ``0``."""
    whole = rounded(value)
    return f"{'−' if whole < 0 else '+' if whole > 0 else ''}{abs(whole):,}"


def between(values: Any) -> str:
    """Write the 90 % band of an ensemble with its median: ``2,300 to 4,100 (median 3,100)``."""
    low, middle, high = (rounded(v) for v in np.quantile(np.asarray(values), [0.05, 0.5, 0.95]))
    if low == high:
        return f"{middle:,} in nearly all members"
    return f"{low:,} to {high:,} (median {middle:,})"


def median_and_band(values: Any) -> tuple[str, str]:
    """Return the median of an ensemble, and its 90 % band in words."""
    low, middle, high = (rounded(v) for v in np.quantile(np.asarray(values), [0.05, 0.5, 0.95]))
    band = "nearly the same in all runs" if low == high else f"90 % band {low:,} to {high:,}"
    return f"{middle:,}", band


def joined(parts: list[str]) -> str:
    """Join words as one says them: ``Poland, Lithuania and Latvia``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def in_band(values: Any, digits: int = 2) -> str:
    """Write an ensemble as its median and its 90 % band, rounded to what can be meant.

    Parameters
    ----------
    values
        One value a member.
    digits
        Significant digits kept; numbers below a hundred are kept whole.
    """
    low, middle, high = np.quantile(np.asarray(values), [0.05, 0.5, 0.95])
    return (
        f"{rounded(middle, digits):,} (90 % band {rounded(low, digits):,} to "
        f"{rounded(high, digits):,})"
    )
