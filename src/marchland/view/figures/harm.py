"""Cold on one time axis: people in the open, the temperature of the nights, deaths expected."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.language import say
from marchland.model.shelter import SHELTERS
from marchland.study.measures.bands import bands
from marchland.study.runs.places import which
from marchland.study.runs.protect import people
from marchland.view.figures.beside import month_bars
from marchland.view.figures.picture import Picture, Trace
from marchland.view.page import theme

STATION_COLORS = ("#0072b2", "#cc79a7", "#009e73", "#e69f00")


def cold_figure(ds: xr.Dataset) -> Picture:
    """Draw people in strips and forests, temperature and rain, and expected deaths by month.

    Bands hold 50 and 90 % of the members. Days that were not measured are gaps.
    """
    deaths = ds["deaths_expected"].sum("side")
    axes = {
        "yaxis": theme.axis(rangemode="tozero", tickformat=",d", domain=[0.76, 1.0])
        | {"title": {"text": say("people in the open"), "font": {"size": 12}}},
        "yaxis2": theme.axis(domain=[0.49, 0.71])
        | {"title": {"text": say("lowest °C"), "font": {"size": 12}}, "zerolinecolor": theme.INK},
        "yaxis3": theme.axis(rangemode="tozero", domain=[0.0, 0.24])
        | {"title": {"text": say("deaths expected"), "font": {"size": 12}}},
        "yaxis4": theme.axis(rangemode="tozero", domain=[0.29, 0.44])
        | {"title": {"text": say("rain, mm"), "font": {"size": 12}}},
        "xaxis": theme.axis(anchor="y3"),
    }
    return Picture(
        [*_people(ds), *_weather(ds), *month_bars(deaths, axis="y3")],
        theme.layout(height=660, hovermode="closest", barmode="overlay", **axes),
    )


def _people(ds: xr.Dataset) -> list[Trace]:
    here = people(ds)
    outdoors = which(here, lambda kind: SHELTERS[kind.shelter].outdoors)
    found = bands(here.isel(place=outdoors).sum("place"))
    days = found["day"].values
    traces = [
        _between(days, found.sel(band=low), found.sel(band=high), color)
        for low, high, color in (
            ("low90", "high90", theme.FAN_90),
            ("low50", "high50", theme.FAN_50),
        )
    ]
    return [*traces, _line(days, found.sel(band="median"), theme.FAN, say("people, median"), "y")]


def _between(days: Any, low: xr.DataArray, high: xr.DataArray, color: str) -> Trace:
    """Return the area between two quantiles."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _dates(np.concatenate([days, days[::-1]])),
        "y": np.round(np.concatenate([high.values, low.values[::-1]]), 1).tolist(),
        "fill": "toself",
        "fillcolor": color,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _line(days: Any, values: Any, color: str, name: str, axis: str) -> Trace:
    told = [None if np.isnan(v) else round(float(v), 1) for v in np.asarray(values)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _dates(days),
        "y": told,
        "line": {"color": color, "width": 1.6},
        "name": name,
        "yaxis": axis,
        "showlegend": axis != "y",
    }


def _weather(ds: xr.Dataset) -> list[Trace]:
    """Return the lowest temperature and the precipitation of each station."""
    traces = []
    for i, station in enumerate(ds["station"].values.astype(str)):
        one, color = ds.sel(station=station), STATION_COLORS[i % len(STATION_COLORS)]
        cold = say("lowest temperature, {station}", station=station)
        traces.append(_line(ds["day"].values, one["t_min"], color, cold, "y2"))
        rain = _line(
            ds["day"].values,
            one["precipitation"],
            color,
            say("rain, {station}", station=station),
            "y4",
        )
        traces.append(rain | {"showlegend": False, "line": {"color": color, "width": 1}})
    return traces


def _dates(days: Any) -> list[str]:
    return pd.DatetimeIndex(days).strftime("%Y-%m-%d").tolist()
