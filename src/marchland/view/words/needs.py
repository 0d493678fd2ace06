"""What people need, in words."""

from __future__ import annotations

from marchland.study.measures.needs import ADD_UP

ITEMS = {
    "people": "people",
    "women": "of them women",
    "men": "of them men",
    "children": "of them children",
    "water": "water, 15 L a day",
    "water_emergency": "water, 7 L a day",
    "water_survival": "water, 3 L a day",
    "food": "food, with more in the cold",
    "tonnes": "water (15 L) and food",
    "truckloads": "truckloads of water and food",
    "covered_area": "covered floor",
    "blankets": "high-thermal blankets",
    "toilets": "toilets",
    "health_posts": "health posts",
}
"""What people need, in plain words."""


ITEMS_DRAWN = ("people", "water", "food", "blankets", "covered_area", "toilets")
"""What is drawn week by week."""


def weekly(unit: str) -> str:
    """Say what a need by week counts: what adds up over it, or the day of most need."""
    told = {"L": "litres", "t": "tonnes", "m²": "square metres"}.get(unit, unit)
    return f"{told} a week" if unit in ADD_UP else f"{told}, on the day of most need"
