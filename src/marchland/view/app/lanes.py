"""Lanes: so many works at once, the rest in the order in which they came."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Any, Generic, TypeVar

Who = TypeVar("Who", bound=Hashable)


class Lane(Generic[Who]):
    """Works that are done in turn, each for somebody.

    Parameters
    ----------
    name
        Name of its threads.
    at_once
        How many works are done at the same time.
    """

    def __init__(self, name: str, at_once: int) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._at_once, self._busy = at_once, 0
        self._waiting: list[Who] = []
        self._lock = Lock()

    def put(self, who: Who, work: Callable[..., Any], *given: Any) -> None:
        """Do a work when its turn comes."""
        with self._lock:
            self._waiting.append(who)
        self._pool.submit(self._do, who, work, given)

    def before(self, who: Who, counts: Callable[[Who], bool] = lambda _: True) -> int:
        """Return how many works come before somebody's that waits; 0 where none of theirs does.

        Parameters
        ----------
        who
            Whose work.
        counts
            Which of those that wait still want theirs.
        """
        with self._lock:
            if who not in self._waiting or self._busy < self._at_once:
                return 0
            ahead = self._waiting[: self._waiting.index(who)]
            return self._busy + sum(map(counts, ahead))

    def __len__(self) -> int:
        with self._lock:
            return len(self._waiting)

    def _do(self, who: Who, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
        with self._lock:
            self._waiting.remove(who)
            self._busy += 1
        try:
            work(*given)
        finally:
            with self._lock:
                self._busy -= 1


def give_back() -> None:
    """Give memory that is no longer used back to the system, where its C library keeps some."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
