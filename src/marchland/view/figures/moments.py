"""What the map shows at one moment: people by place and flows by route, as traces."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.study import protect
from marchland.study.bands import bands
from marchland.study.summary import STATES, rounded, worst_night
from marchland.view import theme
from marchland.view.outlines import Line, mercator

FLOW_CLASSES = (1.0, 10.0, 50.0, 200.0, 1000.0)
"""Least people a day of each class of line."""
WIDTHS = (0.7, 1.5, 3.0, 5.0, 8.0)
"""Width of the line of each class, in pixels."""
SMALLEST, LARGEST = 5.0, 46.0
"""Diameter of the symbol of an empty place and of the fullest one, in pixels."""
BEND = 0.12
"""How far a flight's line is bent aside, as a share of its length."""

Trace = dict[str, Any]


@dataclass(frozen=True)
class Moment:
    """People and flows on one day.

    Parameters
    ----------
    day
        The day.
    places
        Columns ``name``, ``state``, ``strip``, ``x``, ``y``, ``size`` (pixels), ``told`` (hover text).
    routes
        Columns ``told``, ``flow`` (median people a day), ``line`` (points of the line).
    """

    day: pd.Timestamp
    places: pd.DataFrame
    routes: pd.DataFrame

    def traces(self) -> list[Trace]:
        """Return lines of flow by class, arrows, and people by state, with all their looks."""
        lines = [{
            "type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False,
            "line": {"width": w, "color": theme.FLOW},
        } for w in WIDTHS]
        arrows = {"type": "scatter", "mode": "markers", "hoverinfo": "text", "showlegend": False}
        circles = [self._look(state) for state in self.states()]
        return [a | b for a, b in zip([*lines, arrows, *circles], self.moving(), strict=True)]

    def moving(self) -> list[Trace]:
        """Return of the same traces only what changes from day to day."""
        flows = [self._lines(i) for i in range(len(WIDTHS))]
        return [*flows, self._arrows(), *(self._people(state) for state in self.states())]

    def states(self) -> list[str]:
        """Return the states of people that there are places for, in their order."""
        return [s for s in dict.fromkeys(STATES.values()) if (self.places["state"] == s).any()]

    def _look(self, state: str) -> Trace:
        strip = bool(self.places.loc[self.places["state"] == state, "strip"].any())
        return {"type": "scatter", "mode": "markers", "name": state, "hoverinfo": "text",
                "marker": {"color": theme.STATE_COLORS[state], "opacity": 0.85,
                           "symbol": "diamond" if strip else "circle",
                           "line": {"color": theme.INK, "width": 1.6 if strip else 0.7}}}

    def _people(self, state: str) -> Trace:
        here = self.places[self.places["state"] == state]
        look = self._look(state)["marker"]
        return {"x": here["x"].tolist(), "y": here["y"].tolist(), "hovertext": here["told"].tolist(),
                "marker": look | {"size": here["size"].tolist()}}

    def _lines(self, level: int) -> Trace:
        top = FLOW_CLASSES[level + 1] if level + 1 < len(FLOW_CLASSES) else np.inf
        here = self.routes[(self.routes["flow"] >= FLOW_CLASSES[level]) & (self.routes["flow"] < top)]
        x: list[float | None] = []
        y: list[float | None] = []
        for line in here["line"]:
            x += [*line[:, 0].tolist(), None]
            y += [*line[:, 1].tolist(), None]
        return {"x": x, "y": y}

    def _arrows(self) -> Trace:
        here = self.routes[self.routes["flow"] >= FLOW_CLASSES[0]]
        middles = [line[len(line) // 2] for line in here["line"]]
        ahead = [line[len(line) // 2 + 1] - line[len(line) // 2 - 1] for line in here["line"]]
        angles = [round(float(np.degrees(np.arctan2(d[0], d[1])))) for d in ahead]
        return {"x": [float(m[0]) for m in middles], "y": [float(m[1]) for m in middles],
                "hovertext": here["told"].tolist(),
                "marker": {"symbol": "triangle-up", "size": 9, "color": theme.FAINT, "angle": angles,
                           "opacity": 0.9}}


def moments(ds: xr.Dataset, every: int) -> list[Moment]:
    """Return what the map shows, every so many days, the worst night among them."""
    days = list(range(worst_night(ds) % every, ds.sizes["day"], every))
    stock = protect.people(ds).isel(day=days)
    flow = _mean_since(protect.flows(ds), days)
    people, passed = bands(stock), bands(flow)
    most = max(1.0, float(people.sel(band="median").max()))
    lines = _lines(flow)
    when = pd.DatetimeIndex(stock["day"].values)
    return [
        Moment(when[i], _places(people.isel(day=i), most),
               _routes(passed.isel(day=i), lines))
        for i in range(len(days))
    ]


def _mean_since(flow: xr.DataArray, days: list[int]) -> xr.DataArray:
    """Return the mean a day since the last of the days, of each route."""
    starts = [0, *(d + 1 for d in days[:-1])]
    total = np.add.reduceat(flow.values[:, : days[-1] + 1], starts, axis=1)
    length = np.diff([0, *(d + 1 for d in days)])
    coords = {name: c for name, c in flow.coords.items() if "day" not in c.dims}
    return xr.DataArray(total / length[:, None], dims=flow.dims, coords=coords)


def _places(people: xr.DataArray, most: float) -> pd.DataFrame:
    """Return symbols and words of the places on one day."""
    kind = people["kind"].values.astype(str)
    median = people.sel(band="median").values
    told = [_told(n, people.values[:, i]) for i, n in enumerate(people["place_name"].values.astype(str))]
    size = SMALLEST + (LARGEST - SMALLEST) * np.sqrt(median / most)
    return pd.DataFrame({
        "state": [STATES[k] for k in kind], "strip": kind == "strip",
        "x": people["lon"].values.round(3), "y": mercator(people["lat"].values).round(3),
        "size": np.where(kind == "strip", np.maximum(size, 10.0), size).round(1), "told": told,
    })


def _routes(passed: xr.DataArray, lines: list[Line]) -> pd.DataFrame:
    """Return lines and words of the routes on one day."""
    told = [_told(n, passed.values[:, i], " a day")
            for i, n in enumerate(passed["label"].values.astype(str))]
    return pd.DataFrame({"told": told, "flow": passed.sel(band="median").values,
                         "line": pd.Series(lines, dtype=object)})


def _told(name: str, band: Line, unit: str = "") -> str:
    low, _, median, _, high = (rounded(v) for v in band)
    return f"<b>{escape(name)}</b><br>{median:,} people{unit}<br>90 % band {low:,} to {high:,}"


def _lines(flow: xr.DataArray) -> list[Line]:
    """Return the points of each route's line: straight on the ground, bent in the air."""
    ends = np.stack([
        np.stack([flow["lon_from"].values, mercator(flow["lat_from"].values)], -1),
        np.stack([flow["lon_to"].values, mercator(flow["lat_to"].values)], -1),
    ])
    return [_line(a, b, BEND if mode == "air" else 0.0)
            for a, b, mode in zip(ends[0], ends[1], flow["mode"].values, strict=True)]


def _line(start: Line, end: Line, bend: float) -> Line:
    along = np.linspace(0.0, 1.0, 9 if bend else 3)[:, None]
    aside = np.array([start[1] - end[1], end[0] - start[0]]) * bend
    return np.asarray((start + (end - start) * along + aside * 4 * along * (1 - along)).round(3))
