"""Compiled code is kept where there is room, by any number of processes, also in a locked house."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import marchland

pytestmark = pytest.mark.compiled

CODE = """
import os
import resource
import sys
if "LARGEST_FILE" in os.environ:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(os.environ["LARGEST_FILE"]),) * 2)
sys.path.insert(0, sys.argv[1])
import marchland
assert marchland.__file__.startswith(sys.argv[1]), marchland.__file__
import numpy as np
from marchland.kernels.jit import compiled
from marchland.kernels.keys import absorb
before = compiled(absorb)
value = absorb(np.uint64(1), np.uint64(2))
print(value, before, sum(absorb.stats.cache_hits.values()), sum(absorb.stats.cache_misses.values()))
"""


def without_rights() -> list[str]:
    """Return what takes from root the right to write where nobody may."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may write anywhere, and there is no setpriv to change that")
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Path]:
    """Return a folder with the package and a home, which nobody may write to."""
    package = tmp_path / "site" / "marchland"
    (tmp_path / "home").mkdir()
    shutil.copytree(
        Path(marchland.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__")
    )
    locked = [tmp_path / "home", *(p for p in (tmp_path / "site").rglob("*") if p.is_dir())]
    for folder in locked:
        folder.chmod(0o555)
    yield tmp_path
    for folder in locked:
        folder.chmod(0o755)


def started(house: Path, **extra: str) -> subprocess.Popen[str]:
    """Start a process that runs one kernel of that package."""
    set_here = {"HOME": str(house / "home"), "PATH": os.environ["PATH"], **extra}
    return subprocess.Popen(
        [*without_rights(), sys.executable, "-c", CODE, str(house / "site")],
        env=set_here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def told(process: subprocess.Popen[str]) -> tuple[str, str, int, int]:
    """Return the kernel's value, whether its code was kept before, and the cache's hits and misses.

    Reads what a process of :func:`started` prints.
    """
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    value, before, hits, misses = out.split()
    return value, before, int(hits), int(misses)


@pytest.mark.parametrize("name", ["XDG_CACHE_HOME", "NUMBA_CACHE_DIR", "TMPDIR"])
def test_a_second_process_compiles_nothing_where_the_package_is_read_only(
    name: str, house: Path
) -> None:
    (house / "room").mkdir()
    room = {name: str(house / "room")}
    value, before, hits, misses = told(started(house, **room))
    assert (before, hits, misses) == ("False", 0, 1)
    assert told(started(house, **room)) == (value, "True", 1, 0)


def test_a_folder_that_others_may_write_to_is_not_trusted(house: Path) -> None:
    planted = house / "room" / f"marchland-{os.getuid()}"
    planted.mkdir(parents=True)
    planted.chmod(0o777)
    assert told(started(house, TMPDIR=str(house / "room")))[1:] == ("False", 0, 1)
    assert not list(planted.iterdir())


def test_processes_that_compile_at_once_leave_a_cache_that_serves(house: Path) -> None:
    (house / "room").mkdir()
    room = {"XDG_CACHE_HOME": str(house / "room")}
    at_once = [told(one)[0] for one in [started(house, **room) for _ in range(4)]]
    value, before, hits, misses = told(started(house, **room))
    assert set(at_once) == {value}
    assert (before, hits, misses) == ("True", 1, 0)


def files_of(room: Path, ending: str) -> list[Path]:
    return sorted(one for one in room.rglob(f"*{ending}") if one.stat().st_size)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ending", "how"), [(".nbi", "cut"), (".nbi", "other"), (".nbc", "empty"), (".nbc", "turned")]
)
def test_a_damaged_file_is_noticed_and_made_anew(house: Path, ending: str, how: str) -> None:
    room = house / "room"
    room.mkdir()
    value = told(started(house, XDG_CACHE_HOME=str(room)))[0]
    damaged = files_of(room, ending)
    assert damaged
    for file in damaged:
        raw = bytearray(file.read_bytes())
        raw[len(raw) // 2] ^= 0x55
        half, other = raw[: len(raw) // 2], b"\x80\x05no code"
        made = {"cut": half, "empty": b"", "turned": raw, "other": other}
        file.write_bytes(bytes(made[how]))
    again, before, hits, _ = told(started(house, XDG_CACHE_HOME=str(room)))
    assert (again, before, hits) == (value, "True", 0)
    assert told(started(house, XDG_CACHE_HOME=str(room))) == (value, "True", 1, 0)


def test_without_room_a_process_compiles_and_goes_on(house: Path) -> None:
    (house / "room").mkdir()
    room = {"XDG_CACHE_HOME": str(house / "room")}
    value = told(started(house, **room, LARGEST_FILE="100"))[0]
    assert told(started(house, **room))[0] == value


@pytest.mark.slow
def test_a_kill_while_compiling_leaves_a_cache_that_serves(house: Path) -> None:
    (house / "room").mkdir()
    room = {"XDG_CACHE_HOME": str(house / "room")}
    for _ in range(3):
        process = started(house, **room)
        with suppress(subprocess.TimeoutExpired):  # a quick machine is done before
            process.wait(timeout=0.8)
        process.kill()
        process.communicate()
    value = told(started(house, **room))[0]
    assert told(started(house, **room)) == (value, "True", 1, 0)
