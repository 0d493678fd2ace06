"""What ``marchland new`` writes: it runs as it is, with nights, aid and kits."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from marchland.engine.simulate import simulate
from marchland.errors import RequestError
from marchland.io.like import LIKE
from marchland.io.read import read
from marchland.io.skeleton import write_skeleton
from marchland.language import speaking
from marchland.model.events import EVENTS
from marchland.model.kinds import PLACE_KINDS
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
    assert [one.where for one in made_up.warnings] == ["README.md:3"]
    assert not np.isnan([runs.t_min, runs.precipitation, runs.wind]).any()
    assert float(runs.deaths_expected.sum("month").max()) > 0
    found = measures.read(runs, made_up)
    assert 'id="cold-plot"' in cold(found) and "How far recorded deliveries cover it" in needed(
        found
    )


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
        told = comments(folder / f"{name}.csv")
        assert any(word in line for line in told), name


def comments(file: Path) -> list[str]:
    """Return the cells above the header that explain a table."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [row[0] for row in csv.reader(lines) if row[0].startswith("# ")]


@pytest.mark.parametrize("like", LIKE)
def test_every_kind_of_event_and_place_is_explained_where_it_stands(
    like: str, tmp_path: Path
) -> None:
    folder = write_skeleton(tmp_path / "mine", like)
    told = {name: comments(folder / f"{name}.csv") for name in ("timeline", "places")}
    for kind in EVENTS.values():
        (line,) = [one for one in told["timeline"] if one.startswith(f"#   {kind.name} (")]
        assert kind.value is None or kind.value.meaning[1:-1] in line
    for place in PLACE_KINDS.values():
        assert any(one.startswith(f"#   {place.id} (") for one in told["places"])


@pytest.mark.parametrize("like", LIKE)
def test_each_is_ready_to_run_and_lacks_no_column(like: str, tmp_path: Path) -> None:
    folder = write_skeleton(tmp_path / "mine", like)
    scenario = read(folder)
    assert [one.where for one in scenario.warnings] == ["README.md:3"]
    for table in scenario.tables():
        if (file := folder / table.FILE).exists():
            lines = file.read_text("utf-8").splitlines()
            told = comments(file)
            assert lines[len(told)] == ",".join(table.columns())
            for name in table.columns():
                assert sum(line.startswith(f"# {name}: ") for line in told) == 1, name
    runs = simulate(scenario, members=3, seed=1)
    assert int(runs["entered"].sum()) > 0
    for lever in scenario.levers:
        simulate(scenario.pull(lever), members=1, seed=1)


def test_the_camps_are_filled_from_the_border_and_the_first_go_home(tmp_path: Path) -> None:
    scenario = read(write_skeleton(tmp_path / "mine", "camps"))
    stock = simulate(scenario, members=5, seed=1)["stock"].sum("group").mean("member")
    last = stock.isel(day=-1)
    for place in ("camp-old", "camp-new", "town-home", "villages"):
        assert float(last.sel(place=place)) > 100, place
    assert float(last.sel(place="town")) < 50
    assert float(stock.sel(place="border").max()) > 3000


def test_people_queue_at_the_posts_of_the_outflow(tmp_path: Path) -> None:
    scenario = read(write_skeleton(tmp_path / "mine", "outflow"))
    waiting = simulate(scenario, members=3, seed=1)["waiting"].sel(place="post-north")
    assert float(waiting.max()) > 1000


def test_a_kind_that_is_none_is_answered_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"no skeleton like 'camp' \(did you mean 'camps'"):
        write_skeleton(tmp_path / "mine", "camp")


@pytest.mark.parametrize("like", LIKE)
def test_the_language_spoken_is_that_of_the_reports(like: str, tmp_path: Path) -> None:
    assert "language" not in (write_skeleton(tmp_path / "en", like) / "scenario.yaml").read_text()
    with speaking("fr"):
        folder = write_skeleton(tmp_path / "fr", like)
    assert read(folder).language == "fr"
