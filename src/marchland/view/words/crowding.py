"""Crowding, in words."""

from __future__ import annotations

from marchland.language import mark

LEAD = mark(
    "Each place counts its own people beyond the number it can take: room that "
    "is left elsewhere does not help them. People are moved away from a "
    "crowded place by transfers, or find another."
)
PICTURE = mark(
    "People over capacity by place, stacked means over the runs; dotted lines "
    "are the 90 % band of all of them."
)
BY_WEEK_FOLD = mark("By place and week")
BY_WEEK_TABLE = mark("People over capacity, mean of the days of the week (90 % band)")
HEADS = (mark("week"), mark("place"), mark("people over capacity"))
