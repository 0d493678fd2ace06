"""What ``marchland new`` writes: it runs as it is, with nights, aid and kits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from marchland.engine.simulate import simulate
from marchland.io.read import read
from marchland.io.skeleton import write_skeleton
from marchland.model.scenario import Scenario
from marchland.model.tables import Timeline
from marchland.study.measures import read as measures
from marchland.study.measures.aid import coverage
from marchland.view.report.harm import cold, needed


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return read(write_skeleton(tmp_path_factory.mktemp("new") / "made-up"))


def test_every_night_of_it_has_weather_that_harms(made_up: Scenario) -> None:
    runs = simulate(made_up, members=3, seed=1)
    assert made_up.warnings == ()
    assert not np.isnan([runs.t_min, runs.precipitation, runs.wind]).any()
    assert float(runs.deaths_expected.sum("month").max()) > 0
    found = measures.read(runs, made_up)
    assert 'id="cold-plot"' in cold(found) and "How far aid covers it" in needed(found)


def test_every_item_of_its_aid_serves_a_need(made_up: Scenario) -> None:
    found = coverage(simulate(made_up, members=2, seed=1), made_up)
    assert found["item"].values.tolist() == ["food", "blankets", "shelter"]
    assert (found["used"].sum(["day", "place"]) > 0).all()


def test_its_kits_reach_people(made_up: Scenario) -> None:
    rows = [row for row in made_up.timeline.rows() if row["what"] != "kits"]
    columns = {name: [row[name] for row in rows] for name in Timeline.columns()}
    without = replace(made_up, timeline=Timeline.from_columns(columns))
    more, less = (
        float(simulate(scene, members=3, seed=1).unreached_nights.sum())
        for scene in (without, made_up)
    )
    assert less < more


def test_its_files_explain_themselves(made_up: Scenario) -> None:
    folder = Path(made_up.source)
    for name, word in (("places", "wind_break"), ("weather", "wind_ms"), ("aid", "blankets")):
        comments = [x for x in (folder / f"{name}.csv").read_text().splitlines() if x[0] == "#"]
        assert any(word in line for line in comments), name
