"""Figures of a forecast: fans from the last count on, and the map of the planning day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from marchland.language import say
from marchland.study.forecast.answer import Forecast
from marchland.study.forecast.series import Floats
from marchland.study.measures.bands import LEVELS
from marchland.study.runs import protect
from marchland.study.scores.quantiles import level
from marchland.view.figures.ground import land, views
from marchland.view.figures.map import placed, turn_to
from marchland.view.figures.picture import Picture, Trace
from marchland.view.page import theme
from marchland.view.page.outlines import mercator
from marchland.view.words.places import place as place_said

_LOW, _LOW50, _MIDDLE, _HIGH50, _HIGH = (level(at) for at in (0.05, 0.25, 0.5, 0.75, 0.95))
_DAY_MS = 86_400_000
_MENU = {
    "type": "buttons",
    "direction": "left",
    "showactive": False,
    "xanchor": "right",
    "x": 1,
    "yanchor": "bottom",
    "y": 0.01,
}
LARGEST = 44
"""Pixels across of the largest mark on the map."""


def fan_ahead(found: Forecast, series: int) -> Picture:
    """Draw the counts of a series and, from the last one on, its forecast with both bands.

    Parameters
    ----------
    found
        The forecast.
    series
        Index of the series in its record.
    """
    asked = found.counts.rolled.questions
    rows = np.flatnonzero(asked.series == series)
    rows = rows[np.unique(asked.last[rows], return_index=True)[1]]
    one = found.record.series[series]
    flow = one.kind == "flow"
    drawn = _bars(found, rows) if flow else _ribbons(found, rows)
    at = (one.first + one.last) / 2 if flow else one.last
    counts: Trace = {
        "type": "scatter",
        "mode": "markers" if flow else "lines+markers",
        "name": say("counted"),
        "x": _dates(at),
        "y": one.people.tolist(),
        "line": {"color": theme.COUNT, "width": 1.2},
        "marker": {"color": theme.COUNT, "size": 7, "symbol": "diamond"},
    }
    return Picture(
        [*drawn, counts, *_with_levers(found, rows, flow)],
        theme.layout(hovermode="closest", barmode="overlay", shapes=[_today(found)]),
    )


def _ribbons(found: Forecast, rows: Any) -> list[Trace]:
    """Return bands that open at the last count, and the median."""
    rolled = found.counts.rolled
    x = _dates([rolled.last_day[rows[0]], *rolled.questions.last[rows]])
    start = rolled.last_people[rows[0]]

    def edge(at: int) -> list[float]:
        return [start, *found.people[rows, at].tolist()]

    traces: list[Trace] = []
    for low, high, share, color in (
        (_LOW, _HIGH, "90", theme.FAN_90),
        (_LOW50, _HIGH50, "50", theme.FAN_50),
    ):
        line = {"type": "scatter", "x": x, "mode": "lines", "line": {"width": 0}}
        traces.append(line | {"y": edge(low), "showlegend": False, "hoverinfo": "skip"})
        filled = {"fill": "tonexty", "fillcolor": color, "name": say("{share} % band", share=share)}
        traces.append(line | filled | {"y": edge(high), "hoverinfo": "skip"})
    middle = {"type": "scatter", "x": x, "y": edge(_MIDDLE), "mode": "lines", "name": say("median")}
    return [*traces, middle | {"line": {"color": theme.FAN, "width": 2}}]


def _bars(found: Forecast, rows: Any) -> list[Trace]:
    """Return a bar for each period, as wide as the period, and its median."""
    asked = found.counts.rolled.questions
    first, last, people = asked.first[rows], asked.last[rows], found.people[rows]
    middle = _dates((first + last) / 2)
    width = ((last - first + 1) * _DAY_MS * 0.8).tolist()
    bars: list[Trace] = [
        {
            "type": "bar",
            "name": say("{share} % band", share=share),
            "x": middle,
            "width": width,
            "base": people[:, low].tolist(),
            "y": (people[:, high] - people[:, low]).tolist(),
            "marker": {"color": color, "line": {"width": 0}},
            "hoverinfo": "skip",
        }
        for low, high, share, color in (
            (_LOW, _HIGH, "90", theme.FAN_90),
            (_LOW50, _HIGH50, "50", theme.FAN_50),
        )
    ]
    medians: Trace = {
        "type": "scatter",
        "mode": "markers",
        "name": say("median"),
        "x": middle,
        "y": people[:, _MIDDLE].tolist(),
        "marker": {"color": theme.FAN, "size": 9, "symbol": "line-ew-open"},
    }
    return [*bars, medians]


def _with_levers(found: Forecast, rows: Any, flow: bool) -> list[Trace]:
    """Return the median with levers, where some were pulled and the model has the series."""
    effect = found.simulated.effect if found.simulated is not None else None
    if effect is None or not np.isfinite(effect.people[:, rows]).all():
        return []
    asked = found.counts.rolled.questions
    at = (asked.first[rows] + asked.last[rows]) / 2 if flow else asked.last[rows]
    return [
        {
            "type": "scatter",
            "mode": "markers" if flow else "lines",
            "name": say("median with the levers"),
            "x": _dates(at),
            "y": effect.forecast[rows, _MIDDLE].tolist(),
            "line": {"color": theme.INK, "width": 1.5, "dash": "dot"},
            "marker": {"color": theme.INK, "size": 8, "symbol": "x-thin-open"},
        }
    ]


def map_ahead(found: Forecast, days: int) -> Picture | None:
    """Draw where people are expected on the planning day, and were on the day of the forecast.

    Parameters
    ----------
    found
        The forecast.
    days
        Days ahead of the planning day, one of those that are shown.

    Returns
    -------
        None where there is no scenario with places to draw.
    """
    if found.simulated is None:
        return None
    runs = placed(found.simulated.runs)
    people = protect.people(runs)
    people = people.isel(place=np.flatnonzero(np.isfinite(people["lat"].values)))
    at = people["day"].values.astype("datetime64[D]").astype(np.int64)
    if not len(people["place"]) or found.day + days not in at:
        return None
    now, then = (
        np.quantile(
            people.isel(day=int(np.flatnonzero(at == day)[0])).values, list(LEVELS.values()), axis=0
        )
        for day in (found.day, found.day + days)
    )
    x = people["lon"].values
    y = mercator(people["lat"].values)
    told = _told(found, people, now, then, days)
    most = max(float(now[2].max()), float(then[2].max()), 1.0)
    areas = views(runs)
    area = areas[0]
    buttons = [
        {"label": one.name, "method": "update", "args": turn_to(one, areas)} for one in areas
    ]
    return Picture(
        [
            *land(runs),
            *(one.labels | {"visible": one is area, "showlegend": False} for one in areas),
            _marks(x, y, now[2], most, told, say("on the day of the forecast"), theme.BASE, True),
            _marks(
                x, y, then[2], most, told, say("{days} days ahead", days=days), theme.FAN, False
            ),
        ],
        theme.layout(
            height=560,
            hovermode="closest",
            plot_bgcolor=theme.SEA,
            margin={"l": 0, "r": 0, "t": 40, "b": 0},
            updatemenus=[_MENU | {"buttons": buttons}] if len(areas) > 1 else [],
            xaxis=_bare(range=area.ranges()["xaxis.range"]),
            yaxis=_bare(range=area.ranges()["yaxis.range"], scaleanchor="x", scaleratio=1),
        ),
    )


def _marks(
    x: Floats, y: Floats, people: Floats, most: float, told: list[str], name: str, color: str,
    hollow: bool,
) -> Trace:  # fmt: skip
    at = np.flatnonzero(people >= 1)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": x[at].tolist(),
        "y": y[at].tolist(),
        "hoverinfo": "text",
        "hovertext": [told[i] for i in at],
        "marker": {
            "symbol": "circle-open" if hollow else "circle",
            "size": np.maximum(LARGEST * np.sqrt(people[at] / most), 3.0).round(1).tolist(),
            "color": color,
            "opacity": 0.9 if hollow else 0.6,
            "line": {"width": 1.6 if hollow else 0.6, "color": color if hollow else theme.INK},
        },
    }


def _told(found: Forecast, people: Any, now: Floats, then: Floats, days: int) -> list[str]:
    """Return what is told of each place: its series where it has one, the simulator elsewhere."""
    asked, series = found.counts.rolled.questions, found.record.series
    counted = {
        series[int(asked.series[k])].where: k
        for k in range(len(found.people))
        if asked.horizon[k] == days and series[int(asked.series[k])].kind == "stock"
    }
    texts = []
    for i, place in enumerate(people["place"].values.astype(str).tolist()):
        name = str(people["place_name"].values[i]) if "place_name" in people.coords else place
        name = place_said(name)
        k = counted.get(place)
        if k is None:
            low, middle, high = (then[j, i] for j in (0, 2, 4))
            before = say("simulated now: {people:,.0f}", people=now[2, i])
        else:
            low, middle, high = (found.people[k, j] for j in (_LOW, _MIDDLE, _HIGH))
            before = say("last count: {people:,.0f}", people=found.counts.rolled.last_people[k])
        ahead = say(
            "{days} days ahead: {middle:,.0f}<br>90 % band {low:,.0f} to {high:,.0f}",
            days=days,
            middle=middle,
            low=low,
            high=high,
        )
        texts.append(f"{name}<br>{before}<br>{ahead}")
    return texts


def _bare(**more: Any) -> dict[str, Any]:
    return {"visible": False, "showgrid": False, "zeroline": False, "fixedrange": True, **more}


def _today(found: Forecast) -> dict[str, Any]:
    """Return a line at the day of the forecast."""
    day = str(np.datetime64(found.day, "D"))
    line = {"color": theme.FAINT, "width": 1, "dash": "dash"}
    return {"type": "line", "x0": day, "x1": day, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _dates(days: Any) -> list[str]:
    """Return days from 1970-01-01 on as text, to the hour."""
    hours = (np.asarray(days, np.float64) * 24).round().astype("datetime64[h]")
    return pd.DatetimeIndex(hours).strftime("%Y-%m-%d %H:%M").tolist()
