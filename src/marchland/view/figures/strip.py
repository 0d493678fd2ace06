"""The strip of armed incidents: by date and rung, under the people stranded of a run."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import xarray as xr

from marchland.language import say
from marchland.model.scenario import Scenario
from marchland.model.tables import RUNGS
from marchland.view.figures.beside import over_time
from marchland.view.figures.events import folded
from marchland.view.figures.picture import Picture, Trace
from marchland.view.page import theme
from marchland.view.words import strip as words

SYMBOLS = {"line": ("circle", theme.COUNT), "beside": ("diamond", theme.FAN)}
"""Mark and colour of an incident by where it was."""
AROUND = 14
"""Days before the first and after the last incident that are drawn where there is no run."""
_HIGH = 300
_PEOPLE = 150


def strip_figure(scenario: Scenario, people: xr.DataArray | None = None) -> Picture:
    """Draw incidents by date and rung, an order that has no distances.

    Parameters
    ----------
    scenario
        A scenario with incidents.
    people
        People who are badly off (member, day), drawn above; None: incidents alone.
    """
    rows = list(scenario.incidents.rows())
    split = 1.0 if people is None else _HIGH / (_HIGH + _PEOPLE) - 0.06
    days = [pd.Timestamp(row["date"]) for row in rows]
    around = pd.Timedelta(days=AROUND)
    ends = (min(days) - around, max(days) + around) if people is None else _ends(people)
    more: dict[str, Any] = {}
    if people is not None:
        more["yaxis2"] = theme.axis(
            domain=[split + 0.08, 1], rangemode="tozero", tickformat=",d", nticks=4
        )
    return Picture(
        [*_marks(rows), *([] if people is None else _above(people))],
        theme.layout(
            height=_HIGH if people is None else _HIGH + _PEOPLE,
            showlegend=False,
            hovermode="closest",
            xaxis=theme.axis(
                range=[f"{end:%Y-%m-%d}" for end in ends], tickformatstops=theme.MONTHS
            ),
            yaxis=theme.axis(
                domain=[0, split],
                range=[0.5, len(RUNGS) - 0.3],
                tickvals=list(range(1, len(RUNGS))),
                zeroline=False,
            ),
            annotations=[_name(number) for number in range(1, len(RUNGS))],
            **more,
        ),
    )


def _marks(rows: list[dict[str, Any]]) -> list[Trace]:
    traces: list[Trace] = []
    for where, (symbol, color) in SYMBOLS.items():
        here = [row for row in rows if row["where"] == where]
        if here:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [f"{pd.Timestamp(row['date']):%Y-%m-%d}" for row in here],
                    "y": [int(row["rung"]) for row in here],
                    "hoverinfo": "text",
                    "hovertext": [_said(row) for row in here],
                    "marker": {
                        "size": 12,
                        "symbol": symbol,
                        "color": color,
                        "line": {"color": theme.INK, "width": 0.7},
                    },
                }
            )
    return traces


def _said(row: dict[str, Any]) -> str:
    head, what, claim = words.told(
        row["date"], int(row["rung"]), row["label"], row["claimed_by"] or ""
    )
    lines = [f"<b>{escape(head)}</b>", folded(what), escape(claim)]
    return "<br>".join(line for line in lines if line)


def _above(people: xr.DataArray) -> list[Trace]:
    return [one | {"yaxis": "y2"} for one in over_time(people)]


def _ends(people: xr.DataArray) -> tuple[pd.Timestamp, pd.Timestamp]:
    days = people["day"].values
    return pd.Timestamp(days[0]), pd.Timestamp(days[-1])


def _name(number: int) -> dict[str, Any]:
    """Write the name of a rung on its line."""
    return {
        "text": escape(say(RUNGS[number])),
        "x": 0.005,
        "xref": "paper",
        "xanchor": "left",
        "y": number,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 11, "color": theme.FAINT},
    }
