"""The map: borders, people by place and state, flows by route, and a slider over the days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.language import say
from marchland.study.measures.stranded import shown_first
from marchland.study.runs import protect
from marchland.view.figures.changes import Shift, most_changed, shifts
from marchland.view.figures.ground import LANDS, View, land, views
from marchland.view.figures.moments import Moment, moments
from marchland.view.figures.picture import Picture
from marchland.view.page import theme
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER, TURN, eastward, seam
from marchland.view.words.dates import day_name, short_day_of_month


@dataclass(frozen=True, eq=False)
class Drawn:
    """The map, the days that its frames are of, and the people its largest mark stands for.

    Parameters
    ----------
    picture
        The map.
    days
        Index of the day of each frame.
    most
        People for whom the largest mark stands.
    """

    picture: Picture
    days: tuple[int, ...]
    most: float


STILL = {
    "mode": "immediate",
    "frame": {"duration": 0, "redraw": True},
    "transition": {"duration": 0},
}
PLAY = {
    "fromcurrent": True,
    "frame": {"duration": 500, "redraw": True},
    "transition": {"duration": 0},
}


def people_map(ds: xr.Dataset, every: int = 7) -> Picture:
    """Draw where people are, day by day, with a slider, and buttons for play and for the area.

    Marks are the median of people at a place, by area, coloured by state; strips are diamonds with
    a dark rim. Lines are the median of people who completed a route, a day over the days since the
    last picture; arrows show the direction. People beyond a closed line are drawn by country, as
    the mean of the month.

    Parameters
    ----------
    ds
        Runs.
    every
        Days from one picture to the next; the worst night is always one of them, and shown first.
    """
    drawn = map_figure(ds, protect.people(ds), every).picture
    titled = [
        {**frame, "layout": {"title": {"text": _date(frame["name"])}}} for frame in drawn.frames
    ]
    days = [frame["name"] for frame in titled]
    start, areas = days.index(first_shown(ds)), views(placed(ds))
    return Picture(drawn.data, {**drawn.layout, **_controls(days, start, areas)}, titled)


def placed(found: xr.Dataset) -> xr.Dataset:
    """Return runs with those places alone that have coordinates: no other can be drawn.

    Longitudes go on beyond 180° where the places lie on both sides of the date line.
    """
    known = np.isfinite(found["lat"].values) & np.isfinite(found["lon"].values)
    there = found if known.all() else found.isel(place=np.flatnonzero(known))
    west_of = seam(there["lon"].values)
    if west_of <= -TURN / 2:
        return there
    return there.assign_coords(lon=("place", eastward(there["lon"].values, west_of)))


def map_figure(
    ds: xr.Dataset, people: xr.DataArray, every: int = 7, through: int | None = None
) -> Drawn:
    """Draw the map without controls, for pages with their own.

    The map shows the first of :func:`views`; :func:`turn_to` says what shows another. Frames are
    called by their date, YYYY-MM-DD; one of them is the day ``through`` (its index; by default that
    of :func:`first_shown`), and is drawn first. ``people`` are what ``study.runs.protect.people``
    returns.
    """
    first = shown_first(ds) if through is None else through
    west_of = seam(ds["lon"].values)
    ds = placed(ds)
    people = _drawn(people, west_of)
    days = list(range(first % every, ds.sizes["day"], every))
    shown = moments(people, protect.flows(ds), days)
    return Drawn(map_of(ds, shown, days.index(first)), tuple(days), shown[0].sites.most)


def map_of(ds: xr.Dataset, shown: Sequence[Moment | Shift], start: int) -> Picture:
    """Return the ground of some runs and on it what is shown moment by moment: the first of
    :func:`views`, and the moment at index ``start``.
    """
    areas = views(ds)
    ground = [*land(ds), *(area.labels | {"visible": area is areas[0]} for area in areas)]
    moving = shown[start].traces()
    numbers = list(range(len(ground), len(ground) + len(moving)))
    return Picture(
        [*ground, *moving],
        theme.layout(
            height=620,
            hovermode="closest",
            dragmode="pan",
            plot_bgcolor=theme.SEA,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            showlegend=False,
            modebar={"bgcolor": theme.CLEAR, "color": theme.FAINT, "activecolor": theme.INK},
            **_axes(areas[0]),
        ),
        [{"name": f"{m.day:%Y-%m-%d}", "data": m.moving(), "traces": numbers} for m in shown],
    )


def change_figure(
    base: xr.Dataset, now: xr.Dataset, every: int = 7, through: int | None = None
) -> Drawn:
    """Draw the map of what levers change, without controls.

    Triangles point up where there are more people with the levers and down where there are fewer;
    size and colour are the median of the differences member by member, and a dark rim says that
    nine members in ten and more agree on the sign. Places beyond a closed line are told as
    :func:`marchland.study.runs.protect.people` tells them, by country and month; no route is drawn.

    Parameters
    ----------
    base, now
        Paired runs, without levers and with them.
    every, through
        As in :func:`map_figure`; by default the day of most change
        (:func:`marchland.view.figures.changes.most_changed`).
    """
    first = most_changed(base, now) if through is None else through
    days = list(range(first % every, now.sizes["day"], every))
    west_of = seam(now["lon"].values)
    before, after = (_drawn(protect.people(one), west_of) for one in (base, now))
    shown = shifts(before, after, days)
    return Drawn(map_of(placed(now), shown, days.index(first)), tuple(days), shown[0].most)


def _drawn(people: xr.DataArray, west_of: float) -> xr.DataArray:
    """Return people at the places that have coordinates, side by side across the date line."""
    known = people.isel(place=np.flatnonzero(np.isfinite(people["lat"].values)))
    return known.assign_coords(lon=("place", eastward(known["lon"].values, west_of)))


def turn_to(area: View, areas: list[View]) -> list[Any]:
    """Return the arguments of ``Plotly.update`` that turn the map to an area and show its names."""
    names = [LANDS + i for i in range(len(areas))]
    return [{"visible": [other is area for other in areas]}, area.ranges(), names]


def first_shown(ds: xr.Dataset) -> str:
    """Return the date that the map shows first: that of the worst night, or the last."""
    return f"{pd.Timestamp(ds['day'].values[shown_first(ds)]):%Y-%m-%d}"


def _date(day: str) -> str:
    return day_name(day)


def _axes(area: View) -> dict[str, Any]:
    first = area.ranges()
    plain = {"visible": False, "showgrid": False, "zeroline": False, "fixedrange": False}
    return {
        "xaxis": plain | {"range": first["xaxis.range"]},
        "yaxis": plain | {"range": first["yaxis.range"], "scaleanchor": "x", "scaleratio": 1},
    }


def _controls(days: list[str], start: int, areas: list[View]) -> dict[str, Any]:
    """Return legend, slider, play and area buttons, the date, and what must be said of borders."""
    steps = [
        {"label": short_day_of_month(d), "method": "animate", "args": [[d], STILL]} for d in days
    ]
    run = [
        {"label": say("Play"), "method": "animate", "args": [None, PLAY]},
        {"label": say("Pause"), "method": "animate", "args": [[None], STILL]},
    ]
    zoom = [
        {"label": area.name, "method": "update", "args": turn_to(area, areas)} for area in areas
    ]
    buttons = {
        "type": "buttons",
        "direction": "left",
        "showactive": False,
        "xanchor": "right",
        "x": 1,
    }
    return {
        "title": {"text": _date(days[start])},
        "height": 760,
        "showlegend": True,
        "margin": {"l": 0, "r": 0, "t": 90, "b": 130},
        "sliders": [{"active": start, "steps": steps, "y": 0}],
        "updatemenus": [
            buttons | {"buttons": run, "y": 1.12},
            buttons | {"buttons": zoom, "y": 1.06},
        ],
        "annotations": [
            {
                "text": f"{say(ATTRIBUTION)} {say(DISCLAIMER)}",
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": 0,
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 9, "color": theme.FAINT},
            }
        ],
    }
