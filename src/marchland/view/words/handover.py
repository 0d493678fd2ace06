"""What is said with the tables that are handed over, and in the brief."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import xarray as xr

from marchland.io.export.sheet import Sheet
from marchland.language import mark, say, say_in, written
from marchland.study.measures.bands import rounded
from marchland.study.measures.stranded import (
    any_stranded,
    line_countries,
    person_nights,
    stranded,
    worst_night,
)
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER
from marchland.view.words.basis import components
from marchland.view.words.counts import uses
from marchland.view.words.dates import day_name
from marchland.view.words.use import RESPONSIBLE_USE
from marchland.view.words.where import at_the_lines

READ_FIRST: Final = mark("Read first")
HOW_SURE: Final = mark("How sure this is")
BEYOND: Final = mark(
    "People beyond a closed line are shown by country and month, crossings by "
    "border and month, never finer."
)
FEW: Final = mark("Recorded counts and deaths of fewer than ten are merged or left blank.")
RANGES: Final = mark(
    "Each figure is the median of many runs, with the range that holds 50 % of "
    "them (low50 to high50) and the range that holds 90 % (low90 to high90). "
    "Plan with the range, not with the median alone."
)
NO_FORECAST: Final = mark(
    "These are model results, not counts. What happened from outside is given "
    "to the model on its date; the ranges hold only under that course of "
    "events."
)
EVENTS: Final = mark(
    "Attempts, push-backs and crossings are events: one person may be counted "
    "many times. They cannot be compared with people."
)
BRIEF_ITEMS: Final = ("people", "water", "food", "blankets", "toilets")
"""What the brief's table of needs shows."""
FIGURES: Final = {
    "stranded": mark("People stranded"),
    "people": mark("People by country"),
    "needs": mark("People in need of aid"),
    "entered": mark("People displaced, from the first day on"),
    "travelling": mark("People on the way"),
}


def withheld(ds: xr.Dataset) -> str:
    """Say what is not shown; of closed lines only where there is one."""
    return " ".join(map(say, _withheld(ds)))


def _withheld(ds: xr.Dataset) -> list[str]:
    return [BEYOND, FEW] if ds.sizes["border"] else [FEW]


def about(ds: xr.Dataset) -> dict[str, str]:
    """Return what the tables are of, by term of Dublin Core, for programs: in English."""
    days = pd.DatetimeIndex(ds["day"].values)
    return {
        "title": str(ds.attrs.get("title", ds.attrs.get("name", ""))),
        "description": " ".join([RANGES, *_withheld(ds)]),
        "temporal": f"{days[0]:%Y-%m-%d}/{days[-1]:%Y-%m-%d}",
        "created": str(ds.attrs.get("created", "")),
        "creator": f"Marchland {ds.attrs.get('marchland_version', '')}".strip(),
        "source": str(ds.attrs.get("command", "")),
    }


def read_first(ds: xr.Dataset, sheets: Mapping[str, Sheet]) -> list[tuple[str, str]]:
    """Return the lines of the sheet to read first: what, when, how sure, and what each sheet is."""
    return [
        (
            say_in("a workbook", "What"),
            say(
                "{title}: results of a model, {members} runs.",
                title=ds.attrs.get("title", ""),
                members=ds.sizes["member"],
            ),
        ),
        (say("Period"), period(ds)),
        (say("Made"), _made(ds)),
        (say("How to read a figure"), say(RANGES)),
        (say("How sure"), " ".join(how_sure(ds, _scores(sheets)))),
        (say("What is not shown"), withheld(ds)),
        (say("Events"), say(EVENTS) if ds.sizes["border"] else ""),
        *[(one.title, say(one.about)) for one in sheets.values()],
        (say("Maps"), f"{say(DISCLAIMER)} {say(ATTRIBUTION)}"),
        (say("Responsible use"), say(RESPONSIBLE_USE)),
    ]


