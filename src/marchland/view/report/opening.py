"""The first parts of the report: what the crisis is, what the model says and cannot say."""

from __future__ import annotations

from html import escape

from marchland.language import say
from marchland.model.scenario import Scenario
from marchland.study.measures.read import Findings
from marchland.view.page import html
from marchland.view.words import report as words
from marchland.view.words.card import first_paragraph, from_card


def opening(found: Findings) -> str:
    """Say what the crisis is, and give its key figures."""
    lead = first_paragraph(found.scenario.card)
    return (
        f"<h1>{escape(found.scenario.title)}</h1>"
        + html.paragraphs([lead] if lead else [], "lead")
        + html.paragraphs([words.note(found)], "note")
        + pulled(found.scenario)
        + html.tiles(words.key_figures(found))
    )


def pulled(scenario: Scenario) -> str:
    """Say which levers are pulled; nothing where none is."""
    told = words.pulled(scenario)
    if not told:
        return ""
    return f'<div class="pulled">{html.paragraphs([say(words.PULLED)])}{html.points(told)}</div>'


def says(found: Findings) -> str:
    """Say what the model says."""
    return html.points(words.what_it_says(found))


def cannot(found: Findings) -> str:
    """Say what the model cannot say, and what the scenario's own card adds."""
    card = found.scenario.card
    stated, missing = from_card(card, "cannot"), from_card(card, "missing")
    more = [html.points(stated), html.paragraphs(missing)] if stated or missing else []
    added = html.details(say(words.ADDED), *more) if more else ""
    return html.points(words.what_it_cannot_say(found)) + added
