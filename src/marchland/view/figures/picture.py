"""The one type of picture: what every figure returns, for pages, the app and notebooks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from marchland.view.page import theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

Trace = dict[str, Any]
"""One set of marks, lines, bars or areas, as Plotly has them."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure as plain data, drawn in light colours.

    Parameters
    ----------
    data
        What is drawn, back to front.
    layout
        Axes, size and legend (:func:`marchland.view.page.theme.layout`).
    frames
        Data for each moment, where the picture moves.
    """

    data: Sequence[Trace]
    layout: Mapping[str, Any]
    frames: Sequence[Mapping[str, Any]] = ()

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.layout["height"])

    def laid_out(self, **more: Any) -> Picture:
        """Return the picture with some settings of its layout in place of its own."""
        return replace(self, layout={**self.layout, **more})

    def still(self) -> Picture:
        """Return the picture without its other moments."""
        return replace(self, frames=())

    def dark(self) -> Picture:
        """Return the picture in the colours of a dark page."""
        return Picture(*(_turned(part) for part in (self.data, self.layout, self.frames)))

    def plain(self) -> dict[str, Any]:
        """Return the picture as Plotly's JavaScript reads it."""
        found = {"data": list(self.data), "layout": dict(self.layout)}
        return found | ({"frames": list(self.frames)} if self.frames else {})

    def json(self) -> str:
        """Return :meth:`plain` as JSON."""
        return json.dumps(_bare(self.plain()), separators=(",", ":"), allow_nan=False)

    def __repr__(self) -> str:
        return f"Picture of {len(self.data)} traces, {self.height} pixels high"

    def to_plotly(self) -> go.Figure:
        """Return the picture as a Plotly figure, to be changed further."""
        import plotly.graph_objects as go

        return go.Figure(self.plain())

    def write_html(self, path: str | Path) -> None:
        """Write the picture as a page of its own that needs no network."""
        self.to_plotly().write_html(path, include_plotlyjs=True, config=theme.spoken_plots())

    def _repr_mimebundle_(self, *args: Any, **named: Any) -> Any:
        """Show the picture in a notebook."""
        return self.to_plotly()._repr_mimebundle_(*args, **named)


_NUMBERS = frozenset({int, float, type(None)})
_SCALARS = frozenset({str, int, float, bool, type(None)})


def _bare(value: Any) -> Any:
    """Return plain data as JSON has it: lists, dates as text, null for what is no number."""
    if isinstance(value, Mapping):
        return {key: _bare(one) for key, one in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return _bare(value.tolist())
    if isinstance(value, list | tuple | pd.Index | pd.Series):
        kinds = set(map(type, value))
        if not kinds <= _SCALARS:
            return [_bare(one) for one in value]
        if float not in kinds or (kinds <= _NUMBERS and isfinite(sum(filter(None, value)))):
            return list(value)
        return [None if type(one) is float and not isfinite(one) else one for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not isfinite(value) else value


def _turned(value: Any) -> Any:
    """Return plain data with every light colour turned dark."""
    if isinstance(value, Mapping):
        return {key: _turned(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_turned(one) for one in value]
    return theme.DARK.get(value, value) if isinstance(value, str) else value
