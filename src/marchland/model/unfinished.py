"""Whether a data card is written: a new scenario begins with lines that ask for it."""

from __future__ import annotations

from functools import cache

from marchland.language import languages, mark, say, speaking

TO_WRITE = mark("To be written:")
"""What lines of a data card begin with that nobody has written yet; it is said."""


def unwritten(card: str) -> int:
    """Return the line of a data card that is still to be written, 0 where there is none."""
    lines = card.splitlines()
    return next((i for i, line in enumerate(lines, 1) if line.startswith(_begun())), 0)


@cache
def _begun() -> tuple[str, ...]:
    """Return how such lines begin in each language."""
    found = []
    for code in languages():
        with speaking(code):
            found.append(say(TO_WRITE))
    return tuple(found)
