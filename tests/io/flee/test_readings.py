"""What can be misread in a Flee folder is read one way and named, or refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from flee_small import FILES, told, written
from marchland.errors import ScenarioError
from marchland.io.flee import read_flee
from marchland.model.scenario import Scenario

LOCATIONS = FILES["input_csv/locations.csv"]
ROUTES = FILES["input_csv/routes.csv"]
ERLE = FILES["source_data/erle.csv"]
CONFLICTS = FILES["input_csv/conflicts.csv"]


def test_the_small_conflict_is_sound(tmp_path: Path) -> None:
    assert told(written(tmp_path)) == []


def _same(folder: Path, plain: Path) -> Scenario:
    """Hold that a folder is read as the plain one is, and return the scenario."""
    found, wanted = read_flee(folder), read_flee(written(plain))
    assert found.observations.value.tolist() == wanted.observations.value.tolist()
    assert found.displaced.people == wanted.displaced.people
    assert np.array_equal(found.places.lat, wanted.places.lat, equal_nan=True)
    assert found.routes.length_km.tolist() == wanted.routes.length_km.tolist()
    assert found.start == wanted.start
    return found


Changed = dict[str, str | bytes | None]
READ: dict[str, tuple[Changed, str]] = {
    "line ends": ({"erle": ERLE.replace("\n", "\r"), "routes": ROUTES.replace("\n", "\r")}, ""),
    "semicolons and decimal commas": (
        {"erle": ERLE.replace(",", ";").replace("1200", "1200,0")}, "decimal comma ('1200,0' as",
    ),
    "thousands": ({"erle": ERLE.replace("1200", "1 200")}, "with thousands marked ('1 200' as 12"),
    "time stamps": (
        {"erle": ERLE.replace("-15,", "-15T00:00:00.000Z,")}, "'2022-01-15T00:00:00.000Z' as 2022",
    ),
    "months in words": (
        {"erle": ERLE.replace("2022-01-15", '"January 15, 2022"')}, "('January 15, 2022' as 2022-0",
    ),
    "short months": ({"erle": ERLE.replace("2022-01-15", "15-Jan-22")}, "('15-Jan-22' as 2022-01"),
    "run together": ({"erle": ERLE.replace("2022-01-15", "20220115")}, "('20220115' as 2022-01-15"),
    "day first": (
        {"erle": "01/01/2022,100\n15/01/2022,1200\n31/01/2022,3000\n"}, "as day/month/year",
    ),
    "individuals beside households": (
        {"erle": "Date,Households,Individuals\n2022-01-01,20,100\n2022-01-15,250,1200\n"
         "2022-01-31,600,3000\n"},
        "column 'individuals' is taken for the count of people; not read: households",
    ),
    "tags": ({"erle": f"date,people\n#date,#affected+idps\n{ERLE}"}, "a row of HXL tags (#date)"),
    "a file named twice": (
        {"data_layout": "Erle,erle.csv\nFichte,fichte.csv\nErle,erle.csv\n"},
        "'erle.csv' is named twice; read once",
    ),
    "a word above the counts": ({"erle": f"# few people here, and fewer later.\t\n{ERLE}"}, ""),
    "days header": ({"conflicts": CONFLICTS.replace("#Day", "#Days")}, ""),
    "date header": ({"conflicts": CONFLICTS.replace("#Day", "Date")}, ""),
    "days from 1": (
        {"conflicts": "Day,Ost,Nord\n" + "".join(f"{d + 1},1,{int(d >= 4)}\n" for d in range(31))},
        "days are numbered from 1; this is the first",
    ),
    "days as dates": (
        {"conflicts": "Date,Ost,Nord\n2022-01-01,1,0\n2022-01-05,1,1\n"}, "days are dates, the f",
    ),
    "counts that are withheld": (
        {"erle": ERLE.replace("\n2022-01-31", "\n2022-01-20,…\n2022-01-31")},
        "erle.csv:3  has no count ('…')",
    ),
    "people beside households in French": (
        {"fichte": "Date,Familles,Personnes\n2022-01-01,9,50\n2022-01-31,300,1500\n"},
        "column 'personnes' is taken for the count of people; not read: familles",
    ),
    "a closure after the run": (
        {"closures": "country,Chad,Niger,31,40\n"}, "starts on day 31, after the 31 days",
    ),
    "days left out": (
        {"conflicts": "#Day,Ost,Nord\n0,1,0\n4,1,1\n"}, "each row holds until the next",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_what_has_one_reading_is_read_and_named(tmp_path: Path, case: str) -> None:
    changed, words = READ[case]
    folder = written(tmp_path / "other", **changed)
    _same(folder, tmp_path / "plain")
    assert any(words in line for line in told(folder)) or not words


DOUBTED: dict[str, tuple[Changed, str]] = {
    "two decimal marks": (
        {"locations": LOCATIONS.replace("14.0,12.5", '"14,2",12.5')},
        "locations.csv:6  latitude '14,2' is 14.2 with a decimal comma, but '13.5' in the same",
    ),
    "thousands or decimals": (
        {"erle": '2022-01-01,100\n2022-01-15,"1,200"\n'}, "count '1,200' can be read as 1200 or as",
    ),
    "thousands without quotation marks": (
        {"erle": ERLE.replace("1200", "1,200")},
        "erle.csv:2  has 3 cells, of which '1' and '200' look like one number cut at its comma",
    ),
    "thousands in every row": (
        {"erle": "2022-01-01,1,100\n2022-01-15,1,200\n"}, "erle.csv:1  has 3 cells, of which '1'",
    ),
    "households alone": ({"erle": "Date,Households\n2022-01-01,20\n"}, "counts households and no"),
    "two orders of dates": (
        {"erle": "01/02/2022,100\n03/04/2022,120\n"}, "'01/02/2022' can be read as 2022-02-01",
    ),
    "another century": (
        {"erle": ERLE.replace("2022", "2565")}, "is outside the years 1678 to 2261 that are read (",
    ),
    "several rows a date": (
        {"erle": "2022-01-01,60\n2022-01-01,40\n2022-01-31,1000\n2022-01-31,2000\n"},
        "2 of the 2 dates in erle.csv have several rows: parts that add up, or corrections?",
    ),
    "a length that is a date": (
        {"sim_period": "StartDate,2022-01-01\nLength,20220131\n"}, "a number of days from 1 to 366",
    ),
    "a start before all time": (
        {"sim_period": "StartDate,1500-01-01\nLength,31\n"}, "StartDate '1500-01-01' is outside",
    ),
    "utf-16": ({"routes": ROUTES.encode("utf-16")}, "routes.csv  is written in UTF-16, save it as"),
    "an open quotation mark": ({"erle": ERLE.replace("1200", '"1200')}, "cannot be cut into cells"),
    "no routes": ({"routes": None}, "routes.csv  is missing: this looks like a Flee folder"),
    "no period": ({"sim_period": None}, "sim_period.csv  is missing: this looks like a Flee fold"),
    "a flood": (
        {"locations": LOCATIONS.replace("conflict_zone", "flood_zone")}, "floods are not modelled",
    ),
    "a flood by its settings": (
        {"simsetting": "spawn_rules:\n  flood_driven_spawning: True\n"}, "floods are not modelled",
    ),
    "settings of another shape": ({"simsetting": "spawn_rules: [1]\n"}, "must hold named settings"),
    "a flag that is none": ({"simsetting": "spawn_rules: {insert_day0: [1]}\n"}, "True or False"),
    "a mode without numbers": (
        {"simsetting": "spawn_rules: {conflict_driven_spawning: yes please}\n"}, "spawn_mode and",
    ),
    "brackets without end": ({"simsetting": "a: " + "[" * 60_000}, "is not YAML: brackets within"),
    "two periods": (
        {"sim_period": "StartDate,2022-01-01\nLength,31\nStartDate,2022-02-01\n"},
        "StartDate is '2022-02-01', and '2022-01-01' in sim_period.csv:1; keep one",
    ),
    "half a day": ({"sim_period": "StartDate,2022-01-01\nLength,30.5\n"}, "length is '30.5', must"),
    "a week": ({"erle": "2022-W01,100\n2022-01-31,3000\n"}, "'2022-W01' is not a date but a week"),
    "a range cut at its comma": (
        {"erle": "2022-01-01,100\n2022-01-31,3,000-4,000\n"}, "look like one number cut",
    ),
    "a latitude cut at its comma": (
        {"locations": LOCATIONS.replace("14.0,12.5", "14,0,12.5")}, "is a number cut at its comma?",
    ),
    "a place twice": ({"conflicts": CONFLICTS.replace("Nord", "Ost")}, "Ost' stands 2 times"),
    "a closure for half a day": ({"closures": "country,Chad,Niger,5.5,9\n"}, "whole numbers"),
    "a setting twice": (
        {"simsetting": "spawn_rules:\n  insert_day0: True\n  insert_day0: False\n"},
        "simsetting.yml:3  'insert_day0' stands twice, keep one",
    ),
    "an interval of no days": (
        {"simsetting": "spawn_rules: {conflict_spawn_decay_interval: 0.5}\n"}, "a whole number",
    ),
    "nested settings": (
        {"simsetting": "".join(f"{' ' * i}k:\n" for i in range(3000))}, "is nested too deep",
    ),
    "a closure of two readings": (
        {"closures": "country,Chad,Niger,-30,-1\n"}, "over before the run, or without an end?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DOUBTED)
def test_what_has_two_readings_or_none_is_refused(tmp_path: Path, case: str) -> None:
    changed, words = DOUBTED[case]
    folder = written(tmp_path, **changed)
    with pytest.raises(ScenarioError):
        read_flee(folder)
    assert any(words in line for line in told(folder)), told(folder)


def test_a_file_is_blamed_once_and_for_what_it_is(tmp_path: Path) -> None:
    raw = FILES["source_data/erle.csv"].encode("utf-16")
    assert [line for line in told(written(tmp_path / "a", erle=raw))] == [
        "erle.csv  is written in UTF-16, save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')"
    ]
    (start,) = told(written(tmp_path / "b", sim_period="StartDate,1.2\nLength,31\n"))
    assert "StartDate '1.2' is not a date" in start
    folder = written(tmp_path / "c", erle=None)
    (folder / "source_data" / "Erle.csv").write_text("2022-01-01,100\n")
    assert any("there is Erle.csv: save it as erle.csv" in line for line in told(folder))


WARNED: dict[str, tuple[Changed, str]] = {
    "more people than live there": (
        {"erle": "2022-01-01,100\n2022-01-31,900000\n"}, "displaced from 'Ost', where 30,0",
    ),
    "first counted late": (
        {"erle": "2022-01-21,1200\n2022-01-31,3000\n"},
        "Erle is first counted 20 days after the start; the 1200 people counted then stand there",
    ),
    "counted at other times": (
        {"erle": "2019-01-01,1200\n2019-02-01,3000\n"}, "all counts of Erle lie outside the run",
    ),
    "populations used up": (
        {"locations": LOCATIONS.replace("30000", "1000").replace("10000", "500"),
         "simsetting": "spawn_rules: {take_from_population: True}\n"},
        "take_from_population: 2850 of the 4350 people that the counts rise by are not displaced",
    ),
    "more than live there": (
        {"simsetting": "spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: pop_ratio\n"
         "    displaced_per_conflict_day: 0.1\n"},
        "conflict_driven_spawning displaces 120000 people from places of 40000",
    ),
    "files of Flee": ({"location_changes": "Mitte,camp,3\n"}, "location_changes.csv  places keep"),
    "files of somebody": ({"notes": "x\n"}, "notes.csv  is not read (ignored)"),
    "columns of Flee": (
        {"locations": LOCATIONS.replace("population\n", "population,initial_idps\n")
         .replace("9000\n", "9000,500\n")},
        "locations.csv  column 'initial_idps' (1 cell) is not read: people who stand there at the",
    ),
    "cells left over": ({"erle": ERLE.replace("1200", "1200,x")}, "'x' stands beyond the 2 cells"),
    "a closure before the run": ({"closures": "country,Chad,Niger,-90,-30\n"}, "before the run st"),
    "a country nearly named": (
        {"locations": LOCATIONS.replace("Niger", "Nigerr")}, "'Nigerr' is read as Niger (NER)",
    ),
    "a country of two readings": (
        {"locations": LOCATIONS.replace("Niger", "Nigera")}, "'Nigera' is not known; called XAA",
    ),
    "two camps of one file": (
        {"data_layout": "Erle,erle.csv\nFichte,erle.csv\n"},
        "'erle.csv' gives the counts of Erle, Fichte; its people count in each",
    ),
    "files with the same counts": (
        {"fichte": ERLE}, "erle.csv, fichte.csv hold the same counts, to the person",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WARNED)
def test_what_can_hardly_be_meant_is_told(tmp_path: Path, case: str) -> None:
    changed, words = WARNED[case]
    folder = written(tmp_path, **changed)
    read_flee(folder)
    assert any(words in line for line in told(folder)), told(folder)


def test_countries_by_any_name_are_one_country(tmp_path: Path) -> None:
    named = LOCATIONS.replace("Nord,A,Chad", "Nord,A,Syrian Arab Republic")
    folder = written(
        tmp_path, locations=named.replace("Chad", "Syria"), closures="country,Syria,Niger,0,0\n"
    )
    scenario = read_flee(folder)
    assert set(scenario.places.country) == {"SYR", "NER"}
    assert scenario.timeline.where.count("Mitte - Erle") == 1


def test_nobody_leaves_twice_where_populations_are_used_up(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        simsetting="spawn_rules:\n  take_from_population: True\n  conflict_driven_spawning:\n"
        "    spawn_mode: pop_ratio\n    displaced_per_conflict_day: 0.2\n",
    )
    table = read_flee(folder).displaced
    days = np.where(np.isnat(table.date_to), 1, (table.date_to - table.date).astype(np.int64) + 1)
    left = {"Ost": 0.0, "Nord": 0.0}
    for place, people, number in zip(table.place, table.people, days.tolist(), strict=True):
        if place in left:
            left[place] += people.low * number
    assert 0.9 * 30_000 < left["Ost"] <= 30_000
    assert 0.9 * 10_000 < left["Nord"] <= 10_000


def test_thousands_of_one_complaint_are_one_line(tmp_path: Path) -> None:
    rows = "".join(f"row {number},x\n" for number in range(3001))
    lines = told(written(tmp_path, erle=rows))
    assert len(lines) == 2
    assert "and others like it (also on lines 3, 4, 5 and 2996 more)" in lines[0]


FORKED = LOCATIONS + "Furt,B,Niger,13.2,12.2,forwarding_hub,,\n"
FORKS = ROUTES.replace("Mitte,Fichte,1050,0\n", "")


def test_all_ways_by_which_a_place_sends_on_stay_open(tmp_path: Path) -> None:
    routes = FORKS.replace("Mitte,Erle", "Mitte,Furt") + "Furt,Erle,60,1\nFurt,Fichte,80,1\n"
    scenario = read_flee(written(tmp_path, locations=FORKED, routes=routes))
    shut = {
        where
        for what, where in zip(scenario.timeline.what, scenario.timeline.where, strict=True)
        if what == "close"
    }
    assert shut == {"Furt to Mitte"}


def test_a_redirection_is_turned_so_that_a_counted_camp_can_be_reached(tmp_path: Path) -> None:
    locations = FORKED + "Steg,B,Niger,13.3,12.3,forwarding_hub,,\n"
    routes = FORKS + "Erle,Furt,60,0\nFurt,Steg,40,2\nSteg,Fichte,30,0\n"
    folder = written(tmp_path, locations=locations, routes=routes)
    # read literally, people are sent from Steg to Furt, and nobody comes to Fichte
    assert any("would cut off Fichte, where people were counted" in line for line in told(folder))
    scenario = read_flee(folder)
    assert "Furt to Erle" in scenario.timeline.where
    assert "Steg to Fichte" not in scenario.timeline.where


def test_a_counted_camp_that_nobody_can_reach_is_told(tmp_path: Path) -> None:
    routes = ROUTES.replace("Mitte,Fichte,1050,0\n", "")
    lines = told(written(tmp_path, routes=routes))
    assert any("people were counted at Fichte, but no way leads there" in line for line in lines)


def test_files_outside_the_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text(ERLE)
    layout = "Erle,../../other.csv\nFichte,fichte.csv\n"
    folder = written(tmp_path / "crisis", data_layout=layout, erle=None)
    assert any("must be a file beside data_layout.csv" in line for line in told(folder))
    (folder / "source_data" / "erle.csv").symlink_to(tmp_path / "other.csv")
    assert any("erle.csv  is a link that leads out of the folder" in one for one in told(folder))


def test_a_workbook_of_counts_is_read(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    layout = FILES["source_data/data_layout.csv"].replace("erle.csv", "erle.xlsx")
    folder = written(tmp_path / "other", data_layout=layout, erle=None)
    book = openpyxl.Workbook()
    for row in (("Date", "Individuals"), *(line.split(",") for line in ERLE.splitlines())):
        book.active.append(row)
    book.save(folder / "source_data" / "erle.xlsx")
    _same(folder, tmp_path / "plain")
