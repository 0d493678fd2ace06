"""What the map shows at one moment: people by place and flows by route, as traces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.language import mark, say, spoken
from marchland.model.kinds import STATES
from marchland.study.measures.bands import bands, rounded
from marchland.study.runs.places import kinds
from marchland.view.figures.picture import Trace
from marchland.view.page import theme
from marchland.view.page.outlines import Line, mercator
from marchland.view.words.places import place, routes

FLOW_CLASSES = (1.0, 10.0, 50.0, 200.0, 1000.0, np.inf)
"""Least people a day of each class of line, and the end of the last."""
WIDTHS = (0.7, 1.5, 3.0, 5.0, 8.0)
"""Width of the line of each class, in pixels."""
SMALLEST, LARGEST = 5.0, 42.0
"""Diameter of the symbol of an empty place and of the fullest one, in pixels."""
LEAST_STRIP = 10.0
"""Diameter below which no strip is drawn, in pixels."""
PEOPLE, A_DAY = mark("{median:,} people"), mark("{median:,} people a day")
BEND = 0.12
"""How far a flight's line is bent aside, as a share of its length."""

Bands = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sites:
    """What does not change from day to day: where the marks and the lines are.

    Parameters
    ----------
    names
        Name of each place, escaped.
    states
        Numbers of the places by state of people.
    x, y
        Longitude and Mercator ordinate of each place.
    lines
        Points of each route's line.
    arrows
        Place and direction (degrees from north) of each route's arrow, past the middle, so that
        those of two directions stay apart.
    labels
        Name of each route, escaped.
    most
        People (median) at the fullest place on any day shown.
    """

    names: list[str]
    states: dict[str, list[int]]
    x: list[float]
    y: list[float]
    lines: list[Line]
    arrows: list[tuple[float, float, int]]
    labels: list[str]
    most: float


@dataclass(frozen=True)
class Moment:
    """Bands of people by place, and of people a day by route, on one day (band, …)."""

    day: pd.Timestamp
    sites: Sites
    people: Bands
    passed: Bands

    def traces(self) -> list[Trace]:
        """Return lines of flow by class, arrows, and people by state, with all their looks."""
        lines = [
            {
                "type": "scatter",
                "mode": "lines",
                "hoverinfo": "skip",
                "showlegend": False,
                "line": {"width": w, "color": theme.FLOW},
            }
            for w in WIDTHS
        ]
        arrows = {"type": "scatter", "mode": "markers", "hoverinfo": "text", "showlegend": False}
        marks = [
            {
                "type": "scatter",
                "mode": "markers",
                "name": say(STATES[state].label),
                "hoverinfo": "text",
            }
            for state in self.sites.states
        ]
        looks: list[Trace] = [*lines, arrows, *marks]
        return [look | now for look, now in zip(looks, self.moving(), strict=True)]

    def moving(self) -> list[Trace]:
        """Return of the same traces only what changes from day to day."""
        flows = [self._lines(low, high) for low, high in pairwise(FLOW_CLASSES)]
        return [*flows, self._arrows(), *(self._marks(state) for state in self.sites.states)]

    def _marks(self, state: str) -> Trace:
        at = self.sites.states[state]
        strip = STATES[state].diamond
        size = diameter(self.people[2, at], self.sites.most)
        size = np.maximum(size, LEAST_STRIP if strip else 0.0)
        return {
            "x": [self.sites.x[i] for i in at],
            "y": [self.sites.y[i] for i in at],
            "hovertext": [_told(self.sites.names[i], self.people[:, i]) for i in at],
            "marker": {
                "size": size.round(1).tolist(),
                "color": STATES[state].color,
                "opacity": 0.85,
                "symbol": "diamond" if strip else "circle",
                "line": {"color": theme.INK, "width": 1.6 if strip else 0.7},
            },
        }

    def _lines(self, low: float, high: float) -> Trace:
        x: list[float | None] = []
        y: list[float | None] = []
        for i in np.flatnonzero((self.passed[2] >= low) & (self.passed[2] < high)):
            x += [*self.sites.lines[i][:, 0].tolist(), None]
            y += [*self.sites.lines[i][:, 1].tolist(), None]
        return {"x": x, "y": y}

    def _arrows(self) -> Trace:
        at = np.flatnonzero(self.passed[2] >= FLOW_CLASSES[0])
        arrows = [self.sites.arrows[i] for i in at]
        told = [_told(self.sites.labels[i], self.passed[:, i], A_DAY) for i in at]
        return {
            "x": [x for x, _, _ in arrows],
            "y": [y for _, y, _ in arrows],
            "hovertext": told,
            "marker": {
                "symbol": "triangle-up",
                "size": 9,
                "color": theme.FAINT,
                "opacity": 0.9,
                "angle": [angle for _, _, angle in arrows],
            },
        }


