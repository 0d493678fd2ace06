"""The page before anything is known of a crisis: its parts, in the order they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from dash import dcc, html

from marchland.language import mark, say, say_n
from marchland.model.kinds import State
from marchland.view.app.hearing import others
from marchland.view.app.panels import taken
from marchland.view.figures.moments import diameter, size_key
from marchland.view.page import shell, theme
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER
from marchland.view.words import app as words
from marchland.view.words.people import OUTCOMES
from marchland.view.words.use import RESPONSIBLE_USE

PLAIN = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
ZOOM = {
    **PLAIN,
    "displaylogo": False,
    "displayModeBar": True,
    "modeBarButtons": [["zoomIn2d", "zoomOut2d", "resetScale2d"]],
}
"""A map can be zoomed by buttons and moved by hand; the wheel stays with the page."""


CHOICE = {
    "select_all": mark("Select All"),
    "deselect_all": mark("Deselect All"),
    "selected_count": mark("{num_selected} selected"),
    "search": mark("Search"),
    "clear_search": mark("Clear search"),
    "clear_selection": mark("Clear selection"),
    "no_options_found": mark("No options found"),
}
"""What Dash's list to choose from says of itself."""


def index(**parts: str) -> str:
    """Return the page that Dash fills, in the language spoken; ``parts`` are Dash's own."""
    scripts = shell.look("names.js", "take.js")
    return shell.filled(
        head=parts["metas"],
        title=parts["title"],
        body=parts["app_entry"],
        scripts=f"<script>{shell.said()}\n{scripts}</script>"
        f"<footer>{parts['config']}{parts['scripts']}{parts['renderer']}</footer>",
        style=shell.look("base.css"),
        links=parts["favicon"] + parts["css"],
    )


def page() -> html.Div:
    """Return the page; each visit has a name of its own."""
    return html.Div(
        [
            dcc.Location(id="address", refresh=False),
            dcc.Store(id="page", data=uuid4().hex),
            *(
                dcc.Store(id=name)
                for name in (
                    "scenario",
                    "wish",
                    "written",
                    "shown",
                    "days",
                    "headed",
                    "drawn",
                    "walked",
                )
            ),
            dcc.Store(id="tried", storage_type="session"),
            dcc.Store(id="night", data=False),
            dcc.Interval(id="clock", interval=350, disabled=True),
            dcc.Interval(id="tick", interval=700, disabled=True),
            dcc.Download(id="download"),
            html.A(say(words.SKIP), href="#picture", className="skip"),
            _header(),
            html.Main([_first(), _aside(), _rest()], id="content", className="content"),
            html.Div(id="broken", hidden=True),
            _footer(),
        ]
    )


def _header() -> html.Header:
    return html.Header(
        [
            _languages(),
            html.Nav(id="crises", **{"aria-label": say("Crises")}),
            html.H1("Marchland", id="title"),
            html.P(id="lead", className="lead"),
            html.P(say(words.ORIENT), className="note"),
            _parts(),
        ]
    )


def _languages() -> html.Nav:
    """Return links to the page in the other languages."""
    links = [
        html.A(name, href=f"?lang={code}", lang=code, hrefLang=code, **{"data-lang": code})
        for code, name in others()
    ]
    return html.Nav(
        links, className="languages", hidden=not links, **{"aria-label": say("Language")}
    )


def _parts() -> html.Nav:
    """Return links to the parts of the page, and to the pages beside it."""
    return html.Nav(
        [
            html.A(say(words.TO_PEOPLE), href="#picture"),
            html.A(say(words.TO_NEEDS), id="to-needs", href="#of-needs", hidden=True),
            html.A(say(words.TO_COUNTS), id="to-counts", href="#of-counts", hidden=True),
            html.A(say(words.TO_TAKE), href="#take"),
            html.A(say(words.AHEAD), id="ahead", href="/forecast"),
            html.Span(html.A(say(words.GAME), id="game", href="/game"), id="of-game", hidden=True),
            html.Span(html.A(say(words.GAS), id="gas", href="/gas"), id="of-gas", hidden=True),
        ],
        **{"aria-label": say(words.PARTS)},
    )


