"""A kernel that only kernels call is optimised and made machine code within those, once for all.

numba does both for each function with all that it calls, and then again in whatever calls that:
two fifths of the time of a first run (docs/decisions/0029).
"""

from __future__ import annotations

from typing import Any

from llvmlite import binding
from numba.core import codegen, compiler

_WHOLE: Any = getattr(codegen, "JITCodeLibrary", object)
_COMPILER: Any = compiler.CompilerBase
_PASSES: Any = compiler.DefaultPassBuilder
_PARSE: Any = binding.parse_bitcode
_KIND = "to be linked"
_USED = (
    "_finalize_dynamic_globals",
    "_finalize_final_module",
    "_get_module_for_linking",
    "_optimize_final_module",
    "_verify_declare_only_symbols",
    "get_pointer_to_function",
    "serialize_using_object_code",
)
"""What is asked of numba that its manual does not list."""


class _Library(_WHOLE):  # type: ignore[misc]
    """LLVM's code of a function and of all that it calls, to be linked into that of another."""

    @property
    def codegen(self) -> Any:
        """Return what makes code, but for the addresses of what is no machine code."""
        return _Unaddressed(self._codegen)

    def get_pointer_to_function(self, _name: str) -> int:
        """Return that there is nothing to call."""
        self._ensure_finalized()
        return 0

    def serialize_using_object_code(self) -> tuple[str, str, bytes]:
        """Return what is kept: LLVM's code."""
        self._ensure_finalized()
        return self.name, _KIND, self._get_module_for_linking().as_bitcode()

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    @classmethod
    def kept(cls, maker: Any, name: str, code: bytes) -> _Library:
        """Return the library that was kept so."""
        library = cls(maker, name)
        library._final_module = library._shared_module = _PARSE(code)
        library._finalized = True
        return library


class _Unaddressed:
    """What makes code, for functions that nobody outside of other code refers to."""

    def __init__(self, maker: Any) -> None:
        self._maker = maker

    def __getattr__(self, name: str) -> Any:
        return getattr(self._maker, name)

    def set_env(self, name: str, environment: Any) -> None:
        """Leave out what Python would need to call it."""


class _Compiler(_COMPILER):  # type: ignore[misc]
    """numba's own steps, to such a library."""

    def define_pipelines(self) -> list[Any]:
        """Return the steps of numba's compiler."""
        state = self.state
        state.library = _Library(state.targetctx.codegen(), state.func_id.func_qualname)
        return [_PASSES.define_nopython_pipeline(state)]


def _linked() -> dict[str, Any]:
    """Return the options of numba that have a function linked, none where it is another inside."""
    maker: Any = getattr(codegen, "JITCPUCodegen", None)
    if maker is None or not all(hasattr(_WHOLE, name) for name in _USED):
        return {}
    load = maker.unserialize_library

    def unserialize(self: Any, kept: tuple[str, str, Any]) -> Any:
        name, kind, code = kept
        return _Library.kept(self, name, code) if kind == _KIND else load(self, kept)

    maker.unserialize_library = unserialize
    return {"pipeline_class": _Compiler}


LINKED = _linked()
"""Options of :func:`numba.njit` for what only kernels call."""
