"""The report: one HTML file that works with no network."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import xarray as xr

from marchland.language import mark
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
    Section("says", mark("What the model says"), opening.says, mark("Results"), half=True),
    Section("cannot", mark("What it cannot say"), opening.cannot, mark("Limits"), half=True),
    Section("map", mark("Where people were, day by day"), people.the_map, mark("Map")),
    pictured(
        "stranded", mark("Stranded, and where"), people.stranded, told.stranded, mark("Stranded")
    ),
    Section("crowding", mark("Crowding: people over capacity"), crowding.crowded, mark("Crowding")),
    Section("cold", mark("Cold, injury and death"), harm.cold, mark("Cold")),
    Section("needs", mark("What people need"), harm.needed, mark("Needs")),
    Section("outcomes", told.OUTCOMES, people.outcomes, mark("Outcomes")),
    Section("events", mark("What happened, and when"), background.events, mark("Events")),
    Section("strip", strip_words.HEADING, background.forced, mark("Incidents")),
    Section("sides", contest.MOVES, background.sides, mark("Each side’s moves")),
    Section("counted", mark("The model compared with counts"), counts.counted, mark("Counts")),
    Section("scores", mark("How well it meets the counts"), counts.scored, mark("Scores")),
    Section("states", mark("People by country and state"), people.whereabouts, mark("By country")),
    *gas.SECTIONS,
    Section(
        "uncertainty",
        mark("Where the uncertainty comes from"),
        background.uncertain,
        mark("Uncertainty"),
    ),
    Section("reviews", review_words.HEADING, background.reviewed, mark("Reviews")),
    Section("balance", mark("The balance of people"), background.balanced, mark("Balance")),
    Section("assumed", mark("What is assumed"), background.assumed, mark("Assumptions")),
    Section("sources", mark("Sources"), background.sources),
    Section(
        "provenance", mark("How to make this again"), background.provenance, mark("Make it again")
    ),
    Section("use", mark("Responsible use"), background.responsible),
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
