"""Work beside other work: kernels need little of Python, so pages are made while they run."""

from __future__ import annotations

import os
import sys
import threading
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
_LESS: Final = 5
"""Steps of priority: of a processor that both want the other work has three quarters."""


def _gives_way(work: Callable[[Lives], T], lives: Lives) -> T:
    """Do work with less claim to the processors than this process has, and so what it begins.

    Elsewhere than on Linux that would hold for the whole process, and nothing is done.
    """
    if sys.platform == "linux":
        here = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, here, os.getpriority(os.PRIO_PROCESS, here) + _LESS)
    return work(lives)


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
                yield thread.submit(copy_context().run, _gives_way, work, lives)
            except BaseException:
                over.set()
                raise
    finally:
        sys.setswitchinterval(turn)
