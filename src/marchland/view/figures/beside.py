"""Beside each other: what the members say with levers, in blue, and without, in grey."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.language import mark, say
from marchland.study.measures.bands import bands, rounded
from marchland.view.figures.fans import ribbon
from marchland.view.figures.picture import Picture, Trace
from marchland.view.page import theme
from marchland.view.words.dates import month_name

NOW, BASE = mark("with levers"), mark("without levers")
_WHOLE, _LEFT, _RIGHT = (0.05, 0.95), (0.05, 0.48), (0.52, 0.95)
"""Part of a month that a bar takes: the first end, and the last."""


def over_time(now: xr.DataArray, base: xr.DataArray | None = None) -> list[Trace]:
    """Return bands and medians over days or weeks (member, time), without levers behind.

    Parameters
    ----------
    now
        What is shown.
    base
        The same without levers; None where none is pulled.
    """
    told = bands(now)
    when = _dates(told[str(told.dims[1])].values)
    traces: list[Trace] = []
    if base is not None:
        before = bands(base)
        traces += [
            *_unnamed(ribbon(when, before, "90", theme.BASE_90)),
            _median(when, before, say(BASE), theme.BASE, "dash"),
        ]
    traces += _unnamed(ribbon(when, told, "90", theme.FAN_90))
    traces += _unnamed(ribbon(when, told, "50", theme.FAN_50))
    return [
        *traces,
        _median(
            when, told, say("median of the runs") if base is None else say(NOW), theme.FAN, "solid"
        ),
    ]


def _unnamed(traces: list[Trace]) -> list[Trace]:
    """Return traces that no legend and no hover names."""
    return [one | {"showlegend": False, "hoverinfo": "skip"} for one in traces]


def _median(when: Any, found: xr.DataArray, name: str, color: str, dash: str) -> Trace:
    ends = [found.sel(band=band).values.round() for band in ("low90", "high90")]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": when,
        "y": found.sel(band="median").values.round(1),
        "name": name,
        "line": {"color": color, "width": 2, "dash": dash},
        "customdata": np.stack(ends, -1),
        "hovertemplate": say(
            "{median} {name} (90 % band {low} to {high})<extra></extra>",
            median="%{y:,.0f}",
            name=name,
            low="%{customdata[0]:,.0f}",
            high="%{customdata[1]:,.0f}",
        ),
    }


def week_figure(now: xr.DataArray, base: xr.DataArray | None = None) -> Picture:
    """Draw a need by week (member, week), without levers behind."""
    large = float(bands(now).max()) >= 1e6
    axis = theme.axis(rangemode="tozero", tickformat="~s" if large else ",d", nticks=5)
    return Picture(
        over_time(now, base),
        theme.layout(height=210, showlegend=False, xaxis=theme.dates(4), yaxis=axis),
    )


def month_figure(now: xr.DataArray, base: xr.DataArray | None = None) -> Picture:
    """Draw what the model expects by month (member, month), without levers at the left of it."""
    bars = month_bars(now) if base is None else [
        *month_bars(base, (theme.BASE_90, theme.BASE_50), theme.BASE, say(BASE), _LEFT),
        *month_bars(now, name=say(NOW), part=_RIGHT),
    ]  # fmt: skip
    return Picture(
        bars, theme.layout(height=240, hovermode="closest", barmode="overlay", xaxis=theme.dates(6))
    )


def month_bars(
    found: xr.DataArray,
    fill: tuple[str, str] = (theme.FAN_90, theme.FAN_50),
    color: str = theme.FAN,
    name: str = "",
    part: tuple[float, float] = _WHOLE,
    axis: str = "y",
) -> list[Trace]:
    """Return bars that hold 90 and 50 % of the members in each month, and the median in them.

    Parameters
    ----------
    found
        Quantity (member, month), months as ``2021-11``.
    fill, color
        Colours of the two bars, and of the median.
    name
        Name in the legend; blank: none.
    part
        Ends of the part of a month that a bar takes.
    axis
        Axis that it is drawn on.
    """
    told = bands(found)
    first = pd.DatetimeIndex(told["month"].values.astype(str))
    days = first.days_in_month.to_numpy()
    level = {band: told.sel(band=band).values for band in told["band"].values}
    middle = first + pd.to_timedelta(days * sum(part) / 2, unit="D")
    look = {"x": _dates(middle), "yaxis": axis, "showlegend": False}
    bars = [
        look
        | {
            "type": "bar",
            "y": np.round(level[f"high{share}"] - level[f"low{share}"], 2),
            "base": np.round(level[f"low{share}"], 2),
            "width": days * (86_400_000.0 * (part[1] - part[0])),
            "marker": {"color": shade, "line": {"width": 0}},
            "hoverinfo": "text",
            "hovertext": _told(first, level, name),
        }
        for share, shade in zip(("90", "50"), fill, strict=True)
    ]
    mark = {"symbol": "line-ew", "size": 10, "line": {"width": 2, "color": color}}
    line = {"type": "scatter", "mode": "markers", "y": np.round(level["median"], 2)}
    bars[1] |= {"name": name, "showlegend": bool(name)}
    return [*bars, look | line | {"marker": mark, "hoverinfo": "skip"}]


def _told(first: pd.DatetimeIndex, level: dict[str, Any], name: str) -> list[str]:
    """Say what the model expects in each month: the band, and its median behind."""
    return [
        f"<b>{month_name(month)}</b>{', ' if name else ''}{name}<br>"
        + say(
            "the model expects {low:,} to {high:,}<br>(90 % band; median {median:,})",
            low=rounded(low),
            high=rounded(high),
            median=rounded(mid),
        )
        for month, low, mid, high in zip(
            first, level["low90"], level["median"], level["high90"], strict=True
        )
    ]


def _dates(when: Any) -> Any:
    return pd.DatetimeIndex(when).strftime("%Y-%m-%dT%H").str.removesuffix("T00").to_numpy()
