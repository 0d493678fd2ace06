"""The answers: what the page shows when somebody opens it, pulls a lever, or waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update

from marchland.model.levers import Pull
from marchland.model.pulling import pulled
from marchland.model.scenario import Scenario
from marchland.model.words import describe
from marchland.study import protect
from marchland.study.fired import fired_in_words
from marchland.view import figures, words
from marchland.view.app import controls, files, panels
from marchland.view.app.layout import PLAIN
from marchland.view.app.offer import Offer
from marchland.view.app.runner import Done, Job, Runner, cut
from marchland.view.app.wish import Wish, granted, read_wish
from marchland.view.comparison import command_of
from marchland.view.figures.events import told_events
from marchland.view.figures.map import first_shown, map_picture

PATIENCE = 4.0
"""Seconds that a page waits for the quick ensemble before it shows progress instead."""
_FIRST_SERIES = 4


@dataclass(frozen=True)
class Shown:
    """What a page shows: two ensembles of as many members, without and with levers."""

    base: Done
    now: Done
    members: int
    scenario: Scenario


class Answers:
    """Answers the page's questions from scenarios and runs.

    Parameters
    ----------
    offer
        Scenarios that may be opened.
    runner
        What runs them.
    seed
        Seed of chance, for the command line.
    """

    def __init__(self, offer: Offer, runner: Runner, seed: int) -> None:
        self._offer, self._runner, self._seed = offer, runner, seed

    def wish(self, search: str) -> Wish:
        """Read an address."""
        return read_wish(search, self._offer.names)

    def made(self, wish: Wish) -> Scenario | None:
        """Return the scenario of a wish with its levers pulled, None where it cannot be used."""
        scenario, _ = self._offer.scenario(wish.scenario)
        return None if scenario is None else granted(scenario, wish.pulls)[0]

    def open(self, search: str, written: str | None) -> tuple[Any, ...]:
        """Return what belongs to the crisis in the address: title, levers, checks."""
        if search and search == written:
            return (no_update,) * 10
        wish = self.wish(search)
        scenario, found = self._offer.scenario(wish.scenario)
        nav = self._nav(wish.scenario)
        if scenario is None:
            told = [
                html.P("This crisis cannot be run yet. This is what its files must be mended for:"),
                html.Div(panels.problems(found), className="table"),
                html.P(html.A("Look again", href=wish.search)),
            ]
            return (wish.scenario, nav, wish.scenario, "", [], True, told, False, [], [])
        lead = _lead(words.first_paragraph(scenario.card))
        checks: list[Any] = [html.P("No problem was found.")]
        if found:
            checks = [
                html.P("It can be run; these are odd:"),
                html.Div(panels.problems(found), className="table"),
            ]
        checks.append(
            html.Details([html.Summary("The crisis in words"), html.Pre(describe(scenario))])
        )
        return (
            wish.scenario,
            nav,
            scenario.title,
            lead,
            controls.levers(scenario, wish),
            False,
            [],
            True,
            checks,
            _series(scenario),
        )

    def _nav(self, current: str) -> list[Any]:
        if len(self._offer.names) < 2:
            return []
        links = []
        for name in self._offer.names:
            here = {"aria-current": "page"} if name == current else {}
            links.append(html.A(name, href=Wish(name).search, **here))
        return [html.Span("Crises:", className="note"), *links]

    def choose(
        self,
        name: str,
        day: str,
        switches: Sequence[Any],
        dates: Sequence[Any],
        strong: Sequence[Any],
    ) -> tuple[Any, ...]:
        """Return the wish that the controls stand for, with their labels."""
        scenario, _ = self._offer.scenario(name)
        if scenario is None:
            return no_update, no_update, no_update, [], [], [], ""
        levers = [one for one in scenario.levers.values()]
        by_kind = _in_order(scenario)
        on, since, how = (
            dict(zip(by_kind, given, strict=False)) for given in (switches, dates, strong)
        )
        pulls = tuple(
            Pull(
                one.name,
                controls.day_of(scenario, since.get(one.name), one),
                controls.chosen_of(one, how.get(one.name)),
            )
            for one in levers
            if on.get(one.name)
        )
        made, message = granted(scenario, pulls)
        found = Wish(name, pulls, day).search
        labels = [scenario.levers[lever] for lever in by_kind]
        return (
            Wish(name, made.pulls).search,
            found,
            found,
            [not on.get(one.name) for one in labels],
            [
                controls.told_date(controls.day_of(scenario, since.get(one.name), one))
                for one in labels
            ],
            [
                controls.told_strength(one, controls.chosen_of(one, how.get(one.name)))
                for one in labels
                if one.strength
            ],
            message,
        )

    def begin(self, made: Scenario, page: str) -> None:
        """Begin what a page wants, and wait a moment for its first picture."""
        base = self._runner.want(pulled(made, ()), "base")
        job = self._runner.want(made, page) if made.pulls else base
        few = self._runner.stages[0]
        base.wait(few, PATIENCE)
        job.wait(few, PATIENCE)

    def jobs(self, made: Scenario) -> tuple[Job | None, Job | None]:
        """Return the jobs of the crisis without levers, and with them."""
        return self._runner.job(pulled(made, ())), self._runner.job(made)

    def ready(self, made: Scenario) -> Shown | None:
        """Return the largest ensembles that are done both without and with levers."""
        base, job = self.jobs(made)
        if base is None or job is None:
            return None
        members = min(base.most(), job.most())
        if not members:
            return None
        return Shown(_of(base, members), _of(job, members), members, made)

    def status(self, made: Scenario) -> tuple[str, str, str, bool, bool, str]:
        """Return the words, value and end of progress, whether stop is hidden, whether all is done,
        and what the stop button says.
        """
        base, job = self.jobs(made)
        most = self._runner.stages[-1]
        for one in (job, base):
            if one is not None and one.failed:
                return f"The run failed: {one.failed}", "0", "1", True, True, "Stop"
        if base is None or job is None:
            return "Starting …", "0", "1", True, False, "Stop"
        ready = min(base.most(), job.most())
        if ready >= most:
            told = f"{most} members without levers" + (f", {most} with" if made.pulls else "")
            return told, "1", "1", True, True, "Stop"
        busy = next((one for one in (base, job) if one.most() < most), job)
        shown = f"{ready} members shown; " if ready else ""
        if not busy.running:
            return f"{shown}stopped.", "0", "1", False, True, "Run on"
        what = "without levers" if busy is base and made.pulls else ""
        members = busy.members if busy.members > ready else most
        told = f"{shown}running {members} {what}".rstrip() + " …"
        return told, str(busy.day), str(busy.days), False, False, "Stop"

    def stop(self, made: Scenario, page: str) -> None:
        """Stop what runs, or run on what was stopped."""
        jobs = [one for one in self.jobs(made) if one is not None]
        if any(one.running for one in jobs):
            for one in jobs:
                self._runner.stop(one.scenario)
            return
        self.begin(made, page)

    def pictures(self, shown: Shown, night: bool) -> tuple[Any, ...]:
        """Return cards, pictures by day, outcomes and command of what is shown."""
        made, base, now = shown.scenario, shown.base.reading, shown.now.reading
        since = sorted({str(pull.date) for pull in made.pulls})
        on = bool(made.pulls)
        stranded = panels.stranded_figure(base, now, on, since)
        change = panels.change_figure(base, now, since) if on else no_update
        return (
            panels.headline(base, now, on),
            panels.picture(stranded, night),
            panels.picture(change, night) if on else no_update,
            not on,
            panels.outcome_table(base, now),
        )

    def command(self, wish: Wish, made: Scenario) -> str:
        """Return the command line that makes the same result."""
        source = self._offer.source(wish.scenario)
        return command_of(source, made.pulls, self._runner.stages[-1], self._seed, "run")


def _lead(text: str, most: int = 230) -> list[Any]:
    """Return a text, folded behind its first sentences where it is long."""
    if len(text) <= most:
        return [text]
    end = text.rfind(". ", 0, most) + 1 or most
    return [text[:end], html.Details([html.Summary("More"), html.Span(text[end:].strip())])]


def _of(job: Job, members: int) -> Done:
    """Return an ensemble of so many members, cut from a larger one where that is all there is."""
    if members in job.done:
        return job.done[members]
    whole = job.done[job.most()]
    return Done(whole.runs.isel(member=slice(members)), cut(whole, members))


def _in_order(scenario: Scenario) -> list[str]:
    """Return the levers in the order in which their switches stand on the page."""
    return [
        one.name for kind in controls.KINDS for one in scenario.levers.values() if one.kind == kind
    ]


def _series(scenario: Scenario) -> list[dict[str, str]]:
    """Return the series of counts that can be shown, as options."""
    table = scenario.observations
    kept = dict.fromkeys(
        series
        for series, measure in zip(table.series, table.measure, strict=True)
        if measure != "deaths"
    )
    return [{"label": one.replace("_", " "), "value": one} for one in kept]


def answer(app: Dash, offer: Offer, runner: Runner, seed: int) -> None:
    """Connect the page with what answers it."""
    answers = Answers(offer, runner, seed)
    _browser(app)
    _choices(app, answers)
    _pictures(app, answers)
    _places(app, answers)
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
        Output("scenario", "data"),
        Output("crises", "children"),
        Output("title", "children"),
        Output("lead", "children"),
        Output("levers", "children"),
        Output("content", "hidden"),
        Output("broken", "children"),
        Output("broken", "hidden"),
        Output("checks", "children"),
        Output("series", "options"),
        Output("series", "value"),
        Input("address", "search"),
        State("written", "data"),
    )
    def opened(search: str, written: str | None) -> tuple[Any, ...]:
        found = answers.open(search, written)
        options = found[-1]
        first = (
            options if options is no_update else [one["value"] for one in options[:_FIRST_SERIES]]
        )
        return (*found, first)

    @app.callback(
        Output("wish", "data"),
        Output("written", "data"),
        Output("address", "search"),
        Output({"type": "chosen", "lever": ALL}, "hidden"),
        Output({"type": "date-told", "lever": ALL}, "children"),
        Output({"type": "strength-told", "lever": ALL}, "children"),
        Output("message", "children"),
        Input("scenario", "data"),
        Input({"type": "switch", "lever": ALL}, "value"),
        Input({"type": "date", "lever": ALL}, "value"),
        Input({"type": "strength", "lever": ALL}, "value"),
        State("address", "search"),
        State("days", "data"),
        State("slider", "value"),
        prevent_initial_call=True,
    )
    def chosen(
        name: str,
        switches: list[Any],
        dates: list[Any],
        strong: list[Any],
        search: str,
        days: dict[str, Any] | None,
        value: Any,
    ) -> tuple[Any, ...]:
        day = _wanted(answers.wish(search), days, value)
        return answers.choose(name, day, switches, dates, strong)


def _pictures(app: Dash, answers: Answers) -> None:
    """Connect the wish with what is seen of it, as the ensembles grow."""

    @app.callback(
        Output("shown", "data"),
        Output("status", "children"),
        Output("progress", "value"),
        Output("progress", "max"),
        Output("stop", "hidden"),
        Output("clock", "disabled"),
        Output("stop", "children"),
        Output("cards", "children"),
        Output("stranded", "figure"),
        Output("change", "figure"),
        Output("changed", "hidden"),
        Output("outcomes", "children"),
        Output("command", "children"),
        Input("wish", "data"),
        Input("clock", "n_intervals"),
        Input("night", "data"),
        Input("stop", "n_clicks"),
        State("page", "data"),
        State("shown", "data"),
        prevent_initial_call=True,
    )
    def seen(
        search: str | None, _: int, night: bool, __: int, page: str, shown: list[Any] | None
    ) -> tuple[Any, ...]:
        wish = answers.wish(search or "")
        made = answers.made(wish) if search else None
        if made is None:
            return (no_update,) * 13
        if ctx.triggered_id == "wish":
            answers.begin(made, page)
        if ctx.triggered_id == "stop":
            answers.stop(made, page)
        status = answers.status(made)
        ready = answers.ready(made)
        token = [search, ready.members, bool(night)] if ready else None
        if ready is None or token == shown:
            return (no_update, *_flat(status), *(no_update,) * 6)
        pictures = answers.pictures(ready, bool(night))
        return (token, *_flat(status), *pictures, answers.command(wish, made))

    @app.callback(
        Output("timeline", "figure"),
        Output("timeline", "style"),
        Output("events", "children"),
        Input("wish", "data"),
        Input("night", "data"),
        prevent_initial_call=True,
    )
    def events(search: str | None, night: bool) -> tuple[Any, ...]:
        made = answers.made(answers.wish(search or "")) if search else None
        if made is None:
            return no_update, no_update, no_update
        figure = figures.timeline_figure(made)
        style = {"height": f"{figure.layout.height}px"}
        drawn = panels.picture(figure, bool(night))
        return drawn, style, panels.events(told_events(made))


def _flat(status: tuple[str, str, str, bool, bool, str]) -> tuple[Any, ...]:
    told, value, most, hidden, done, button = status
    return told, value, most, hidden, done, button


def _places(app: Dash, answers: Answers) -> None:
    """Connect what is shown with the map and with the counts."""

    @app.callback(
        Output("map", "figure"),
        Output("slider", "max"),
        Output("slider", "value"),
        Output("days", "data"),
        Input("shown", "data"),
        Input("which", "value"),
        State("days", "data"),
        State("slider", "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def mapped(
        shown: list[Any] | None, which: str, days: dict[str, Any] | None, value: Any, search: str
    ) -> tuple[Any, ...]:
        found = _found(answers, shown)
        if found is None or shown is None:
            return (no_update,) * 4
        runs = (found.now if which == "now" else found.base).runs
        drawn = map_picture(runs, protect.people(runs))
        names = [frame["name"] for frame in drawn["frames"]]
        wanted = _wanted(answers.wish(search), days, value) or first_shown(runs)
        at = _nearest(names, wanted)
        kept = {"names": names, "at": at, "wanted": wanted}
        return panels.picture(drawn, bool(shown[2])), len(names) - 1, at, kept

    @app.callback(
        Output("fans", "children"),
        Output("answered", "children"),
        Input("shown", "data"),
        Input("series", "value"),
        prevent_initial_call=True,
    )
    def counted(shown: list[Any] | None, series: list[str] | None) -> Any:
        found = _found(answers, shown)
        if found is None or shown is None:
            return no_update, no_update
        answered = [html.Li(one) for one in fired_in_words(found.now.runs)]
        return [_fan(found, one, bool(shown[2])) for one in series or []], answered


def _found(answers: Answers, shown: list[Any] | None) -> Shown | None:
    made = answers.made(answers.wish(shown[0])) if shown else None
    return None if made is None else answers.ready(made)


def _wanted(wish: Wish, days: dict[str, Any] | None, value: Any) -> str:
    """Return the day that somebody chose: by the slider, else by the address, else blank.

    A slider that still stands where a picture put it was not moved: what was wanted then, still is.
    """
    if not days or value is None:
        return wish.day
    at = int(float(value))
    return str(days["wanted"] if at == days["at"] else days["names"][at])


def _nearest(names: list[str], wanted: str) -> int:
    """Return which of some days is nearest to the one wanted; the first for no date."""
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        return 0
    apart = [abs((date.fromisoformat(name) - day).days) for name in names]
    return apart.index(min(apart))


def _fan(shown: Shown, series: str, night: bool) -> html.Figure:
    """Return the picture of one series of counts with its name."""
    observations = shown.scenario.observations
    row = next(row for row in observations.rows() if row["series"] == series)
    figure = figures.fan_chart(shown.now.runs, observations, series)
    drawn = panels.picture(figure, night)
    graph = dcc.Graph(figure=drawn, config=PLAIN, style={"height": "290px"})
    return html.Figure([html.H3(words.of_series(shown.now.runs, row)), graph])


def _takeaway(app: Dash, answers: Answers) -> None:
    """Connect the buttons that hand out files."""
    names = ("excel", "csv", "daily", "report")

    @app.callback(
        Output("download", "data"),
        *(Input(name, "n_clicks") for name in names),
        State("wish", "data"),
        prevent_initial_call=True,
        running=[(Output(name, "disabled"), True, False) for name in names],
    )
    def taken(*given: Any) -> Any:
        wish = answers.wish(given[-1] or "")
        made = answers.made(wish)
        shown = answers.ready(made) if made else None
        if shown is None or made is None or not any(given[:-1]):
            return no_update
        return _file(str(ctx.triggered_id), shown, answers.command(wish, made))


def _file(what: str, shown: Shown, command: str) -> Any:
    """Return one of the files, to be saved by the browser."""
    made, base, now = shown.scenario, shown.base.reading, shown.now.reading
    name = f"marchland-{made.name}"
    if what == "excel":
        about = {
            "Crisis": made.title,
            "Levers": ", ".join(map(str, made.pulls)) or "none",
            "Members": str(shown.members),
            "Command": command,
        }
        book = files.workbook(shown.now.runs, base, now, about)
        return dcc.send_bytes(book, f"{name}.xlsx")
    if what == "csv":
        table = files.comparison_table(base, now, made)
        return {"content": files.as_csv(table), "filename": f"{name}-comparison.csv"}
    if what == "daily":
        return {"content": files.daily_csv(shown.now.runs), "filename": f"{name}-by-day.csv"}
    return {"content": files.report(shown.now.runs, made), "filename": f"{name}-report.html"}
