"""Figures of the gas network: pipes and stores on the map, stores by week, who loses when."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.gas.network import GWH
from marchland.gas.outcomes import BAND, FULL
from marchland.language import say
from marchland.view.figures.ground import land
from marchland.view.figures.picture import Picture, Trace
from marchland.view.page import theme
from marchland.view.page.outlines import mercator
from marchland.view.words.numbers import percent

BOX = (-11.0, 34.5, 33.0, 63.5)
"""West, south, east and north of the map, in degrees."""
FREE, FILLED, STORED, SHORT, ENTRY = theme.FLOW, "#d55e00", "#0072b2", "#cc79a7", "#009e73"
SIZES = ((0.0, 1.0), (100.0, 2.0), (300.0, 3.5), (700.0, 6.0))
"""Mean flow in GWh a day from which a line is so many pixels wide."""
LARGEST = 46.0
"""Pixels across the mark of the largest store."""


def gas_map(runs: xr.Dataset) -> tuple[Picture, int]:
    """Draw the map with a frame for each week, by medians, and return the week it shows first.

    Lines are net flow across a border, wide for much, in orange where the pipe is full; a dot
    stands at the end to which gas flows. A circle is the volume of a country's stores, and filled
    as far as gas is in it. A diamond is a country that loses part of its demand, a square gas that
    enters by pipe from outside.
    """
    cut = runs.isel(case=-1)
    ground, first = land(_placed(cut)), _worst(cut)
    shown = [_moving(cut, week) for week in range(cut.sizes["week"])]
    rings = _rings(cut)
    at = list(range(len(ground) + 1, len(ground) + 1 + len(shown[0])))
    drawn = Picture(
        [*ground, rings, *shown[first]],
        theme.layout(
            height=620,
            hovermode="closest",
            plot_bgcolor=theme.SEA,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            showlegend=False,
            xaxis=_hidden(BOX[0], BOX[2]),
            yaxis=_hidden(*mercator([BOX[1], BOX[3]]).tolist())
            | {"scaleanchor": "x", "scaleratio": 1, "constrain": "domain"},
        ),
        [
            {"name": f"{day:%Y-%m-%d}", "data": moving, "traces": at}
            for day, moving in zip(pd.DatetimeIndex(cut["week"].values), shown, strict=True)
        ],
    )
    return drawn, first


def store_figure(runs: xr.Dataset, observed: pd.Series) -> Picture:
    """Draw what the stores of the countries with counts hold, with and without the cut.

    Parameters
    ----------
    runs
        As ``gas.outcomes.paired`` returns them.
    observed
        TWh that were seen, by node and date.
    """
    nodes = sorted(set(observed.index.get_level_values("node")) & set(runs["node"].values))
    stock = runs["stock"].sel(node=nodes).sum("node") / GWH
    ends = pd.DatetimeIndex(runs["week"].values) + pd.Timedelta(days=6)
    seen = observed[observed.index.get_level_values("node").isin(nodes)].groupby("date").sum()
    traces: list[Trace] = []
    sides = [(0, theme.FAINT, say("without the cut")), (1, FILLED, say("with the cut"))]
    for case, colour, name in sides if runs.attrs["cuts"] else sides[:1]:
        low, middle, high = (stock.isel(case=case).quantile(q, "member").values for q in BAND)
        label = name if runs.attrs["cuts"] else say("model")
        line = {"type": "scatter", "mode": "lines", "line": {"color": colour}, "name": label}
        traces += [_band(ends, low, high, colour), line | {"x": ends, "y": middle}]
    traces.append(
        {
            "type": "scatter", "mode": "markers", "name": say("observed"), "x": seen.index,
            "y": seen.to_numpy(), "marker": {"color": theme.INK, "size": 6},
        }
    )  # fmt: skip
    axis = theme.axis(rangemode="tozero", title={"text": say("TWh in store")})
    return Picture(traces, theme.layout(yaxis=axis))


def _band(ends: Any, low: Any, high: Any, colour: str) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "x": [*ends, *ends[::-1]], "y": [*high, *low[::-1]],
        "fill": "toself", "opacity": 0.25, "fillcolor": colour, "line": {"width": 0},
        "hoverinfo": "skip", "showlegend": False,
    }  # fmt: skip


def loss_figure(runs: xr.Dataset) -> Picture | None:
    """Draw the share of demand that each country loses by week, in the mean of the members.

    Countries that lose less than a percent in every week are left out; None where all do.
    """
    cut = runs.isel(case=-1)
    share = (cut["unserved"] / cut["demand"].where(cut["demand"] > 0)).fillna(0.0).mean("member")
    some = share.max("week").values > 0.01
    if not some.any():
        return None
    share = share.isel(node=np.flatnonzero(some))
    share = share.isel(node=np.argsort(share.sum("week").values))
    heat = {
        "type": "heatmap",
        "x": cut["week"].values,
        "y": share["name"].values,
        "z": 100 * share.transpose("node", "week").values,
        "zmin": 0,
        "colorscale": [[0, "rgba(213,94,0,0)"], [0.02, "#fde0c8"], [1, "#8c3800"]],
        "colorbar": {"title": {"text": say("% lost")}, "thickness": 10, "outlinewidth": 0},
        "hovertemplate": say(
            "{country}, week of {day}: {share} %",
            country="%{y}",
            day="%{x|%-d %B}",
            share="%{z:.1f}",
        )
        + "<extra></extra>",
    }
    return Picture(
        [heat],
        theme.layout(
            height=90 + 19 * len(share["node"]),
            hovermode="closest",
            yaxis=theme.axis(tickfont={"size": 11}, dtick=1, showgrid=False),
        ),
    )


def _placed(cut: xr.Dataset) -> xr.Dataset:
    """Return what the ground of the map asks for: positions and countries of those that use gas."""
    users = cut.isel(node=np.flatnonzero(cut["user"].values))
    return xr.Dataset({name: ("node", users[name].values) for name in ("lon", "lat", "country")})


def _worst(cut: xr.Dataset) -> int:
    """Return the week in which most goes unserved, or else the one with least in store."""
    lost = cut["unserved"].sum("node").mean("member").values
    stock = cut["stock"].sum("node").mean("member").values
    return int(lost.argmax()) if lost.max() > 1 else int(stock.argmin())


def _moving(cut: xr.Dataset, week: int) -> list[Trace]:
    """Return what a week shows: lines by width, free and full, heads, stores, losses, entries."""
    now = cut.isel(week=week).median("member")
    lines = _lines(now)
    free = [_line([line for line in lines if line["width"] == w and not line["full"]], w, FREE)
            for _, w in SIZES]  # fmt: skip
    full = [_line([line for line in lines if line["width"] == w and line["full"]], w, FILLED)
            for _, w in SIZES]  # fmt: skip
    return [*free, *full, _heads(lines), _filled(now), _entries(now), _losses(now)]


def _lines(now: xr.Dataset) -> list[dict[str, Any]]:
    """Return net flows across borders, as line with width, ends and words."""
    lon = dict(zip(now["node"].values, now["lon"].values, strict=True))
    lat = dict(zip(now["node"].values, now["lat"].values, strict=True))
    name = dict(zip(now["node"].values, now["name"].values, strict=True))
    flow = dict(zip(now["border"].values, now["flow"].values / 7, strict=True))
    most = dict(zip(now["border"].values, now["capacity"].values / 7, strict=True))
    lines = []
    for border, rate in flow.items():
        a, b = border.split(">")
        net = rate - flow.get(f"{b}>{a}", 0.0)
        if net < 0 or (net == 0 and a > b):
            continue
        full = most[border] > 0 and rate >= FULL * most[border] and net > 1
        told = say(
            "{here} to {there}: {net:,.0f} of {most:,.0f} GWh a day",
            here=name[a],
            there=name[b],
            net=net,
            most=most[border],
        )
        lines.append(
            {
                "x": (lon[a], lon[b]),
                "y": tuple(mercator([lat[a], lat[b]]).tolist()),
                "width": max(w for least, w in SIZES if net >= least),
                "full": full,
                "net": net,
                "told": say("{flow}, full", flow=told) if full else told,
            }
        )
    return lines


def _line(lines: list[dict[str, Any]], width: float, colour: str) -> Trace:
    x: list[float | None] = []
    y: list[float | None] = []
    for line in lines:
        x += [round(v, 3) for v in line["x"]] + [None]
        y += [round(v, 3) for v in line["y"]] + [None]
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
        "line": {"width": width, "color": colour},
    }  # fmt: skip


def _heads(lines: list[dict[str, Any]]) -> Trace:
    """Return a dot towards the end of each line in which gas flows, with the words to read."""
    flowing = [line for line in lines if line["net"] > 1]
    toward = 0.68
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(one["x"][0] + toward * (one["x"][1] - one["x"][0]), 3) for one in flowing],
        "y": [round(one["y"][0] + toward * (one["y"][1] - one["y"][0]), 3) for one in flowing],
        "marker": {
            "size": [4 + one["width"] for one in flowing],
            "color": [FILLED if one["full"] else theme.FAINT for one in flowing],
        },
        "text": [one["told"] for one in flowing],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _rings(cut: xr.Dataset) -> Trace:
    """Return the volumes of the stores as circles."""
    volume = cut["volume"].median("member").values
    return _circles(cut, volume, volume, "rgba(0,114,178,0.10)") | {"hoverinfo": "skip"}


def _filled(now: xr.Dataset) -> Trace:
    """Return the gas in store as discs within the circles."""
    stock, volume = now["stock"].values, now["volume"].values
    disc = _circles(now, stock, volume, "rgba(0,114,178,0.75)")
    there = volume > 0
    told = [
        say(
            "{name}: {held:.1f} of {most:.1f} TWh in store",
            name=name,
            held=held / GWH,
            most=most / GWH,
        )
        for name, held, most in zip(
            now["name"].values[there], stock[there], volume[there], strict=True
        )
    ]
    return disc | {"text": told, "hovertemplate": "%{text}<extra></extra>"}


def _circles(cut: xr.Dataset, size: Any, volume: Any, colour: str) -> Trace:
    there = volume > 0
    across = LARGEST * np.sqrt(size[there] / volume.max())
    return {
        "type": "scatter",
        "mode": "markers",
        "x": cut["lon"].values[there].tolist(),
        "y": mercator(cut["lat"].values[there]).round(3).tolist(),
        "marker": {
            "size": across.round(1).tolist(), "color": colour, "opacity": 1,
            "line": {"width": 1, "color": STORED},
        },
    }  # fmt: skip


def _entries(now: xr.Dataset) -> Trace:
    """Return the entries from outside that have a position; those without flow are hollow."""
    there = ~np.isnan(now["entry_lat"].values)
    rate = now["supply"].values[there] / 7
    names = [str(entry).replace("-", " ").title() for entry in now["entry"].values[there]]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": now["entry_lon"].values[there].tolist(),
        "y": mercator(now["entry_lat"].values[there]).round(3).tolist(),
        "marker": {
            "symbol": ["square" if one > 1 else "x-thin-open" for one in rate],
            "size": (7 + 10 * np.sqrt(rate / 2000)).round(1).tolist(),
            "color": [ENTRY if one > 1 else FILLED for one in rate],
            "line": {"width": 2, "color": [ENTRY if one > 1 else FILLED for one in rate]},
        },
        "text": [
            say("{name}: {rate:,.0f} GWh a day enter", name=name, rate=one)
            for name, one in zip(names, rate, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _losses(now: xr.Dataset) -> Trace:
    """Return the countries that lose more than a percent of the week's demand."""
    share = np.divide(
        now["unserved"].values, now["demand"].values,
        out=np.zeros(now.sizes["node"]), where=now["demand"].values > 0,
    )  # fmt: skip
    lost = share > 0.01
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": now["lon"].values[lost].tolist(),
        "y": mercator(now["lat"].values[lost]).round(3).tolist(),
        "marker": {"symbol": "diamond", "size": 13, "color": SHORT,
                   "line": {"width": 1, "color": theme.INK}},
        "text": [f"−{percent(one)}" for one in share[lost]],
        "textposition": "bottom center",
        "textfont": {"size": 11, "color": theme.INK, "shadow": theme.HALO},
        "hovertext": [
            say("{name} loses {share} of its demand", name=name, share=percent(one))
            for name, one in zip(now["name"].values[lost], share[lost], strict=True)
        ],
        "hoverinfo": "text",
    }  # fmt: skip


def _hidden(least: float, most: float) -> dict[str, Any]:
    return {
        "visible": False, "showgrid": False, "zeroline": False, "fixedrange": True,
        "range": [least, most],
    }  # fmt: skip
