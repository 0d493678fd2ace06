"""The timeline of events: what happened from outside, on its date."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np
import pandas as pd

from marchland.language import say
from marchland.model.events import LANES, Lane, kind_of
from marchland.model.pulling import label_said, source_said
from marchland.model.scenario import Scenario
from marchland.view.figures.picture import Picture
from marchland.view.page import theme
from marchland.view.words.dates import day_name

COLORS: Mapping[Lane, str] = {
    "closings": "#d55e00",
    "openings": "#009e73",
    "border": "#cc79a7",
    "room": "#56b4e9",
    "transfers": "#0072b2",
    "aid": "#e69f00",
    "other": "#8a8f94",
}
"""Colours of the rows of the picture; a kind of event declares on which it is drawn."""


def told_events(scenario: Scenario) -> pd.DataFrame:
    """Return the events that have a label, by date.

    Rows of one date and label are one event, as the timeline writes a line for each thing changed.

    Returns
    -------
        Columns ``date``, ``row``, ``label``, ``source``, and ``own``: whether a pulled lever makes
        it.
    """
    without = scenario.base or scenario
    given = set(zip(without.timeline.date, without.timeline.label, strict=True))
    table = pd.DataFrame(
        [
            {
                "date": pd.Timestamp(row["date"]),
                "row": LANES[kind_of(row["what"]).lane],
                "label": label_said(row["label"]),
                "source": source_said(row["source"]),
                "own": (np.datetime64(row["date"], "D"), row["label"]) not in given,
            }
            for row in scenario.timeline.rows()
            if row["label"]
        ],
        columns=["date", "row", "label", "source", "own"],
    )
    table = table.drop_duplicates(["date", "label"]).sort_values("date", kind="stable")
    return table.reset_index(drop=True)


def timeline_figure(scenario: Scenario) -> Picture:
    """Draw the events as marks over the days, one row for each kind; the words are at the marks.

    Parameters
    ----------
    scenario
        A scenario, as :func:`marchland.read` returns it.
    """
    events = told_events(scenario)
    traces = []
    for row, color in zip(LANES.values(), COLORS.values(), strict=True):
        here = events[events["row"] == row]
        if len(here):
            words = [
                f"<b>{day_name(d)}</b><br>{folded(label)}"
                for d, label in zip(here["date"], here["label"], strict=True)
            ]
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": list(here["date"]),
                    "y": [say(row)] * len(here),
                    "hoverinfo": "text",
                    "hovertext": words,
                    "marker": {
                        "size": 13,
                        "color": color,
                        "opacity": 0.85,
                        "line": {"color": theme.INK, "width": 0.7},
                    },
                }
            )
    shown = [say(row) for row in LANES.values() if (events["row"] == row).any()]
    last = pd.Timestamp(scenario.start) + pd.Timedelta(days=scenario.days)
    return Picture(
        traces,
        theme.layout(
            height=90 + 34 * len(traces),
            showlegend=False,
            hovermode="closest",
            xaxis=theme.axis(range=[scenario.start, last]),
            yaxis=theme.axis(
                range=[len(traces) - 0.5, -0.5], categoryorder="array", categoryarray=shown
            ),
        ),
    )


def folded(text: str, width: int = 48) -> str:
    """Break a sentence into lines that fit beside a mark."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(escape(line) for line in lines)
