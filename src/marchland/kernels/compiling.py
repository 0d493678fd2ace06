"""The kernels of a day with the types they are called with, to be compiled before a run asks.

A kernel is compiled with all that it calls, and its code is kept. So two processes that begin at
either end of a day compile a day in little more than half the time of one: each finds what the
other has done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numba import typeof, types

from marchland.kernels.back import cohorts_back, go_back
from marchland.kernels.border import cross, forest, resume
from marchland.kernels.exposure import expose
from marchland.kernels.fate import transfer
from marchland.kernels.jit import COMPILES
from marchland.kernels.layout import Atlas, Clock, Entry, Member, Tally, Ways
from marchland.kernels.leave import board, decide, displace, look, settle
from marchland.kernels.reference import Reference
from marchland.kernels.register import register
from marchland.kernels.travel import arrive, turn_back

_TYPES: Any = types
_TYPE_OF: Any = typeof


def compile_phases(
    atlas: Atlas, ways: Ways, member: Member, tally: Tally, entry: Entry, step: int = 1
) -> Iterator[str]:
    """Compile the kernels of a day in their order, and yield the name of each.

    Parameters
    ----------
    atlas, ways, member, tally, entry
        What :func:`marchland.kernels.day.advance` is called with; only types matter.
    step
        -1: the last first.
    """
    if COMPILES:
        for kernel, given in _phases(atlas, ways, member, tally, entry)[::step]:
            kernel.compile(given)
            yield kernel.__name__


def _phases(
    atlas: Atlas, ways: Ways, member: Member, tally: Tally, entry: Entry
) -> list[tuple[Any, tuple[Any, ...]]]:
    """Return the kernels that a day calls, in its order, with the types of their arguments."""
    a, w = Reference(_TYPE_OF(atlas)), Reference(_TYPE_OF(ways))
    key, whole, yes = _TYPES.uint64, _TYPES.int64, _TYPES.boolean
    clock = _TYPES.NamedUniTuple(whole, len(Clock._fields), Clock)
    one = Member._make(values[:1] if values is member.key else values[0] for values in member)
    m = Reference(_TYPE_OF(one))
    today = Tally._make(values[0, 0] for values in tally)
    t = Reference(_TYPE_OF(today))
    alone = entry._replace(mean=entry.mean[0])
    phases: list[tuple[Any, tuple[Any, ...]]] = [
        (turn_back, (a, w, m, t, clock)),
        (displace, (a, m, _TYPE_OF(today.entered), key, _TYPE_OF(alone))),
        (arrive, (a, w, m, t, whole)),
        (settle, (a, m, key)),
        (look, (a, m)),
        (decide, (a, w, m, key, clock, yes)),
        (board, (a, w, m, key, clock)),
        (cohorts_back, (a, w, m)),
        (forest, (a, w, m, t, key, clock)),
        (cross, (a, w, m, t, key)),
        (resume, (a, m, key)),
        (go_back, (a, w, m, key, clock)),
        (transfer, (a, m, t, key, clock)),
        (expose, (a, w, m, t, key, clock)),
        (register, (a, w, m, t)),
    ]
    return phases
