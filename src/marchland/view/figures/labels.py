"""Names on the map: of places where they have room, and of countries in what is left."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.study.runs import protect
from marchland.study.runs.places import kinds, which
from marchland.view.figures.picture import Trace
from marchland.view.page import theme
from marchland.view.page.outlines import Box, Line, inside, mercator, name_of, within

ROUGH = (28, 20)
"""Grid, across and up, on which room for a country's name is sought."""
INDENT = "\u2002" * 4
"""Room between the middle of a mark and its name."""
SCREEN = (760.0, 560.0)
"""Width and height that names must have room on, in pixels: that of a small window."""
LETTER, HIGH, ASIDE, MARK = 6.6, 15.0, 22.0, 6.0
"""Width of a letter, height of a name, its distance from its mark, and half the width of a mark, in
pixels."""
MOST = 40
"""Names in one view, at most."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Name:
    """A name with its place and the side of its mark that it stands on."""

    at: int
    text: str
    right: bool
    covers: Rectangle


def labels(ds: xr.Dataset, box: Box) -> Trace:
    """Return the names in a view: no name runs into another, or over the mark of another place.

    Places told together beyond a closed line have none. Strips come first, then places where people
    need aid, then others that receive people.
    """
    places = np.column_stack([ds["lon"].values, ds["lat"].values])
    names = _placed(ds, places, box)
    marks = np.concatenate([places, _joined_marks(ds, places), _along(names, box)])
    points = [places[one.at] for one in names]
    texts = [INDENT + one.text if one.right else one.text + INDENT for one in names]
    sides = ["middle right" if one.right else "middle left" for one in names]
    for code in sorted(set(ds["country"].values.astype(str))):
        point = _room(code, box, marks)
        if point is not None:
            points.append(point)
            texts.append(name_of(code).upper())
            sides.append("middle center")
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


def _pixels(points: Line, box: Box) -> Line:
    """Return where points (point, longitude and latitude) lie in pixels, from the upper left."""
    west, south, east, north = box
    low, high = mercator([south, north])
    scale = min(SCREEN[0] / (east - west), SCREEN[1] / (high - low))
    return np.column_stack([(points[:, 0] - west) * scale, (high - mercator(points[:, 1])) * scale])


def _ranked(ds: xr.Dataset) -> list[int]:
    """Return the places that may be named, those that matter most first."""
    order = [
        (0 if kind.tries else 1 if kind.needs_aid else 2 if kind.receives else 3)
        for kind in kinds(ds)
    ]
    hidden = protect.beyond(ds)
    return [int(i) for i in np.argsort(order, kind="stable") if not hidden[i]]


def _placed(ds: xr.Dataset, places: Line, box: Box) -> list[_Name]:
    """Return the names that have room within a box."""
    west, south, east, north = box
    at = _pixels(places, box)
    end = _pixels(np.array([[east, south]]), box)[0]
    texts = _short(ds["place_name"].values.astype(str), which(ds, lambda kind: kind.tries))
    hidden = protect.beyond(ds)
    taken: list[Rectangle] = []
    found: list[_Name] = []
    for i in _ranked(ds):
        if not (west <= places[i, 0] <= east and south <= places[i, 1] <= north):
            continue
        others = [_mark(at[j]) for j in range(len(at)) if not hidden[j] and (at[j] != at[i]).any()]
        for right in (True, False):
            covers = _covers(at[i], texts[i], right)
            within_view = covers[0] >= 0 and covers[2] <= end[0]
            if within_view and not any(_meet(covers, one) for one in (*taken, *others)):
                found.append(_Name(i, texts[i], right, covers))
                taken.append(covers)
                break
        if len(found) == MOST:
            break
    return found


def _covers(at: Line, text: str, right: bool) -> Rectangle:
    """Return what a name covers: left, top, right, bottom in pixels."""
    wide = LETTER * len(text)
    left = at[0] + ASIDE if right else at[0] - ASIDE - wide
    return float(left), float(at[1] - HIGH / 2), float(left + wide), float(at[1] + HIGH / 2)


def _mark(at: Line) -> Rectangle:
    x, y = float(at[0]), float(at[1])
    return x - MARK, y - MARK, x + MARK, y + MARK


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _along(names: list[_Name], box: Box) -> Line:
    """Return points along names, in degrees, so that no country's name is written over them."""
    west, south, east, north = box
    low, high = mercator([south, north])
    scale = min(SCREEN[0] / (east - west), SCREEN[1] / (high - low))
    points = [
        (
            west + x / scale,
            north - (one.covers[1] + HIGH / 2) / scale * (north - south) / (high - low),
        )
        for one in names
        for x in np.linspace(one.covers[0], one.covers[2], 4)
    ]
    return np.array(points, np.float64).reshape(-1, 2)


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
