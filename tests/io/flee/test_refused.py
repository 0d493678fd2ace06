"""Nonsense is refused with all problems at once, and what can be mended is not refused."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
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
    _replace(graph / "sim_period.csv", "2024-01-01", "someday")
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
        "'someday' is not a date",
        "many",
    ):
        assert piece in words
    assert "routes.csv:4" in words


@pytest.mark.parametrize("name", ["locations.csv", "routes.csv", "sim_period.csv"])
def test_missing_files_are_told(folder: Path, name: str) -> None:
    (folder / "input_csv" / name).unlink()
    with pytest.raises(ScenarioError, match=name):
        read_flee(folder)


@pytest.mark.parametrize("start", ["1999-01-01", "2044-01-01"])
def test_a_period_without_counts_is_told(folder: Path, start: str) -> None:
    _replace(folder / "input_csv" / "sim_period.csv", "2024-01-01", start)
    with pytest.raises(ScenarioError, match="but the counts are from 2023-12-"):
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
    assert "read as Windows-1252" in str(report)
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


def _same(folder: Path) -> None:
    """Hold that a folder is read as the tiny one is."""
    found, tiny = read_flee(folder), read_flee(TINY)
    assert found.places.id == tiny.places.id
    assert np.array_equal(found.places.lat, tiny.places.lat, equal_nan=True)
    assert found.displaced.people == tiny.displaced.people
    assert found.observations.value.tolist() == tiny.observations.value.tolist()


def _rewritten(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    """Write a file anew with each row's cells changed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = [change(row) for row in csv.reader(file) if row]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)


def test_columns_may_stand_in_any_order(folder: Path) -> None:
    order = [4, 3, 0, 2, 1, 7, 5, 6]

    def turned(row: list[str]) -> list[str]:
        cells = [cell.lstrip("#") for cell in (row + [""] * 8)[:8]]
        return [cells[i] for i in order]

    _rewritten(folder / "input_csv" / "locations.csv", turned)
    _same(folder)


def test_a_column_may_be_missing(folder: Path) -> None:
    _rewritten(folder / "input_csv" / "locations.csv", lambda row: [row[0], *row[2:]])
    _same(folder)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_columns_may_be_parted_by_other_marks(folder: Path, mark: str) -> None:
    for path in (folder / "input_csv").glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8-sig").replace(",", mark))
    _same(folder)


def test_line_ends_and_byte_order_marks_do_not_count(folder: Path) -> None:
    for path in folder.rglob("*.csv"):
        text = path.read_text(encoding="utf-8-sig")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    _same(folder)


def test_a_place_with_half_a_position_stands_on_no_map(folder: Path) -> None:
    _replace(folder / "input_csv" / "locations.csv", "6.5,18.5", "6.5,")
    places = read_flee(folder).places
    assert np.isnan(places.lat[places.id.index("Bora")])
