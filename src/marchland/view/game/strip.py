"""The strip of incidents and forces: for the report and for the page of a game."""

from __future__ import annotations

import xarray as xr

from marchland.language import say
from marchland.model.scenario import Scenario
from marchland.view.figures.strip import strip_figure
from marchland.view.page import html
from marchland.view.words import strip as words
from marchland.view.words.text import heads


def strip(scenario: Scenario, people: xr.DataArray | None = None) -> str:
    """Show incidents and forces by date, under the people stranded where a run has them.

    It is blank where a scenario has neither.
    """
    incidents, forces = words.incidents(scenario), words.forces(scenario)
    if not incidents and not forces:
        return ""
    drawn = ""
    if incidents:
        told = say(words.PICTURE) if people is None else f"{say(words.PICTURE)} {say(words.PEOPLE)}"
        drawn = html.figure("strip-plot", strip_figure(scenario, people), told)
        drawn += html.table(say(words.INCIDENTS), heads(words.INCIDENT_HEADS), incidents)
    if forces:
        drawn += html.heading(say(words.FORCES))
        drawn += html.table(say(words.FORCES), heads(words.FORCE_HEADS), forces)
    return html.paragraphs([say(words.NOTE)]) + drawn
