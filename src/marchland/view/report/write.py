"""The report: one HTML file that works with no network."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study.measures.read import Findings, read
from marchland.study.runs.given import check_answered, check_runs, check_scenario
from marchland.view.gas import write as gas
from marchland.view.page.shell import Section, document, pictured
from marchland.view.report import background, counts, crowding, harm, opening, people, printed
from marchland.view.words import contest
from marchland.view.words import people as told
from marchland.view.words import reviews as review_words
from marchland.view.words import strip as strip_words

SECTIONS: tuple[Section[Findings], ...] = (
    Section("says", "What the model says", opening.says, "Results", half=True),
    Section("cannot", "What it cannot say", opening.cannot, "Limits", half=True),
    Section("map", "Where people were, day by day", people.the_map, "Map"),
    pictured("stranded", "Stranded, and where", people.stranded, told.stranded, "Stranded"),
    Section("crowding", "Crowding: people over capacity", crowding.crowded, "Crowding"),
    Section("cold", "Cold, injury and death", harm.cold, "Cold"),
    Section("needs", "What people need", harm.needed, "Needs"),
    Section("outcomes", told.OUTCOMES, people.outcomes, "Outcomes"),
    Section("events", "What happened, and when", background.events, "Events"),
    Section("strip", strip_words.HEADING, background.forced, "Incidents"),
    Section("sides", contest.MOVES, background.sides, "Each side’s moves"),
    Section("counted", "The model compared with counts", counts.counted, "Counts"),
    Section("scores", "How well it meets the counts", counts.scored, "Scores"),
    Section("states", "People by country and state", people.whereabouts, "By country"),
    *gas.SECTIONS,
    Section("uncertainty", "Where the uncertainty comes from", background.uncertain, "Uncertainty"),
    Section("reviews", review_words.HEADING, background.reviewed, "Reviews"),
    Section("balance", "The balance of people", background.balanced, "Balance"),
    Section("assumed", "What is assumed", background.assumed, "Assumptions"),
    Section("sources", "Sources", background.sources),
    Section("provenance", "How to make this again", background.provenance, "Make it again"),
    Section("use", "Responsible use", background.responsible),
)
"""Sections of the report in the order in which they are read."""


def write_report(
    ds: xr.Dataset,
    scenario: Scenario,
    path: str | Path,
    spread: pd.DataFrame | None = None,
    cut: xr.Dataset | None = None,
) -> Path:
    """Write the report of some runs as one self-contained HTML file.

    Parameters
    ----------
    ds
        Runs, as :func:`marchland.simulate` gives them.
    scenario
        The scenario they were made from.
    path
        File to write; what is there is replaced.
    spread
        Uncertainty by component (:func:`marchland.study.compare.sources.sources_apart`), where it
        was measured.
    cut
        What a cut of gas would do (``gas.outcomes.paired``), where it was asked for.

    Returns
    -------
        The file.

    Raises
    ------
    RequestError
        If the observations are of places that the runs do not have, or a stress was pulled without
        a protective answer.
    """
    check_runs(ds, "write_report")
    check_scenario(scenario, "write_report")
    check_answered(ds.attrs)
    return write_findings(read(ds, scenario, spread, cut), path)


def write_findings(found: Findings, path: str | Path) -> Path:
    """Write the report of what was read of runs, as :func:`write_report` does."""
    target = Path(path)
    target.write_text(page(found), encoding="utf-8")
    return target


def page(found: Findings) -> str:
    """Return the report as text."""
    title = found.scenario.title
    return document(title, opening.opening(found), SECTIONS, found, printed.brief_of(found))
