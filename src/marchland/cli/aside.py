"""Work beside other work: kernels need little of Python, so pages are made while they run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from threading import Event
from typing import Final, TypeVar

T = TypeVar("T")
Lives = Callable[[], None]

_TURN: Final = 0.0005
"""Seconds that a thread has Python to itself: the kernels' thread asks for it many times a day."""


@contextmanager
def aside(work: Callable[[Lives], T]) -> Iterator[Future[T]]:
    """Do work in a thread of its own while this one goes on; where this one fails it is given up.

    Parameters
    ----------
    work
        What is done. It is passed a function to call often, which ends it where nobody waits for it
        any more.
    """
    over = Event()

    def lives() -> None:
        if over.is_set():
            raise InterruptedError

    turn = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        with ThreadPoolExecutor(1) as thread:
            try:
                yield thread.submit(copy_context().run, work, lives)
            except BaseException:
                over.set()
                raise
    finally:
        sys.setswitchinterval(turn)
