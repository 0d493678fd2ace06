"""What can be done with one picture of a page."""

from __future__ import annotations

from marchland.language import mark, say

_TAKE = {"copy": mark("Copy"), "save": mark("Save image"), "print": mark("Print")}
_DONE = {"copy": mark("Copied")}


def take() -> list[tuple[str, str, str]]:
    """Return the ways to take a picture: a key, what its button says, and says when done."""
    return [(key, say(text), say(_DONE.get(key, ""))) for key, text in _TAKE.items()]
