"""The sections on people: the map, people by country and state, the stranded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import xarray as xr

from marchland.language import say, written
from marchland.model.kinds import STATES, State
from marchland.study.measures.bands import LEVELS, rounded
from marchland.study.measures.read import Findings
from marchland.study.runs.places import kinds
from marchland.view import figures
from marchland.view.figures.areas import country_figure, largest_countries
from marchland.view.figures.ground import View, views
from marchland.view.figures.map import first_shown, map_figure, placed, turn_to
from marchland.view.figures.moments import diameter, size_key
from marchland.view.figures.picture import Picture
from marchland.view.page import html
from marchland.view.page.outlines import name_of
from marchland.view.words import people as words
from marchland.view.words.dates import day_name
from marchland.view.words.numbers import BANDS
from marchland.view.words.text import heads


def the_map(found: Findings) -> str:
    """Draw the map with controls that a keyboard can use, and the people in each state."""
    ds = found.runs
    if not placed(ds).sizes["place"]:
        return html.paragraphs([say(words.NOWHERE)])
    drawn = map_figure(ds, found.people)
    days = [frame["name"] for frame in drawn.picture.frames]
    start = days.index(first_shown(ds))
    states, totals = _totals(found.people, drawn.days)
    return (
        _controls(days, start, views(placed(ds)))
        + _legend(states, totals[start], drawn.most)
        + html.figure("people-map", drawn.picture, words.map_caption(found))
        + f'<script type="application/json" data-totals>{html.value(totals)}</script>'
    )


def _controls(days: Sequence[str], start: int, areas: list[View]) -> str:
    """Return date, play, slider, and what turns to another area."""
    zoom = "".join(
        f'<button type="button" data-view="{escape(json.dumps(turn_to(area, areas)))}">'
        f"{escape(area.name)}</button>"
        for area in areas
    )
    group = f'<span class="views" role="group" aria-label="{escape(say(words.AREA))}">{zoom}</span>'
    return (
        '<div class="controls" data-plays="people-map"><output id="map-day" for="map-slider">'
        f"{day_name(days[start])}"
        '</output><button type="button" class="play" id="map-play">'
        f"{escape(say(words.PLAY))}</button>"
        f'<input type="range" id="map-slider" min="0" max="{len(days) - 1}" value="{start}" '
        f'step="1" aria-label="{escape(say(words.DAY))}">{group if len(areas) > 1 else ""}</div>'
    )


def _totals(people: xr.DataArray, days: Sequence[int]) -> tuple[list[State], list[list[int]]]:
    """Return the states that people are in, and people in each on each day shown."""
    kind = kinds(people)
    here = people.values[:, list(days)]
    told: dict[str, Any] = {}
    for state in STATES:
        at = np.array([one.state == state for one in kind])
        median = np.median(here[..., at].sum(-1), axis=0)
        if at.any() and median.max() >= 1:
            told[state] = [rounded(v) for v in median]
    return (
        [STATES[state] for state in told],
        [list(row) for row in zip(*told.values(), strict=True)] or [[] for _ in days],
    )


def _legend(states: Sequence[State], people: list[int], most: float) -> str:
    """Name the colours of the map with the people in each state, and the sizes of its marks."""
    items = "".join(
        f'<li><span class="mark{" turned" if state.diamond else ""}" '
        f'style="background:{state.color}"></span>{escape(say(state.label))} '
        f'<b class="total">{written(count)}</b></li>'
        for state, count in zip(states, people, strict=True)
    )
    sizes = "".join(
        f'<li><span class="size" style="width:{size}px;height:{size}px"></span>'
        f"{escape(words.size(count))}</li>"
        for count in size_key(most)
        for size in [round(float(diameter(count, most)))]
    )
    return f'<ul class="legend">{items}</ul><ul class="legend sizes">{sizes}</ul>'


def outcomes(found: Findings) -> str:
    """Show every outcome that happens, human cost first."""
    rows = [
        (say(row["label"]), say(row["unit"]), *(written(rounded(row[level])) for level in LEVELS))
        for row in found.every_outcome.to_dict("records")
    ]
    columns = heads((*words.OUTCOME_HEADS, *BANDS))
    return html.table(say(words.OUTCOMES), columns, rows) if rows else ""


def whereabouts(found: Findings) -> str:
    """Draw people by country and state."""
    cards = [
        html.figure(
            f"state-{code}",
            country_figure(found.states, code),
            words.by_state(name_of(code)),
            name_of(code),
        )
        for code in largest_countries(found.states)
    ]
    return html.paragraphs([words.states(found)]) + html.grid(cards)


def stranded(found: Findings) -> Picture | None:
    """Draw the stranded by where they are, None where nobody is."""
    nobody = float(found.runs["stranded"].max()) == 0
    return None if nobody else figures.stranded_figure(found.runs)
