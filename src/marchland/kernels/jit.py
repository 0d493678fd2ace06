"""The door to numba: compilation, parallel loops and threads (references: ``reference.py``)."""

from __future__ import annotations

import os
import pickle
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from types import FunctionType
from typing import Any, TypeVar

import numba
from numba import prange, types
from numba.extending import overload

from marchland.kernels.linking import LINKED

__all__ = [
    "cache_folder",
    "compiled",
    "kernel",
    "law",
    "max_threads",
    "njit",
    "overload",
    "prange",
    "set_threads",
]

_SETTINGS: Any = numba.config
_TYPES: Any = types

COMPILES = not _SETTINGS.DISABLE_JIT
"""Whether kernels are compiled, and not run as plain Python."""

_BARE: dict[str, Any] = {"_nrt": False, "error_model": "numpy"}

Function = TypeVar("Function", bound=Callable[..., Any])


def _cache_folder() -> Path | None:
    """Return where compiled code is kept, None where no folder can be written to.

    It is another folder for every state of the kernels' source: numba looks only at the file that a
    function stands in, and would go on using code compiled from what that function called before.
    """
    digest = blake2b(digest_size=8)
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    for home in _homes():
        folder = home / digest.hexdigest()
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with TemporaryFile(dir=folder):
                return folder
    return None


def _homes() -> Iterator[Path]:
    """Yield where to keep compiled code: as told, for the user, or for the user until a restart."""
    home = _SETTINGS.CACHE_DIR or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    with suppress(RuntimeError):  # this user has no home
        yield Path(home).expanduser() / "marchland"
    if not hasattr(os, "getuid"):
        return
    with suppress(OSError):
        passing = Path(gettempdir()) / f"marchland-{os.getuid()}"
        passing.mkdir(mode=0o700, exist_ok=True)
        found = passing.lstat()
        foreign = found.st_uid != os.getuid() or found.st_mode & 0o022
        if stat.S_ISDIR(found.st_mode) and not foreign:  # who could write there could run code
            yield passing


_FOLDER = _cache_folder()


def cache_folder() -> Path | None:
    """Return where compiled code is kept, None where each process compiles."""
    return _FOLDER


def njit(**options: Any) -> Callable[[Function], Function]:
    """Return a decorator that compiles a kernel; with ``NUMBA_DISABLE_JIT=1`` it changes nothing.

    Parameters
    ----------
    options
        Those of :func:`numba.njit`: ``cache``, ``parallel``, ``nogil``.

    Notes
    -----
    Compiled code is kept under ``NUMBA_CACHE_DIR``, else in the user's cache folder; where that
    cannot be written to, in a folder of the user's own among the temporary ones; where that cannot
    be either, each process compiles.
    """
    options = options | {"cache": options.get("cache", False) and _FOLDER is not None}

    def decorate(function: Function) -> Function:
        usual = _SETTINGS.CACHE_DIR
        _SETTINGS.CACHE_DIR = str(_FOLDER or usual)
        try:
            made = _for_any_constant(numba.njit(**options)(function))
            KEPT.update([function.__qualname__] if options["cache"] else [])
            return _with_sound_cache(made) if options["cache"] else made  # type: ignore[no-any-return]
        finally:
            _SETTINGS.CACHE_DIR = usual

    return decorate


def _for_any_constant(kernel: Any) -> Any:
    """Have a kernel compiled once for its types, not anew for each constant that it is passed."""
    if not _SETTINGS.DISABLE_JIT:
        template, plain = kernel.get_call_template, _TYPES.unliteral
        kernel.get_call_template = lambda given, named: template(
            [plain(one) for one in given], {name: plain(one) for name, one in named.items()}
        )
    return kernel


KEPT: set[str] = set()
"""Kernels whose code is kept once they are compiled, as far as they were imported."""

DAMAGED: list[str] = []
"""Kernels whose kept code was damaged, and was compiled anew."""


def _with_sound_cache(kernel: Any) -> Any:
    """Have kept code checked when it is read, and compiled anew where it is damaged."""
    cache: Any = getattr(kernel, "_cache", None)
    file: Any = getattr(cache, "_cache_file", None)
    if not all(hasattr(file, name) for name in ("_data_path", "_open_for_write", "_dump")):
        return kernel  # nothing is kept, or numba keeps it otherwise
    load, save = cache.load_overload, cache.save_overload

    def save_overload(signature: Any, data: Any) -> None:
        with suppress(OSError):  # no room: this process has what it compiled
            save(signature, data)

    def save_data(name: str, data: Any) -> None:
        raw = file._dump(data)
        with file._open_for_write(file._data_path(name)) as there:
            there.write(blake2b(raw).digest() + raw)

    def load_data(name: str) -> Any:
        raw = Path(file._data_path(name)).read_bytes()
        size = blake2b().digest_size
        if blake2b(raw[size:]).digest() != raw[:size]:
            raise ValueError("damaged")
        return pickle.loads(raw[size:])

    def load_overload(signature: Any, context: Any) -> Any:
        try:
            return load(signature, context)
        except Exception:  # what a damaged file leads to, nobody can list
            DAMAGED.append(kernel.__name__)
            with suppress(OSError):
                cache.flush()
            return None

    file._save_data, file._load_data = save_data, load_data
    cache.load_overload, cache.save_overload = load_overload, save_overload
    return kernel


def kernel(function: Function) -> Function:
    """Compile a kernel that makes no arrays: it is passed all that it writes to.

    Nothing is counted then that refers to an array, which takes more time than most kernels do
    (decision 0006). Division by zero gives what IEEE 754 says. Where another kernel calls it, it is
    a law of that one.
    """
    made = njit(cache=True, nogil=True, **_BARE)(function)
    return made if _SETTINGS.DISABLE_JIT else _a_law_of_kernels(made, function)


def _a_law_of_kernels(made: Any, function: Any) -> Any:
    """Have kernels call a kernel as a law, which is compiled when the first of them asks."""

    @cache
    def as_law() -> Any:
        same = FunctionType(function.__code__, function.__globals__, function.__name__)
        same.__module__, same.__qualname__ = function.__module__, f"law_of_{function.__qualname__}"
        return law(same)

    made.get_call_template = lambda given, named: as_law().get_call_template(given, named)
    made.get_overload = lambda signature: as_law().get_overload(signature)
    return made


def law(function: Function) -> Function:
    """Compile a kernel that only kernels call, within those: without code to call it from Python.

    (Decision 0029.)
    """
    wrapped = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return njit(cache=True, **wrapped, **_BARE, **LINKED)(function)


def part(function: Function) -> Function:
    """Compile a kernel that one other calls as if it stood there, and not by itself as well."""
    return njit(inline="always", **_BARE)(function)


def compiled(function: Callable[..., Any]) -> bool:
    """Whether a kernel need not be compiled first: its code is kept, or nothing is compiled."""
    if _SETTINGS.DISABLE_JIT:
        return True
    if _FOLDER is None:
        return False
    name = f"{Path(function.__code__.co_filename).stem}.{function.__qualname__}"
    return any(_FOLDER.glob(f"*/{name}-*.nbi"))


def max_threads() -> int:
    """Return how many threads parallel loops may use at most."""
    return int(_SETTINGS.NUMBA_NUM_THREADS)


def set_threads(number: int) -> None:
    """Let parallel loops use so many threads, at least 1 and at most :func:`max_threads`."""
    numba.set_num_threads(min(max(1, number), max_threads()))
