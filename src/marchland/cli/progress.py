"""Signs of life: a progress bar, and a word before the first run compiles."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def tell_of_compiling() -> None:
    """Say that this run compiles, if no compiled kernel is where numba keeps them."""
    if _must_compile():
        print("compiling, the first run takes about half a minute", file=sys.stderr)


def _must_compile() -> bool:
    import marchland

    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        return False
    beside = Path(marchland.__file__).parent / "kernels" / "__pycache__"
    given = os.environ.get("NUMBA_CACHE_DIR")
    caches = [beside, Path(given) if given else Path.home() / ".cache" / "numba"]
    return not any(next(cache.glob("**/*.nbi"), None) for cache in caches)


@contextmanager
def progress_bar(total: int, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows on a terminal how many of a total are done."""
    from tqdm import tqdm

    with tqdm(total=total, unit=unit, disable=None, leave=False, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
