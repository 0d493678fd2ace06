"""Words put together."""

from __future__ import annotations

from collections.abc import Sequence


def capital(text: str) -> str:
    """Return a text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def joined(parts: Sequence[str]) -> str:
    """Join words as one says them: ``Poland, Lithuania and Latvia``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
