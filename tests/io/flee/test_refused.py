"""Nonsense is refused with all problems at once, and what can be mended is not refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from marchland.errors import ScenarioError
from marchland.io.flee import read_flee, read_flee_with_report

TINY = Path(__file__).parents[2] / "flee_tiny"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(TINY, tmp_path / "crisis")
    return tmp_path / "crisis"


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_all_problems_at_once(folder: Path) -> None:
    graph = folder / "input_csv"
    _replace(graph / "locations.csv", '6.5,18.5,"conflict_zone"', '96.5,x,"warzone"')
    _replace(graph / "routes.csv", "Cado,Bora,60", "Cadoo,Bora,-60")
    _replace(graph / "closures.csv", "country,CAR,Freedonia,2,0", "county,CAR,Freedonia,two,0")
    _replace(graph / "sim_period.csv", "2024-01-01", "01.01.2024")
    _replace(folder / "source_data" / "one.csv", "2024-01-05,500", "2024-01-05,many")
    with pytest.raises(ScenarioError) as caught:
        read_flee(folder)
    words = str(caught.value)
    for piece in (
        "latitude is '96.5'",
        "longitude is 'x'",
        "location_type 'warzone'",
        "'Cadoo' is not in locations.csv (did you mean 'Cado'?)",
        "distance is '-60'",
        "closure_type 'county' is not known",
        "'01.01.2024' is not a date",
        "many",
    ):
        assert piece in words
    assert "routes.csv:4" in words


@pytest.mark.parametrize("name", ["locations.csv", "routes.csv", "sim_period.csv"])
def test_missing_files_are_told(folder: Path, name: str) -> None:
    (folder / "input_csv" / name).unlink()
    with pytest.raises(ScenarioError, match=name):
        read_flee(folder)


def test_without_counts_nobody_is_displaced(folder: Path) -> None:
    shutil.rmtree(folder / "source_data")
    with pytest.raises(ScenarioError, match="nobody is displaced"):
        read_flee(folder)


def test_a_data_file_that_is_not_there(folder: Path) -> None:
    (folder / "source_data" / "two.csv").unlink()
    with pytest.raises(ScenarioError, match=r"'two\.csv' is missing"):
        read_flee(folder)


def test_optional_files_may_be_missing(folder: Path) -> None:
    for name in ("conflicts.csv", "closures.csv", "registration_corrections.csv"):
        (folder / "input_csv" / name).unlink()
    (folder / "simsetting.yml").unlink()
    scenario, report = read_flee_with_report(folder)
    assert "Flee's default settings hold" in str(report)
    assert "conflicts begin on their conflict_date" in str(report)
    assert len(scenario.displaced) > 0


def test_conflicts_only_on_later_days(folder: Path) -> None:
    _replace(folder / "input_csv" / "conflicts.csv", "0, 1, 0, 0, 1, 0, ", "0, 0, 0, 0, 1, 0, ")
    _replace(folder / "input_csv" / "conflicts.csv", "1, 1, 0, 0, 1, 0, ", "1, 0, 0, 0, 1, 0, ")
    scenario, report = read_flee_with_report(folder)
    assert "300 people are displaced on days without a conflict" in str(report)
    assert (
        sum(
            row["people"].low
            for row in scenario.displaced.rows()
            if str(row["date"]) == "2024-01-02"
        )
        == 300
    )


def test_other_encodings_and_line_ends(folder: Path) -> None:
    graph = folder / "input_csv"
    text = (graph / "locations.csv").read_text().replace("Freedonia", "Türkiye")
    (graph / "locations.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert "TUR" in read_flee(folder).places.country
    (graph / "locations.csv").write_bytes(text.encode("latin-1"))
    scenario, report = read_flee_with_report(folder)
    assert "read as Latin-1" in str(report)
    assert "TUR" in scenario.places.country


def test_rates_by_conflict_day(folder: Path) -> None:
    _replace(
        folder / "simsetting.yml",
        "  insert_day0: True",
        "  insert_day0: False\n  conflict_driven_spawning:\n    spawn_mode: constant\n"
        "    displaced_per_conflict_day: 40",
    )
    scenario = read_flee(folder)
    rows = [row for row in scenario.displaced.rows() if row["place"] == "Bora"]
    assert [row["people"].low for row in rows] == [20]
    assert str(rows[0]["date_to"]) == "2024-01-10"
    assert not any(row["place"].startswith("Camp") for row in scenario.displaced.rows())


def test_populations_that_run_out(folder: Path) -> None:
    _replace(folder / "simsetting.yml", "take_from_population: False", "take_from_population: True")
    _replace(
        folder / "input_csv" / "locations.csv", '"conflict_zone",0,6000', '"conflict_zone",0,600'
    )
    scenario = read_flee(folder)
    taken = sum(
        row["people"].low
        * (
            1
            if str(row["date_to"]) == "NaT"
            else int((row["date_to"] - row["date"]).astype(int)) + 1
        )
        for row in scenario.displaced.rows()
        if row["place"] == "Alda"
    )
    assert taken == 600


def test_camps_may_start_empty(folder: Path) -> None:
    _replace(folder / "simsetting.yml", "  insert_day0: True", "  empty_camps_on_day0: True")
    scenario = read_flee(folder)
    assert not any(row["place"].startswith("Camp") for row in scenario.displaced.rows())
    assert min(row["value"] for row in scenario.observations.rows()) == 0


def test_settings_that_are_no_settings(folder: Path) -> None:
    (folder / "simsetting.yml").write_text("spawn_rules:\n  conflict_spawn_decay: [1.0, much]\n")
    with pytest.raises(ScenarioError, match="conflict_spawn_decay"):
        read_flee(folder)
    (folder / "simsetting.yml").write_text("a: [1,\n")
    with pytest.raises(ScenarioError, match="is not YAML"):
        read_flee(folder)
