"""The first run on a machine compiles: in two processes, with a bar that moves."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from marchland.cli.progress import progress_bar
from marchland.language import say

if TYPE_CHECKING:
    from pathlib import Path

    from marchland.model.scenario import Scenario

_OFTEN = 0.25
"""Seconds from one look at what is done to the next."""


def compile_first() -> None:
    """Compile what runs need, if no compiled kernel is kept from an earlier run."""
    from marchland.kernels.day import advance
    from marchland.kernels.jit import compiled

    if not compiled(advance):
        print(say("compiling, once on this machine: takes about half a minute"), file=sys.stderr)
        from marchland.engine.compiling import compile_all

        with _helped(), _shown(), _uncollected():
            compile_all(_any())


def help_compile() -> None:
    """Compile from the end of a day on what another process compiles from its start."""
    from marchland.engine.compiling import compile_from_the_end

    with _uncollected():
        for _ in compile_from_the_end(_any()):
            pass


def _any() -> Scenario:
    """Return a scenario that is built in: kernels are the same for all."""
    from marchland.io.read import built_in, read

    return read(next(iter(built_in())))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave what is no longer needed where it is: a compiler makes much and drops little."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _helped() -> Iterator[None]:
    """Have another process compile, too, where there is a processor and room for its code."""
    import subprocess

    from marchland.kernels.jit import cache_folder

    if cache_folder() is None or (os.cpu_count() or 1) < 2:
        yield
        return
    with subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import help_compile; help_compile()"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as helper:
        try:
            yield
        finally:
            with suppress(OSError):
                helper.terminate()


@contextmanager
def _shown() -> Iterator[None]:
    """Show on a terminal how many kernels there are, of those that can be."""
    from marchland.kernels.jit import KEPT, cache_folder

    folder = cache_folder()
    if folder is None:
        yield
        return
    over = Event()
    with progress_bar(len(KEPT), say("kernel")) as show:

        def look(there: Path) -> None:
            while not over.wait(_OFTEN):
                show(sum(1 for _ in there.rglob("*.nbi")), len(KEPT))

        watcher = Thread(target=look, args=(folder,), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()