def _aside() -> html.Aside:
    return html.Aside(
        [
            html.Div(
                [
                    html.H2(say(words.WHAT_IF)),
                    html.Button(say(words.UNDO), id="undo", n_clicks=0, disabled=True),
                ],
                className="headed",
            ),
            html.P(say(words.LEVERS), className="note"),
            html.Div(id="message", role="alert"),
            html.Div(id="levers"),
        ],
        **{"aria-label": say("Levers")},
    )


def _first() -> html.Div:
    cards = html.Div(id="cards", **{"aria-live": "polite"})
    told = say(words.NUMBERS)
    return html.Div([_status(), cards, html.P(told, className="note")], id="first")


def _rest() -> html.Div:
    bands = say(words.BANDS)
    return html.Div(
        [
            html.Section(
                [
                    html.H2(say(words.BY_DAY), id="led"),
                    html.P(id="meaning", className="note"),
                    _graph("stranded", 320),
                    _change(),
                    html.P(bands, className="note"),
                ]
            ),
            _map(),
            _tried(),
            *_outlook(),
            _section(say(OUTCOMES), html.Div(id="outcomes", className="table")),
            _counts(),
            _section(
                say(words.EVENTS),
                _graph("timeline", 260),
                html.Details([html.Summary(say(words.AS_LIST)), html.Ul(id="events")]),
                html.Ul(id="answered"),
                name="of-events",
            ),
            _downloads(),
            _section(say(words.CHECKS), html.Div(id="checks")),
        ],
        id="rest",
    )


def _tried() -> html.Section:
    """Return the place of what was tried; it is shown from the second what-if on."""
    table = html.Div(id="tried-table", className="table", tabIndex="0")
    section = _section(say(words.TRIED), html.P(say(words.TRIED_NOTE), className="note"), table)
    section.id, section.hidden = "of-tried", True
    return section


def _status() -> html.Div:
    return html.Div(
        [
            html.Span(say(words.STARTING), id="status"),
            html.Progress(id="progress", value="0", max="1"),
            html.Button(say(words.STOP), id="stop", n_clicks=0, hidden=True),
        ],
        className="status",
        role="status",
    )


def _section(title: str, *parts: Any, name: str | None = None) -> html.Section:
    more = {"id": name} if name else {}
    return html.Section([html.H2(title), *parts], **more)


def _graph(name: str, height: int, zoom: bool = False) -> html.Div:
    return taken(
        dcc.Graph(
            id=name,
            figure={"data": [], "layout": _blank(height)},
            config=(ZOOM if zoom else PLAIN) | theme.spoken_plots(),
            style={"height": f"{height}px"},
        )
    )


def _blank(height: int) -> dict[str, Any]:
    return theme.layout(height=height, xaxis={"visible": False}, yaxis={"visible": False})


def _change() -> html.Div:
    return html.Div([html.H3(say(words.CHANGE)), _graph("change", 230)], id="changed", hidden=True)


def _map() -> html.Section:
    return _section(
        say(words.MAP),
        html.Div(
            [
                html.Button(say(words.PLAY), id="play", n_clicks=0),
                html.Output("", id="day"),
                html.Label(say(words.DAY), htmlFor="slider", className="unseen"),
                dcc.Input(
                    type="range", id="slider", min=0, max=1, step=1, value=0, className="range"
                ),
                dcc.RadioItems(id="area", className="choice", inline=True),
                html.Div(_which(), id="which-shown", hidden=True),
            ],
            className="controls",
            **{"data-plays": "map"},
        ),
        html.Div(id="legend"),
        _graph("map", 560, zoom=True),
        html.P(f"{say(ATTRIBUTION)} {say(DISCLAIMER)}", className="note"),
        name="picture",
    )


