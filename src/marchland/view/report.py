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
from marchland.study import protect
from marchland.study.scores import score
from marchland.study.summary import by_state
from marchland.view import html, sections, theme


def write_report(
    ds: xr.Dataset, scenario: Scenario, path: str | Path, spread: pd.DataFrame | None = None
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
        Uncertainty by source (:func:`marchland.study.influence.spread_by_source`), where it was
        measured.

    Returns
    -------
        The file.

    Raises
    ------
    RequestError
        If the observations are of places that the runs do not have.
    """
    target = Path(path)
    target.write_text(page(ds, scenario, spread), encoding="utf-8")
    return target


def page(ds: xr.Dataset, scenario: Scenario, spread: pd.DataFrame | None = None) -> str:
    """Return the report as text."""
    scores, people = score(ds, scenario.observations), protect.people(ds)
    states = by_state(people)
    parts = [
        sections.opening(ds, scenario),
        sections.says(ds, scenario, scores, states),
        sections.the_map(ds, people),
        sections.counted(ds, scenario),
        sections.whereabouts(states),
        sections.stranded(ds),
        sections.events(scenario),
        sections.scored(scores),
        sections.uncertain(ds, spread),
        sections.balanced(ds),
        sections.assumed(ds, scenario),
        sections.sources(scenario),
        sections.provenance(ds),
        sections.responsible(),
    ]
    return Template(_part("report.html")).substitute(
        title=escape(scenario.title),
        style=_part("report.css"),
        body="".join(parts),
        plotly=get_plotlyjs(),
        dark=html.value(theme.DARK),
        script=_part("report.js"),
    )


def _part(name: str) -> str:
    return files("marchland.view").joinpath("data", name).read_text("utf-8")
