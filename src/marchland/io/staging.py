"""Folders that change in one step: written beside, exchanged, and cleared up after killed runs.

Who writes to a name holds a lock beside it, ``.NAME.lock``. What lies beside it from a run that was
killed is cleared by the next run that holds the lock, or put back where nothing stands there.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from marchland.errors import OutputError
from marchland.io.reasons import reason
from marchland.language import say

try:
    import fcntl
except ImportError:  # a system without these locks: two runs on one name are not told apart
    fcntl = None  # type: ignore[assignment]

_BESIDE: Final = ".marchland"
_NEW, _OLD = "new", "old"
_CANNOT: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
_HERE = -100  # AT_FDCWD of Linux: a path is seen from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS

_held: dict[Path, int] = {}
_lying: set[Path] = set()


@contextmanager
def reserved(target: Path) -> Iterator[Path]:
    """Let nobody else write to a name meanwhile; clear what killed runs left beside it.

    Parameters
    ----------
    target
        The folder's name. Missing folders above it are made, and gone again if they stay empty.

    Raises
    ------
    OutputError
        Where another process writes there.
    """
    target = target.resolve()
    if target in _held:
        yield target
        return
    missing = [above for above in target.parents if not above.exists()]
    try:
        with _lock(target):
            yield target
    finally:
        for above in missing:
            with suppress(OSError):
                above.rmdir()


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give an empty folder beside a reserved name, which takes its place if all goes well."""
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_BESIDE, dir=target.parent))
    _lying.add(beside)
    try:
        fresh = beside / _NEW
        fresh.mkdir()
        yield fresh
        _put(fresh, target, beside / _OLD)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        _lying.discard(beside)


def recover(target: Path) -> None:
    """Put back what a killed run had moved aside, where nobody writes and nothing stands."""
    target = target.resolve()
    if not target.exists() and any(_beside(target)):
        with suppress(OutputError, OSError), reserved(target):
            pass


def remove_all() -> None:
    """Remove what this process has lying beside results: it is about to end at once."""
    for one in [*_lying]:
        shutil.rmtree(one, ignore_errors=True)
    for target in [*_held]:
        _lock_file(target).unlink(missing_ok=True)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return whether this system and its disk can."""
    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(one), os.fsencode(other)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(_HERE, a, _HERE, b, _EXCHANGE)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(a, b, _EXCHANGE)
    else:
        return False
    if failed and (number := ctypes.get_errno()) not in _CANNOT:
        raise OSError(number, os.strerror(number))
    return not failed


def _put(fresh: Path, target: Path, retired: Path) -> None:
    """Put one folder in the place of another; where that fails, the other stands as before."""
    if not target.exists():
        fresh.rename(target)
        return
    if exchange(fresh, target):
        return
    target.rename(retired)
    try:
        fresh.rename(target)
    except BaseException:
        retired.rename(target)
        raise


def _clear(target: Path) -> None:
    """Clear what killed runs left; the lock is held, so nobody holds any of it."""
    for beside in _beside(target):
        if (beside / _OLD).is_dir() and not target.exists():
            (beside / _OLD).rename(target)
        shutil.rmtree(beside, ignore_errors=True)


def _beside(target: Path) -> list[Path]:
    """Return what lies beside a name from being written."""
    begin = f".{target.name}."
    with suppress(OSError):
        return sorted(
            one
            for one in target.parent.iterdir()
            if one.name.startswith(begin)
            and one.name.endswith(_BESIDE)
            and "." not in one.name[len(begin) : -len(_BESIDE)]
        )
    return []


def _lock_file(target: Path) -> Path:
    return target.with_name(f".{target.name}.lock")


@contextmanager
def _lock(target: Path) -> Iterator[None]:
    """Hold the lock of a name; its file is gone afterwards."""
    file = _lock_file(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        number = _locked(file, target)
    except OSError as error:
        raise OutputError(
            say("cannot write to {folder}: {reason}", folder=target, reason=reason(error))
        ) from error
    _held[target] = number
    try:
        _clear(target)
        yield
    finally:
        del _held[target]
        file.unlink(missing_ok=True)
        os.close(number)


def _locked(file: Path, target: Path) -> int:
    """Return the open file of a lock that is held from now on."""
    while True:
        number = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                os.close(number)
                raise OutputError(
                    say(
                        "another run is writing to {target}: wait until it is done, or name "
                        "another folder",
                        target=target,
                    )
                ) from None
            return number  # a disk without locks
        with suppress(FileNotFoundError):
            if file.stat().st_ino == os.fstat(number).st_ino:
                return number
        os.close(number)  # who held it before has removed it meanwhile
