"""The controls: a switch for each lever, with its date and, where it protects, its strength."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import dcc, html

from marchland.language import say
from marchland.model.levers import Lever, Pull
from marchland.model.scenario import Scenario
from marchland.view.app.wish import Wish
from marchland.view.words import app as words
from marchland.view.words.dates import day_name
from marchland.view.words.numbers import percent

_STEPS = 100


def levers(scenario: Scenario, wish: Wish) -> list[Any]:
    """Return the switches of all levers by kind, as the wish has them."""
    pulls = {pull.lever: pull for pull in wish.pulls}
    groups: list[Any] = []
    for kind in words.KINDS:
        here = [one for one in scenario.levers.values() if one.kind == kind]
        if here:
            switches = [_lever(scenario, one, pulls.get(one.name)) for one in here]
            groups.append(_group(kind, switches, any(one.name in pulls for one in here)))
    return groups or [html.P(say(words.NO_LEVERS), className="note")]


def _group(kind: str, switches: list[html.Div], pulled: bool) -> Any:
    """Return the switches of one kind; what does not protect is folded until it is wanted."""
    title, note = map(say, words.KINDS[kind])
    told = html.P(note, className="note")
    if kind == "protective":
        return html.Fieldset([html.Legend(title), told, *switches], className=f"kind {kind}")
    summary = html.Summary(f"{title} ({len(switches)})")
    inner = html.Fieldset([html.Legend(title, className="unseen"), told, *switches])
    return html.Details([summary, inner], className=f"kind {kind}", open=pulled)


def _lever(scenario: Scenario, lever: Lever, pull: Pull | None) -> html.Div:
    """Return the switch of one lever, and under it what can be chosen once it is pulled."""
    on = pull is not None
    day = (pull and pull.date) or lever.date
    chosen = pull.strength if pull and pull.strength is not None else None
    return html.Div(
        [
            dcc.Checklist(
                options=[{"label": lever.label, "value": lever.name}],
                value=[lever.name] if on else [],
                id={"type": "switch", "lever": lever.name},
                className="switch",
            ),
            html.Div(
                [
                    *_slider("date", lever, 0, scenario.days - 1, 1, (day - scenario.start).days),
                    *_strength(lever, chosen),
                ],
                id={"type": "chosen", "lever": lever.name},
                className="chosen",
                hidden=not on,
            ),
            html.Details(
                [
                    html.Summary(say(words.WHAT_IT_DOES)),
                    html.P(lever.explanation),
                    html.P([html.B(say(words.WHO)), lever.who]),
                    html.P(
                        [html.B(say(words.EFFECTS)), lever.side_effects or say(words.NONE_KNOWN)]
                    ),
                    html.P([html.B(say(words.SOURCE)), lever.source], className="note"),
                ]
            ),
        ],
        className="lever",
    )


def _strength(lever: Lever, chosen: float | None) -> list[Any]:
    one = lever.strength
    if one is None:
        return [dcc.Input(type="hidden", id={"type": "strength", "lever": lever.name}, value="")]
    value = one.value if chosen is None else chosen
    return _slider("strength", lever, one.low, one.high, step_of(one.low, one.high), value)


def _slider(
    what: str, lever: Lever, low: float, high: float, step: float, value: float
) -> list[Any]:
    """Return a label with its value, and the slider that it is of."""
    identity = {"type": what, "lever": lever.name}
    label = say("From ") if what == "date" else f"{_meaning(lever)} "
    told = html.B("", id={"type": f"{what}-told", "lever": lever.name})
    slider = dcc.Input(
        type="range", min=low, max=high, step=step, value=value, id=identity, className="range"
    )
    return [html.Label([label, told, slider], className="told")]


def _meaning(lever: Lever) -> str:
    return lever.strength.meaning.rstrip(".") + ":" if lever.strength else ""


def step_of(low: float, high: float) -> float:
    """Return a round step that cuts a range into about a hundred parts."""
    rough = (high - low) / _STEPS
    for step in (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 50, 100, 500, 1000):
        if step >= rough:
            return step
    return rough


def day_of(scenario: Scenario, index: float | None, lever: Lever) -> date:
    """Return the date that a slider stands at."""
    if index is None:
        return lever.date
    return scenario.start + timedelta(days=int(float(index)))


def chosen_of(lever: Lever, value: Any) -> float | None:
    """Return the strength that a slider stands at, within the lever's range."""
    if lever.strength is None or value in (None, ""):
        return None
    return min(max(float(value), lever.strength.low), lever.strength.high)


def told_date(day: date) -> str:
    """Write a date as the label of a slider."""
    return day_name(day)


def told_strength(lever: Lever, value: float | None) -> str:
    """Write a strength as the label of a slider; a share as people say it."""
    one = lever.strength
    if one is not None and value is not None and one.high <= 1 and not one.unit:
        return percent(value)
    return lever.strongly(value)
