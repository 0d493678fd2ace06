"""The map and the counts of the page: what they show, and on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from dash import Dash, Input, State, dcc, html, no_update

from marchland.language import say
from marchland.model.kinds import STATES
from marchland.study.measures.stranded import shown_first
from marchland.study.runs.places import kinds
from marchland.view import figures
from marchland.view.app import panels
from marchland.view.app.answers import Answers, Shown, series_of
from marchland.view.app.layout import PLAIN, change_legend, people_legend
from marchland.view.app.payloads import (
    Counted,
    Days,
    Mapped,
    Named,
    Token,
    outputs,
    sent,
    unchanged,
)
from marchland.view.app.wish import Wish
from marchland.view.figures.changes import most_changed
from marchland.view.figures.ground import views
from marchland.view.figures.map import Drawn, change_figure, map_figure, placed, turn_to
from marchland.view.figures.picture import Picture
from marchland.view.page import theme
from marchland.view.words import app as words
from marchland.view.words.counts import named
from marchland.view.words.reactions import fired_in_words

FEW_DATES = 5
"""Dates on the axis of a small picture, so that they have room."""


def connect_places(app: Dash, answers: Answers) -> None:
    """Connect what is shown with the map and with the counts."""

    @app.callback(
        output=outputs(Mapped),
        inputs=[
            Input("headed", "data"),
            Input("which", "value"),
            State("days", "data"),
            State("slider", "value"),
            State("address", "search"),
            State("area", "value"),
            State("drawn", "data"),
        ],
        prevent_initial_call=True,
    )
    def mapped(
        shown: Token | None,
        which: str,
        days: Days | None,
        value: Any,
        search: str,
        area: str | None,
        before: Token | None,
    ) -> dict[str, Any]:
        found = answers.shown_later(shown)
        if found is None or shown is None:
            return unchanged(Mapped)
        day = wanted(answers.wish(search), days, value)
        drawn = the_map(found, which, day, area, shown["night"])
        return sent(replace(drawn, drawn=no_update if shown == before else shown))

    @app.callback(
        output=outputs(Counted),
        inputs=[Input("drawn", "data"), Input("series", "value")],
        prevent_initial_call=True,
    )
    def counted(shown: Token | None, series: list[str] | None) -> dict[str, Any]:
        found = answers.shown_later(shown)
        if found is None or shown is None:
            return unchanged(Counted)
        names = named(found.now.runs, found.scenario.observations)
        answered = [html.Li(one) for one in fired_in_words(found.now.findings.reactions)]
        fans = [_fan(found, one, names[one], shown["night"]) for one in series or []]
        return sent(Counted(fans, answered))

    @app.callback(
        output=outputs(Named, again=True),
        inputs=[Input("drawn", "data")],
        prevent_initial_call=True,
    )
    def called(shown: Token | None) -> dict[str, Any]:
        found = answers.shown_later(shown)
        if found is None:
            return unchanged(Named)
        names = named(found.now.runs, found.scenario.observations)
        return sent(
            Named([one | {"label": names[one["value"]]} for one in series_of(found.scenario)])
        )


def the_map(shown: Shown, which: str, day: str, area: str | None, night: bool) -> Mapped:
    """Return the map with its slider, areas and legend.

    ``which`` is ``now`` or ``base``, people with or without levers, or ``change``; without levers
    it is ``now``. Where ``day`` is blank, the picture chooses one.
    """
    pulled = bool(shown.scenario.pulls)
    which = which if pulled else "now"
    done = shown.base if which == "base" else shown.now
    runs, legend = done.runs, change_legend()
    if not placed(runs).sizes["place"]:
        note = {"text": say(words.NOWHERE), "showarrow": False}
        bare = panels.picture(Picture([], theme.layout(annotations=[note])), night)
        days = Days(names=[day], at=0, wanted=day, areas={})
        return Mapped(bare, 0, 0, days, [], None, not pulled, legend, None)
    drawn, through = _drawn(shown, which, day)
    if which != "change":
        there = {kind.state for kind in kinds(runs)}
        states = [one for one in STATES.values() if one.id in there]
        legend = people_legend(states, drawn.most, done.findings.borders is not None)
    names, areas = [frame["name"] for frame in drawn.picture.frames], views(placed(runs))
    at, turns = drawn.days.index(through), {one.name: turn_to(one, areas) for one in areas}
    options = list(turns)
    return Mapped(
        figure=panels.picture(drawn.picture, night),
        last=len(names) - 1,
        at=at,
        days=Days(names=names, at=at, wanted=day, areas=turns),
        areas=options,
        area=area if area in options else options[0],
        alone=not pulled,
        legend=legend,
        drawn=None,
    )


def _drawn(shown: Shown, which: str, day: str) -> tuple[Drawn, int]:
    """Return the map, and the index of the day it shows first."""
    base, now = shown.base.runs, shown.now.runs
    days = np.datetime_as_string(now["day"].values, unit="D").tolist()
    if which == "change":
        through = nearest(days, day) if day else most_changed(base, now)
        return change_figure(base, now, through=through), through
    done = shown.now if which == "now" else shown.base
    runs = done.runs
    through = nearest(days, day) if day else shown_first(runs)
    return map_figure(runs, done.findings.people, through=through), through


def wanted(wish: Wish, days: Days | None, value: Any) -> str:
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
    found = shown.now.findings
    drawn = figures.fan_chart(found.runs, shown.scenario.observations, series, fitted=found.fitted)
    told = panels.picture(drawn, night, FEW_DATES)
    graph = dcc.Graph(figure=told, config=PLAIN | theme.spoken_plots(), style={"height": "290px"})
    return html.Figure([html.H3(name), panels.taken(graph)])
