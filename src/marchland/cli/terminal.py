"""What stands between a verb and the terminal: interruption, closed pipes, letters that steer."""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TextIO

from marchland.errors import OutputError, RequestError
from marchland.language import say

INTERRUPTED: Final = 130
"""Exit code after Ctrl+C, as shells have it."""

PATIENCE: Final = 1.2
"""Seconds that a verb has after Ctrl+C to end by itself."""

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""What moves a cursor, changes colours, or turns the direction of what follows."""

_last_words = ["stopped"]
_stopping = threading.Event()


def plain(text: str) -> str:
    """Return a text without what would steer a terminal; a replacement sign stands for it."""
    return _STEERING.sub("\ufffd", text)


class Plain:
    """A stream that lets through plain text alone: titles and cells may hold anything."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write plain text; return how much was given."""
        with _told():
            self._stream.write(plain(text))
        return len(text)

    def flush(self) -> None:
        """Write what is kept back."""
        with _told():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def _told() -> Iterator[None]:
    """Tell of a disk that is full behind the output; nothing more is written there."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        from marchland.io.reasons import reason

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise OutputError(
            say("the output cannot be written ({reason})", reason=reason(error))
        ) from error


@contextmanager
def steady() -> Iterator[None]:
    """Have streams to print to, whatever they are: closed, in another alphabet, or a terminal."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller; no file may get its number
            how = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, how, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    before = sys.stdout
    sys.stdout = Plain(before)
    try:
        yield
    finally:
        sys.stdout = before


def check_readable(arguments: Sequence[str]) -> None:
    """Refuse names that are no text: they could stand in no result, table or page.

    Raises
    ------
    RequestError
        With what to do.
    """
    for one in arguments:
        try:
            one.encode()
        except UnicodeEncodeError:
            shown = one.encode("utf-8", "replace").decode()
            raise RequestError(
                say("the name '{shown}' is not UTF-8: rename it", shown=shown)
            ) from None


def on_interrupt(words: str) -> None:
    """Set what is said where a verb is interrupted and does not end by itself in time."""
    _last_words[0] = words


@contextmanager
def interruptible() -> Iterator[None]:
    """End this process soon after Ctrl+C, whatever it is at.

    Python hears of a signal between two of its own steps alone, and a compiler or a kernel may be
    long at one. So a thread hears of it too, and ends the process where it does not end itself.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _stopping.clear()
    handler, told = signal.signal(signal.SIGINT, _stop), sys.unraisablehook
    sys.unraisablehook = lambda lost: None if _stopping.is_set() else told(lost)
    hears, tells = socket.socketpair()
    tells.setblocking(False)
    ended = threading.Event()
    before = signal.set_wakeup_fd(tells.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(hears, ended), daemon=True).start()
    try:
        yield
    finally:
        ended.set()
        signal.set_wakeup_fd(before)
        tells.close()
        signal.signal(signal.SIGINT, handler)
        if not _stopping.is_set():  # else pieces of a compiler cut short are still thrown away
            sys.unraisablehook = told


def interrupted() -> bool:
    """Whether Ctrl+C came: what fails from then on may fail for that, as compilers do."""
    return _stopping.is_set()


def _stop(*_: object) -> None:
    _stopping.set()
    raise KeyboardInterrupt


def _watch(hears: socket.socket, ended: threading.Event) -> None:
    """Wait for Ctrl+C, and then for the verb to end."""
    with hears:
        while heard := hears.recv(16):
            if signal.SIGINT in heard and not ended.wait(PATIENCE):
                end_now()


def end_now() -> None:
    """End this process without waiting for any thread; what was being written is removed."""
    from marchland.io.staging import remove_all

    remove_all()
    os.write(2, f"{_last_words[0]}\n".encode())
    os._exit(INTERRUPTED)
