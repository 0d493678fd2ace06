"""Ctrl+C, closed and foreign streams, and letters that would steer a terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from io_broken import written
from marchland.cli import main
from marchland.cli.terminal import plain

MARCHLAND = [sys.executable, "-m", "marchland"]
SOURCES = str(Path(__file__).parents[2] / "src")


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": SOURCES} | more


def begun(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*MARCHLAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


@pytest.mark.compiled
@pytest.mark.parametrize("threads", ["1", "2"])
def test_ctrl_c_ends_a_run_soon_and_leaves_no_trace(tmp_path: Path, threads: str) -> None:
    out = tmp_path / "out"
    given = ("run", "belarus-2021", "--members", "3000", "--out", str(out), "--threads", threads)
    process = begun(*given)
    waiting = time.monotonic() + 120
    while not list(tmp_path.iterdir()) and process.poll() is None:
        assert time.monotonic() < waiting, "the run has not begun"
        time.sleep(0.05)
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert time.monotonic() - asked < 4, "two seconds, and as many for a busy machine"
    assert told.strip().endswith("stopped")
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


def test_a_verb_that_hears_nothing_is_ended_all_the_same(tmp_path: Path) -> None:
    code = (
        "import signal\nfrom marchland.cli.terminal import interruptible\n"
        "with interruptible():\n"
        "    signal.signal(signal.SIGINT, lambda *_: None)\n    print('on', flush=True)\n"
        "    signal.pause()\n    signal.pause()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "on\n"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=20)[1].strip() == "stopped"
    assert process.returncode == 130


@pytest.mark.parametrize("how", ["PYTHONIOENCODING=cp1252", "PYTHONIOENCODING=ascii", "LC_ALL=C"])
def test_a_crisis_is_shown_in_any_alphabet(how: str) -> None:
    name, _, value = how.partition("=")
    more = {name: value, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [*MARCHLAND, "show", "belarus-2021"], capture_output=True, env=environment(**more),
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Minsk" in done.stdout


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_trouble(tmp_path: Path, closed: str) -> None:
    folder = written(tmp_path / "crisis")
    told = tmp_path / "told"
    command = f'"{sys.executable}" -m marchland show "{folder}" {closed}'
    if "2>" not in closed:
        command += f' 2>"{told}"'
    done = subprocess.run(["sh", "-c", command], env=environment(), check=False)
    assert done.returncode == 0
    assert not told.exists() or told.read_text() == ""


def test_a_full_disk_behind_the_output_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    folder = written(tmp_path / "crisis")
    command = f'"{sys.executable}" -m marchland show "{folder}" >/dev/full'
    done = subprocess.run(
        ["sh", "-c", command], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "belarus-2021", "--members", "1e9"], "is '1e9', must be a whole number"),
        (["run", "belarus-2021", "--members", str(10**9)], "must be 10,000,000 or fewer"),
        (["run", "belarus-2021", "--members", "9" * 5000], "must be a whole number"),
        (["run", "belarus-2021", "--members", "9000000"], "GB of memory, this machine has"),
        (["run", "belarus-2021", "--seed", str(2**64)], "must be below 2^63"),
        (["ensemble", "belarus-2021", "--members", str(10**9)], "must be 10,000,000 or fewer"),
        (["run", "caf\udce9"], "is not UTF-8: rename it"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_line(
    arguments: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main([*arguments, "--out", str(tmp_path / "out")])
    except SystemExit as error:
        code = int(str(error.code))
    assert code == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_title_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = 'title: "A \\e[31mred\\u202e border\\a\\x9b2J"'
    text = (written(tmp_path / "a") / "scenario.yaml").read_text().replace("title: A border", title)
    assert main(["show", str(written(tmp_path / "b", scenario=text))]) in (0, 2)
    shown = "".join(capsys.readouterr())
    assert "holds a control character" in shown or "red" in shown
    assert plain(shown) == shown


def test_plain_text_stays_as_it_is() -> None:
    assert plain("Żabinka\t–\nالجنينة\n") == "Żabinka\t–\nالجنينة\n"
    assert plain("a\x1b[2Jb\u202ec\r") == "a\ufffd[2Jb\ufffdc\ufffd"
