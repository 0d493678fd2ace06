"""What people need, in words."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from marchland.language import mark, say
from marchland.study.measures.aid import UNMET
from marchland.study.measures.needed import Needed
from marchland.study.measures.needs import ADD_UP
from marchland.view.words.dates import day_name
from marchland.view.words.text import capital, joined

WEEK = 7

ITEMS = {
    "people": mark("people"),
    "women": mark("of them women"),
    "men": mark("of them men"),
    "children": mark("of them children"),
    "water": mark("water, 15 L a day"),
    "water_emergency": mark("water, 7 L a day"),
    "water_survival": mark("water, 3 L a day"),
    "food": mark("food"),
    "tonnes": mark("water (15 L) and food"),
    "truckloads": mark("truckloads of water and food"),
    "covered_area": mark("covered floor"),
    "blankets": mark("high-thermal blankets"),
    "toilets": mark("toilets"),
    "toilets_for_women": mark("of them toilets for women"),
    "health_posts": mark("health posts"),
    UNMET["water"]: mark("water beyond recorded deliveries"),
    UNMET["food"]: mark("food beyond recorded deliveries"),
    UNMET["blankets"]: mark("blankets beyond recorded deliveries"),
    UNMET["shelter"]: mark("shelter beyond recorded deliveries"),
    UNMET["toilets"]: mark("toilets beyond recorded deliveries"),
}
"""What people need, in plain words."""
DELIVERED = {
    "water": mark("water"),
    "food": mark("food"),
    "blankets": mark("blankets"),
    "shelter": mark("shelter"),
    "toilets": mark("toilets"),
}
"""What is delivered of aid, in plain words."""
UNITS = {"L": mark("litres"), "t": mark("tonnes"), "m²": mark("square metres")}
"""Units in plain words, where they have others."""
ITEMS_DRAWN = ("people", "water", "food", "blankets", "covered_area", "toilets")
"""What is drawn week by week."""
BY_PLACE = {
    "people": mark("people"),
    "water": "L",
    "food": "t",
    "covered_area": "m²",
    "blankets": mark("blankets"),
}
"""What is shown by place, and its unit."""
WORST = mark("The week of most need")
BY_PLACE_FOLD, BY_PLACE_TABLE = (
    mark("The week of most need by place"),
    mark("The week of most need by place, 90 % bands"),
)
TONNES_FOLD, TONNES_TABLE = mark("Tonnes of water and food by week"), mark("Tonnes")
WEEKLY = mark("Week by week")
COVERED, COVERED_TABLE = mark("How far recorded deliveries cover it"), mark("Per cent covered")
LACKING_FOLD = mark("Unmet need by place")
LACKING_TABLE = mark(
    "Needed beyond recorded deliveries (90 % band): water and food over the "
    "whole period, anything else on the day on which most is lacking"
)
STANDARDS_FOLD, STANDARDS_TABLE = mark("Standards and their sources"), mark("Standards")
STANDARD_HEADS = {
    "name": mark("name"),
    "value": mark("value"),
    "unit": mark("unit"),
    "meaning": mark("meaning"),
    "source": mark("source"),
    "edition": mark("edition"),
}
"""Columns of the table of standards that are shown, and their heads."""
COVERED_HEADS = (mark("item"), mark("delivered"))
PLACE, UNIT, WEEK_HEAD = mark("place"), mark("unit"), mark("week")


def drawn(weekly: xr.Dataset) -> list[str]:
    """Return what is drawn of needs by week: what somebody needs, so no blankets where none are."""
    return [item for item in ITEMS_DRAWN if weekly[item].any()]


def lead(needed: Needed, settings: Sequence[str]) -> str:
    """Say who is counted, how needs add up, and which week is the worst."""
    return say(
        "People {where}, by the standards below: water, food, tonnes and truckloads add up over "
        "the week; of anything else it is the day on which most is needed. The week of most need "
        "begins on {day}.",
        where=joined(settings),
        day=day_name(needed.worst),
    )


def weekly(unit: str) -> str:
    """Say what a need by week counts: what adds up over it, or the day of most need."""
    told = say(UNITS.get(unit, unit))
    if unit in ADD_UP:
        return say("{unit} a week", unit=told)
    return say("{unit}, on the day of most need", unit=told)


def picture(need: xr.DataArray) -> str:
    """Say what a picture of a need by week (member, week) shows."""
    told = say(
        "{need}; bands hold 50 % and 90 % of the runs.", need=capital(weekly(need.attrs["units"]))
    )
    return told + partial(need)


def partial(need: xr.DataArray) -> str:
    """Say which weeks are cut off by the first and the last day, where what is needed adds up."""
    days, cut = need["days_told"].values.tolist(), []
    if days[0] < WEEK:
        cut.append(say("the first week has {n} of 7 days", n=days[0]))
    if days[-1] < WEEK:
        cut.append(say("the last week has {n} of 7 days", n=days[-1]))
    if need.attrs["units"] not in ADD_UP or not cut:
        return ""
    return f" {capital(joined(cut))}."
