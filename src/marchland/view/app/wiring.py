"""The wiring: which control asks what, and which part of the page shows the answer."""

from __future__ import annotations

from threading import Lock
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, no_update, set_props
from dash.exceptions import PreventUpdate

from marchland.io.export.delimited import as_csv
from marchland.language import say
from marchland.model.scenario import Scenario
from marchland.view import figures
from marchland.view.app import files, panels
from marchland.view.app.answers import Answers, Shown
from marchland.view.app.offer import Offer
from marchland.view.app.outlook import connect_outlook
from marchland.view.app.payloads import (
    Asked,
    Chosen,
    Days,
    Events,
    Numbers,
    Opened,
    Progress,
    Token,
    outputs,
    sent,
    unchanged,
)
from marchland.view.app.places import connect_places, wanted
from marchland.view.app.runner import Runner
from marchland.view.app.tried import connect_tried
from marchland.view.figures.events import told_events


def answer(app: Dash, offer: Offer, runner: Runner, seed: int) -> None:
    """Connect the page with what answers it."""
    answers = Answers(offer, runner, seed)
    _browser(app)
    _choices(app, answers)
    _pictures(app, answers)
    connect_places(app, answers)
    connect_outlook(app, answers)
    connect_tried(app, answers)
    _takeaway(app, answers)


def _browser(app: Dash) -> None:
    """Connect what the browser does by itself."""
    app.clientside_callback(
        ClientsideFunction("marchland", "night"), Output("night", "data"), Input("page", "data")
    )
    app.clientside_callback(
        ClientsideFunction("marchland", "day"),
        Output("day", "children"),
        Input("slider", "value"),
        Input("days", "data"),
        Input("map", "figure"),
    )
    app.clientside_callback(
        ClientsideFunction("marchland", "area"),
        Output("area", "className"),
        Input("area", "value"),
        Input("days", "data"),
        Input("map", "figure"),
    )
    app.clientside_callback(
        ClientsideFunction("marchland", "play"),
        Output("tick", "disabled"),
        Output("play", "children"),
        Input("play", "n_clicks"),
        State("tick", "disabled"),
    )
    app.clientside_callback(
        ClientsideFunction("marchland", "step"),
        Output("slider", "value", allow_duplicate=True),
        Input("tick", "n_intervals"),
        State("slider", "value"),
        State("days", "data"),
        prevent_initial_call=True,
    )


def _choices(app: Dash, answers: Answers) -> None:
    """Connect address and controls with the wish."""

    @app.callback(
        output=outputs(Opened), inputs=[Input("address", "search"), State("written", "data")]
    )
    def opened(search: str, written: str | None) -> dict[str, Any]:
        if search and search == written:
            raise PreventUpdate
        return sent(answers.open(search))

    @app.callback(
        output=outputs(Chosen),
        inputs=[
            Input("scenario", "data"),
            Input({"type": "switch", "lever": ALL}, "value"),
            Input({"type": "date", "lever": ALL}, "value"),
            Input({"type": "strength", "lever": ALL}, "value"),
            State("address", "search"),
            State("days", "data"),
            State("slider", "value"),
            State("page", "data"),
        ],
        prevent_initial_call=True,
    )
    def chosen(
        name: str,
        switches: list[Any],
        dates: list[Any],
        strong: list[Any],
        search: str,
        days: Days | None,
        value: Any,
        page: str,
    ) -> dict[str, Any]:
        day = wanted(answers.wish(search), days, value)
        return sent(answers.choose(page, name, day, switches, dates, strong))