def diameter(people: npt.ArrayLike, most: float) -> npt.NDArray[np.float64]:
    """Return the diameter of the mark of so many people in pixels; areas grow as people do."""
    return np.asarray(SMALLEST + (LARGEST - SMALLEST) * np.sqrt(np.asarray(people) / most))


def size_key(most: float) -> list[int]:
    """Return the people for whom a key draws marks: round numbers that span the marks.

    The largest is 1, 2 or 5 times a power of ten, and reached by some mark; the others are a tenth
    and a hundredth of it, as far as they are people.
    """
    power = 10 ** int(np.floor(np.log10(max(1.0, most))))
    top = max(step for step in (1, 2, 5) if step * power <= max(1.0, most)) * power
    return [size for size in (top // 100, top // 10, top) if size >= 1]


def moments(people: xr.DataArray, flow: xr.DataArray, days: list[int]) -> list[Moment]:
    """Return what the map shows on some days.

    Parameters
    ----------
    people, flow
        What :func:`marchland.study.runs.protect.people` and
        :func:`marchland.study.runs.protect.flows` give.
    days
        Indices of the days, rising.
    """
    stock = bands(people.isel(day=days)).transpose("band", "day", "place")
    passed = bands(_mean_since(flow, days)).transpose("band", "day", "route").values
    sites = _sites(people, flow, max(1.0, float(stock.sel(band="median").max())))
    when = pd.DatetimeIndex(people["day"].values[days])
    return [Moment(when[i], sites, stock.values[:, i], passed[:, i]) for i in range(len(days))]


def _mean_since(flow: xr.DataArray, days: list[int]) -> xr.DataArray:
    """Return the mean a day since the last of the days, of each route."""
    starts = [0, *(d + 1 for d in days[:-1])]
    total = np.add.reduceat(flow.values[:, : days[-1] + 1], starts, axis=1)
    length = np.diff([0, *(d + 1 for d in days)])
    return xr.DataArray(total / length[:, None], dims=flow.dims)


def _sites(people: xr.DataArray, flow: xr.DataArray, most: float) -> Sites:
    state = np.array([kind.state for kind in kinds(people)])
    present = [one for one in STATES if (state == one).any()]
    starts = np.stack([flow["lon_from"].values, mercator(flow["lat_from"].values)], -1)
    ends = np.stack([flow["lon_to"].values, mercator(flow["lat_to"].values)], -1)
    lines = [
        _line(a, b, BEND if mode == "air" else 0.0)
        for a, b, mode in zip(starts, ends, flow["mode"].values, strict=True)
    ]
    return Sites(
        names=[escape(place(str(n))) for n in people["place_name"].values],
        states={s: np.flatnonzero(state == s).tolist() for s in present},
        x=people["lon"].values.round(3).tolist(),
        y=mercator(people["lat"].values).round(3).tolist(),
        most=most,
        lines=lines,
        arrows=[_arrow(line) for line in lines],
        labels=[escape(name) for name in routes(flow)],
    )


def _line(start: Line, end: Line, bend: float) -> Line:
    """Return the points of a route's line: straight on the ground, bent in the air."""
    along = np.linspace(0.0, 1.0, 9 if bend else 2)[:, None]
    aside = np.array([start[1] - end[1], end[0] - start[0]]) * bend
    return np.asarray((start + (end - start) * along + aside * 4 * along * (1 - along)).round(3))


def _arrow(line: Line) -> tuple[float, float, int]:
    """Return place and direction of a line's arrow."""
    before = (len(line) - 1) // 2
    step = line[before + 1] - line[before]
    x, y = (line[before] + 0.6 * step).round(3).tolist()
    return x, y, round(float(np.degrees(np.arctan2(step[0], step[1]))))


def _told(name: str, band: Bands, text: str = PEOPLE) -> str:
    low, _, median, _, high = band.tolist()
    return f"<b>{name}</b><br>{_amount(text, low, median, high, spoken())}"


@lru_cache(4096)
def _amount(text: str, low: float, median: float, high: float, _: str) -> str:
    """Return a median and its band in the language spoken: many marks have the same."""
    told = say(text, median=rounded(median))
    ends = say("90 % band {low:,} to {high:,}", low=rounded(low), high=rounded(high))
    return f"{told}<br>{ends}"
