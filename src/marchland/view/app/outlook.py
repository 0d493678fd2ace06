"""What people need by week, and the harm that the model expects by month, as bands."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import xarray as xr
from dash import Dash, Input, dcc, html
from dash.exceptions import PreventUpdate

from marchland.model.scenario import Scenario
from marchland.study.measures import needs
from marchland.study.measures.bands import bands
from marchland.study.measures.harm import has_nights
from marchland.view.app import panels
from marchland.view.app.answers import Answers, Shown
from marchland.view.app.layout import PLAIN
from marchland.view.app.payloads import Outlook, Token, outputs, sent
from marchland.view.app.runner import Done
from marchland.view.figures.beside import month_figure, week_figure
from marchland.view.figures.picture import Picture
from marchland.view.words.needs import ITEMS, ITEMS_DRAWN, weekly
from marchland.view.words.numbers import between, capital, signed

HARM = {"deaths_expected": "deaths", "severe_expected": "severe cold injuries"}
"""What the model expects of the cold, in plain words."""
FEW_DATES = 4
"""Dates on the axis of a picture as wide as a third of the page, so that they have room."""


_without: WeakKeyDictionary[Done, xr.Dataset] = WeakKeyDictionary()


def connect_outlook(app: Dash, answers: Answers) -> None:
    """Connect what is shown with what people need and what harm is expected."""

    @app.callback(
        output=outputs(Outlook), inputs=[Input("drawn", "data")], prevent_initial_call=True
    )
    def expected(shown: Token | None) -> dict[str, Any]:
        found = answers.shown(shown)
        if found is None or shown is None:
            raise PreventUpdate
        night = shown["night"]
        return sent(Outlook(harm_panel(found, night), needs_panel(found, night)))


def harm_panel(shown: Shown, night: bool) -> list[Any]:
    """Return what the model expects by month, all countries together, with levers and without."""
    now, base = shown.now.runs, shown.base.runs
    if not has_nights(base):
        return [html.P("No night of this crisis can harm anybody by cold: it has no weather.")]
    return [
        _expected(now[name].sum("side"), base[name].sum("side"), what, shown, night)
        for name, what in HARM.items()
    ]


def _expected(
    now: xr.DataArray, base: xr.DataArray, what: str, shown: Shown, night: bool
) -> html.Figure:
    """Return one harm by month (member, month) with its total in words."""
    total, before = now.sum("month"), base.sum("month")
    pulled = bool(shown.scenario.pulls)
    told = f"In all the model expects {between(total.values)}."
    if pulled:
        told += f" The levers change that by {_change(total - before)}."
    return _figure(what.capitalize(), month_figure(now, base if pulled else None), told, night)


def needs_panel(shown: Shown, night: bool) -> list[Any]:
    """Return what people need by week, all places together, with levers and without."""
    pulled, scenario = bool(shown.scenario.pulls), shown.scenario
    if not needs.has_places(shown.now.runs):
        return [html.P("No place of this crisis has people who depend on aid.")]
    base = _together(shown.base, scenario)
    now = needs.together(needs.needs(shown.now.runs, scenario)) if pulled else base
    return [
        _needed(ITEMS[item], now[item], base[item] if pulled else None, night)
        for item in ITEMS_DRAWN
    ]


def _together(base: Done, scenario: Scenario) -> xr.Dataset:
    """Return the needs without levers by week, once: every picture stands beside them."""
    found = _without.get(base)
    if found is None:
        found = _without[base] = needs.together(needs.needs(base.runs, scenario))
    return found


def _needed(title: str, now: xr.DataArray, base: xr.DataArray | None, night: bool) -> html.Figure:
    """Return one need by week (member, week) with its whole in words."""
    unit, total = now.attrs["units"], needs.in_all(now)
    whole = "in all" if unit in needs.ADD_UP else "at most"
    told = f"{capital(weekly(unit))}; {whole} {between(total.values)}."
    if base is not None:
        told += f" The levers change that by {_change(total - needs.in_all(base))}."
    return _figure(capital(title), week_figure(now, base), told, night)


def _change(difference: xr.DataArray) -> str:
    """Write a paired difference (member) with its 90 % band."""
    told = bands(difference)
    low, middle, high = (signed(float(told.sel(band=b))) for b in ("low90", "median", "high90"))
    return "nothing" if low == high == "0" else f"{low} to {high} (median {middle})"


def _figure(title: str, picture: Picture, told: str, night: bool) -> html.Figure:
    """Return a picture with its title and words."""
    drawn = panels.picture(picture, night, FEW_DATES)
    graph = dcc.Graph(figure=drawn, config=PLAIN, style={"height": f"{picture.height}px"})
    return html.Figure([html.H3(title), graph, html.Figcaption(told, className="note")])
