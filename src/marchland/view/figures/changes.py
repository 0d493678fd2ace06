"""What levers change on the map: more and fewer people by place, member by member."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.language import say
from marchland.study.measures.bands import bands
from marchland.study.measures.stranded import stranded
from marchland.study.runs import protect
from marchland.view.figures.moments import diameter
from marchland.view.figures.picture import Trace
from marchland.view.page import theme
from marchland.view.page.outlines import mercator
from marchland.view.words.numbers import signed
from marchland.view.words.places import place

Bands = npt.NDArray[np.float64]
PALEST = 0.3
"""How far from no change towards the strongest colour the smallest change is."""
LEAST = 0.5
"""Change of people (median) below which a place is not drawn."""


@dataclass(frozen=True)
class Shift:
    """Bands of the difference in people by place on one day (band, place)."""

    day: pd.Timestamp
    names: list[str]
    x: list[float]
    y: list[float]
    change: Bands
    most: float

    def traces(self) -> list[Trace]:
        """Return the marks of more and of fewer people with all their looks."""
        look = {"type": "scatter", "mode": "markers", "hoverinfo": "text"}
        return [look | now for now in self.moving()]

    def moving(self) -> list[Trace]:
        """Return of the same marks what changes from day to day."""
        median = self.change[2]
        return [
            self._marks(np.flatnonzero(median <= -LEAST), "triangle-down"),
            self._marks(np.flatnonzero(median >= LEAST), "triangle-up"),
        ]

    def _marks(self, at: npt.NDArray[np.intp], symbol: str) -> Trace:
        """Return marks by size and colour of the median; sure ones have a dark rim."""
        at = at[np.argsort(-np.abs(self.change[2, at]), kind="stable")]  # small ones lie on top
        low, _, median, _, high = self.change[:, at]
        share = np.sign(median) * (PALEST + (1 - PALEST) * np.sqrt(np.abs(median) / self.most))
        return {
            "x": [self.x[i] for i in at],
            "y": [self.y[i] for i in at],
            "hovertext": [_told(self.names[i], self.change[:, i]) for i in at],
            "marker": {
                "size": diameter(np.abs(median), self.most).round(1).tolist(),
                "symbol": symbol,
                "color": share.round(3).tolist(),
                "cmin": -1,
                "cmax": 1,
                "colorscale": theme.DIVERGING,
                "opacity": 0.9,
                "line": {
                    "color": theme.INK,
                    "width": np.where((low > 0) | (high < 0), 1.6, 0.4).tolist(),
                },
            },
        }


def shifts(base: xr.DataArray, now: xr.DataArray, days: list[int]) -> list[Shift]:
    """Return what levers change on some days.

    Parameters
    ----------
    base, now
        People without levers and with them, as :func:`marchland.study.runs.protect.people` gives
        them.
    days
        Indices of the days, rising.
    """
    change = now.isel(day=days).astype(np.int64) - base.isel(day=days).astype(np.int64)
    told = bands(change).transpose("band", "day", "place").values
    most = max(1.0, float(np.abs(told[2]).max()))
    names = [escape(place(str(name))) for name in now["place_name"].values]
    x, y = now["lon"].values.round(3).tolist(), mercator(now["lat"].values).round(3).tolist()
    when = pd.DatetimeIndex(now["day"].values[days])
    return [Shift(when[i], names, x, y, told[:, i], most) for i in range(len(days))]


def most_changed(base: xr.Dataset, now: xr.Dataset) -> int:
    """Return the day on which levers change the number of people stranded most (by the median).

    Where they change nobody's being stranded, it is the day on which most people are elsewhere.
    """
    change = np.abs(np.median(stranded(now).values - stranded(base).values.astype(np.int64), 0))
    if not change.any() and "stock" in now:
        moved = protect.people(now).values - protect.people(base).values.astype(np.int64)
        change = np.abs(np.median(moved, 0)).sum(-1)
    return int(change.argmax())


def _told(name: str, band: Bands) -> str:
    low, _, median, _, high = (signed(v) for v in band)
    told = say(
        "{median} people with the levers<br>90 % band {low} to {high}",
        median=median,
        low=low,
        high=high,
    )
    return f"<b>{name}</b><br>{told}"