def _pictures(app: Dash, answers: Answers) -> None:
    """Connect the wish with what is seen of it, as the ensembles grow: first the numbers and the
    pictures by day, then the map, then all else, so that none waits for what is looked at later.

    The numbers of few members are the answer to the wish itself; those of more come by the clock.
    """

    @app.callback(
        output={**outputs(Asked, again=True), **outputs(Numbers, again=True)},
        inputs=[
            Input("wish", "data"),
            Input("night", "data"),
            Input("stop", "n_clicks"),
            State("page", "data"),
        ],
        prevent_initial_call=True,
    )
    def asked(search: str | None, night: bool, _: int, page: str) -> dict[str, Any]:
        made = _made(answers, search)
        if ctx.triggered_id == "wish":
            answers.begin(made, page)
        if ctx.triggered_id == "stop":
            answers.stop(made, page)
        token = _token(answers, made, search, night, page)
        numbers = unchanged(Numbers)
        if token and ctx.triggered_id != "stop":
            numbers = _numbers(answers, token)
        return {**sent(answers.status(made)), "shown": token or no_update, **numbers}

    @app.callback(
        output=outputs(Progress, again=True),
        inputs=[
            Input("clock", "n_intervals"),
            State("wish", "data"),
            State("night", "data"),
            State("shown", "data"),
            State("page", "data"),
        ],
        prevent_initial_call=True,
    )
    def waited(
        _: int, search: str | None, night: bool, shown: Token | None, page: str
    ) -> dict[str, Any]:
        made = _made(answers, search)
        token = _token(answers, made, search, night, page)
        if token is None or token == shown:
            answers.wait(made, token["members"] if token else 0)
            token = _token(answers, made, search, night, page)
        progress = answers.waited(made, page)
        if token and token != shown:  # set apart, so that pictures need not wait for the clock
            set_props("shown", {"data": token})
        return sent(progress)

    @app.callback(
        output=outputs(Numbers),
        inputs=[Input("shown", "data"), State("headed", "data")],
        prevent_initial_call=True,
    )
    def pictured(shown: Token | None, headed: Token | None) -> dict[str, Any]:
        if shown == headed:
            raise PreventUpdate
        return _numbers(answers, shown)

    _events(app, answers)


def _numbers(answers: Answers, shown: Token | None) -> dict[str, Any]:
    """Return the numbers of what is shown, before all else."""
    with answers.first():
        found = answers.shown(shown)
        if found is None or shown is None:
            return unchanged(Numbers)
        return sent(answers.numbers(found, shown))


def _made(answers: Answers, search: str | None) -> Scenario:
    """Return the scenario of an address, or leave the page as it is where there is none."""
    made = answers.made(answers.wish(search)) if search else None
    if made is None:
        raise PreventUpdate
    return made


def _token(
    answers: Answers, made: Scenario, search: str | None, night: bool, page: str
) -> Token | None:
    """Return what names the picture that is ready, None where none is."""
    ready = answers.ready(made)
    if ready is None:
        return None
    return Token(search=search or "", members=ready.members, night=bool(night), page=str(page))


def _events(app: Dash, answers: Answers) -> None:
    """Connect the wish with the events, which need no run."""

    @app.callback(
        output=outputs(Events),
        inputs=[Input("wish", "data"), Input("night", "data")],
        prevent_initial_call=True,
    )
    def events(search: str | None, night: bool) -> dict[str, Any]:
        made = _made(answers, search)
        answers.give_way()
        drawn = figures.timeline_figure(made)
        style = {"height": f"{drawn.height}px"}
        listed = panels.events(told_events(made))
        return sent(Events(panels.picture(drawn, bool(night)), style, listed))


def _takeaway(app: Dash, answers: Answers) -> None:
    """Connect the buttons that hand out files; one file is made at a time."""
    names = ("excel", "csv", "daily", "report")
    one_at_a_time = Lock()

    @app.callback(
        Output("download", "data"),
        *(Input(name, "n_clicks") for name in names),
        State("wish", "data"),
        State("page", "data"),
        prevent_initial_call=True,
        running=[
            *((Output(name, "disabled"), True, False) for name in names),
            (Output("making", "hidden"), False, True),
        ],
    )
    def taken(*given: Any) -> Any:
        *clicks, search, page = given
        made = _made(answers, search)
        if not any(clicks):
            return no_update
        shown = answers.taken(made, page)
        if shown is None:
            return no_update
        with one_at_a_time:
            command = answers.command(answers.wish(search), made)
            return _file(str(ctx.triggered_id), shown, command)


def _file(what: str, shown: Shown, command: str) -> Any:
    """Return one of the files, to be saved by the browser."""
    made, base, now = shown.scenario, shown.base.reading, shown.now.reading
    name = f"marchland-{made.name}"
    if what == "excel":
        about = {
            say("Crisis"): made.title,
            say("Levers"): ", ".join(map(str, made.pulls)) or say("none"),
            say("Members"): str(shown.members),
            say("Command"): command,
        }
        book = files.workbook(shown.now.runs, made, base, now, about)
        return dcc.send_bytes(book, f"{name}.xlsx")
    if what == "csv":
        table = files.comparison_table(base, now, made)
        return {"content": as_csv(table), "filename": f"{name}-comparison.csv"}
    if what == "daily":
        return {"content": files.daily_csv(shown.now.runs), "filename": f"{name}-by-day.csv"}
    return {"content": files.report(shown.now.runs, made), "filename": f"{name}-report.html"}
