"""Which inputs move an outcome most, as bars."""

from __future__ import annotations

import pandas as pd

from marchland.language import say
from marchland.view.figures.picture import Picture
from marchland.view.page import theme

MOST = 12


def screening_figure(table: pd.DataFrame, outcome: str, unit: str) -> Picture:
    """Draw the effects on one outcome, largest on top, of
    :func:`marchland.study.compare.screening.screen`.

    Parameters
    ----------
    table
        What ``screen`` returned.
    outcome
        Which outcome.
    unit
        Its unit, written under the bars.
    """
    found = table[table["outcome"] == outcome].head(MOST).iloc[::-1]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": found["effect"].round(3).tolist(),
        "y": found["parameter"].str.replace("_", " ").tolist(),
        "error_x": {"type": "data", "array": found["error"].round(3).tolist(), "thickness": 1},
        "marker": {"color": theme.FAN},
        "name": say("effect"),
    }
    layout = theme.layout(
        height=90 + 24 * len(found),
        hovermode="closest",
        showlegend=False,
        xaxis=theme.axis(rangemode="tozero")
        | {
            "title": {
                "text": say("{unit}, from the low to the high end", unit=say(unit)),
                "font": {"size": 12},
            }
        },
        yaxis=theme.axis(),
    )
    return Picture([bars], layout)
