"""The panels: what the ensemble says with the levers pulled, beside what it says without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from dash import dcc, html

from marchland.errors import Problem
from marchland.language import say, say_in, written
from marchland.study.compare.paired import Reading, compare, daily
from marchland.study.measures.bands import rounded
from marchland.study.measures.outcomes import declared
from marchland.view.figures.beside import over_time
from marchland.view.figures.differences import difference_fan
from marchland.view.figures.picture import Picture
from marchland.view.page import theme
from marchland.view.words.dates import short_day
from marchland.view.words.numbers import signed
from marchland.view.words.take import take


def taken(graph: dcc.Graph) -> html.Div:
    """Return a picture with the buttons that copy, save and print it."""
    buttons = [
        html.Button(text, type="button", **{"data-take": key, "data-done": done})
        for key, text, done in take()
    ]
    return html.Div([graph, html.Div(buttons, className="take")], className="drawn")


def picture(drawn: Picture, night: bool, dates: int = 7) -> dict[str, Any]:
    """Return a picture as plain data, in the colours of the page, as wide as its place.

    ``dates`` is how many dates its axis has room for.
    """
    shown = drawn.dark() if night else drawn
    layout = {**shown.layout, "autosize": True}
    for fixed in ("width", "height"):  # the page gives the room
        layout.pop(fixed, None)
    if layout.get("xaxis", {}).get("visible") is not False:
        layout["xaxis"] = {**layout["xaxis"], "tickformatstops": theme.MONTHS, "nticks": dates}
    return {"data": list(shown.data), "layout": layout, "frames": list(shown.frames)}


def headline(base: Reading, now: Reading, pulled: bool) -> list[html.Div]:
    """Return a card for each outcome of human cost: without levers, with them, and the change."""
    table = compare(base, now)
    return [_card(row, now, pulled) for row in table[table["human_cost"]].to_dict("records")]


def _card(row: Mapping[Any, Any], now: Reading, pulled: bool) -> html.Div:
    number, note = told(row["outcome"], now)
    better, worse = row["high90"] < 0, row["low90"] > 0
    kind = "fewer" if better else "more" if worse else "unclear" if pulled else ""
    return html.Div(
        [
            html.H3(say(row["label"])),
            html.P(number, className="number"),
            html.P(_band(row["outcome"], note), className="note"),
            html.P(_change(row), className=f"change {kind}") if pulled else None,
        ],
        className="card",
        id=f"card-{row['outcome']}",
        **{"data-members": str(len(now.outcomes))},
    )


def _band(outcome: str, note: str) -> str:
    """Say what a note is of: the band itself, or the median of what is told as a band."""
    if declared(outcome).expected:
        return say("90 % band; {median}", median=note)
    return say("90 % band {band}", band=note)


def told(outcome: str, found: Reading) -> tuple[str, str]:
    """Return the number and the note that tell an outcome; what is expected is a band alone."""
    low, middle, high = (
        written(rounded(v)) for v in np.quantile(found.outcomes[outcome], [0.05, 0.5, 0.95])
    )
    if declared(outcome).expected:
        return say("{low} to {high}", low=low, high=high), say("median {middle}", middle=middle)
    return middle, say("{low} to {high}", low=low, high=high)


def _change(row: Mapping[Any, Any]) -> list[Any]:
    if row["low90"] == row["high90"] == 0:
        return [say("no change")]
    sure = row["high90"] < 0 or row["low90"] > 0
    return [
        html.B(signed(row["median"])),
        say(" with the levers") if sure else say(" with the levers, not sure"),
        html.Small(
            say("90 % band {low} to {high}", low=signed(row["low90"]), high=signed(row["high90"]))
        ),
    ]


def hardship_figure(
    base: Reading, now: Reading, pulled: bool, since: Sequence[str], lead: str
) -> Picture:
    """Draw who is badly off by day: in grey without levers, in blue with them."""
    marks = [_mark(one) for one in since]
    traces = over_time(now.daily[lead], base.daily[lead] if pulled else None)
    axis = theme.axis(rangemode="tozero", tickformat=",d")
    axis["title"] = {"text": say("people"), "font": {"size": 12}}
    legend = {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0, "font": {"size": 12}}
    return Picture(traces, theme.layout(height=320, shapes=marks, legend=legend, yaxis=axis))


def _mark(day: str) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": day,
        "x1": day,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": theme.FAINT, "width": 1.2, "dash": "dot"},
    }


def change_figure(base: Reading, now: Reading, since: Sequence[str], lead: str) -> Picture:
    """Draw the change in who is badly off, day by day."""
    drawn = difference_fan(daily(base, now, lead))
    marks = [_mark(one) for one in since]
    return drawn.laid_out(shapes=[*drawn.layout["shapes"], *marks], height=230)


def outcome_table(base: Reading, now: Reading, pulled: bool) -> html.Table:
    """Return every outcome, human cost first: without levers, with them, and the change."""
    heads = [say("without levers")]
    if pulled:
        heads += [say("with them"), say_in("column", "change")]
    rows = []
    for row in compare(base, now).to_dict("records"):
        cells = [cell(*told(row["outcome"], one)) for one in (base, now)[: len(heads)]]
        if pulled:
            band = say("{low} to {high}", low=signed(row["low90"]), high=signed(row["high90"]))
            cells.append(cell(signed(row["median"]), band))
        label = html.Th(f"{say(row['label'])} ({say(row['unit'])})", scope="row")
        rows.append(html.Tr([label, *cells]))
    titles = [html.Th(say("90 % band below"), scope="col", className="note")]
    titles += [html.Th(one, scope="col", className="n") for one in heads]
    return html.Table([html.Thead(html.Tr(titles)), html.Tbody(rows)])


def cell(number: str, note: str) -> html.Td:
    """Return a number of a table with its note below."""
    return html.Td([number, html.Small(note, className="note")], className="n")


def problems(found: Sequence[Problem]) -> html.Table:
    """Return what is wrong or odd in a scenario: where it is, and what to do."""
    rows = [html.Tr([html.Th(one.where, scope="row"), html.Td(one.told)]) for one in found]
    head = html.Thead(
        html.Tr([html.Th(say("where"), scope="col"), html.Th(say("what"), scope="col")])
    )
    return html.Table([head, html.Tbody(rows)])


def events(table: pd.DataFrame) -> list[Any]:
    """Return the events with a label as a list, levers marked."""
    return [
        html.Li(
            [
                html.Time(short_day(one["date"])),
                " ",
                html.Span(one["label"], className="own" if one["own"] else ""),
            ]
        )
        for one in table.to_dict("records")
    ]
