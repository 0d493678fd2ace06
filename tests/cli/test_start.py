"""The first five minutes, and answers that other programs read."""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from marchland.cli import _parser, main
from marchland.cli.answer import answer
from marchland.cli.browser import shown
from marchland.cli.doctor import EXTRAS, packages
from marchland.cli.start import NEXT

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
OF_DEVELOPERS = {"dev", "browser", "docs"}
ANSWERS = (
    *("scenarios", "check", "compare", "score", "validate", "backtest", "forecast"),
    *("score-forecasts", "gas", "doctor", "game", "run"),
)


def verbs() -> dict[str, argparse.ArgumentParser]:
    (action,) = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(action.choices)


def test_nothing_to_do_is_answered_with_what_to_do_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.strip() == NEXT
    named = re.findall(r"^ *marchland (\w+)", NEXT, re.M)
    assert named
    assert set(named) <= verbs().keys()


@pytest.mark.parametrize("name", ANSWERS)
def test_verbs_that_print_a_table_give_json(name: str) -> None:
    assert "--json" in verbs()[name]._option_string_actions


def test_check_gives_every_problem_to_other_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crisis = tmp_path / "crisis"
    assert main(["new", str(crisis), "--like", "camps"]) == 0
    places = crisis / "places.csv"
    places.write_text(places.read_text("utf-8").replace(",camp,", ",cmp,"), "utf-8")
    capsys.readouterr()
    assert main(["check", str(crisis), "--json", "-"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert not found["sound"]
    assert {one["warning"] for one in found["problems"]} >= {False}
    kept = tmp_path / "found.json"
    assert main(["check", "balkan-2015", "--json", str(kept)]) == 0
    assert "no problems" in capsys.readouterr().out
    assert json.loads(kept.read_text("utf-8"))["sound"]


def test_numbers_that_are_none_are_null(capsys: pytest.CaptureFixture[str]) -> None:
    found = {"a": [1.5, np.nan], "b": {"c": float("inf")}}
    answer(argparse.Namespace(json=Path("-")), "words", found)
    assert json.loads(capsys.readouterr().out) == {"a": [1.5, None], "b": {"c": None}}


def test_the_doctor_knows_every_extra_of_users() -> None:
    if PROJECT.exists():
        extras = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["optional-dependencies"]
        assert EXTRAS.keys() == extras.keys() - OF_DEVELOPERS
    found = list(packages())
    assert {one.name for one in found if not one.extra} >= {"numpy", "numba", "xarray"}
    assert {one.extra for one in found} == {"", *EXTRAS}


def test_the_doctor_says_what_is_missing_and_how_to_get_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marchland.cli.doctor._installed", lambda name: "")
    assert main(["doctor"]) == 0
    told = capsys.readouterr().out
    assert "pip install 'marchland[app]'" in told
    assert "numpy is missing" in told


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_every_verb(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("shtab")
    assert main(["completion", shell]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in verbs())


def test_no_browser_is_opened_without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("webbrowser.open", lambda _: pytest.fail("opened"))
    assert not shown("http://127.0.0.1/")


@pytest.mark.compiled
def test_the_tour_leaves_a_crisis_and_its_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "tour"
    for _ in range(2):  # the second time it goes on from what is there
        assert main(["tour", "--no-browser", "--out", str(out)]) == 0
        told = capsys.readouterr().out
        assert f"open {out / 'result' / 'report.html'} in a browser" in told
    assert (out / "result" / "report.html").stat().st_size > 0
    assert (out / "my-crisis" / "places.csv").exists()
