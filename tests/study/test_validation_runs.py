"""Past conflicts run and scored: the invented one, and the public ones where they lie near by."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import marchland
from marchland.cli import main
from marchland.errors import RequestError, ScenarioError
from marchland.study.scores.ard import ard
from marchland.study.validate.baselines import next_hop
from marchland.study.validate.coldstart import (
    ColdStart,
    cold_start,
    out_of_reach,
    without_capacities,
)
from marchland.study.validate.validation import validate
from verify.cases import crisis, enter, place, route

TINY = Path(__file__).parents[1] / "flee_tiny"
SHARED = Path(os.environ.get("MARCHLAND_SHARED", Path(__file__).parents[3] / "shared")) / "flee"
CONFLICTS = ("mali2012", "burundi2015", "car2013", "ssudan2013")
# Flee 3.1 with its own settings, as told in the README beside the folders: with the capacities
# that the folders have, and with them blanked
FLEE = {"mali2012": (0.345, 0.83), "burundi2015": (0.469, 0.61)}
FLEE |= {"car2013": (0.335, 0.75), "ssudan2013": (0.512, 0.81)}

needs_the_collection = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the folders of the public collection are not in {SHARED}"
)


@pytest.fixture(scope="module")
def tiny() -> ColdStart:
    return cold_start(marchland.read(TINY))


def test_a_cold_start_is_told_no_more_than_the_protocol(tiny: ColdStart) -> None:
    """The README of the folder works these numbers out by hand."""
    assert tiny.camps == ("Camp_One", "Camp_Two", "Camp_Three", "Camp_Four")
    assert tiny.start.tolist() == [100, 50, 100, 0]
    assert tiny.total.tolist() == [250, 550, 850, 1150, 1150, 1250, 1450, 1650, 1850, 2050]
    assert tiny.counts.sum(axis=1).tolist() == pytest.approx(
        [250, 550, 850, 1150, 1050, 1250, 1450, 1650, 1850, 2050]
    )
    assert not tiny.counted[0].any()
    assert tiny.counted[:, 2].nonzero()[0].tolist() == [5, 6, 9]


def test_one_folder_may_be_given_by_itself() -> None:
    with pytest.raises(RequestError, match="'nowhere' is neither a folder nor"):
        validate("nowhere")


def test_a_scenario_without_counts_is_refused() -> None:
    bare = crisis([place("a", "hub"), place("b", "camp")], [route("a-b", 1)], [enter("a", 1)])
    with pytest.raises(RequestError, match="no counts of people at a camp"):
        cold_start(bare)
    with pytest.raises(RequestError, match="name one folder or more"):
        validate([])


def test_counts_of_the_first_day_alone_are_refused() -> None:
    scenario = marchland.read(TINY)
    table = scenario.observations
    first = [row for row in table.rows() if row["date_from"] <= np.datetime64(scenario.start)]
    columns = {name: [row[name] for row in first] for name in table.columns()}
    bare = replace(scenario, observations=type(table).from_columns(columns))
    with pytest.raises(RequestError, match="nothing can be scored in flee_tiny"):
        validate([bare])


def test_counts_that_lie_apart_belong_to_one_folder() -> None:
    with pytest.raises(RequestError, match="belongs to one folder"):
        validate([TINY, TINY], source_data=TINY / "source_data")


def test_blanking_takes_every_capacity_and_nothing_else(tiny: ColdStart) -> None:
    blank = without_capacities(tiny.scenario)
    assert np.isnan(blank.places.capacity).all()
    assert blank.places.id == tiny.scenario.places.id
    assert blank.parameters == tiny.scenario.parameters


def test_counted_camps_that_no_way_leads_to_are_named(tiny: ColdStart) -> None:
    assert out_of_reach(tiny) == ()
    routes, camp = tiny.scenario.routes, tiny.camps[0]
    kept = [row for row in routes.rows() if camp not in (row["origin"], row["destination"])]
    cut = type(routes).from_columns({n: [row[n] for row in kept] for n in type(routes).columns()})
    alone = replace(tiny, scenario=replace(tiny.scenario, routes=cut))
    assert camp in out_of_reach(alone)


def test_the_walk_sees_neighbours_only(tiny: ColdStart) -> None:
    walk = next_hop(tiny.scenario)
    assert walk.rules == replace(tiny.scenario.rules, reach="next")
    assert walk.parameters["following"].value == walk.parameters["crowding_scale"].value == 0


def test_problems_of_all_folders_are_told_before_any_is_run(tmp_path: Path) -> None:
    for name in ("one", "two"):
        graph = tmp_path / name / "input_csv"
        graph.mkdir(parents=True)
        (graph / "locations.csv").write_text("#name,region,country\n")
        (graph / "routes.csv").write_text("#name1,name2,distance\n")
    with pytest.raises(ScenarioError, match="in 2 folders") as caught:
        validate([TINY, tmp_path / "one", tmp_path / "two"])
    assert "one: locations.csv" in str(caught.value)
    assert "two: locations.csv" in str(caught.value)


@pytest.mark.compiled
def test_validate_prints_a_table_and_writes_the_scores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scores = tmp_path / "scores.json"
    assert main(["validate", str(TINY), "--members", "4", "--json", str(scores)]) == 0
    printed = capsys.readouterr().out
    for words in ("flee_tiny", "hindsight", "next-hop", "share-lag 30", "sees the counts"):
        assert words in printed
    found = json.loads(scores.read_text())
    (conflict,) = found["conflicts"]
    assert {"name", "days", "places", "people", "members", "seconds", "ard", "ard_rescaled"} | {
        "ard_without_capacities",
        "coverage90",
        "baselines",
        "camps",
    } <= set(conflict)
    assert (conflict["name"], conflict["days"], conflict["places"]) == ("flee_tiny", 10, 10)
    assert (conflict["people"], conflict["members"]) == (2050, 4)
    assert found["mean_ard"] == conflict["ard"]
    assert found["mean_ard_without_capacities"] == conflict["ard_without_capacities"]
    assert set(conflict["camps"]) == {"Camp_One", "Camp_Two", "Camp_Three", "Camp_Four"}
    assert {"uniform", "day0_share", "gravity", "next_hop"} <= set(conflict["baselines"])
    assert not any("share_lag" in name for name in conflict["baselines"])
    assert f"{conflict['ard']:.3f}" in printed
    assert list(tmp_path.iterdir()) == [scores]


@pytest.mark.compiled
def test_the_score_of_a_run_is_the_ard_worked_out_by_hand(tiny: ColdStart) -> None:
    (score,) = validate([tiny.scenario], members=3, seed=5)
    runs = marchland.simulate(tiny.scenario, members=3, seed=5, uncertainty=("chance",))
    daily = []
    for member in range(3):
        for day in range(10):
            off = sum(
                abs(float(runs.stock.sel(place=camp)[member, day].sum()) - tiny.counts[day, c])
                for c, camp in enumerate(tiny.camps)
            )
            daily.append(off / max(1.0, tiny.counts[day].sum()))
    assert score.given.ard == pytest.approx(sum(daily) / len(daily))


def test_a_place_for_the_scores_is_asked_for_before_the_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", str(TINY), "--json", str(tmp_path)]) == 2
    assert "is a folder; give the name of a file" in capsys.readouterr().err
    assert main(["validate", str(TINY), "--json", str(tmp_path / "no" / "x.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.compiled
def test_a_converted_folder_gives_the_same_bits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "converted"
    assert main(["convert", str(TINY), str(target)]) == 0
    printed = capsys.readouterr().out
    assert "Corrected:" in printed
    assert "Ignored:" in printed
    same_bits(TINY, target)
    assert main(["convert", str(TINY), str(target)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_folder_of_any_name_converts(tmp_path: Path) -> None:
    odd = tmp_path / "My conflict (2020)!"
    shutil.copytree(TINY, odd)
    scenario = marchland.read(odd)
    assert (scenario.name, scenario.title) == ("My_conflict_2020", "My conflict (2020)!")
    marchland.write_scenario(scenario, tmp_path / "new")
    assert marchland.read(tmp_path / "new").digest == scenario.digest


def same_bits(folder: Path, converted: Path) -> None:
    """Hold that two folders give the same runs to the last bit, whatever they are called."""
    ours, theirs = marchland.read(folder), marchland.read(converted)
    assert ours.digest == theirs.digest
    runs = [marchland.simulate(one, members=3, seed=2) for one in (ours, theirs)]
    xr.testing.assert_equal(*(one.drop_attrs() for one in runs))


def test_parts_that_lie_apart_are_read_by_every_verb(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "graph").symlink_to(TINY / "input_csv")
    (tmp_path / "counts").symlink_to(TINY / "source_data")
    graph, counts = str(tmp_path / "graph"), str(tmp_path / "counts")
    assert main(["check", graph, "--source-data", counts]) == 0
    assert main(["show", graph, "--source-data", counts]) == 0
    assert main(["convert", graph, str(tmp_path / "new"), "--source-data", counts]) == 0
    assert main(["show", "belarus-2021", "--source-data", counts]) == 2
    assert "is no Flee folder" in capsys.readouterr().err
    assert main(["show", graph, "--source-data", str(tmp_path / "gone")]) == 2
    assert "is no folder" in capsys.readouterr().err


@needs_the_collection
@pytest.mark.compiled
@pytest.mark.parametrize("name", CONFLICTS)
def test_it_is_right_more_often_than_the_peer(name: str) -> None:
    case = cold_start(marchland.read(SHARED / name))
    for scenario, theirs in zip(
        (case.scenario, without_capacities(case.scenario)), FLEE[name], strict=True
    ):
        runs = marchland.simulate(scenario, members=2, seed=1, uncertainty=("chance",))
        people = runs.stock.sel(place=list(case.camps)).sum("group")
        found = ard(people.transpose("member", "day", "place").values.astype(float), case.counts)
        assert found.mean() < theirs


@needs_the_collection
@pytest.mark.compiled
def test_a_conflict_of_the_collection_converts_to_the_same_bits(tmp_path: Path) -> None:
    assert main(["convert", str(SHARED / "burundi2015"), str(tmp_path / "new")]) == 0
    same_bits(SHARED / "burundi2015", tmp_path / "new")
