"""Whether a data card is written: a new scenario begins with lines that ask for it."""

from __future__ import annotations

TO_WRITE = "To be written:"
"""What lines of a data card begin with that nobody has written yet."""


def unwritten(card: str) -> int:
    """Return the line of a data card that is still to be written, 0 where there is none."""
    lines = card.splitlines()
    return next((i for i, line in enumerate(lines, 1) if line.startswith(TO_WRITE)), 0)
