"""Garbage: a command makes little that only a search for cycles would find."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SELDOM: Final = (50_000, 20, 100)
"""New objects before Python searches, and searches of the young before it searches among others."""


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Have Python search for garbage in cycles seldom, not each 700 objects.

    Searches take a twentieth of the time of a run with its report, most of it among what was
    imported; what is in no cycle, as arrays are, is given back at once as before.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
