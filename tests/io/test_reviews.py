"""Forms for reviewers: made, filled in, and read back, all of it or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import marchland as ml
from marchland.cli import main
from marchland.errors import OutputError, ScenarioError
from marchland.io.reviews import read_forms, write_form
from marchland.io.skeleton import write_skeleton
from marchland.language import speaking
from marchland.model.reviews import inputs, opinions
from marchland.model.scenario import Scenario

openpyxl = pytest.importorskip("openpyxl")
TRY = ("parameter", "pace")
ANSWERS = ("verdict", "low", "high", "best", "reason")


@pytest.fixture
def crisis(tmp_path: Path) -> Scenario:
    return ml.read(write_skeleton(tmp_path / "crisis", "camps"))


def filled(
    form: Path, who: str, answers: dict[tuple[str, str], tuple[Any, ...]], to: str = "back.xlsx"
) -> Path:
    """Fill in a form: verdict, low, high, best and reason by input."""
    book = openpyxl.load_workbook(form)
    person, sheet = book["reviewer"], book["review"]
    person["A2"], person["B2"] = who, date(2026, 3, 1)
    at = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        key = sheet.cell(row, at["of"]).value, sheet.cell(row, at["about"]).value
        for name, value in zip(ANSWERS, answers.get(key, ()), strict=False):
            sheet.cell(row, at[name]).value = value
    book.save(form.with_name(to))
    return form.with_name(to)


REPLACED = {TRY: ("replace", 0.5, 2, 1.1, "roads were worse")}


def test_a_form_asks_about_all_on_which_a_run_depends(crisis: Scenario, tmp_path: Path) -> None:
    form = write_form(crisis, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(form)
    assert book.sheetnames[:3] == ["read me", "reviewer", "review"]
    assert book.properties.creator == "Marchland"
    rows = list(book["review"].iter_rows(min_row=2, values_only=True))
    told = {(row[0], row[1]) for row in rows}
    assert told == {key for key, one in inputs(crisis).items() if one.moves}
    (rule,) = book["review"].data_validations.dataValidation[-1:]
    assert rule.type == "list"
    only = write_form(crisis, tmp_path / "only.xlsx", ["displaced"])
    assert openpyxl.load_workbook(only)["review"].max_row == 1 + len(crisis.displaced)
    with pytest.raises(OutputError, match="is there already"):
        write_form(crisis, form)


def test_what_comes_back_is_read_once(crisis: Scenario, tmp_path: Path) -> None:
    form = write_form(crisis, tmp_path / "form.xlsx")
    back = filled(form, "AK", REPLACED)
    taken = read_forms(crisis, [back, back])
    assert taken.added == {"AK": 1} and taken.known == 1
    (row,) = taken.reviews.rows()
    assert (row["low"], row["best"], row["high"]) == (0.5, 1.1, 2.0)


@pytest.mark.parametrize(
    ("who", "answers", "message"),
    [
        ("Anna Kowalska", REPLACED, "sheet 'reviewer'  reviewer 'Anna Kowalska' looks like a name"),
        ("AK", {TRY: (None, 0.5, 2, 1)}, "has an answer and no verdict"),
        ("AK", {TRY: ("replace", 0.5, 2, None, "why")}, "needs low, best and high"),
        ("AK", {TRY: ("doubt", None, None, None, "a@b.org")}, "leads to a person"),
        ("AK", {TRY: ("maybe",)}, "verdict 'maybe'"),
        ("AK", {}, "holds no verdict"),
    ],
)
def test_what_must_be_asked_is_asked_and_nothing_is_kept(
    crisis: Scenario, tmp_path: Path, who: str, answers: Any, message: str
) -> None:
    form = write_form(crisis, tmp_path / "form.xlsx")
    good, bad = filled(form, "BC", REPLACED, "good.xlsx"), filled(form, who, answers)
    with pytest.raises(ScenarioError, match="1 problem") as told:
        read_forms(crisis, [good, bad])
    assert message in str(told.value) and "back.xlsx" in str(told.value)
    assert main(["review", str(tmp_path / "crisis"), "--read", str(good), "--read", str(bad)]) == 2
    assert not (tmp_path / "crisis" / "reviews.csv").exists()


def test_an_input_that_has_changed_since_is_asked_again(crisis: Scenario, tmp_path: Path) -> None:
    form = write_form(crisis, tmp_path / "form.xlsx")
    back = filled(form, "AK", REPLACED)
    with pytest.raises(ScenarioError, match=r"was 1 .* when the form was made and is 2 now"):
        read_forms(ml.with_parameters(crisis, pace=2), [back])


def test_the_command_asks_and_keeps(
    crisis: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, form = tmp_path / "crisis", tmp_path / "form.xlsx"
    assert main(["review", str(folder), "--form", str(form)]) == 0
    assert "Nobody has reviewed it yet." in capsys.readouterr().out
    back = filled(form, "protection officer", REPLACED)
    assert main(["review", str(folder), "--read", str(back)]) == 0
    told = capsys.readouterr().out
    assert "protection officer: replace by 1.1 (0.5 to 2), roads were worse" in told
    again = ml.read(folder)
    assert [one.verdict for one in opinions(again)[TRY]] == ["replace"]
    assert main(["review", str(folder), "--of", "parameter"]) == 2
    assert main(["review", "belarus-2021", "--read", str(back)]) == 2
    assert "comes with Marchland and is not written to" in capsys.readouterr().err


def test_a_form_made_in_one_language_is_read_in_another(crisis: Scenario, tmp_path: Path) -> None:
    with speaking("fr"):
        form = write_form(crisis, tmp_path / "form.xlsx")
    assert openpyxl.load_workbook(form).sheetnames[0] == "lisez-moi"
    assert read_forms(crisis, [filled(form, "AK", REPLACED)]).added == {"AK": 1}
