"""What people need by week, the harm that the model expects by month, as bands, and outcomes."""

from __future__ import annotations

from typing import Any

import xarray as xr
from dash import Dash, Input, dcc, html

from marchland.language import mark, say
from marchland.study.measures import needs
from marchland.study.measures.bands import Band
from marchland.study.measures.harm import has_nights
from marchland.view.app import panels
from marchland.view.app.answers import Answers, Shown
from marchland.view.app.layout import PLAIN
from marchland.view.app.payloads import Outlook, Token, outputs, sent, unchanged
from marchland.view.figures.beside import month_figure, week_figure
from marchland.view.figures.picture import Picture
from marchland.view.page import theme
from marchland.view.words import app as words
from marchland.view.words.needs import ITEMS, drawn, partial, weekly
from marchland.view.words.numbers import between, signed
from marchland.view.words.text import capital

IN_ALL, AT_MOST = mark("{rate}; in all {band}."), mark("{rate}; at most {band}.")
FEW_DATES = 4
"""Dates on the axis of a picture as wide as a third of the page, so that they have room."""


def connect_outlook(app: Dash, answers: Answers) -> None:
    """Connect what is shown with what people need, what harm is expected, and every outcome."""

    @app.callback(
        output=outputs(Outlook), inputs=[Input("drawn", "data")], prevent_initial_call=True
    )
    def expected(shown: Token | None) -> dict[str, Any]:
        found = answers.shown_later(shown)
        if found is None or shown is None:
            return unchanged(Outlook)
        night, pulled = shown["night"], bool(found.scenario.pulls)
        outcomes = panels.outcome_table(found.base.reading, found.now.reading, pulled)
        return sent(Outlook(harm_panel(found, night), needs_panel(found, night), outcomes))


def harm_panel(shown: Shown, night: bool) -> list[Any]:
    """Return what the model expects by month, all countries together, with levers and without."""
    now, base = shown.now.runs, shown.base.runs
    if not has_nights(base):
        return [html.P(say(words.NO_HARM))]
    return [
        _expected(now[name].sum("side"), base[name].sum("side"), say(what), shown, night)
        for name, what in words.HARMS.items()
    ]


def _expected(
    now: xr.DataArray, base: xr.DataArray, what: str, shown: Shown, night: bool
) -> html.Figure:
    """Return one harm by month (member, month) with its total in words."""
    total, before = now.sum("month"), base.sum("month")
    pulled = bool(shown.scenario.pulls)
    change = _change(total - before) if pulled else ""
    told = words.expected(between(Band.of(total)), change)
    return _figure(capital(what), month_figure(now, base if pulled else None), told, night)


def needs_panel(shown: Shown, night: bool) -> list[Any]:
    """Return what people need by week, all places together, with levers and without."""
    pulled = bool(shown.scenario.pulls)
    now, base = shown.now.findings.weekly_needs, shown.base.findings.weekly_needs
    if now is None or base is None:
        return [html.P(say(words.NO_NEEDS))]
    return [
        _needed(say(ITEMS[item]), now[item], base[item] if pulled else None, night)
        for item in drawn(base)
    ]


def _needed(title: str, now: xr.DataArray, base: xr.DataArray | None, night: bool) -> html.Figure:
    """Return one need by week (member, week) with its whole in words."""
    unit, total = now.attrs["units"], needs.in_all(now)
    text = (
        mark("{rate}; in all {band}.") if unit in needs.ADD_UP else mark("{rate}; at most {band}.")
    )
    told = say(text, rate=capital(weekly(unit)), band=between(Band.of(total))) + partial(now)
    if base is not None:
        told += words.changed(_change(total - needs.in_all(base)))
    return _figure(capital(title), week_figure(now, base), told, night)


def _change(difference: xr.DataArray) -> str:
    """Write a paired difference (member) with its 90 % band."""
    told = Band.of(difference)
    low, middle, high = map(signed, (told.low90, told.median, told.high90))
    if low == high == "0":
        return say("nothing")
    return say("{low} to {high} (median {middle})", low=low, high=high, middle=middle)


def _figure(title: str, picture: Picture, told: str, night: bool) -> html.Figure:
    """Return a picture with its title and words."""
    drawn = panels.picture(picture, night, FEW_DATES)
    graph = dcc.Graph(
        figure=drawn, config=PLAIN | theme.spoken_plots(), style={"height": f"{picture.height}px"}
    )
    return html.Figure(
        [html.H3(title), panels.taken(graph), html.Figcaption(told, className="note")]
    )
