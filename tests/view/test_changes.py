"""The map of what levers change: paired medians, and nothing beyond a line by day."""

from __future__ import annotations

import json

import numpy as np
import pytest
import xarray as xr
from plotly.utils import PlotlyJSONEncoder

from marchland.study.runs.coarse import protected
from marchland.view.figures.changes import most_changed
from marchland.view.figures.map import change_figure
from marchland.view.figures.picture import Picture
from marchland.view.page import theme
from study.test_protection import reshuffled
from view.synthetic import crisis, runs

MARKS = 2
"""Traces that the map of changes ends with: fewer, more."""


def changed(base: xr.Dataset, **places: int) -> xr.Dataset:
    """Return runs with so many people more at some places from day 30 on, one more by member."""
    now = base.copy(deep=True)
    for place, more in places.items():
        at = now["place"].values.tolist().index(place)
        extra = more + np.sign(more) * np.arange(now.sizes["member"])
        now["stock"].values[:, 30:, at, 0] += extra[:, None].astype(now["stock"].dtype)
        now["stranded"].values[:, 30:, at] += extra[:, None].astype(now["stranded"].dtype)
    return now


@pytest.fixture(scope="module")
def base() -> xr.Dataset:
    return runs(crisis(), members=5)


def marks(picture: Picture) -> list[list[str]]:
    return [one["hovertext"] for one in picture.data[-MARKS:]]


def test_fewer_and_more_are_told_apart_by_shape_side_and_colour(base: xr.Dataset) -> None:
    now = changed(base, kuznica_strip=-40, bruzgi=400)
    fewer, more = change_figure(base, now).picture.data[-MARKS:]
    assert fewer["hovertext"] == ["<b>Strip at Kuźnica</b><br>−42 people with the levers<br>"
                                  "90 % band −44 to −40"]  # fmt: skip
    assert "+400 people" in more["hovertext"][0]
    symbols = [one["marker"]["symbol"] for one in (fewer, more)]
    assert symbols == ["triangle-down", "triangle-up"]
    assert fewer["marker"]["color"][0] < 0 < more["marker"]["color"][0]
    assert more["marker"]["size"][0] > fewer["marker"]["size"][0]
    assert {color for _, color in theme.DIVERGING} <= set(theme.DARK)


def test_only_a_sure_change_has_a_dark_rim(base: xr.Dataset) -> None:
    now = changed(base, kuznica_strip=-40)
    now["stock"].values[2:, :, 4, 0] += 90  # in three members of five there are more after all
    _, more = change_figure(base, now).picture.data[-MARKS:]
    sure, _ = change_figure(base, changed(base, kuznica_strip=-40)).picture.data[-MARKS:]
    assert more["marker"]["line"]["width"] == [0.4]
    assert sure["marker"]["line"]["width"] == [1.6]


def test_before_the_levers_nothing_is_drawn(base: xr.Dataset) -> None:
    now = changed(base, kuznica_strip=-40)
    frames = change_figure(base, now).picture.frames
    assert marks(Picture(frames[0]["data"], {})) == [[], []]
    assert marks(Picture(frames[-1]["data"], {})) != [[], []]
    assert most_changed(base, now) == 30
    assert marks(change_figure(base, now).picture) != [[], []]


def test_no_change_beyond_a_line_is_told_by_place_or_day(base: xr.Dataset) -> None:
    now = changed(base, kuznica_forest=50, bruzgi=9)
    drawn, other = (change_figure(base, one, through=40).picture for one in (now, reshuffled(now)))
    text = json.dumps(drawn.plain(), cls=PlotlyJSONEncoder, ensure_ascii=False)
    assert "In the open behind the line" in text
    assert "Forest" not in text
    assert drawn.json() == other.json()
    coarse = change_figure(protected(base), protected(now), through=40).picture
    assert marks(coarse) == marks(drawn)
