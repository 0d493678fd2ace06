"""Levers on the command line: pulled, compared, refused with a reason."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from marchland.cli import main
from marchland.io.results import read_results
from marchland.io.skeleton import write_skeleton


@pytest.fixture(scope="module")
def crisis(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_skeleton(tmp_path_factory.mktemp("levers") / "made-up"))


@pytest.mark.compiled
def test_a_run_says_which_lever_was_pulled(crisis: str, tmp_path: Path) -> None:
    command = ["run", crisis, "--lever", "shuttle@2021-10-25:80", "--members", "4"]
    assert main([*command, "--out", str(tmp_path / "out")]) == 0
    runs = read_results(tmp_path / "out")
    assert runs.attrs["levers"] == "shuttle@2021-10-25:80"
    assert "--lever shuttle@2021-10-25:80" in runs.attrs["command"]


@pytest.mark.compiled
def test_levers_are_compared_in_a_page_and_a_table(
    crisis: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["compare", crisis, "--members", "4", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "Protective measures, by harm reduced" in told
    assert "    deaths that the model expects: " in told
    table = pd.read_csv(out / "compare.csv")
    assert table["human_cost"].tolist() == sorted(table["human_cost"], reverse=True)
    assert set(table["levers"]) == {"shuttle@2021-10-20:50"}
    assert "<h1>What if" in (out / "compare.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lever", "shutle"], "did you mean 'shuttle'"),
        (["--lever", "shuttle@soon"], "is not a lever (write NAME"),
        (["--lever", "shuttle:9999"], "between 10 and 200"),
        (["--lever", "shuttle@2031-01-01"], "must be between"),
    ],
)
@pytest.mark.parametrize("verb", ["run", "compare"])
def test_what_cannot_be_pulled_is_refused(
    verb: str, arguments: list[str], said: str, crisis: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([verb, crisis, *arguments]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""


def test_a_stress_is_refused_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "belarus-2021", "--lever", "complete_fence"]) == 2
    assert "pull with it one of corridor" in capsys.readouterr().err


def test_what_a_page_needs_and_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.startswith("marchland.view.app")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "dash", None)
    monkeypatch.setitem(sys.modules, "flask", None)
    assert main(["serve"]) == 2
    assert "pip install 'marchland[app]'" in capsys.readouterr().err


def test_a_port_in_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("dash")
    assert main(["serve", "--port", "99999"]) == 2
    assert "--port is 99999" in capsys.readouterr().err


def test_a_scenario_that_is_not_there_is_told_before_the_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("dash")
    assert main(["serve", "nowhere"]) == 2
    assert "neither a folder nor a built-in" in capsys.readouterr().err
