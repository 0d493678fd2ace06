"""The ground of the map: the areas it can show, land and borders, and where names have room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from itertools import takewhile
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.model.kinds import Shown
from marchland.study.runs import protect
from marchland.study.runs.places import which
from marchland.view.figures.picture import Trace
from marchland.view.page import theme
from marchland.view.page.outlines import Box, Line, inside, mercator, name_of, within

ROUGH = (28, 20)
"""Grid, across and up, on which room for a country's name is sought."""

INDENT = "\u2002" * 6
"""Room between the middle of a mark and its name."""
LANDS = 2
"""Traces that ``land`` returns."""
KEPT = 8
"""Crises whose ground is remembered."""
_OF = ("place_name", "kind", "country", "lat", "lon", "border")
_Made = TypeVar("_Made")


def _once(make: Callable[[xr.Dataset], _Made]) -> Callable[[xr.Dataset], _Made]:
    """Remember what is made of the places of a crisis, whoever is there: nobody may change it."""
    kept: OrderedDict[bytes, _Made] = OrderedDict()

    @wraps(make)
    def made(ds: xr.Dataset) -> _Made:
        key = b"".join(name.encode() + ds[name].values.tobytes() for name in _OF if name in ds)
        found = kept.get(key)
        if found is None:
            found = kept[key] = make(ds)
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return found

    return made


@dataclass(frozen=True)
class View:
    """An area that the map can show: its name, its box in degrees, and the names to write in it."""

    name: str
    box: Box
    labels: Trace

    def ranges(self) -> dict[str, list[float]]:
        """Return the ranges of the axes that show the area."""
        west, south, east, north = self.box
        return {
            "xaxis.range": [west, east],
            "yaxis.range": [float(v) for v in mercator([south, north])],
        }


@_once
def views(ds: xr.Dataset) -> list[View]:
    """Return the areas that the map can show: the border first, where there is a strip."""
    whole = View("Whole area", whole_area(ds), _labels(ds, whole_area(ds), near=False))
    at_line = which(ds, lambda kind: kind.tries)
    if not at_line.any():
        return [whole]
    near = _around(ds["lon"].values[at_line], ds["lat"].values[at_line], 0.3)
    return [View("At the border", near, _labels(ds, near, near=True)), whole]


def whole_area(ds: xr.Dataset) -> Box:
    """Return west, south, east and north of all places with some room around, in degrees."""
    return _around(ds["lon"].values, ds["lat"].values, 0.08)


@_once
def land(ds: xr.Dataset) -> list[Trace]:
    """Return the land, and on it the countries of the crisis, as filled lines."""
    west, south, east, north = whole_area(ds)
    across, up = east - west, north - south
    wide = (west - across / 2, south - up / 2, east + across / 2, north + up / 2)
    codes = sorted(set(ds["country"].values.astype(str)))
    return [
        _filled(within(codes, wide, others=True), theme.LAND, 0.6),
        _filled(within(codes, wide), theme.NEAR_LAND, 1.2),
    ]


def _around(lon: Line, lat: Line, room: float) -> Box:
    wide = max(1.0, float(lon.max() - lon.min())) * room
    high = max(0.6, float(lat.max() - lat.min())) * room
    return (
        float(lon.min()) - wide,
        float(lat.min()) - high,
        float(lon.max()) + wide,
        float(lat.max()) + high,
    )


