"""Differences: what a lever changes from day to day, and over the whole period."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from marchland.language import mark, say
from marchland.study.measures.bands import bands
from marchland.view.figures.fans import ribbon
from marchland.view.figures.picture import Picture, Trace
from marchland.view.page import theme

PEOPLE = mark("people")
LESS, MORE = "#009e73", "#d55e00"
"""Less harm and more harm in nine members of ten and more; told apart by side and sign too, and
never by colour alone."""


def difference_fan(
    found: xr.DataArray, since: str = "", reach: float | None = None, unit: str = PEOPLE
) -> Picture:
    """Draw the bands of a paired difference over the days, with a line at nought.

    Parameters
    ----------
    found
        Difference (member, day), after less before.
    since
        Day from which the change holds, YYYY-MM-DD, marked by a line.
    reach
        Largest value of the axis either way, so that several pictures can be compared.
    unit
        What is counted.
    """
    told = bands(found)
    day = np.datetime_as_string(found["day"].values, unit="D")
    middle: Trace = {
        "type": "scatter",
        "x": day,
        "y": told.sel(band="median").values.round(1),
        "mode": "lines",
        "name": say("median"),
        "line": {"color": theme.FAN, "width": 2},
        "customdata": np.stack(
            [told.sel(band="low90").values.round(), told.sel(band="high90").values.round()], -1
        ),
        "hovertemplate": f"%{{x|%-d %b %Y}}<br><b>%{{y:+,.0f}}</b> {say(unit)}<br>"
        + _band("%{customdata[0]:+,.0f}", "%{customdata[1]:+,.0f}"),
    }
    marks = [_line(y0=0, y1=0, x0=0, x1=1, xref="paper")]
    if since:
        marks.append(_line(x0=since, x1=since, y0=0, y1=1, yref="paper", dash="dot"))
    axis = theme.axis(tickformat="+,d", nticks=6, labelalias={"+0": "0"})
    if reach:
        axis |= {"range": [-reach, reach]}
    return Picture(
        [*ribbon(day, told, "90", theme.FAN_90), *ribbon(day, told, "50", theme.FAN_50), middle],
        theme.layout(
            height=230,
            showlegend=False,
            hovermode="closest",
            shapes=marks,
            xaxis=theme.dates(6),
            yaxis=axis,
        ),
    )


def _band(low: str, high: str) -> str:
    """Say a band at the end of what is shown at a mark, its ends as Plotly writes them."""
    return say("90 % band {low} to {high}", low=low, high=high) + "<extra></extra>"


def _line(dash: str = "solid", **ends: object) -> dict[str, object]:
    return {"type": "line", "line": {"color": theme.FAINT, "width": 1.2, "dash": dash}, **ends}


def reach_of(all_: Sequence[xr.DataArray]) -> float:
    """Return how far the 90 % bands of some differences go either way."""
    ends = [np.abs(bands(one).sel(band=["low90", "high90"]).values).max() for one in all_]
    return float(max([1.0, *ends]) * 1.05)


def effect_bars(
    labels: Sequence[str], ends: Sequence[tuple[float, float, float]], unit: str
) -> Picture:
    """Draw the differences of several levers as dots with 90 % bands, in the order given.

    Parameters
    ----------
    labels
        Name of each lever.
    ends
        Low end, median and high end of each.
    unit
        What is counted.
    """
    low, middle, high = (np.array(side, float) for side in zip(*ends, strict=True))
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": middle,
        "y": list(labels),
        "marker": {
            "size": 12,
            "color": [
                LESS if b < 0 else MORE if a > 0 else theme.FAINT
                for a, b in zip(low, high, strict=True)
            ],
            "symbol": ["diamond" if a > 0 else "circle" for a in low],
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": high - middle,
            "arrayminus": middle - low,
            "color": theme.FAINT,
            "thickness": 2,
            "width": 5,
        },
        "customdata": np.stack([low, high], -1),
        "hovertemplate": f"<b>%{{y}}</b><br>%{{x:+,.3s}} {say(unit)}<br>"
        + _band("%{customdata[0]:+,.3s}", "%{customdata[1]:+,.3s}"),
    }
    return Picture(
        [trace],
        theme.layout(
            height=80 + 38 * len(labels),
            showlegend=False,
            hovermode="closest",
            margin={"l": 10, "r": 14, "t": 8, "b": 28},
            shapes=[_line(x0=0, x1=0, y0=0, y1=1, yref="paper")],
            xaxis=theme.axis(tickformat="+~s", nticks=3, labelalias={"+0": "0"}),
            yaxis=theme.axis(autorange="reversed", showgrid=False),
        ),
    )
