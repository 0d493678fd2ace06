"""The ground of the map: the areas it can show, land and borders."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.language import say, spoken
from marchland.study.runs import protect
from marchland.study.runs.places import which
from marchland.view.figures.labels import labels
from marchland.view.figures.picture import Trace
from marchland.view.page import theme
from marchland.view.page.outlines import Box, Line, mercator, name_of, within

LEAST_PLACES, SMALLER, MOST_COUNTRIES = 3, 0.6, 3
"""A country has a view of its own from so many places that receive people, if it is so much smaller
than the whole area; and how many may."""
LANDS = 2
"""Traces that ``land`` returns."""
KEPT = 8
"""Crises whose ground is remembered."""
_OF = ("place_name", "kind", "country", "lat", "lon", "border")
_Made = TypeVar("_Made")


def _once(make: Callable[[xr.Dataset], _Made]) -> Callable[[xr.Dataset], _Made]:
    """Remember what is made of the places of a crisis, whoever is there, by the language spoken:
    nobody may change it.
    """
    kept: OrderedDict[bytes, _Made] = OrderedDict()

    @wraps(make)
    def made(ds: xr.Dataset) -> _Made:
        key = spoken().encode() + b"".join(
            name.encode() + ds[name].values.tobytes() for name in _OF if name in ds
        )
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
    """Return the areas that the map can show: the border first, where there is a strip.

    Behind the whole area come countries that people are received in, where a country's places
    fill only a part of the whole.
    """
    whole = _view(say("Whole area"), ds, whole_area(ds))
    at_line = which(ds, lambda kind: kind.tries)
    near = (
        [_view(say("At the border"), ds, _around(*_at(ds, at_line), 0.3))] if at_line.any() else []
    )
    return [*near, whole, *_of_countries(ds, whole.box)]


def _view(name: str, ds: xr.Dataset, box: Box) -> View:
    return View(name, box, labels(ds, box))


def _at(ds: xr.Dataset, chosen: npt.NDArray[np.bool_]) -> tuple[Line, Line]:
    return ds["lon"].values[chosen], ds["lat"].values[chosen]


def _of_countries(ds: xr.Dataset, whole: Box) -> list[View]:
    """Return views of the countries with most places that receive people, if they are smaller."""
    receives = which(ds, lambda kind: kind.receives) & ~protect.beyond(ds)
    country = ds["country"].values.astype(str)
    codes, number = np.unique(country[receives], return_counts=True)
    found = []
    for code in codes[np.argsort(-number, kind="stable")]:
        here = receives & (country == code)
        box = _around(*_at(ds, here), 0.25)
        if here.sum() >= LEAST_PLACES and _size(box) < SMALLER * _size(whole):
            found.append(_view(say("In {country}", country=name_of(str(code))), ds, box))
    return found[:MOST_COUNTRIES]


def _size(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


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
