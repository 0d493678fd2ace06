"""Lanes: so many works at once, the rest in the order in which they came; long ones give way."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Condition, Lock
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

    @property
    def idle(self) -> bool:
        """Whether nothing is done, and nothing waits."""
        with self._lock:
            return not self._busy and not self._waiting

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


class Precedence:
    """Short works that somebody waits for, to which long ones give way."""

    def __init__(self) -> None:
        self._short, self._changed = 0, Condition()

    @contextmanager
    def first(self) -> Iterator[None]:
        """Do a short work: what is long waits for it."""
        with self._changed:
            self._short += 1
        try:
            yield
        finally:
            with self._changed:
                self._short -= 1
                self._changed.notify_all()

    def give_way(self, seconds: float) -> None:
        """Wait until no short work is being done, or some seconds have passed."""
        with self._changed:
            self._changed.wait_for(lambda: not self._short, seconds)


def give_back() -> None:
    """Give memory that is no longer used back to the system, where its C library keeps some."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
