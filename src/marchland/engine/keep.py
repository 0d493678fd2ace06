"""What is kept of a run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Keep:
    """Say what to keep: by default the stock by place and group, and the flow by route.

    Parameters
    ----------
    stock
        ``group`` by place and group, ``place`` by place only, ``none``.
    flow
        Whether to keep the flow by route.
    kinds
        Kinds of places to keep; empty: all.
    """

    stock: str = "group"
    flow: bool = True
    kinds: tuple[str, ...] = ()
