"""One seed, one result: two runs are equal to the byte, apart from when they were made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import marchland as ml
from marchland.cli import main
from marchland.engine import dataset
from marchland.io.export.delimited import as_csv
from marchland.study.compare.sources import sources_apart

FILES = ("report.html", "runs.nc", "summary.csv")
pytestmark = pytest.mark.compiled


class Clock(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: object = None) -> Clock:
        return cls(2026, 11, 23, 9, tzinfo=UTC)


def result(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The files of a short run of belarus-2021, always by one command."""
    folder.mkdir()
    monkeypatch.chdir(folder)
    arguments = ["run", "belarus-2021", "--members", "3", "--days", "60", "--seed", "5"]
    assert main([*arguments, "--out", "out"]) == 0
    return {name: (folder / "out" / name).read_bytes() for name in FILES}


def test_two_runs_with_one_seed_are_equal_to_the_byte_apart_from_their_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = result(tmp_path / "one", monkeypatch)
    monkeypatch.setattr(dataset, "datetime", Clock)
    two, three = (result(tmp_path / name, monkeypatch) for name in ("two", "three"))
    assert [name for name in FILES if two[name] != three[name]] == []
    assert one["summary.csv"] == two["summary.csv"]
    lines = zip(one["report.html"].splitlines(), two["report.html"].splitlines(), strict=True)
    other = [later for earlier, later in lines if earlier != later]
    assert len(other) == 1
    assert b"2026-11-23T09:00:00+00:00" in other[0]


def test_the_summary_of_a_result_is_that_of_its_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = result(tmp_path / "one", monkeypatch)["summary.csv"].decode()
    runs = ml.read_results(tmp_path / "one" / "out")
    spread = sources_apart(runs, ml.read("belarus-2021"))
    assert written == as_csv(ml.summary(runs, spread))
    assert "only parameters" in written
