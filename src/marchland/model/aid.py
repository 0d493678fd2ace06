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

SPELLINGS: Mapping[str, str] = {
    "m3": "m³",
    "m2": "m²",
    "cbm": "m³",
    "sqm": "m²",
    **dict.fromkeys(("l", "litre", "litres", "liter", "liters"), "L"),
    **dict.fromkeys(("mt", "tonne", "tonnes", "metric tons", "metric tonnes"), "t"),
}
"""Other ways to write a unit, without capitals."""
PIECES = ("piece", "pieces", "pcs", "unit", "units", "items", "no.")
"""Words for one of an item that is counted by itself."""
OTHER_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("tent", "tents", "tarpaulins", "tarps", "plastic sheeting"), "shelter"),
    **dict.fromkeys(("latrine", "latrines", "toilet"), "toilets"),
    **dict.fromkeys(("blanket", "thermal blankets"), "blankets"),
    **dict.fromkeys(("rations", "flour", "cereals", "food rations", "in-kind food"), "food"),
    **dict.fromkeys(("drinking water", "water trucking"), "water"),
    **dict.fromkeys(("tente", "tentes", "bâche", "bâches", "abri", "abris"), "shelter"),
    "toilettes": "toilets",
    **dict.fromkeys(("couverture", "couvertures"), "blankets"),
    **dict.fromkeys(("vivres", "nourriture", "farine", "céréales"), "food"),
    **dict.fromkeys(("eau", "eau potable"), "water"),
}
"""Words that people use for items, without capitals, and the item that is meant."""


def factor(item: str, unit: str) -> float | None:
    """Return what a unit, however it is spelt, is worth in that of the need; None if it is none."""
    spelt = SPELLINGS.get(unit.lower(), unit)
    of_need = ITEMS[item][1]
    counted = of_need == item and unit.lower() in PIECES
    return 1.0 if spelt == of_need or counted else FACTORS.get((item, spelt))


def units(item: str) -> tuple[str, ...]:
    """Return the units that an item may be given in; none for one that serves no need."""
    if item not in ITEMS:
        return ()
    return (ITEMS[item][1], *(unit for name, unit in FACTORS if name == item))