def _filled(rings: list[Line], fill: str, width: float) -> Trace:
    """Return rings as one filled trace, with a gap between each two."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        x += [*ring[:, 0].round(3).tolist(), None]
        y += [*mercator(ring[:, 1]).round(3).tolist(), None]
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "fill": "toself",
        "fillcolor": fill,
        "line": {"color": theme.BORDER, "width": width},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _labels(ds: xr.Dataset, box: Box, near: bool) -> Trace:
    """Write the countries where there is room, and near the line its strips and camps."""
    places = np.column_stack([ds["lon"].values, ds["lat"].values])
    marks = np.concatenate([places, _joined_marks(ds, places), _written(ds, places, box, near)])
    points, texts, sides = [], [], []
    for code in sorted(set(ds["country"].values.astype(str))):
        point = _room(code, box, marks)
        if point is not None:
            points.append(point)
            texts.append(name_of(code).upper())
            sides.append("middle center")
    names = _short(ds["place_name"].values.astype(str), which(ds, lambda kind: kind.tries))
    for i in _apart(places, np.flatnonzero(_named(ds) & near), box):
        points.append(places[i])
        texts.append(INDENT + names[i])
        sides.append("middle right")
    at = np.array(points).reshape(-1, 2)
    return {
        "type": "scatter",
        "mode": "text",
        "x": at[:, 0].round(3).tolist(),
        "y": mercator(at[:, 1]).round(3).tolist(),
        "text": texts,
        "textposition": sides,
        "hoverinfo": "skip",
        "showlegend": False,
        "zorder": 1,
        "textfont": {"color": theme.INK, "size": 11, "shadow": theme.HALO},
    }


def _named(ds: xr.Dataset) -> npt.NDArray[np.bool_]:
    """Return the places whose names the near view writes: those that need aid, unless hidden."""
    return which(ds, lambda kind: kind.needs_aid and kind.shown is Shown.DAILY)


def _short(names: npt.NDArray[np.str_], strips: npt.NDArray[np.bool_]) -> list[str]:
    """Return names without brackets, second parts, and words that strips share at the start."""
    words = [name.split(" (")[0].split(" and ")[0].split() for name in names]
    rows = np.flatnonzero(strips).tolist()
    same = {i: max((_shared(words[i], words[j]) for j in rows if j != i), default=0) for i in rows}
    return [" ".join(one[same.get(i, 0) :] or one) for i, one in enumerate(words)]


def _shared(one: list[str], other: list[str]) -> int:
    """Return how many words two names share at the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _joined_marks(ds: xr.Dataset, places: Line) -> Line:
    """Return where the places beyond a line are drawn, joined by kind and country."""
    hidden = protect.beyond(ds)
    keys = np.char.add(ds["kind"].values.astype(str), ds["country"].values.astype(str))
    means = [places[hidden & (keys == key)].mean(axis=0) for key in np.unique(keys[hidden])]
    return np.array(means).reshape(-1, 2)


def _written(ds: xr.Dataset, places: Line, box: Box, near: bool) -> Line:
    """Return points along the names that are written beside marks."""
    named = places[_named(ds) & near]
    across = box[2] - box[0]
    return np.concatenate([named + np.array([across * s, 0.0]) for s in (0.06, 0.12, 0.18)])


def _apart(places: Line, wanted: npt.NDArray[np.intp], box: Box) -> list[int]:
    """Return of the places wanted those whose names do not run into that of an earlier one."""
    least = (box[3] - box[1]) / ROUGH[1]
    chosen: list[int] = []
    for i in wanted:
        if all(abs(places[i, 1] - places[j, 1]) > least for j in chosen):
            chosen.append(int(i))
    return chosen


def _room(code: str, box: Box, places: Line) -> Line | None:
    """Return the point of a country within a box that is farthest from places and borders."""
    rings = within([code], box)
    west, south, east, north = box
    grid = np.stack(
        np.meshgrid(
            np.linspace(west, east, ROUGH[0])[1:-1], np.linspace(south, north, ROUGH[1])[1:-1]
        ),
        -1,
    ).reshape(-1, 2)
    free = grid[inside(grid, rings)]
    if not len(free):
        return None
    size = np.array([east - west, north - south])
    vertices = np.concatenate(rings)
    near = ((vertices >= [west, south]) & (vertices <= [east, north])).all(axis=1)
    edges = np.minimum((free - [west, south]) / size, ([east, north] - free) / size).min(axis=1)
    far = np.minimum(_nearest(free, np.concatenate([places, vertices[near]]), size), edges)
    return np.asarray(free[far.argmax()])


def _nearest(points: Line, others: Line, size: Line) -> npt.NDArray[np.float64]:
    """Return the distance from each point to the nearest of the others, in shares of the box."""
    apart = (points[:, None] - others[None]) / size
    return np.asarray(np.sqrt((apart**2).sum(-1).min(axis=1)))
