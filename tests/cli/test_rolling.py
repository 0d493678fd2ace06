"""The rolling validation and the backtest on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from marchland.cli import main


def test_backtest_prints_scores_and_writes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "scores.json"
    assert main(["backtest", "belarus-2021", "--json", str(file)]) == 0
    out = capsys.readouterr().out
    assert "| **the mix** |" in out
    assert "First counts of places" in out
    found = json.loads(file.read_text("utf-8"))
    assert [one["name"] for one in found["conflicts"]] == ["belarus-2021"]
    assert found["conflicts"][0]["horizons"]["30"]["rows"] > 20


def test_rolling_validation_takes_many_folders_and_any_kind(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["validate", "--rolling", "belarus-2021", "tests/flee_tiny"]) == 0
    assert "| flee_tiny | 7 | 0 |" in capsys.readouterr().out


def test_a_record_with_nothing_to_score_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--rolling", "tests/flee_tiny"]) == 2
    assert "no forecast can be scored" in capsys.readouterr().err


def test_a_folder_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--rolling", "nowhere", "belarus-2021"]) == 2
    assert "1 problem in 2 folders" in capsys.readouterr().err
