"""Where the uncertainty comes from: by component, and by the parameters that matter most."""

from __future__ import annotations

import json

import pandas as pd
import xarray as xr

from marchland.language import say
from marchland.study.compare.influence import influence
from marchland.study.compare.sources import outcomes
from marchland.view.figures.events import folded
from marchland.view.figures.picture import Picture
from marchland.view.page import theme
from marchland.view.words.basis import COMPONENTS


def influence_figure(ds: xr.Dataset, acting: frozenset[str] | None = None) -> Picture:
    """Draw how the first outcome goes with the uncertain numbers, strongest on top.

    It is the nights spent stranded, or where nobody is, the people in the fullest place.

    Bars are rank correlations over the members; grey ones are within what chance alone gives.
    Parameters that are not ``acting`` can move nothing and are left out.
    """
    table = influence(ds, outcomes(ds)[0].of(ds), acting=acting)
    meanings = _meanings(ds)
    colors = [theme.FAN if sure else "#8a8f94" for sure in table["beyond_chance"]]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": table["correlation"].round(3),
        "y": table["name"].str.replace("_", " "),
        "customdata": [meanings.get(name, "") for name in table["name"]],
        "marker": {"color": colors},
        "hovertemplate": "%{y}: %{x:.2f}<br>%{customdata}<extra></extra>",
    }
    return Picture(
        [bars],
        theme.layout(
            height=70 + 26 * len(table),
            hovermode="closest",
            showlegend=False,
            xaxis=theme.axis(
                range=[-1, 1], title={"text": say("rank correlation"), "font": {"size": 12}}
            ),
            yaxis=theme.axis(autorange="reversed"),
        ),
    )


def _meanings(ds: xr.Dataset) -> dict[str, str]:
    """Return what each parameter means, as far as the runs say it."""
    told = json.loads(str(ds.attrs.get("provenance", "{}"))).get("parameters", {})
    return {name: folded(str(one.get("meaning", ""))) for name, one in told.items()}


def spread_figure(spread: pd.DataFrame, unit: str) -> Picture:
    """Draw the 90 % band of an outcome with one source of uncertainty at a time.

    Parameters
    ----------
    spread
        What :func:`marchland.study.compare.influence.spread_by_source` returns.
    unit
        Unit of the outcome, written at the axis.
    """
    names = [say(COMPONENTS[s]) for s in spread["source"]]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "base": spread["low90"],
        "x": spread["high90"] - spread["low90"],
        "marker": {"color": theme.FAN_50},
        "hoverinfo": "skip",
    }
    middle = {
        "type": "scatter",
        "mode": "markers",
        "x": spread["median"],
        "y": names,
        "marker": {"symbol": "line-ns", "size": 18, "line": {"color": theme.FAN, "width": 3}},
        "customdata": spread[["low90", "high90"]].to_numpy(),
        "hovertemplate": say(
            "{median} ({low} to {high})",
            median="%{x:,.0f}",
            low="%{customdata[0]:,.0f}",
            high="%{customdata[1]:,.0f}",
        )
        + "<extra></extra>",
    }
    return Picture(
        [bars, middle],
        theme.layout(
            height=70 + 32 * len(spread),
            hovermode="closest",
            showlegend=False,
            xaxis=theme.axis(
                rangemode="tozero", tickformat=",d", title={"text": say(unit), "font": {"size": 12}}
            ),
            yaxis=theme.axis(autorange="reversed"),
        ),
    )
