"""What only kernels call is machine code within those alone, and gives the same."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from numba import int64

from marchland.kernels import jit, linking
from marchland.kernels.jit import kernel, law, njit

pytestmark = pytest.mark.compiled
HERE = sys.modules[__name__]


@law
def twice(x: int) -> int:
    """Be called by a kernel alone."""
    return 2 * x


@kernel
def less_one(x: int) -> int:
    """Be called by a kernel and by Python."""
    return x - 1


@kernel
def both(x: int) -> int:
    """Call both."""
    return twice(less_one(x))


def machine_code_of(function: Any) -> list[bool]:
    return [one.library.codegen is one.codegen for one in function.overloads.values()]


def test_only_what_python_calls_is_machine_code_by_itself() -> None:
    assert both(4) == 6
    assert machine_code_of(both) == [True]
    alone: Any = twice
    alone.compile((int64,))
    assert machine_code_of(twice) == [False]
    assert machine_code_of(less_one) == []
    assert less_one(4) == 3
    assert machine_code_of(less_one) == [True]


def test_a_kept_law_is_linked_into_what_is_compiled_later(monkeypatch: pytest.MonkeyPatch) -> None:
    assert both(4) == 6
    function: Any = twice
    kept: Any = law(function.py_func)
    monkeypatch.setattr(HERE, "twice", kept)
    caller: Any = both
    assert njit()(caller.py_func)(5) == 8
    assert sum(kept.stats.cache_hits.values()) == 1
    assert machine_code_of(kept) == [False]


def test_another_numba_compiles_as_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "_USED", ("of_another_time",))
    assert linking._linked() == {}
    monkeypatch.setattr(jit, "LINKED", {})
    usual: Any = law(lambda x: 2 * x)
    monkeypatch.setattr(HERE, "twice", usual)
    caller: Any = both
    assert njit()(caller.py_func)(4) == 6
    assert machine_code_of(usual) == [True]