def _made(ds: xr.Dataset) -> str:
    """Say when the runs were made, and by which command."""
    created, command = str(ds.attrs.get("created", "")), ds.attrs.get("command", "")
    if not created:
        return ""
    return say("{day}, by: {command}", day=day_name(pd.Timestamp(created)), command=command)


def period(ds: xr.Dataset) -> str:
    """Say what days the runs cover."""
    days = ds["day"].values
    return say_in("dates", "{first} to {last}", first=day_name(days[0]), last=day_name(days[-1]))


def what_it_is(ds: xr.Dataset) -> str:
    """Say under the title of the brief what days it covers, and that it is a model."""
    return say("{period}. {runs} runs of a model.", period=period(ds), runs=ds.sizes["member"])


def needs_of(day: str) -> str:
    """Return the heading of the brief's table of needs."""
    return say("What people need in the week of {day}", day=day)


def _scores(sheets: Mapping[str, Sheet]) -> pd.DataFrame | None:
    return sheets["scores"].frame if "scores" in sheets else None


def how_sure(ds: xr.Dataset, scores: pd.DataFrame | None) -> list[str]:
    """Say what the ranges rest on, and how often counts fell within them.

    ``scores`` are those of :func:`marchland.study.scores.score.score`, None without counts.
    """
    told = [say(NO_FORECAST)]
    if sources := str(ds.attrs.get("uncertainty", "")):
        told.append(
            say(
                "The ranges hold uncertainty of: {components}.",
                components=components(sources.split(", ")),
            )
        )
    if scores is None:
        return [
            *told,
            say("No counts were compared with these runs, so nobody knows how good they are."),
        ]
    fitted = bool(json.loads(str(ds.attrs.get("provenance", "{}"))).get("fitted", True))
    for use, which in uses(fitted):
        kept = scores[scores["use"] == use]
        if total := int(kept["n"].sum()):
            inside = float((kept["cover90"] * kept["n"]).sum())
            told.append(
                say(
                    "Of {total} counts {which}, {inside} lie within the 90 % range ({share:.0%}); "
                    "a well-measured range would hold about 90 %.",
                    total=total,
                    which=which,
                    inside=round(inside),
                    share=inside / total,
                )
            )
    return told


def headline(ds: xr.Dataset) -> list[tuple[str, str, str]]:
    """Return the three figures that come first: figure, what it is, and its range."""
    entered = ds["entered"].sum(["day", "group"])
    found = [_figure(entered, say("people displaced in the period"))]
    if any_stranded(ds):
        peak = worst_night(ds)
        when = day_name(ds["day"].values[peak])
        lines = at_the_lines(line_countries(ds))
        found = [
            _figure(
                stranded(ds).isel(day=peak),
                say("people stranded{lines} on {when}", lines=lines, when=when),
            ),
            _figure(person_nights(ds), say("person-nights stranded, in all")),
            *found,
        ]
    elif ds["travelling"].isel(day=-1).any():
        found.append(
            _figure(ds["travelling"].isel(day=-1), say("people on the way on the last day"))
        )
    return found[:3]


def _figure(values: xr.DataArray, what: str) -> tuple[str, str, str]:
    return (rough(float(np.median(values))), what, say("90 % range {ends}", ends=ends(values)))


def ends(values: xr.DataArray) -> str:
    """Write the ends of the 90 % range."""
    low, high = np.quantile(values.values, [0.05, 0.95])
    return say("{low} to {high}", low=rough(float(low)), high=rough(float(high)))


def rough(value: float) -> str:
    """Write a figure rounded to two digits."""
    return written(rounded(value))


def caveats(ds: xr.Dataset, scores: pd.DataFrame | None) -> list[str]:
    """Return what the brief says of its own limits."""
    events = [say(EVENTS)] if ds.sizes["border"] else []
    return [*how_sure(ds, scores), *events, withheld(ds), say(RESPONSIBLE_USE)]


def how_people_are(day: str) -> str:
    """Say what the map of the brief shows."""
    return say(
        "Where people are on {day}: marks by the median of people, coloured by where they stay.",
        day=day,
    )
