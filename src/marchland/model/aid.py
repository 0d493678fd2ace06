"""Items of aid that serve a need, and the units that they may be given in."""

from __future__ import annotations

from collections.abc import Mapping

ITEMS: Mapping[str, tuple[str, str, bool]] = {
    "water": ("water", "L", True),
    "food": ("food", "t", True),
    "blankets": ("blankets", "blankets", False),
    "shelter": ("covered_area", "m²", False),
    "toilets": ("toilets", "toilets", False),
}
"""Items that serve a need: the need, its unit, and whether it is used up."""

FACTORS: Mapping[tuple[str, str], float] = {("food", "kg"): 0.001, ("water", "m³"): 1000.0}
"""What a unit of aid.csv is worth in the unit of the need, where it is another."""


def units(item: str) -> tuple[str, ...]:
    """Return the units that an item may be given in; none for one that serves no need."""
    if item not in ITEMS:
        return ()
    return (ITEMS[item][1], *(unit for name, unit in FACTORS if name == item))
