"""The map and the counts of the page: what they show, and on which day."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from dash import Dash, Input, Output, State, dcc, html, no_update

from marchland.study.measures.fired import fired_in_words
from marchland.study.measures.stranded import shown_first
from marchland.study.runs import protect
from marchland.view import figures
from marchland.view.app import panels
from marchland.view.app.answers import Answers, Shown, series_of
from marchland.view.app.layout import PLAIN, change_legend, people_legend
from marchland.view.app.wish import Wish
from marchland.view.figures.changes import most_changed
from marchland.view.figures.ground import views
from marchland.view.figures.map import Picture, change_picture, map_picture, placed, turn_to
from marchland.view.page import theme
from marchland.view.report.counts import named

FEW_DATES = 5
"""Dates on the axis of a small picture, so that they have room."""


def connect_places(app: Dash, answers: Answers) -> None:
    """Connect what is shown with the map and with the counts."""

    @app.callback(
        Output("map", "figure"),
        Output("slider", "max"),
        Output("slider", "value"),
        Output("days", "data"),
        Output("area", "options"),
        Output("area", "value"),
        Output("which-shown", "hidden"),
        Output("legend", "children"),
        Output("drawn", "data"),
        Input("headed", "data"),
        Input("which", "value"),
        State("days", "data"),
        State("slider", "value"),
        State("address", "search"),
        State("area", "value"),
        State("drawn", "data"),
        prevent_initial_call=True,
    )
    def mapped(
        shown: list[Any] | None,
        which: str,
        days: dict[str, Any] | None,
        value: Any,
        search: str,
        area: str | None,
        before: list[Any] | None,
    ) -> tuple[Any, ...]:
        found = answers.shown(shown)
        if found is None or shown is None:
            return (no_update,) * 9
        pulled = bool(found.scenario.pulls)
        which = which if pulled else "now"
        legend = change_legend() if which == "change" else people_legend()
        day = wanted(answers.wish(search), days, value)
        drawn = the_map(found, which, day, area, bool(shown[2]))
        return *drawn, not pulled, legend, no_update if shown == before else shown

    @app.callback(
        Output("fans", "children"),
        Output("answered", "children"),
        Output("series", "options", allow_duplicate=True),
        Input("drawn", "data"),
        Input("series", "value"),
        prevent_initial_call=True,
    )
    def counted(shown: list[Any] | None, series: list[str] | None) -> tuple[Any, ...]:
        found = answers.shown(shown)
        if found is None or shown is None:
            return (no_update,) * 3
        names = named(found.now.runs, found.scenario)
        answered = [html.Li(one) for one in fired_in_words(found.now.runs)]
        fans = [_fan(found, one, names[one], bool(shown[2])) for one in series or []]
        options = [one | {"label": names[one["value"]]} for one in series_of(found.scenario)]
        return fans, answered, options


def the_map(shown: Shown, which: str, day: str, area: str | None, night: bool) -> tuple[Any, ...]:
    """Return map, last stop and stop of the slider, days and areas that it knows, area shown.

    ``which`` is ``now`` or ``base``, people with or without levers, or ``change``. Where ``day`` is
    blank, the picture chooses one.
    """
    runs = (shown.base if which == "base" else shown.now).runs
    if not placed(runs).sizes["place"]:
        note = {"text": "No place has coordinates.", "showarrow": False}
        bare = {"data": [], "layout": theme.layout(annotations=[note]), "frames": []}
        kept = {"names": [day], "at": 0, "wanted": day, "areas": {}}
        return panels.picture(bare, night), 0, 0, kept, [], None
    drawn, through = _drawn(shown, which, day)
    names, areas = [frame["name"] for frame in drawn["frames"]], views(placed(runs))
    at = drawn["days"].index(through)
    views_of = {one.name: turn_to(one, areas) for one in areas}
    kept = {"names": names, "at": at, "wanted": day, "areas": views_of}
    options = list(views_of)
    chosen = area if area in options else options[0]
    return panels.picture(drawn, night), len(names) - 1, at, kept, options, chosen


def _drawn(shown: Shown, which: str, day: str) -> tuple[Picture, int]:
    """Return the map, and the index of the day it shows first."""
    base, now = shown.base.runs, shown.now.runs
    days = np.datetime_as_string(now["day"].values, unit="D").tolist()
    if which == "change":
        through = nearest(days, day) if day else most_changed(base, now)
        return change_picture(base, now, through=through), through
    runs = now if which == "now" else base
    through = nearest(days, day) if day else shown_first(runs)
    return map_picture(runs, protect.people(runs), through=through), through


def wanted(wish: Wish, days: dict[str, Any] | None, value: Any) -> str:
    """Return the day that somebody chose: by the slider, else by the address, else blank: then each
    picture chooses its own.

    A slider that still stands where a picture put it was not moved: what was wanted then, still is.
    """
    if not days or value is None:
        return wish.day
    at = int(float(value))
    return str(days["wanted"] if at == days["at"] else days["names"][at])


def nearest(names: list[str], day: str) -> int:
    """Return which of some days is nearest to a day; the first for what is no date."""
    try:
        meant = date.fromisoformat(day)
    except ValueError:
        return 0
    apart = [abs((date.fromisoformat(name) - meant).days) for name in names]
    return apart.index(min(apart))


def _fan(shown: Shown, series: str, name: str, night: bool) -> html.Figure:
    """Return the picture of one series of counts with its name."""
    figure = figures.fan_chart(shown.now.runs, shown.scenario.observations, series)
    drawn = panels.picture(figure, night)
    drawn["layout"]["xaxis"]["nticks"] = FEW_DATES
    graph = dcc.Graph(figure=drawn, config=PLAIN, style={"height": "290px"})
    return html.Figure([html.H3(name), graph])
