"""The sections on people: the map, people by country and state, the stranded."""

from __future__ import annotations

import json
from html import escape

import xarray as xr

from marchland.study import summary
from marchland.view import figures, html, theme, words
from marchland.view.figures.areas import NOTE, country_figure, largest_countries
from marchland.view.figures.ground import views
from marchland.view.figures.map import first_shown, map_picture, turn_to
from marchland.view.outlines import ATTRIBUTION, DISCLAIMER, name_of


def the_map(ds: xr.Dataset, people: xr.DataArray) -> str:
    """Draw the map with controls that a keyboard can use."""
    drawn = map_picture(ds, people)
    days = [frame["name"] for frame in drawn["frames"]]
    start = days.index(first_shown(ds))
    areas = views(ds)
    zoom = "".join(
        f'<button type="button" data-view="{escape(json.dumps(turn_to(area, areas)))}">'
        f"{escape(area.name)}</button>"
        for area in areas
    )
    controls = (
        f'<div class="controls"><output id="map-day" for="map-slider">{words.day_name(days[start])}'
        '</output><button type="button" id="map-play">Play</button>'
        f'<input type="range" id="map-slider" min="0" max="{len(days) - 1}" value="{start}" '
        'step="1" aria-label="Day shown on the map">'
        f'<span class="views" role="group" aria-label="Area shown">{zoom}</span></div>'
    )
    told = (
        "Marks are people at a place (median over the runs, by area); diamonds are strips between "
        "closed lines. Lines are people passing a route, by width; arrows point the way. People "
        "beyond a closed line are one mark for each country, with the mean of the month. "
        f"{ATTRIBUTION} {DISCLAIMER}"
    )
    return html.section(
        "map", "Where people are", controls, _legend(ds), html.figure("people-map", drawn, told)
    )


def _legend(ds: xr.Dataset) -> str:
    """Name the colours of the map."""
    kinds = set(ds["kind"].values)
    states = dict.fromkeys(state for kind, state in summary.STATES.items() if kind in kinds)
    marks = {state: "strip" for kind, state in summary.STATES.items() if kind == "strip"}
    return (
        '<ul class="legend">'
        + "".join(
            f'<li><span class="mark {marks.get(state, "")}" '
            f'style="background:{theme.STATE_COLORS[state]}">'
            f"</span>{escape(state)}</li>"
            for state in states
        )
        + "</ul>"
    )


def whereabouts(states: xr.DataArray) -> str:
    """Draw people by country and state."""
    cards = [
        html.figure(
            f"state-{code}",
            country_figure(states, code),
            f"People in {name_of(code)} by state.",
            name_of(code),
        )
        for code in largest_countries(states)
    ]
    return html.section(
        "states",
        "People by country and state",
        html.paragraphs([NOTE]),
        f'<div class="grid">{"".join(cards)}</div>',
    )


def stranded(ds: xr.Dataset) -> str:
    """Draw the stranded by cause."""
    told = (
        "People stranded at day's end by cause; dotted lines are the 90 % band of the total. "
        "People "
        "held in centres are not among them."
    )
    return html.section(
        "stranded",
        "Stranded, and why",
        html.figure("stranded-plot", figures.stranded_figure(ds), told),
    )
