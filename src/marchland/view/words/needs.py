"""What people need, in words."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from marchland.study.measures.aid import UNMET
from marchland.study.measures.needed import Needed
from marchland.study.measures.needs import ADD_UP
from marchland.view.words.dates import day_name
from marchland.view.words.text import capital, joined

WEEK = 7

ITEMS = {
    "people": "people",
    "women": "of them women",
    "men": "of them men",
    "children": "of them children",
    "water": "water, 15 L a day",
    "water_emergency": "water, 7 L a day",
    "water_survival": "water, 3 L a day",
    "food": "food",
    "tonnes": "water (15 L) and food",
    "truckloads": "truckloads of water and food",
    "covered_area": "covered floor",
    "blankets": "high-thermal blankets",
    "toilets": "toilets",
    "toilets_for_women": "of them toilets for women",
    "health_posts": "health posts",
    **{name: f"{item} beyond recorded deliveries" for item, name in UNMET.items()},
}
"""What people need, in plain words."""
ITEMS_DRAWN = ("people", "water", "food", "blankets", "covered_area", "toilets")
"""What is drawn week by week."""
BY_PLACE = {
    "people": "people",
    "water": "L",
    "food": "t",
    "covered_area": "m²",
    "blankets": "blankets",
}
"""What is shown by place, and its unit."""
WORST = "The week of most need"
BY_PLACE_FOLD, BY_PLACE_TABLE = (
    "The week of most need by place",
    "The week of most need by place, 90 % bands",
)
TONNES_FOLD, TONNES_TABLE = "Tonnes of water and food by week", "Tonnes"
WEEKLY = "Week by week"
COVERED, COVERED_TABLE = "How far recorded deliveries cover it", "Per cent covered"
LACKING_FOLD = "Unmet need by place"
LACKING_TABLE = (
    "Needed beyond recorded deliveries (90 % band): water and food over the whole period, anything "
    "else on the day on which most is lacking"
)
STANDARDS_FOLD, STANDARDS_TABLE = "Standards and their sources", "Standards"


def drawn(weekly: xr.Dataset) -> list[str]:
    """Return what is drawn of needs by week: what somebody needs, so no blankets where none are."""
    return [item for item in ITEMS_DRAWN if weekly[item].any()]


def lead(needed: Needed, settings: Sequence[str]) -> str:
    """Say who is counted, how needs add up, and which week is the worst."""
    return (
        f"People {joined(settings)}, by the standards below: water, food, tonnes and "
        "truckloads add up over the week; of anything else it is the day on which most is needed. "
        f"The week of most need begins on {day_name(needed.worst)}."
    )


def weekly(unit: str) -> str:
    """Say what a need by week counts: what adds up over it, or the day of most need."""
    told = {"L": "litres", "t": "tonnes", "m²": "square metres"}.get(unit, unit)
    return f"{told} a week" if unit in ADD_UP else f"{told}, on the day of most need"


def picture(need: xr.DataArray) -> str:
    """Say what a picture of a need by week (member, week) shows."""
    told = f"{capital(weekly(need.attrs['units']))}; bands hold 50 % and 90 % of the runs."
    return told + partial(need)


def partial(need: xr.DataArray) -> str:
    """Say which weeks are cut off by the first and the last day, where what is needed adds up."""
    days = need["days_told"].values.tolist()
    ends = {"first": days[0], "last": days[-1]}
    cut = [f"the {which} week has {n} of 7 days" for which, n in ends.items() if n < WEEK]
    if need.attrs["units"] not in ADD_UP or not cut:
        return ""
    return f" {capital(' and '.join(cut))}."
