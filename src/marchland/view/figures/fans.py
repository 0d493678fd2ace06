"""Fan charts: what the model says of a series of counts, with the counts on top."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.language import say, say_in
from marchland.model.tables import Observations
from marchland.study.measures.bands import LEVELS, bands
from marchland.study.measures.deaths import is_small
from marchland.study.measures.observe import STOCKS, last_day, observed, only, path
from marchland.view.figures.picture import Picture, Trace
from marchland.view.page import theme
from marchland.view.words.dates import short_day, short_day_of_month

MARGIN = pd.Timedelta(days=12)
"""Room before the first window and after the last."""


def fan_chart(
    ds: xr.Dataset,
    observations: Observations,
    series: str,
    model: xr.DataArray | None = None,
    fitted: bool = True,
) -> Picture:
    """Draw the bands of one series and the counts on top, with the range of the sources.

    Stocks, and events counted day by day or cumulatively, are a fan over the days. Events counted
    over weeks or months are a box for each window, as wide as the window: a line from one to the
    next would say what nobody knows.
    Series that the model has no value for show the records alone.

    Parameters
    ----------
    ds
        Runs.
    observations
        The counts.
    series
        Name of the series to draw.
    model
        What :func:`marchland.study.measures.observed` returned of runs and counts, where it is at
        hand.
    fitted
        Whether the counts marked for a fit were fitted to; these are drawn hollow.

    Raises
    ------
    RequestError
        If there is no such series, or the runs do not have its place.
    """
    counts = only(observations, series)
    rows = list(counts.rows())
    if model is None:
        values = observed(ds, counts)
    else:
        values = model.isel(observation=model["series"].values == series)
    span = _span(ds, rows)
    drawn: list[Trace] = []
    if not np.isnan(values.values).all():
        drawn = (
            _boxes(values, rows)
            if _windows(rows)
            else _fan(path(ds, counts, series).sel(day=slice(*span)))
        )
    return Picture(
        [*drawn, *_counts(rows, fitted)],
        theme.layout(hovermode="closest", barmode="overlay", xaxis=theme.axis(range=span)),
    )


def _span(ds: xr.Dataset, rows: list[dict[str, Any]]) -> list[pd.Timestamp]:
    """Return the first and last day drawn: those counted, or all where days are counted singly."""
    if _windows(rows) or rows[0]["cumulative"]:
        return [
            pd.Timestamp(min(r["date_from"] for r in rows)) - MARGIN,
            pd.Timestamp(max(last_day(r) for r in rows)) + MARGIN,
        ]
    days = pd.DatetimeIndex(ds["day"].values)
    return [days[0], days[-1]]


def _windows(rows: list[dict[str, Any]]) -> bool:
    """Tell whether the counts are of events over more than a day."""
    if rows[0]["cumulative"] or rows[0]["measure"] in STOCKS:
        return False
    return any(last_day(row) > row["date_from"] for row in rows)


def _fan(values: xr.DataArray) -> list[Trace]:
    """Return bands and median over the days."""
    found = bands(values)
    (middle,) = found.values[found["band"].values == "median"]
    day = pd.DatetimeIndex(values["day"].values).strftime("%Y-%m-%d").to_numpy()
    return [
        *ribbon(day, found, "90", theme.FAN_90),
        *ribbon(day, found, "50", theme.FAN_50),
        {
            "type": "scatter",
            "x": day,
            "y": _short(middle),
            "mode": "lines",
            "name": say("median"),
            "line": {"color": theme.FAN, "width": 2},
        },
    ]


def ribbon(day: Any, found: xr.DataArray, share: str, color: str) -> list[Trace]:
    """Return a band as an unseen lower edge and a filled upper one."""
    edge = {
        "type": "scatter",
        "x": day,
        "mode": "lines",
        "line": {"width": 0},
        "hoverinfo": "skip",
        "legendgroup": share,
    }
    return [
        edge | {"y": _short(found.sel(band=f"low{share}").values), "showlegend": False},
        edge
        | {
            "y": _short(found.sel(band=f"high{share}").values),
            "fill": "tonexty",
            "fillcolor": color,
            "name": say("{share} % band", share=share),
        },
    ]


def _short(values: Any) -> Any:
    """Return people to a tenth, from a hundred on to one: finer than a pixel."""
    people = np.asarray(values, np.float64)
    return np.where(np.abs(people) < 100, people.round(1), people.round())


def _boxes(values: xr.DataArray, rows: list[dict[str, Any]]) -> list[Trace]:
    """Return for each window a pale bar of the 90 %, a darker one of the 50 %, and the median."""
    known = [i for i in range(len(rows)) if not np.isnan(values.values[:, i]).any()]
    found = dict(zip(LEVELS, bands(values.isel(observation=known)).values, strict=True))
    start = pd.DatetimeIndex([rows[i]["date_from"] for i in known])
    wide = [int((last_day(rows[i]) - rows[i]["date_from"]).astype(int)) + 1 for i in known]
    day_ms = 86_400_000
    middle = [s + pd.Timedelta(days=w / 2) for s, w in zip(start, wide, strict=True)]
    bars = [
        {
            "type": "bar",
            "name": say("{share} % band", share=share),
            "x": middle,
            "hoverinfo": "skip",
            "width": [w * day_ms * thick for w in wide],
            "marker": {"color": color, "line": {"width": 0}},
            "base": found[f"low{share}"],
            "y": found[f"high{share}"] - found[f"low{share}"],
        }
        for share, color, thick in (("90", theme.FAN_90, 0.8), ("50", theme.FAN_50, 0.8))
    ]
    told = [
        say("median {median:,.0f}<br>90 % band {low:,.0f} to {high:,.0f}", median=m, low=a, high=b)
        for a, m, b in zip(*(found[n] for n in ("low90", "median", "high90")), strict=True)
    ]
    x: list[Any] = []
    y: list[Any] = []
    for s, w, m in zip(start, wide, found["median"], strict=True):
        x += [s + pd.Timedelta(days=w * 0.1), s + pd.Timedelta(days=w * 0.9), None]
        y += [m, m, None]
    medians = {
        "type": "scatter",
        "mode": "lines",
        "name": say("median"),
        "x": x,
        "y": y,
        "line": {"color": theme.FAN, "width": 2.5},
        "hoverinfo": "text",
        "hovertext": [t for t in told for _ in range(3)],
    }
    return [*bars, medians]


def _counts(rows: list[dict[str, Any]], fitted: bool) -> list[Trace]:
    """Return the counts, with whiskers where sources disagree; fitted ones are hollow.

    Counts of fewer than ten people are left out, as in every table that is handed over.
    """
    rows = [row for row in rows if not is_small(row)]
    value = np.array([row["value"] for row in rows])
    over = np.nan_to_num(np.array([row["high"] for row in rows]) - value).clip(0)
    under = np.nan_to_num(value - np.array([row["low"] for row in rows])).clip(0)
    hollow = [fitted and row["use"] == "fit" for row in rows]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": say("counted"),
            "y": value,
            "x": [_drawn_at(row, _windows(rows)) for row in rows],
            "hoverinfo": "text",
            "hovertext": [_told(row) for row in rows],
            "marker": {
                "color": theme.COUNT,
                "size": 9,
                "line": {"color": theme.COUNT, "width": 1.5},
                "symbol": ["diamond-open" if h else "diamond" for h in hollow],
            },
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": over,
                "arrayminus": under,
                "color": theme.COUNT,
                "thickness": 1.5,
                "width": 4,
            },
        }
    ]


def _drawn_at(row: dict[str, Any], middle: bool) -> pd.Timestamp:
    first, last = pd.Timestamp(row["date_from"]), pd.Timestamp(last_day(row))
    return first + (last + pd.Timedelta(days=1) - first) / 2 if middle else last


def _told(row: dict[str, Any]) -> str:
    first, last = pd.Timestamp(row["date_from"]), pd.Timestamp(last_day(row))
    when = short_day(last)
    if first != last:
        when = say_in("dates", "{first} to {last}", first=short_day_of_month(first), last=when)
    told = say("counted {value:,.0f}, {when}", value=row["value"], when=when)
    if np.isnan(row["low"]) and np.isnan(row["high"]):
        return told
    low, high = np.fmin(row["low"], row["value"]), np.fmax(row["high"], row["value"])
    return f"{told}<br>" + say("sources say {low:,.0f} to {high:,.0f}", low=low, high=high)
