"""The first sections of the report: what the crisis is, what the model says and cannot say."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd
import xarray as xr

from marchland.model.scenario import Scenario
from marchland.view.page import html
from marchland.view.words import plain as words


def opening(ds: xr.Dataset, scenario: Scenario, ways: Iterable[tuple[str, str]] = ()) -> str:
    """Say what the crisis is, and give its key figures.

    ``ways`` are the sections that the reader can go to: name and words.
    """
    days = ds["day"].values
    lead = words.first_paragraph(scenario.card)
    note = (
        f"{words.period(days[0], days[-1])}. A model of the crisis was run "
        f"{ds.sizes['member']} times, each time with other values of what is uncertain. Figures "
        "are the middle of these runs; a “90 % band” holds what 90 % of them say."
    )
    links = "".join(f'<a href="#{escape(name)}">{escape(text)}</a>' for name, text in ways)
    return (
        f"<header><h1>{escape(scenario.title)}</h1>"
        + html.paragraphs([lead] if lead else [], "lead")
        + html.paragraphs([note], "note")
        + _pulled(scenario)
        + html.tiles(words.key_figures(ds, scenario.observations))
        + f'<nav aria-label="Sections">{links}</nav></header>'
    )


def _pulled(scenario: Scenario) -> str:
    """Say which levers are pulled, from when, how strongly, and what else they do."""
    told = []
    for pull in scenario.pulls:
        lever = scenario.levers[pull.lever]
        when = f" from {words.day_name(pull.date)}" if pull.date else ""
        strong = lever.strongly(pull.strength)
        strong = f", {strong}" if strong else ""
        beside = f" {lever.side_effects}" if lever.side_effects else ""
        told.append(f"{lever.label}{when}{strong}.{beside}")
    if not told:
        return ""
    lead = "This is a what-if, not what happened. Pulled are:"
    return f'<div class="pulled">{html.paragraphs([lead])}{html.points(told)}</div>'


def says(ds: xr.Dataset, scenario: Scenario, scores: pd.DataFrame, states: xr.DataArray) -> str:
    """Say what the model says and what it cannot say, side by side."""
    told = words.what_it_says(ds, states)
    limits = words.what_it_cannot_say(ds, scenario, scores)
    stated = words.from_card(scenario.card, "cannot")
    missing = words.from_card(scenario.card, "missing")
    more = [html.points(stated), html.paragraphs(missing)] if stated or missing else []
    return (
        '<div class="two">'
        + html.section("says", "What the model says", html.points(told))
        + html.section(
            "cannot",
            "What it cannot say",
            html.points(limits),
            html.details("What the scenario’s own data card adds", *more) if more else "",
        )
        + "</div>"
    )
