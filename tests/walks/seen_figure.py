"""Seen in the copy in which a figure was added: a section, its link and a picture with data."""

from __future__ import annotations

import xarray as xr

from marchland.study.measures.read import read
from marchland.study.runs.coarse import protected
from marchland.view.report.write import page
from unpacked import pictures
from view.synthetic import crisis, runs


def test_the_report_has_the_figure_between_its_neighbours() -> None:
    scenario = crisis()
    text = page(read(protected(runs(scenario, members=5)), scenario))
    assert '<a href="#travelling">On the way</a>' in text
    order = [text.index(f'<section id="{name}"') for name in ("stranded", "travelling", "events")]
    assert order == sorted(order)
    assert len(pictures(text)["travelling-plot"]["data"]) == 5
    assert "50 % and 90 % of 5 runs" in text


def test_where_nobody_is_on_the_way_the_report_goes_without_it() -> None:
    scenario = crisis()
    still = runs(scenario, members=5)
    still["travelling"] = xr.zeros_like(still["travelling"])
    assert "travelling-plot" not in page(read(protected(still), scenario))
