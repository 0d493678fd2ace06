"""Folders that change in one step, tried with processes that are really killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marchland.errors import OutputError
from marchland.io import staging
from marchland.io.staging import exchange, recover, reserved, staged

HOLD = """
import sys, time
from pathlib import Path
from marchland.io import staging
if sys.argv[2] == "renames":
    staging.exchange = lambda *_: False
    moved = Path.rename
    def rename(self, target):
        found = moved(self, target)
        print("moved", flush=True)
        time.sleep(60)
        return found
    Path.rename = rename
with staging.reserved(Path(sys.argv[1])) as target, staging.staged(target) as fresh:
    (fresh / "a").write_text("new")
    if sys.argv[2] == "holds":
        print("holds", flush=True)
        time.sleep(60)
"""


def holder(target: Path, how: str) -> subprocess.Popen[str]:
    """A process that stops where it is told to: while it writes, or between two renames."""
    paths = os.pathsep.join([str(Path(staging.__file__).parents[2])])
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(target), how],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip()
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def write(target: Path, text: str) -> None:
    with reserved(target) as there, staged(there) as fresh:
        (fresh / "a").write_text(text)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_folder_is_there_or_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    write(target, "one")
    write(target, "two")
    assert (target / "a").read_text() == "two"
    assert names(target.parent) == ["out"]


def test_what_fails_leaves_nothing_even_above(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    with pytest.raises(ZeroDivisionError), reserved(target) as there, staged(there):
        raise ZeroDivisionError
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux to exchange two folders")
def test_two_folders_are_exchanged_in_one_step(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if not exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this disk cannot exchange folders")
    assert (names(tmp_path / "a"), names(tmp_path / "b")) == (["b"], ["a"])
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "a", tmp_path / "c")


def test_who_comes_second_is_told_and_the_first_goes_on(tmp_path: Path) -> None:
    target = tmp_path / "out"
    first = holder(target, "holds")
    try:
        with pytest.raises(OutputError, match="another run is writing to"), reserved(target):
            pass
        assert len([one for one in names(tmp_path) if one.endswith(".marchland")]) == 1
    finally:
        kill(first)


def test_what_a_killed_run_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write(target, "old")
    kill(holder(target, "holds"))
    assert len(names(tmp_path)) == 3  # the result, what was beside it, and its lock
    assert (target / "a").read_text() == "old"
    write(target, "next")
    assert names(tmp_path) == ["out"]


def test_a_kill_between_two_renames_loses_nothing(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write(target, "old")
    kill(holder(target, "renames"))
    assert not target.exists()
    recover(target)
    assert (target / "a").read_text() == "old"
    assert names(tmp_path) == ["out"]


def test_folders_of_like_names_are_left_alone(tmp_path: Path) -> None:
    for name in (".out.b.abc.marchland", ".out.zip", ".other.abc.marchland", ".out.abc"):
        (tmp_path / name).mkdir()
    before = names(tmp_path)
    write(tmp_path / "out", "one")
    assert names(tmp_path) == sorted([*before, "out"])


def test_an_end_at_once_leaves_nothing_beside(tmp_path: Path) -> None:
    code = HOLD.replace("time.sleep(60)", "staging.remove_all(); __import__('os')._exit(3)")
    paths = str(Path(staging.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "out"), "holds"],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert names(tmp_path) == []


def test_many_kills_leave_one_whole_result(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write(target, "old")
    for moment in (0.0, 0.05, 0.1, 0.2):
        process = holder(target, "holds")
        time.sleep(moment)
        os.kill(process.pid, signal.SIGKILL)
        kill(process)
        assert (target / "a").read_text() == "old"
    write(target, "new")
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize(
    "verb",
    [
        ["run", "balkan-2015", "--out"],
        ["compare", "balkan-2015", "--out"],
        ["forecast", "balkan-2015", "--as-of", "2016-02-15", "--out"],
        ["gas", "belarus-2021", "--out"],
        ["game", "belarus-2021", "--out"],
        ["export", "nothing", "--out"],
    ],
    ids=lambda verb: verb[0],
)
def test_who_comes_second_is_told_before_anything_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: list[str]
) -> None:
    from marchland.cli import main

    target = tmp_path / "out"
    first = holder(target, "holds")
    try:
        begun = time.monotonic()
        assert main([*verb, str(target)]) == 2
        assert "another run is writing to" in capsys.readouterr().err
        assert time.monotonic() - begun < 60, "it says so at once"
    finally:
        kill(first)
