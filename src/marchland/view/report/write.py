"""The report: one HTML file that works with no network."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

import pandas as pd
import xarray as xr
from plotly.offline import get_plotlyjs

from marchland.model.scenario import Scenario
from marchland.study.measures.observe import observed
from marchland.study.measures.summary import by_state
from marchland.study.runs import protect
from marchland.study.scores.score import score
from marchland.view.gas import write as gas
from marchland.view.page import html, theme
from marchland.view.report import background, counts, harm, opening, people

WAYS = {
    "map": "Map",
    "stranded": "Stranded",
    "cold": "Cold",
    "needs": "Needs",
    "events": "Events",
    "counted": "Counts",
    "gas-cut": "If gas is cut",
    "scores": "Scores",
    "states": "By country",
    "uncertainty": "Uncertainty",
    "assumed": "Assumptions",
    "sources": "Sources",
    "provenance": "Make it again",
    "use": "Responsible use",
}
"""Sections that the top of the page leads to."""


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
        File to write; what stands there is replaced.
    spread
        Uncertainty by source (:func:`marchland.study.compare.influence.spread_by_source`), where
        it was measured.
    cut
        What a cut of gas would do (``gas.outcomes.paired``), where it was asked for.

    Returns
    -------
        The file.

    Raises
    ------
    RequestError
        If the observations are of places that the runs do not have.
    """
    target = Path(path)
    target.write_text(page(ds, scenario, spread, cut), encoding="utf-8")
    return target


def page(
    ds: xr.Dataset,
    scenario: Scenario,
    spread: pd.DataFrame | None = None,
    cut: xr.Dataset | None = None,
) -> str:
    """Return the report as text."""
    ds = _without_groups(ds, scenario)
    model, stock = observed(ds, scenario.observations), protect.people(ds)
    scores, states = score(ds, scenario.observations, model), by_state(stock)
    parts = [
        opening.says(ds, scenario, scores, states),
        people.the_map(ds, stock),
        people.stranded(ds),
        harm.cold(ds, scenario),
        harm.needed(ds, scenario),
        background.events(ds, scenario),
        counts.counted(ds, scenario, model),
        counts.scored(scores, counts.named(ds, scenario)),
        people.whereabouts(states),
        gas.section(cut, scenario) if cut is not None else "",
        background.uncertain(ds, spread),
        background.balanced(ds),
        background.assumed(ds, scenario),
        background.sources(scenario),
        background.provenance(ds),
        background.responsible(),
    ]
    body = "".join(parts)
    ways = [(name, text) for name, text in WAYS.items() if f'<section id="{name}"' in body]
    return Template(_part("report.html")).substitute(
        title=escape(scenario.title),
        style=_part("report.css"),
        body=opening.opening(ds, scenario, ways) + body,
        plotly=get_plotlyjs(),
        dark=html.value(theme.DARK),
        script=_part("report.js"),
    )


def _without_groups(ds: xr.Dataset, scenario: Scenario) -> xr.Dataset:
    """Return runs with the stock of all groups together, where no count is of one group."""
    if "stock" not in ds or "group" not in ds["stock"].dims or any(scenario.observations.group):
        return ds
    return ds.assign(stock=ds["stock"].sum("group", dtype=ds["stock"].dtype))


def _part(name: str) -> str:
    return files("marchland.view").joinpath("data", name).read_text("utf-8")
