"""Colours and the common look of every figure: safe for colour-blind eyes, light and dark.

Colours are those of Okabe and Ito (2008, https://jfly.uni-koeln.de/color/), which stay apart in the
common forms of colour blindness. A figure is drawn light; ``Picture.dark`` turns it, and the report
does the same in the browser when the reader's system is dark.
"""

from __future__ import annotations

from typing import Any

from marchland.language import forms, mark, say, spoken

CLEAR = "rgba(0,0,0,0)"
INK, FAINT, GRID = "#1c2328", "#5b666e", "#dfe4e7"
SEA, LAND, NEAR_LAND, BORDER = "#e6eef2", "#f4f3ef", "#fffefb", "#98a2a8"
PAPER, FAN, COUNT = "#ffffff", "#0b6fa8", "#b3420a"
FAN_50, FAN_90 = "rgba(11,111,168,0.38)", "rgba(11,111,168,0.16)"
BASE, BASE_50, BASE_90 = "#6f777d", "rgba(120,128,134,0.45)", "rgba(120,128,134,0.28)"
"""Colours of what is without levers, which serve both."""
FLOW = "rgba(70,82,90,0.55)"
DIVERGING = [[0.0, FAN], [0.5, NEAR_LAND], [1.0, COUNT]]
"""Colours from fewer over no change to more: blue and orange, which no colour blindness joins."""
HALO = ", ".join(["0 0 3px #fffefb"] * 3)
"""Shadow that keeps names legible on lines."""

DARK = {
    INK: "#e8ecee",
    FAINT: "#a9b4bb",
    GRID: "#343d43",
    SEA: "#12191d",
    LAND: "#20282d",
    NEAR_LAND: "#2b353b",
    BORDER: "#63707a",
    PAPER: "#161c20",
    FAN: "#6cb8e8",
    COUNT: "#ff9d5c",
    FAN_50: "rgba(108,184,232,0.42)",
    FAN_90: "rgba(108,184,232,0.18)",
    FLOW: "rgba(190,200,206,0.55)",
    HALO: ", ".join(["0 0 3px #2b353b"] * 3),
}
"""The dark colour for each light one; colours that are not here serve both."""

MONTHS = [
    {"dtickrange": [None, "M1"], "value": "%-d %b<br>%Y"},
    {"dtickrange": ["M1", None], "value": "%b<br>%Y"},
]
"""How dates stand on an axis: in two lines, so that they do not collide on a small screen."""

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"


PLOTLY = (
    mark("Zoom in"),
    mark("Zoom out"),
    mark("Reset axes"),
    mark("Double-click to zoom back out"),
)
"""What Plotly itself says on a picture of ours."""


def spoken_plots() -> dict[str, Any]:
    """Return how Plotly writes in the language spoken, as its ``config`` has it."""
    how = forms()
    written = {
        "months": how.months,
        "shortMonths": how.short_months,
        "decimal": how.decimal,
        "thousands": how.group,
    }
    words = {text: say(text) for text in PLOTLY}
    return {"locale": spoken(), "locales": {spoken(): {"format": written, "dictionary": words}}}


def layout(**more: Any) -> dict[str, Any]:
    """Return the common layout of figures, with the given settings in place of the common ones."""
    return {
        "template": "none",
        "separators": forms().decimal + forms().group,
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "margin": {"l": 56, "r": 14, "t": 16, "b": 28},
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": BORDER, "font": {"color": INK}},
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0, "xanchor": "left"},
        "dragmode": False,
        "height": 290,
        "hovermode": "x unified",
        "xaxis": axis(),
        "yaxis": axis(rangemode="tozero", tickformat=",d"),
        **more,
    }


def axis(**more: Any) -> dict[str, Any]:
    """Return the common look of an axis, which stays where it is when touched."""
    return {
        "gridcolor": GRID,
        "linecolor": BORDER,
        "zerolinecolor": GRID,
        "fixedrange": True,
        "title": {"text": "", "font": {"size": 12}},
        "automargin": True,
        "tickangle": 0,
        **more,
    }


def dates(most: int) -> dict[str, Any]:
    """Return the look of an axis of dates with at most so many of them."""
    return axis(tickformatstops=MONTHS, nticks=most)
