"""Memory asked for before it is needed, so that a kernel need not wait for one word after another.

A member that was left a day ago lies in slow memory by now. What is asked for at once comes at
once; what is met on the way costs a wait each time (docs/decisions/0006).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from marchland.kernels.jit import COMPILES, law

_IR: Any = ir
_BUILD: Any = cgutils

LINE = 64
"""Bytes that come together."""

_TO_READ, _SECOND_LEVEL, _DATA = 0, 2, 1
"""What LLVM's prefetch is told: why, how near, and what."""


@intrinsic
def _address(_context: Any, values: Any) -> Any:
    def write(context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        return builder.ptrtoint(
            context.make_array(values)(context, builder, given[0]).data, _BUILD.intp_t
        )

    return types.intp(values), write


@intrinsic
def _ask(_context: Any, address: Any) -> Any:
    def write(context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        whole, byte = _IR.IntType(32), _BUILD.voidptr_t
        told = _IR.FunctionType(_IR.VoidType(), [byte, whole, whole, whole])
        ask = builder.module.declare_intrinsic("llvm.prefetch", [byte], told)
        how = [whole(one) for one in (_TO_READ, _SECOND_LEVEL, _DATA)]
        builder.call(ask, [builder.inttoptr(given[0], byte), *how])
        return context.get_dummy_value()

    return types.none(address), write


def _nothing(_: Any) -> int:
    return 0


_ASK: Any = _ask
_ADDRESS: Any = _address
ask_for: Callable[[int], Any] = _ASK if COMPILES else _nothing
"""Ask for what lies at an address, and near it; nothing waits for it."""
address: Callable[[Any], int] = _ADDRESS if COMPILES else _nothing
"""Return where an array lies in memory."""


@law
def fetch(begin: int, size: int) -> None:
    """Ask for so many bytes from an address on; nothing waits for them."""
    for at in range(begin, begin + size, LINE):
        ask_for(at)
