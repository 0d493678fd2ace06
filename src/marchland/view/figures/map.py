"""The map: borders, people by place and state, flows by route, and a slider over the days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import xarray as xr

from marchland.study.measures.stranded import shown_first
from marchland.study.runs import protect
from marchland.view.figures.changes import Shift, most_changed, shifts
from marchland.view.figures.ground import LANDS, View, land, views
from marchland.view.figures.moments import Moment, moments
from marchland.view.page import theme
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER

Picture = dict[str, Any]

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


def people_map(ds: xr.Dataset, every: int = 7) -> go.Figure:
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
    picture = map_picture(ds, protect.people(ds), every)
    picture = {name: picture[name] for name in ("data", "layout", "frames")}
    for frame in picture["frames"]:
        frame["layout"] = {"title": {"text": _date(frame["name"])}}
    figure = go.Figure(picture)
    days = [frame["name"] for frame in picture["frames"]]
    return _with_controls(figure, days, days.index(first_shown(ds)), views(placed(ds)))


def placed(found: xr.Dataset) -> xr.Dataset:
    """Return runs with those places alone that have coordinates: no other can be drawn."""
    known = np.isfinite(found["lat"].values) & np.isfinite(found["lon"].values)
    return found if known.all() else found.isel(place=np.flatnonzero(known))


def map_picture(
    ds: xr.Dataset, people: xr.DataArray, every: int = 7, through: int | None = None
) -> Picture:
    """Return the map without controls as plain data, layout and frames, for pages with their own.

    The map shows the first of :func:`views`; :func:`turn_to` says what shows another. Frames are
    called by their date, YYYY-MM-DD; one of them is the day ``through`` (its index; by default that
    of :func:`first_shown`), and is drawn first. Beside them stand ``days``, their indices, and
    ``most``, the people for whom the largest mark stands. ``people`` are what
    ``study.protect.people`` returns.
    """
    first = shown_first(ds) if through is None else through
    ds = placed(ds)
    people = _drawn(people)
    days = list(range(first % every, ds.sizes["day"], every))
    shown = moments(people, protect.flows(ds), days)
    drawn = map_of(ds, shown, days.index(first))
    return drawn | {"most": shown[0].sites.most, "days": days}


def map_of(ds: xr.Dataset, shown: Sequence[Moment | Shift], start: int) -> Picture:
    """Return the ground of some runs and on it what is shown moment by moment: the first of
    :func:`views`, and the moment at index ``start``.
    """
    areas = views(ds)
    ground = [*land(ds), *(area.labels | {"visible": area is areas[0]} for area in areas)]
    moving = shown[start].traces()
    numbers = list(range(len(ground), len(ground) + len(moving)))
    return {
        "data": [*ground, *moving],
        "layout": theme.layout(
            height=620,
            hovermode="closest",
            dragmode="pan",
            plot_bgcolor=theme.SEA,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            showlegend=False,
            **_axes(areas[0]),
        ),
        "frames": [
            {"name": f"{m.day:%Y-%m-%d}", "data": m.moving(), "traces": numbers} for m in shown
        ],
    }


def change_picture(
    base: xr.Dataset, now: xr.Dataset, every: int = 7, through: int | None = None
) -> Picture:
    """Return the map of what levers change as plain data, layout and frames.

    Triangles point up where there are more people with the levers and down where there are fewer;
    size and colour are the median of the differences member by member, and a dark rim says that
    nine members in ten and more agree on the sign. Places beyond a closed line are told as
    :func:`marchland.study.runs.protect.people` tells them, by country and month; no route is drawn.

    Parameters
    ----------
    base, now
        Paired runs, without levers and with them.
    every, through
        As in :func:`map_picture`; by default the day of most change
        (:func:`marchland.view.figures.changes.most_changed`).
    """
    first = most_changed(base, now) if through is None else through
    days = list(range(first % every, now.sizes["day"], every))
    shown = shifts(_drawn(protect.people(base)), _drawn(protect.people(now)), days)
    drawn = map_of(placed(now), shown, days.index(first))
    return drawn | {"most": shown[0].most, "days": days}


def _drawn(people: xr.DataArray) -> xr.DataArray:
    """Return people at the places that have coordinates."""
    return people.isel(place=np.flatnonzero(np.isfinite(people["lat"].values)))


def turn_to(area: View, areas: list[View]) -> list[Any]:
    """Return the arguments of ``Plotly.update`` that turn the map to an area and show its names."""
    names = [LANDS + i for i in range(len(areas))]
    return [{"visible": [other is area for other in areas]}, area.ranges(), names]


def first_shown(ds: xr.Dataset) -> str:
    """Return the date that the map shows first: that of the worst night, or the last."""
    return f"{pd.Timestamp(ds['day'].values[shown_first(ds)]):%Y-%m-%d}"


def _date(day: str) -> str:
    return f"{pd.Timestamp(day):%-d %B %Y}"


def _axes(area: View) -> dict[str, Any]:
    first = area.ranges()
    plain = {"visible": False, "showgrid": False, "zeroline": False, "fixedrange": False}
    return {
        "xaxis": plain | {"range": first["xaxis.range"]},
        "yaxis": plain | {"range": first["yaxis.range"], "scaleanchor": "x", "scaleratio": 1},
    }


def _with_controls(figure: go.Figure, days: list[str], start: int, areas: list[View]) -> go.Figure:
    """Add legend, slider, play and area buttons, the date, and what must be said of borders."""
    steps = [
        {"label": f"{pd.Timestamp(d):%-d %b}", "method": "animate", "args": [[d], STILL]}
        for d in days
    ]
    run = [
        {"label": "Play", "method": "animate", "args": [None, PLAY]},
        {"label": "Pause", "method": "animate", "args": [[None], STILL]},
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
    figure.update_layout(
        title={"text": _date(days[start])},
        height=760,
        showlegend=True,
        margin={"l": 0, "r": 0, "t": 90, "b": 130},
        sliders=[{"active": start, "steps": steps, "y": 0}],
        updatemenus=[buttons | {"buttons": run, "y": 1.12}, buttons | {"buttons": zoom, "y": 1.06}],
        annotations=[
            {
                "text": f"{ATTRIBUTION} {DISCLAIMER}",
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
    )
    return figure
