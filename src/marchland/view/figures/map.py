"""The map: borders, people by place and state, flows by route, and a slider over the days."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import xarray as xr

from marchland.study.summary import STATES, worst_night
from marchland.view import theme
from marchland.view.figures.moments import Moment, moments
from marchland.view.outlines import ATTRIBUTION, DISCLAIMER, Line, mercator, name_of, within

Box = tuple[float, float, float, float]
Trace = dict[str, Any]

WIDTHS = (0.7, 1.5, 3.0, 5.0, 8.0)
"""Widths of lines for the classes of flow in ``moments.FLOW_CLASSES``, in pixels."""
BORDER_KINDS = ("strip", "forest")


def people_map(ds: xr.Dataset, every: int = 7, controls: bool = True) -> go.Figure:
    """Draw where people are, day by day.

    Circles are the median of people at a place, by area, coloured by state; strips are diamonds with
    a dark rim. Lines are the median of people who completed a route, a day over the days since the
    last picture; arrows show the direction.

    Parameters
    ----------
    ds
        Runs.
    every
        Days from one picture to the next; the worst night is always one of them, and is shown first.
    controls
        Whether the figure has its own slider and buttons; the report has better ones.
    """
    shown = moments(ds, every)
    start = next(i for i, m in enumerate(shown) if m.worst)
    box = whole_area(ds)
    fixed = _ground(ds, box)
    figure = go.Figure(
        data=fixed + shown[start].traces(WIDTHS),
        layout=theme.layout(
            height=620, hovermode="closest", dragmode="pan", plot_bgcolor=theme.SEA,
            margin={"l": 0, "r": 0, "t": 0, "b": 0}, legend=_legend(), **_axes(views(ds)),
        ),
        frames=[go.Frame(
            name=f"{m.day:%Y-%m-%d}", data=m.moving(WIDTHS), traces=m.places_in(len(fixed)),
            layout={"title": {"text": f"{m.day:%-d %B %Y}"}} if controls else None,
        ) for m in shown],
    )
    return _with_controls(figure, shown, start, views(ds)) if controls else figure


def whole_area(ds: xr.Dataset) -> Box:
    """Return west, south, east and north of all places with some room around, in degrees."""
    return _box(ds["lon"].values, ds["lat"].values, 0.08)


def views(ds: xr.Dataset) -> dict[str, Box]:
    """Return the areas that the map can show: the border first, where there is a strip."""
    at_line = [k in BORDER_KINDS for k in ds["kind"].values]
    whole = {"Whole area": whole_area(ds)}
    if not any(at_line):
        return whole
    near = _box(ds["lon"].values[at_line], ds["lat"].values[at_line], 0.25)
    return {"At the border": near} | whole


def _box(lon: Line, lat: Line, room: float) -> Box:
    wide = max(1.0, float(lon.max() - lon.min())) * room
    high = max(1.0, float(lat.max() - lat.min())) * room
    return (float(lon.min()) - wide, float(lat.min()) - high,
            float(lon.max()) + wide, float(lat.max()) + high)


def ranges(box: Box) -> dict[str, list[float]]:
    """Return the ranges of the axes that show a box."""
    west, south, east, north = box
    low, high = (float(v) for v in mercator([south, north]))
    return {"xaxis.range": [west, east], "yaxis.range": [low, high]}


def _axes(shown: dict[str, Box]) -> dict[str, Any]:
    first = ranges(next(iter(shown.values())))
    plain = {"visible": False, "showgrid": False, "zeroline": False, "fixedrange": False}
    return {"xaxis": plain | {"range": first["xaxis.range"]},
            "yaxis": plain | {"range": first["yaxis.range"], "scaleanchor": "x", "scaleratio": 1}}


def _legend() -> dict[str, Any]:
    return {"orientation": "v", "x": 0.01, "y": 0.99, "xanchor": "left", "yanchor": "top",
            "bgcolor": "rgba(128,140,148,0.16)", "itemsizing": "constant", "font": {"size": 12},
            "itemclick": "toggle"}


def _ground(ds: xr.Dataset, box: Box) -> list[Trace]:
    """Return the traces that do not move: land, the countries of the crisis, and their names."""
    west, south, east, north = box
    wide = (west - (east - west), south - (north - south), east + (east - west),
            north + (north - south))
    codes = sorted(set(ds["country"].values.astype(str)))
    return [
        _area(within(codes, wide, others=True), theme.LAND, 0.6),
        _area(within(codes, wide), theme.NEAR_LAND, 1.2),
        _names(ds, codes),
    ]


def _area(rings: list[Line], fill: str, width: float) -> Trace:
    """Draw rings as one filled trace, with a gap between each two."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        x += [*ring[:, 0].round(3).tolist(), None]
        y += [*mercator(ring[:, 1]).round(3).tolist(), None]
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "fill": "toself", "fillcolor": fill,
            "line": {"color": theme.BORDER, "width": width}, "hoverinfo": "skip",
            "showlegend": False}


def _names(ds: xr.Dataset, codes: list[str]) -> Trace:
    """Write each country's name beside the middle of its places."""
    middle = pd.DataFrame({"country": ds["country"].values, "lat": ds["lat"].values,
                           "lon": ds["lon"].values}).groupby("country").mean()
    return {"type": "scatter", "mode": "text", "x": middle.loc[codes, "lon"].tolist(),
            "y": (mercator(middle.loc[codes, "lat"]) + 0.0).tolist(),
            "text": [name_of(c).upper() for c in codes], "hoverinfo": "skip", "showlegend": False,
            "textfont": {"color": theme.FAINT, "size": 11}}


def _with_controls(figure: go.Figure, shown: list[Moment], start: int,
                   areas: dict[str, Box]) -> go.Figure:
    """Add slider, play and area buttons, the date, and what must be said of borders."""
    still = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}, "transition": {"duration": 0}}
    play = {"fromcurrent": True, "frame": {"duration": 500, "redraw": True}, "transition": {"duration": 0}}
    steps = [{"label": f"{m.day:%-d %b}", "method": "animate", "args": [[f"{m.day:%Y-%m-%d}"], still]}
             for m in shown]
    run = [{"label": "Play", "method": "animate", "args": [None, play]},
           {"label": "Pause", "method": "animate", "args": [[None], still]}]
    zoom = [{"label": name, "method": "relayout", "args": [ranges(box)]} for name, box in areas.items()]
    buttons = {"type": "buttons", "direction": "left", "showactive": False, "y": 1.0, "yanchor": "top"}
    figure.update_layout(
        title={"text": f"{shown[start].day:%-d %B %Y}"}, height=740,
        margin={"l": 0, "r": 0, "t": 48, "b": 120}, sliders=[{"active": start, "steps": steps, "y": 0}],
        updatemenus=[buttons | {"buttons": run, "x": 0.99, "xanchor": "right"},
                     buttons | {"buttons": zoom, "x": 0.99, "xanchor": "right", "y": 0.92}],
        annotations=[{"text": f"{ATTRIBUTION} {DISCLAIMER}", "xref": "paper", "yref": "paper", "x": 0,
                      "y": 0, "xanchor": "left", "yanchor": "bottom", "showarrow": False,
                      "font": {"size": 9, "color": theme.FAINT}}],
    )
    return figure


def legend_states(ds: xr.Dataset) -> list[str]:
    """Return the states of people that the map can show, in their order."""
    kinds = set(ds["kind"].values)
    return list(dict.fromkeys(state for kind, state in STATES.items() if kind in kinds))
