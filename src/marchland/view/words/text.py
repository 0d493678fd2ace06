"""Words put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from marchland.language import say, say_in


def capital(text: str) -> str:
    """Return a text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def heads(declared: Iterable[str]) -> tuple[str, ...]:
    """Return the heads of a table, which are marked where they are declared."""
    return tuple(map(say, declared))


def labelled(label: str, text: str) -> str:
    """Put a label before a text: ``label: text``."""
    return say("{label}: {text}", label=label, text=text)


def joined(parts: Sequence[str]) -> str:
    """Join words as one says them: ``Poland, Lithuania and Latvia``."""
    if len(parts) < 2:
        return "".join(parts)
    return say_in("a list", "{several} and {last}", several=", ".join(parts[:-1]), last=parts[-1])


def parted(parts: Iterable[str]) -> str:
    """Join parts that hold commas themselves: ``road 3, rail 1; foot 2``."""
    every = list(parts)
    if not every:
        return ""
    return reduce(lambda one, other: say("{one}; {other}", one=one, other=other), every)


def in_columns(rows: Sequence[Sequence[str]], texts: int) -> list[str]:
    """Return rows as lines in columns: the first so many to the start, numbers to the end."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if i < texts else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
