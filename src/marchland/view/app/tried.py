"""What was tried on this visit: each what-if with its numbers, side by side, and a step back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from marchland.language import say, spoken
from marchland.study.compare.paired import compare
from marchland.view.app import panels
from marchland.view.app.answers import FIRST_CARDS, Answers, Shown
from marchland.view.app.payloads import Token
from marchland.view.words import app as words

MOST = 20
"""What-ifs that are kept; the oldest is forgotten first."""


class Tried(TypedDict):
    """A what-if as it was shown: where it is found again, and what it said."""

    scenario: str
    search: str
    levers: str
    language: str
    numbers: list[list[str]]


def connect_tried(app: Dash, answers: Answers) -> None:
    """Connect the table of what was tried, and the button that goes a step back."""
    app.clientside_callback(
        ClientsideFunction("marchland", "walked"),
        Output("walked", "data"),
        Output("undo", "disabled"),
        Input("address", "search"),
        State("walked", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("marchland", "undo"),
        Output("address", "search", allow_duplicate=True),
        Output("written", "data", allow_duplicate=True),
        Output("walked", "data", allow_duplicate=True),
        Input("undo", "n_clicks"),
        State("walked", "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output("tried", "data"),
        Output("tried-table", "children"),
        Output("of-tried", "hidden"),
        Input("headed", "data"),
        State("tried", "data"),
        prevent_initial_call=True,
    )
    def added(token: Token | None, before: list[Tried] | None) -> tuple[Any, ...]:
        shown = answers.shown(token)
        if token is None or shown is None or not answers.whole(shown):
            raise PreventUpdate
        leading = _leading(shown)
        one = row(shown, answers.wish(token["search"]).search, leading)
        own = [old for old in before or [] if old["search"] != one["search"]]
        kept = [*own, one][-MOST:]
        here = [old for old in kept if _beside(old, one)]
        return kept, table(here, one["search"], list(leading.values())), len(here) < 2


def _beside(old: Tried, one: Tried) -> bool:
    """Whether a what-if can stand beside another: of the same crisis, in the same language."""
    return all(old.get(key) == one[key] for key in ("scenario", "language"))


def row(shown: Shown, search: str, outcomes: Iterable[str]) -> Tried:
    """Return what a page shows as a row of what was tried."""
    made = shown.scenario
    levers = ", ".join(made.levers[pull.lever].label for pull in made.pulls)
    told = [list(panels.told(name, shown.now.reading)) for name in outcomes]
    return Tried(
        scenario=made.name,
        search=search,
        levers=levers or say(words.NO_LEVER),
        language=spoken(),
        numbers=told,
    )


def _leading(shown: Shown) -> dict[str, str]:
    """Return the first outcomes with their labels, the same for every what-if of a crisis."""
    found = compare(shown.base.reading, shown.base.reading)
    rows = found[found["human_cost"]].head(FIRST_CARDS)
    return {name: say(label) for name, label in zip(rows["outcome"], rows["label"], strict=True)}


def table(kept: list[Tried], current: str, headings: list[str]) -> html.Table:
    """Return what was tried side by side, the one on the page marked."""
    head = [html.Th(say(words.TRIED_LEVERS), scope="col")]
    head += [html.Th(one, scope="col", className="n") for one in headings]
    rows = []
    for one in kept:
        here = {"aria-current": "true"} if one["search"] == current else {}
        name = html.Th(dcc.Link(one["levers"], href=one["search"]), scope="row", **here)
        cells = [panels.cell(number, note) for number, note in one["numbers"]]
        rows.append(html.Tr([name, *cells]))
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)])
