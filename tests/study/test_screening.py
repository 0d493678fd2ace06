"""Screening by a library: what acts alone, what not at all, and what cannot be asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from marchland.errors import RequestError
from marchland.model.parameters import Parameter
from marchland.model.scenario import Scenario
from marchland.study.compare.screening import screen
from marchland.view.figures.screening import screening_figure
from verify import cases


def crisis() -> Scenario:
    scene = cases.cold()
    ranges = {
        "cold_level": Parameter(1.0, 0.5, 2.0, "uniform"),
        "rain_cap": Parameter(20.0, 10.0, 30.0),
        "leave_camp": Parameter(0.1, 0.05, 0.2),
    }
    return replace(scene, parameters={**scene.parameters, **ranges})


def test_the_level_moves_deaths_most_and_needs_hardly() -> None:
    pytest.importorskip("SALib", reason="SALib is not installed")
    table = screen(crisis(), ["cold_level", "leave_camp"], trajectories=8)
    first = table.set_index(["outcome", "parameter"])["effect"]
    assert first["deaths", "cold_level"] > 3 * first["deaths", "leave_camp"]
    assert first["needs", "leave_camp"] > first["needs", "cold_level"]
    again = screen(crisis(), ["cold_level", "leave_camp"], trajectories=8)
    assert again["effect"].tolist() == table["effect"].tolist()
    drawn = screening_figure(table, "deaths", "deaths")
    assert list(drawn.data[0]["y"])[-1] == "cold level"


def test_only_parameters_with_a_range_can_be_screened() -> None:
    pytest.importorskip("SALib", reason="SALib is not installed")
    with pytest.raises(RequestError, match="no parameter with a range: pace"):
        screen(crisis(), ["pace"])
