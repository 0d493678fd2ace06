"""Signs of life: a progress bar, and a word where kept code was damaged."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from marchland.language import say_n


def tell_of_damage() -> None:
    """Say in a line that kept code was damaged, and is whole again."""
    jit = sys.modules.get("marchland.kernels.jit")
    if jit is not None and jit.DAMAGED:
        print(
            say_n(
                "compiled code of {n} kernel was damaged, and was made anew",
                "compiled code of {n} kernels was damaged, and was made anew",
                len(jit.DAMAGED),
            ),
            file=sys.stderr,
        )
        jit.DAMAGED.clear()


@contextmanager
def progress_bar(total: int, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows on a terminal how many of a total are done."""
    from tqdm import tqdm

    with tqdm(total=total, unit=unit, disable=None, leave=False, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
