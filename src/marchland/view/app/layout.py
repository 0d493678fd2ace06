"""The page before anything is known of a crisis: its parts, in the order they are read."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from dash import dcc, html

from marchland.model.kinds import STATES
from marchland.view.page import shell, theme
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER
from marchland.view.words.use import RESPONSIBLE_USE

PLAIN = {"displayModeBar": False, "responsive": True, "scrollZoom": False}

INDEX = shell.filled(
    head="{%metas%}",
    title="{%title%}",
    body="{%app_entry%}",
    scripts="<footer>{%config%}{%scripts%}{%renderer%}</footer>",
    style=shell.look("base.css"),
    links="{%favicon%}{%css%}",
)
"""The page that Dash fills."""


def page() -> html.Div:
    """Return the page; each visit has a name of its own."""
    return html.Div(
        [
            dcc.Location(id="address", refresh=False),
            dcc.Store(id="page", data=uuid4().hex),
            *(
                dcc.Store(id=name)
                for name in ("scenario", "wish", "written", "shown", "days", "headed", "drawn")
            ),
            dcc.Store(id="night", data=False),
            dcc.Interval(id="clock", interval=350, disabled=True),
            dcc.Interval(id="tick", interval=700, disabled=True),
            dcc.Download(id="download"),
            html.A("Skip to the map", href="#picture", className="skip"),
            _header(),
            html.Main([_first(), _aside(), _rest()], id="content", className="content"),
            html.Div(id="broken", hidden=True),
            _footer(),
        ]
    )


def _header() -> html.Header:
    return html.Header(
        [
            html.Nav(id="crises", **{"aria-label": "Crises"}),
            html.H1("Marchland", id="title"),
            html.P(id="lead", className="lead"),
        ]
    )


def _aside() -> html.Aside:
    return html.Aside(
        [
            html.H2("What if"),
            html.P(
                "Switch a lever on: the crisis is run again with the same chance, and what "
                "differs is due to it.",
                className="note",
            ),
            html.Div(id="message", role="alert"),
            html.Div(id="levers"),
        ],
        **{"aria-label": "Levers"},
    )


def _first() -> html.Div:
    cards = html.Div(id="cards", className="cards", **{"aria-live": "polite"})
    told = (
        "Numbers are medians of many runs of the model, and a band holds 90 % of the runs: each "
        "draws its own values of what is uncertain. Stranded are people between closed lines, or "
        "with no open way on."
    )
    return html.Div([_status(), cards, html.P(told, className="note")], id="first")


def _rest() -> html.Div:
    bands = "Shaded: 50 % and 90 % of the runs. Dotted: the day of a lever."
    return html.Div(
        [
            _section(
                "People stranded near a line, by day",
                _graph("stranded", 320),
                _change(),
                html.P(bands, className="note"),
            ),
            _map(),
            *_outlook(),
            _section("Every outcome, human cost first", html.Div(id="outcomes", className="table")),
            _counts(),
            _section(
                "What happened, and when",
                _graph("timeline", 260),
                html.Details([html.Summary("As a list"), html.Ul(id="events")]),
                html.Ul(id="answered"),
            ),
            _downloads(),
            _section("Checks and warnings", html.Div(id="checks")),
        ],
        id="rest",
    )


def _status() -> html.Div:
    return html.Div(
        [
            html.Span("Starting …", id="status"),
            html.Progress(id="progress", value="0", max="1"),
            html.Button("Stop", id="stop", n_clicks=0, hidden=True),
        ],
        className="status",
        role="status",
    )


def _section(title: str, *parts: Any, name: str | None = None) -> html.Section:
    more = {"id": name} if name else {}
    return html.Section([html.H2(title), *parts], **more)


def _graph(name: str, height: int) -> dcc.Graph:
    return dcc.Graph(
        id=name,
        figure={"data": [], "layout": _blank(height)},
        config=PLAIN,
        style={"height": f"{height}px"},
    )


def _blank(height: int) -> dict[str, Any]:
    return theme.layout(height=height, xaxis={"visible": False}, yaxis={"visible": False})


def _change() -> html.Div:
    return html.Div(
        [html.H3("Change from without levers"), _graph("change", 230)], id="changed", hidden=True
    )


def _map() -> html.Section:
    return _section(
        "Where people are, and what changes",
        html.Div(
            [
                html.Button("Play", id="play", n_clicks=0),
                html.Output("", id="day"),
                html.Label("Day on the map", htmlFor="slider", className="unseen"),
                dcc.Input(
                    type="range", id="slider", min=0, max=1, step=1, value=0, className="range"
                ),
                dcc.RadioItems(id="area", className="choice", inline=True),
                html.Div(_which(), id="which-shown", hidden=True),
            ],
            className="controls",
        ),
        html.Div(people_legend(), id="legend"),
        _graph("map", 560),
        html.P(
            "What lies beyond a closed line is shown by country, as the mean of the month. "
            f"{ATTRIBUTION} {DISCLAIMER}",
            className="note",
        ),
        name="picture",
    )


def _which() -> dcc.RadioItems:
    options = {"change": "what changes", "now": "with levers", "base": "without levers"}
    return dcc.RadioItems(options, "change", id="which", className="choice", inline=True)


def people_legend() -> list[Any]:
    """Return what the marks of the map mean where it shows who is where."""
    marks = [
        html.Li(
            [
                html.Span(
                    className="mark turned" if state.diamond else "mark", style=_fill(state.color)
                ),
                state.label,
            ]
        )
        for state in STATES.values()
    ]
    note = "Marks are sized by the median of people; lines by people a day."
    return [html.Ul(marks, className="legend"), html.P(note, className="note")]


def change_legend() -> list[Any]:
    """Return what the marks of the map mean where it shows what levers change."""
    marks = [
        html.Li([html.Span("▼", className="fewer"), "fewer people with the levers"]),
        html.Li([html.Span("▲", className="more"), "more people with the levers"]),
    ]
    note = (
        "Sized and coloured by the median change, run by run. Dark rim: at least 90 % of the runs "
        "agree that there are fewer, or more. No mark: no change."
    )
    return [html.Ul(marks, className="legend"), html.P(note, className="note")]


def _fill(color: str) -> dict[str, str]:
    return {"background": color}


def _outlook() -> list[html.Section]:
    """Return what harm is expected, and what people need; told coarsely and as bands alone."""
    harm = (
        "By month, all countries together. Bars hold 50 % and 90 % of the runs: read the bar, and "
        "how the levers change it. How deadly a night is, is an assumption with a range of twenty "
        "to one, not fitted to any count."
    )
    needs = (
        "People in strips, forests and camps, all together, by week. Shaded: 50 % and 90 % of the "
        "runs; grey and dashed: without levers."
    )
    return [
        _section(
            "Harm that the model expects",
            html.P(harm, className="note"),
            html.Div(id="harm", className="grid"),
        ),
        _section(
            "What people need",
            html.P(needs, className="note"),
            html.Div(id="needs", className="grid small"),
        ),
    ]


def _counts() -> html.Section:
    return _section(
        "The model compared with counts",
        html.P(
            "Bands hold 50 % and 90 % of the runs, with the levers that are pulled; diamonds are "
            "counts from the field, where no lever was pulled.",
            className="note",
        ),
        html.Label("Counts shown", htmlFor="series"),
        dcc.Dropdown(id="series", multi=True, clearable=False),
        html.Div(id="fans", className="grid"),
    )


def _downloads() -> html.Section:
    buttons = [
        html.Button(text, id=name, n_clicks=0)
        for name, text in (
            ("excel", "Workbook (Excel)"),
            ("csv", "Comparison (CSV)"),
            ("daily", "By day (CSV)"),
            ("report", "Report (HTML)"),
        )
    ]
    return _section(
        "Downloads",
        html.Div(buttons, className="buttons"),
        html.P("The same from the command line:"),
        html.Div(
            [html.Pre(html.Code(id="command"), tabIndex="0"), dcc.Clipboard(target_id="command")],
            className="command",
        ),
        html.P("The address of this page holds what you see: send it to anybody who runs the app."),
        name="take",
    )


def _footer() -> html.Footer:
    gas = html.P(html.A("The gas behind the threat: what a cut would do", href="/gas"))
    use = [html.H2("Responsible use"), html.P(RESPONSIBLE_USE, className="note")]
    return html.Footer([gas, *use])
