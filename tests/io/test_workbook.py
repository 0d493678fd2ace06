"""A scenario as a workbook, and workbooks in place of tables."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from io_broken import FILES, told, written
from marchland.cli import main
from marchland.errors import OutputError, ScenarioError
from marchland.io.native import folder_files
from marchland.io.read import read
from marchland.io.workbook import write_workbook

openpyxl = pytest.importorskip("openpyxl")


def _book(path: Path, rows: list[list[Any]], title: str = "Sheet1") -> None:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)


TIMELINE: list[list[Any]] = [
    ["date", "what", "where", "group", "value"],
    [datetime(2021, 6, 10), "close", "m2", None, None],
    [44367, "open", "m2", None, None],
]


def test_a_scenario_goes_into_a_workbook_and_back(tmp_path: Path) -> None:
    scenario = read(written(tmp_path / "crisis"))
    book = write_workbook(scenario, tmp_path / "crisis.xlsx")
    again = read(book)
    assert again.warnings == ()
    assert folder_files(again) == folder_files(scenario)
    with pytest.raises(OutputError, match="is there already"):
        write_workbook(scenario, book)


@pytest.mark.parametrize(
    "label", ["a\nb", "two\n\nlines", "_x0041_", "=1", "1.001", "007", "TRUE", "1e5"]
)
def test_a_text_comes_back_from_a_workbook_as_it_was(tmp_path: Path, label: str) -> None:
    timeline = (
        f'date,what,where,group,value,label\n2021-06-10,note,,,,"{label}"\n2021-06-11,note,,,,x\n'
    )
    scenario = read(written(tmp_path / "crisis", timeline=timeline))
    again = read(write_workbook(scenario, tmp_path / "crisis.xlsx"))
    assert again.timeline.label == (label, "x")
    assert again.content_digest() == scenario.content_digest()


def test_a_text_that_a_workbook_would_cut_off_is_refused(tmp_path: Path) -> None:
    timeline = f"date,what,where,group,value,label\n2021-06-10,note,,,,{'x' * 40_000}\n"
    scenario = read(written(tmp_path / "crisis", timeline=timeline))
    with pytest.raises(OutputError, match="a text of 40,000 characters in label"):
        write_workbook(scenario, tmp_path / "crisis.xlsx")
    assert not (tmp_path / "crisis.xlsx").exists()


@pytest.mark.parametrize("year", ["1678", "1899", "1900"])
def test_days_before_those_of_spreadsheets_come_back(tmp_path: Path, year: str) -> None:
    files = {name: text.replace("2021-", f"{year}-") for name, text in FILES.items()}
    scenario = read(
        written(tmp_path / "crisis", **{Path(name).stem: text for name, text in files.items()})
    )
    again = read(write_workbook(scenario, tmp_path / "crisis.xlsx"))
    assert again.content_digest() == scenario.content_digest()


def _whole(tmp_path: Path) -> tuple[Path, Any]:
    path = write_workbook(read(written(tmp_path / "crisis")), tmp_path / "crisis.xlsx")
    return path, openpyxl.load_workbook(path)


def test_days_of_a_whole_workbook_are_read_and_named(tmp_path: Path) -> None:
    path, book = _whole(tmp_path)
    book["displaced"]["A2"] = datetime(2021, 6, 1, 21)
    book.save(path)
    (odd,) = read(path).warnings
    assert "displaced.csv  date is read without the time of day ('2021-06-01 21:00" in str(odd)


def test_what_stands_twice_in_a_whole_workbook_is_refused(tmp_path: Path) -> None:
    path, book = _whole(tmp_path)
    book["scenario"].append(["days", "30"])
    book["scenario"]["C3"] = "a remark"
    book.create_sheet("Places ").append(["id", "country", "kind"])
    book.save(path)
    with pytest.raises(ScenarioError) as caught:
        read(path)
    assert "has two sheets for places.csv, 'Places ' is one; keep one" in str(caught.value)
    assert "'days' stands already on line" in str(caught.value)


def test_names_typed_as_numbers_and_signs_that_cannot_be_seen(tmp_path: Path) -> None:
    decomposed = "Grodne\u0301"
    places = FILES["places.csv"].replace("Grodno", "1.001").replace("Centre", "Grodn\u00e9")
    routes = FILES["routes.csv"].replace("Grodno", "1.001")
    folder = written(tmp_path, places=places, routes=routes, displaced=None)
    rows: list[list[Any]] = [
        ["date", "place", "group", "people"],
        [datetime(2021, 6, 1), 1.001, "IRQ\u200b", 5],
        [datetime(2021, 6, 1), decomposed, "IRQ", 5],
    ]
    _book(folder / "displaced.xlsx", rows)
    assert read(folder).displaced.place == ("1.001", "Grodn\u00e9")
    assert any("signs that cannot be seen (U+200B), left out" in line for line in told(folder))


def test_hidden_rows_are_read_and_named(tmp_path: Path) -> None:
    folder = written(tmp_path, timeline=None)
    book = openpyxl.Workbook()
    for row in TIMELINE:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(folder / "timeline.xlsx")
    assert len(read(folder).timeline) == 2
    words = "(Sheet):3  is a hidden row, read like the others"
    assert any(f"timeline.xlsx {words}" in one for one in told(folder))


def test_what_is_odd_in_a_whole_workbook_is_told(tmp_path: Path) -> None:
    path = write_workbook(read(written(tmp_path / "crisis")), tmp_path / "crisis.xlsx")
    book = openpyxl.load_workbook(path)
    book["timeline"].row_dimensions[2].hidden = True
    book["places"]["B2"] = "Minsk\u200b"
    book.save(path)
    lines = [str(problem) for problem in read(path).warnings]
    assert any("(timeline):2  is a hidden row" in line for line in lines)
    assert any("(places)  holds signs that cannot be seen" in line for line in lines)


def test_the_scenario_that_comes_along_goes_into_a_workbook_and_back(tmp_path: Path) -> None:
    scenario = read("belarus-2021")
    again = read(write_workbook(scenario, tmp_path / "belarus-2021.xlsx"))
    assert folder_files(again) == folder_files(scenario)


def test_cells_have_types_and_choices_and_no_formulas(tmp_path: Path) -> None:
    folder = written(tmp_path / "crisis", places=FILES["places.csv"].replace("500,", "500,=1+1"))
    book = openpyxl.load_workbook(write_workbook(read(folder), tmp_path / "crisis.xlsx"))
    places, displaced = book["places"], book["displaced"]
    head = [cell.value for cell in places[1]]
    tags = places.cell(3, head.index("tags") + 1)
    assert (tags.value, tags.data_type) == ("=1+1", "s")
    assert places.cell(3, head.index("capacity") + 1).value == 500
    assert displaced["A2"].value.date() == date(2021, 6, 1)
    (kinds,) = (
        rule
        for rule in places.data_validations.dataValidation
        if f"{places.cell(1, head.index('kind') + 1).column_letter}2" in str(rule.sqref)
    )
    words = [cell.value for cell in book["allowed words"]["A"]]
    assert kinds.type == "list"
    assert {"camp", "settlement"} <= set(words)
    assert book["allowed words"].sheet_state == "hidden"


def test_convert_writes_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "crisis")
    book, back = tmp_path / "crisis.xlsx", tmp_path / "back"
    assert main(["convert", str(folder), str(book)]) == 0
    assert main(["convert", str(book), str(back)]) == 0
    assert "wrote" in capsys.readouterr().out
    assert folder_files(read(back)) == folder_files(read(folder))


def test_a_workbook_is_read_in_place_of_a_table(tmp_path: Path) -> None:
    folder = written(tmp_path, timeline=None)
    _book(folder / "timeline.xlsx", TIMELINE)
    lines = told(folder)
    assert "timeline.xlsx  sheet 'Sheet1' is read in place of timeline.csv" in lines
    assert "timeline.xlsx  date is read as dates ('44367' as 2021-06-20)" in lines
    assert [str(day) for day in read(folder).timeline.date] == ["2021-06-10", "2021-06-20"]


def test_a_workbook_beside_the_same_table_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path)
    _book(folder / "timeline.xlsx", TIMELINE)
    (line,) = told(folder)
    assert line.startswith("timeline.csv  stands beside timeline.xlsx: keep one of the two")
    with pytest.raises(ScenarioError):
        read(folder)


def test_workbooks_that_cannot_be_meant_are_told(tmp_path: Path) -> None:
    folder = written(tmp_path, timeline=None)
    (folder / "timeline.xlsx").write_text("no workbook")
    assert any("cannot be read as a workbook" in line for line in told(folder))
    _book(folder / "timeline.xlsx", [*TIMELINE, ["=A2", "note", None, None, None]])
    assert any("has a formula in A4 without a saved value" in line for line in told(folder))
    _book(tmp_path / "a.xlsx", [["a"]], "placs")
    with pytest.raises(ScenarioError, match=r"sheet 'placs' is not read \(did you mean 'places'"):
        read(tmp_path / "a.xlsx")


def test_without_openpyxl_a_workbook_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path, timeline=None)
    _book(folder / "timeline.xlsx", TIMELINE)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert any("pip install 'marchland[sheets]', or save it as CSV" in one for one in told(folder))


def test_a_hidden_sheet_is_said_not_to_be_read(tmp_path: Path) -> None:
    folder = written(tmp_path / "crisis")
    (folder / "timeline.csv").unlink(missing_ok=True)
    book = openpyxl.Workbook()
    for row in TIMELINE:
        book.active.append(row)
    book.create_sheet("old rows").append(["kept from March"])
    book["old rows"].sheet_state = "hidden"
    book.save(folder / "timeline.xlsx")
    warned = [str(one) for one in read(folder).warnings]
    assert any("hidden sheets that are not read: old rows" in one for one in warned)


def test_a_sheet_that_is_too_large_is_refused_and_not_dropped(tmp_path: Path) -> None:
    folder = written(tmp_path / "crisis")
    (folder / "timeline.csv").unlink(missing_ok=True)
    book = openpyxl.Workbook()
    for row in TIMELINE:
        book.active.append(row)
    book.active.cell(1_000_000, 30, "x")
    book.save(folder / "timeline.xlsx")
    with pytest.raises(ScenarioError, match="reaches to row 1,000,000 and column 30"):
        read(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system for small files")
def test_a_full_disk_leaves_no_half_of_a_workbook(tmp_path: Path) -> None:
    code = (
        "import resource, sys\nfrom marchland.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))\n"
        "sys.exit(main(['convert', 'belarus-2021', sys.argv[1]]))"
    )
    out = tmp_path / "book.xlsx"
    done = subprocess.run(
        [sys.executable, "-c", code, str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("OutputError: ")
    assert not out.exists()
