"""Stacked areas: people by state, and the stranded by cause."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.language import say
from marchland.model.causes import CAUSES, PARTS
from marchland.model.kinds import STATES
from marchland.study.measures.bands import bands
from marchland.study.measures.stranded import stranded, stranded_by_part
from marchland.study.measures.whereabouts import by_state
from marchland.study.runs.protect import people
from marchland.view.figures.picture import Picture, Trace
from marchland.view.page import theme
from marchland.view.words.places import place

PLACE_COLORS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#f0e442",
    "#8a8f94",
)
"""Colours of places side by side, those of Okabe and Ito."""
LEAST_SHARE = 0.01
"""Share of the highest total below which a part of the stranded is not drawn."""


def people_by_country_and_state(ds: xr.Dataset, country: str) -> Picture:
    """Draw the people in one country by state, over the days, as stacked means.

    Lines give the 90 % band of their total.

    Parameters
    ----------
    ds
        Runs.
    country
        ISO 3166-1 alpha-3 code.
    """
    return country_figure(by_state(people(ds)), country)


def country_figure(states: xr.DataArray, country: str) -> Picture:
    """Draw one country of what :func:`marchland.study.measures.summary.by_state` returns."""
    here = states.sel(country=country)
    means = here.mean("member")
    total = bands(here.sum("state"))
    areas = [
        _area(here["day"].values, means.sel(state=one.id).values, say(one.label), one.color)
        for one in STATES.values()
        if float(means.sel(state=one.id).max()) >= 0.5
    ]
    return Picture([*areas, *_edges(total)], theme.layout())


def stranded_figure(ds: xr.Dataset) -> Picture:
    """Draw the people stranded by where they are, over the days, as stacked means.

    Lines give the 90 % band of those beside the lines (:func:`marchland.study.measures.stranded`);
    those who wait far from them stand apart on top, and only where there are any. Without a closed
    line people are told by cause.

    Parameters
    ----------
    ds
        Runs, as :func:`marchland.simulate` returns them.
    """
    if ds.sizes["border"]:
        means, declared = stranded_by_part(ds).mean("member"), PARTS
    else:
        means, declared = ds["stranded_cause"].mean("member"), CAUSES
    axis = str(means.dims[-1])
    least = max(0.5, LEAST_SHARE * float(means.sum(axis).max()))
    areas = [
        _area(ds["day"].values, means.sel({axis: one.id}).values, say(one.label), one.color)
        for one in declared.values()
        if float(means.sel({axis: one.id}).max()) >= least
    ]
    return Picture([*areas, *_edges(bands(stranded(ds)))], theme.layout(height=340))


def crowding_figure(daily: xr.DataArray) -> Picture:
    """Draw people over capacity by place (member, day, place), as stacked means over the runs."""
    means = daily.mean("member").values
    names = map(place, daily["place_name"].values.astype(str))
    areas = [
        _area(daily["day"].values, means[:, i], name, PLACE_COLORS[i % len(PLACE_COLORS)])
        for i, name in enumerate(names)
    ]
    return Picture([*areas, *_edges(bands(daily.sum("place")))], theme.layout(height=320))


def largest_countries(states: xr.DataArray, most: int = 6) -> list[str]:
    """Return the countries that most people are in on some day, largest first."""
    peak = states.sum("state").mean("member").max("day")
    order = peak["country"].values[np.argsort(-peak.values, kind="stable")]
    return [str(c) for c in order if float(peak.sel(country=c)) >= 1][:most]


def _area(days: Any, values: Any, name: str, color: str) -> Trace:
    return {
        "type": "scatter",
        "x": _dates(days),
        "y": values.round(1).astype(np.float32),
        "name": name,
        "mode": "lines",
        "line": {"width": 0.5, "color": color},
        "fillcolor": color,
        "stackgroup": "people",
        "hovertemplate": "%{y:,.0f} " + name + "<extra></extra>",
    }


def _edges(total: xr.DataArray) -> list[Trace]:
    """Return the ends of the 90 % band of the total as thin lines."""
    line = {
        "type": "scatter",
        "x": _dates(total["day"].values),
        "mode": "lines",
        "line": {"color": theme.INK, "width": 1.2, "dash": "dot"},
        "legendgroup": "total",
    }
    return [
        line
        | {
            "y": total.sel(band=band).values.round(1).astype(np.float32),
            "showlegend": first,
            "name": say("total, 90 % band"),
            "hovertemplate": "%{y:,.0f} " + word + "<extra></extra>",
        }
        for band, word, first in (
            ("high90", say("total, upper end"), True),
            ("low90", say("total, lower end"), False),
        )
    ]


def _dates(days: Any) -> Any:
    return pd.DatetimeIndex(days).strftime("%Y-%m-%d").to_numpy()
