"""The first parts of the report: what the crisis is, what the model says and cannot say."""

from __future__ import annotations

from html import escape

from marchland.model.scenario import Scenario
from marchland.study.measures.read import Findings
from marchland.view.page import html
from marchland.view.words.card import first_paragraph, from_card
from marchland.view.words.dates import day_name, period
from marchland.view.words.report import key_figures, what_it_cannot_say, what_it_says


def opening(found: Findings) -> str:
    """Say what the crisis is, and give its key figures."""
    scenario, days = found.scenario, found.runs["day"].values
    lead = first_paragraph(scenario.card)
    note = (
        f"{period(days[0], days[-1])}. A model of the crisis was run "
        f"{found.runs.sizes['member']} times, each time with other values of what is uncertain. "
        "Figures are medians of these runs; a “90 % band” holds 90 % of them."
    )
    return (
        f"<h1>{escape(scenario.title)}</h1>"
        + html.paragraphs([lead] if lead else [], "lead")
        + html.paragraphs([note], "note")
        + _pulled(scenario)
        + html.tiles(key_figures(found.runs, scenario.observations))
    )


def _pulled(scenario: Scenario) -> str:
    """Say which levers are pulled, from when, how strongly, and what else they do."""
    told = []
    for pull in scenario.pulls:
        lever = scenario.levers[pull.lever]
        when = f" from {day_name(pull.date)}" if pull.date else ""
        strong = lever.strongly(pull.strength)
        strong = f", {strong}" if strong else ""
        beside = f" {lever.side_effects}" if lever.side_effects else ""
        told.append(f"{lever.label}{when}{strong}.{beside}")
    if not told:
        return ""
    lead = "This is a what-if, not what happened. Levers pulled:"
    return f'<div class="pulled">{html.paragraphs([lead])}{html.points(told)}</div>'


def says(found: Findings) -> str:
    """Say what the model says."""
    return html.points(what_it_says(found.runs, found.states))


def cannot(found: Findings) -> str:
    """Say what the model cannot say, and what the scenario's own card adds."""
    card = found.scenario.card
    limits = what_it_cannot_say(found.runs, found.scenario, found.scores)
    stated, missing = from_card(card, "cannot"), from_card(card, "missing")
    more = [html.points(stated), html.paragraphs(missing)] if stated or missing else []
    added = html.details("What the scenario’s own data card adds", *more) if more else ""
    return html.points(limits) + added
