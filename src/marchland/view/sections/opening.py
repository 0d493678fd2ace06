"""The first sections of the report: what the crisis is, what the model says and cannot say."""

from __future__ import annotations

from html import escape

import pandas as pd
import xarray as xr

from marchland.model.scenario import Scenario
from marchland.view import html, words


def opening(ds: xr.Dataset, scenario: Scenario) -> str:
    """Say what the crisis is."""
    days = ds["day"].values
    return (
        f"<header><h1>{escape(scenario.title)}</h1>"
        + html.paragraphs([words.first_paragraph(scenario.card)], "lead")
        + html.paragraphs(
            [
                f"{words.day_name(days[0])} to {words.day_name(days[-1])}. A model of the crisis "
                f"was run {ds.sizes['member']} times, each time with other values of what is "
                "uncertain. A “90 % band” holds what 90 % of these runs say."
            ],
            "note",
        )
        + "</header>"
    )


def says(ds: xr.Dataset, scenario: Scenario, scores: pd.DataFrame, states: xr.DataArray) -> str:
    """Say what the model says and what it cannot say."""
    told = words.what_it_says(ds, states, scenario.observations)
    limits = words.what_it_cannot_say(ds, scenario, scores)
    stated = words.from_card(scenario.card, "cannot")
    card = "The scenario's own data card says that it cannot show:"
    return html.section("says", "What the model says", html.points(told)) + html.section(
        "cannot",
        "What it cannot say",
        html.points(limits),
        html.paragraphs([card]) + html.points(stated) if stated else "",
    )
