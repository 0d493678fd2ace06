"""Codes for countries of Flee's folders that no code is known of."""

from __future__ import annotations


def invented_code(number: int) -> str:
    """Return a code from XAA on, which ISO 3166 leaves to its users (for up to 676 countries)."""
    return "X" + chr(ord("A") + number // 26 % 26) + chr(ord("A") + number % 26)
