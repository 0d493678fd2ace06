"""A tuple of arrays passed on by where it lies, as one word.

An array is 7 words and more, a member two dozen arrays. Passed on by value they would take a tenth
of a microsecond in each call, and most of the time of compiling (docs/decisions/0006).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, register_model

from marchland.kernels.jit import COMPILES

Value = TypeVar("Value")

_BUILD: Any = cgutils
_BORROWED: Any = impl_ret_borrowed
_LOWER: Any = lower_getattr_generic


class Reference(types.Type):
    """The type of a named tuple that lies in the memory of a kernel that is still running."""

    def __init__(self, of: Any) -> None:
        self.of = of
        super().__init__(name=f"Reference({of.name})")


@register_model(Reference)
class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, of: Reference) -> None:
        super().__init__(manager, of, manager.lookup(of.of).get_value_type().as_pointer())  # type: ignore[no-untyped-call]


@infer_getattr
class _Fields(AttributeTemplate):
    key = Reference

    def generic_resolve(self, reference: Reference, field: str) -> Any:  # type: ignore[override]
        """Return the type of a field."""
        fields = reference.of.fields
        return reference.of.types[fields.index(field)] if field in fields else None


@_LOWER(Reference)
def _read(context: Any, builder: Any, reference: Reference, at: Any, field: str) -> Any:
    i = reference.of.fields.index(field)
    value = builder.load(_BUILD.gep_inbounds(builder, at, 0, i))
    return _BORROWED(context, builder, reference.of.types[i], value)


@intrinsic
def _refer(_context: Any, value: Any) -> Any:
    def write(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        at = _BUILD.alloca_once(builder, given[0].type)
        builder.store(given[0], at)
        return at

    return Reference(value)(value), write


def _same(value: Value) -> Value:
    return value


_COMPILED: Any = _refer
refer: Callable[[Value], Value] = _COMPILED if COMPILES else _same
"""Return where a named tuple lies, for as long as the kernel that asks is running.

What is assigned to the same name in a later round of a loop takes the place of the former.
"""