def _which() -> dcc.RadioItems:
    return dcc.RadioItems(
        {one: say(text) for one, text in words.WHICH.items()},
        "change",
        id="which",
        className="choice",
        inline=True,
    )


def people_legend(states: Sequence[State], most: float, beyond: bool) -> list[Any]:
    """Return what the marks of the map mean where it shows who is where.

    Parameters
    ----------
    states
        The states of people at the places of the crisis.
    most
        People for whom the largest mark stands.
    beyond
        Whether there is ground beyond a closed line, which is shown by country.
    """
    marks = [
        html.Li(
            [
                html.Span(
                    className="mark turned" if state.diamond else "mark", style=_fill(state.color)
                ),
                say(state.label),
            ]
        )
        for state in states
    ]
    sizes = [
        html.Li(
            [
                html.Span(className="size", style=_square(people, most)),
                say_n("{n:,} person", "{n:,} people", people),
            ]
        )
        for people in size_key(most)
    ]
    note = [say(words.MARKS), *([say(words.BEYOND)] if beyond else [])]
    return [
        html.Ul(marks, className="legend"),
        html.Ul(sizes, className="legend sizes"),
        html.P(" ".join(note), className="note"),
    ]


def _square(people: int, most: float) -> dict[str, str]:
    size = f"{float(diameter(people, most)):.0f}px"
    return {"width": size, "height": size}


def change_legend() -> list[Any]:
    """Return what the marks of the map mean where it shows what levers change."""
    marks = [
        html.Li([html.Span("▼", className="fewer"), say(words.FEWER)]),
        html.Li([html.Span("▲", className="more"), say(words.MORE)]),
    ]
    note = say(words.CHANGES)
    return [html.Ul(marks, className="legend"), html.P(note, className="note")]


def _fill(color: str) -> dict[str, str]:
    return {"background": color}


def _outlook() -> list[html.Section]:
    """Return what harm is expected, and what people need; told coarsely and as bands alone."""
    harm = say(words.HARM_NOTE)
    needs = say(words.NEEDS_NOTE)
    return [
        _section(
            say(words.HARM),
            html.P(harm, className="note"),
            html.Div(id="harm", className="grid"),
            name="of-cold",
        ),
        _section(
            say(words.NEEDS),
            html.P(needs, className="note"),
            html.Div(id="needs", className="grid small"),
            name="of-needs",
        ),
    ]


def _counts() -> html.Section:
    return _section(
        say(words.COUNTS),
        html.P(say(words.COUNTS_NOTE), className="note"),
        html.Label(say(words.COUNTS_SHOWN), htmlFor="series"),
        dcc.Dropdown(id="series", multi=True, clearable=False, labels=_choice()),
        html.Div(id="fans", className="grid"),
        name="of-counts",
    )


def _choice() -> dict[str, str]:
    """Return what the list of counts says of itself."""
    return {name: say(text) for name, text in CHOICE.items()}


def _downloads() -> html.Section:
    buttons = [
        html.Button(text, id=name, n_clicks=0)
        for name, text in (
            ("excel", say("Workbook (Excel)")),
            ("csv", say("Comparison (CSV)")),
            ("daily", say("By day (CSV)")),
            ("report", say("Report (HTML)")),
        )
    ]
    return _section(
        say(words.DOWNLOADS),
        html.Div(buttons, className="buttons"),
        html.P([say(words.MAKING), html.Progress()], id="making", hidden=True, role="status"),
        html.P(say(words.COMMAND)),
        html.Div(
            [
                html.Pre(html.Code(id="command"), tabIndex="0"),
                dcc.Clipboard(target_id="command", title=say("Copy")),
            ],
            className="command",
        ),
        html.P(say(words.ADDRESS)),
        name="take",
    )


def _footer() -> html.Footer:
    use = [html.H2(say(words.USE)), html.P(say(RESPONSIBLE_USE), className="note")]
    return html.Footer(use)
