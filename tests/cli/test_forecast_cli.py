"""``marchland forecast``: files, alerts and what changed since the last time."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest

from marchland.cli import main
from marchland.io.forecasts import read_forecasts
from marchland.io.read import find

FAST = ["--members", "3", "--horizon", "30"]
pytestmark = pytest.mark.compiled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(copytree(find("belarus-2021"), tmp_path / "belarus"))


def asked(folder: Path, out: Path, day: str, *more: str) -> int:
    return main(["forecast", str(folder), "--as-of", day, *FAST, "--out", str(out), *more])


def test_page_document_and_table_agree(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert asked(folder, out, "2021-10-31", "--lever", "corridor") == 0
    told = json.loads((out / "forecast.json").read_text("utf-8"))
    assert told["as_of"] == "2021-10-31" and told["levers"]["pulled"][0].startswith(
        "corridor@2021-11-01"
    )
    rows, _ = read_forecasts(out / "forecasts.csv")
    assert {row.model for row in rows} == {"marchland", "persistence", "simulator"}
    one = next(s for s in told["series"] if s["series"] == "pl_attempts" and s["ahead"] == 30)
    median = [
        row.people
        for row in rows
        if (row.model, row.location, row.horizon, row.level)
        == ("marchland", "pl_attempts", 30, 0.5)
    ]
    assert median == [one["median"]]
    page = (out / "forecast.html").read_text("utf-8")
    for section in ("map", "table", "fans", "levers", "simulator", "inflow", "needs", "known"):
        assert f'<section id="{section}">' in page
    assert "http-equiv" in page and 'src="http' not in page


def test_alerts_have_an_exit_code_of_their_own(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sure, never = "flow pl_attempts > 1 by 30d", "people minsk > 9,000,000 by 30d"
    assert asked(folder, tmp_path / "a", "2021-10-31", "--alert", sure, "--alert", never) == 3
    told = json.loads((tmp_path / "a" / "forecast.json").read_text("utf-8"))["alerts"]
    assert [one["raised"] for one in told] == [True, False]
    assert [one["by"] for one in told] == ["counts", "simulator"]
    assert asked(folder, tmp_path / "b", "2021-10-31", "--alert", never) == 0
    assert "no alert: people minsk > 9,000,000 by 30d" in capsys.readouterr().out
    assert asked(folder, tmp_path / "c", "2021-10-31", "--alert", "stock nowhere > 1 by 9d") == 2
    assert asked(folder, tmp_path / "d", "2021-10-31", "--alert", "many people soon") == 2
    assert not (tmp_path / "c").exists() and not (tmp_path / "d").exists()


def test_a_second_forecast_says_what_changed_and_why(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    counts = folder / "observations.csv"
    rows = counts.read_text("utf-8").splitlines(keepends=True)
    counts.write_text("".join(r for r in rows if "2021-11" not in r.split(",")[1][:7]), "utf-8")
    assert asked(folder, out, "2021-10-31") == 0
    assert "What changed since" not in (out / "forecast.html").read_text("utf-8")
    counts.write_text("".join(rows), "utf-8")
    assert asked(folder, out, "2021-11-14") == 0
    page = (out / "forecast.html").read_text("utf-8")
    assert "Since the forecast from 31 Oct 2021" in page and "New event: " in page
    told = json.loads((out / "forecast.json").read_text("utf-8"))["changed"]
    assert any(one["surprise"] for one in told)
    assert any(one["before"] != one["now"] for one in told)


def test_a_flee_folder_is_forecast_from_its_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = Path(__file__).parents[2] / ".." / "shared" / "flee" / "mali2012"
    if not source.exists():
        pytest.skip("the shared Flee folders are not here")
    assert asked(source, tmp_path / "out", "2012-08-01") == 0
    assert json.loads((tmp_path / "out" / "forecast.json").read_text("utf-8"))["simulator"] is None
    assert asked(source, tmp_path / "out", "2012-08-01", "--lever", "x") == 2
    assert "convert it first" in capsys.readouterr().err
