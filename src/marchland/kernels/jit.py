"""The one door to numba: compilation, parallel loops and threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba
from numba import prange
from numba.extending import overload

__all__ = ["max_threads", "njit", "overload", "prange", "set_threads"]

Function = TypeVar("Function", bound=Callable[..., Any])


def njit(**options: Any) -> Callable[[Function], Function]:
    """Return a decorator that compiles a kernel; with ``NUMBA_DISABLE_JIT=1`` it changes nothing.

    Parameters
    ----------
    options
        Those of :func:`numba.njit`: ``cache``, ``parallel``, ``nogil``.
    """
    return numba.njit(**options)  # type: ignore[no-any-return]


def max_threads() -> int:
    """Return how many threads parallel loops may use at most."""
    return int(numba.config.NUMBA_NUM_THREADS)


def set_threads(number: int) -> None:
    """Let parallel loops use so many threads, at least 1 and at most :func:`max_threads`."""
    numba.set_num_threads(min(max(1, number), max_threads()))
