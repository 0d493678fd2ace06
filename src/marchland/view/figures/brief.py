"""The pictures of the brief: small, still, and legible on paper without a pointer."""

from __future__ import annotations

from itertools import islice
from typing import Final

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.kinds import STATES
from marchland.study.measures.stranded import any_stranded, shown_first, stranded
from marchland.study.runs.places import kinds
from marchland.view.figures.areas import largest_countries
from marchland.view.figures.beside import over_time
from marchland.view.figures.map import map_figure
from marchland.view.figures.picture import Picture, Trace
from marchland.view.page import theme
from marchland.view.page.outlines import name_of

_PICTURES: Final = 3
_MOST: Final = 4
"""Countries drawn, those with the most people."""
_COLORS: Final = tuple(dict.fromkeys(one.color for one in STATES.values()))
_WITHIN: Final = {
    "x": 0.02, "y": 1, "yanchor": "top", "font": {"size": 9}, "bgcolor": theme.CLEAR
}  # fmt: skip
"""A legend that takes nothing of the picture's width."""


def still_map(ds: xr.Dataset, people: xr.DataArray) -> Picture:
    """Draw where people are on the day to look at first.

    ``people`` are what :func:`marchland.study.runs.protect.people` returns.
    """
    every = int(ds.sizes["day"])
    drawn = map_figure(ds, people, every, through=shown_first(ds)).picture
    return drawn.still().laid_out(height=270)


def states_on(people: xr.DataArray, day: int) -> set[str]:
    """Return the states that anybody is in on a day (its index), by the median."""
    middle = np.median(people.isel(day=day).values, axis=0)
    return {kind.state for kind, n in zip(kinds(people), middle, strict=True) if n >= 1}


def three(ds: xr.Dataset, states: xr.DataArray, in_need: xr.DataArray | None) -> dict[str, Picture]:
    """Return three pictures by name: what is worst, where people are, what they need.

    Parameters
    ----------
    ds
        Runs.
    states
        People by country and state (:func:`marchland.study.measures.whereabouts.by_state`).
    in_need
        People in need of aid by week (member, week), None where nobody depends on aid.
    """
    every = {"stranded": small_fan(stranded(ds))} if any_stranded(ds) else {}
    every["people"] = small_countries(states)
    if in_need is not None:
        every["needs"] = small_fan(in_need)
    every["entered"] = small_fan(ds["entered"].sum("group").cumsum("day"))
    every["travelling"] = small_fan(ds["travelling"])
    return dict(islice(every.items(), _PICTURES))


def small_fan(values: xr.DataArray) -> Picture:
    """Draw the bands and the median of a quantity (member, time)."""
    return Picture(over_time(values), _small(values, showlegend=False))


def small_countries(states: xr.DataArray) -> Picture:
    """Draw the median of people by country over the days, the countries with the most people.

    ``states`` are what :func:`marchland.study.measures.whereabouts.by_state` returns.
    """
    middle = states.sum("state").median("member")
    when = pd.DatetimeIndex(middle["day"].values).strftime("%Y-%m-%d").to_numpy()
    lines: list[Trace] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": when,
            "y": middle.sel(country=code).values.round(1).astype(np.float32),
            "name": name_of(code),
            "line": {"color": color, "width": 2},
        }
        for code, color in zip(largest_countries(states, _MOST), _COLORS, strict=False)
    ]
    return Picture(lines, _small(middle, legend=_WITHIN))


def _small(values: xr.DataArray, **more: object) -> dict[str, object]:
    """Return the layout of a picture a third of a page wide."""
    large = float(values.max()) >= 1e6
    return theme.layout(
        height=140,
        font={"family": theme.FONT, "size": 10, "color": theme.INK},
        margin={"l": 40, "r": 6, "t": 8, "b": 24},
        xaxis=theme.dates(3),
        yaxis=theme.axis(rangemode="tozero", tickformat="~s" if large else ",d", nticks=5),
        **more,
    )
