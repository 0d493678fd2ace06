"""Results are written whole or not at all, replace only results, and come back as they were."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from marchland.errors import OutputError, RequestError
from marchland.io import results, staging
from marchland.io.results import check_target, read_results, write_results

CREATED = "2026-01-02T03:04:05+00:00"


def small_run(*, seed: int = 1, created: str = CREATED, borders: int = 2) -> xr.Dataset:
    """A dataset of the form that ``simulate`` returns, with few members and days."""
    random = np.random.default_rng(seed)
    stock = random.poisson(40, (4, 5, 3, 2)).astype(np.int32)
    attempts = random.poisson(3, (4, 5, borders)).astype(np.int32)
    return xr.Dataset(
        {
            "stock": (("member", "day", "place", "group"), stock, {"units": "people"}),
            "attempts": (("member", "day", "border"), attempts, {"units": "events"}),
            "parameters": (("member", "parameter"), random.random((4, 1)), {"units": "1"}),
        },
        coords={
            "member": np.arange(4),
            "day": pd.date_range("2021-06-01", periods=5).astype("datetime64[ns]"),
            "place": ["minsk", "kuznica", "żabinka"],
            "place_name": ("place", ["Minsk", "Kuźnica", "Żabinka"]),
            "lat": ("place", [53.9, 53.5, 52.2]),
            "group": ["irq", "syr"],
            "border": [f"BLR>{coa}" for coa in ["LTU", "POL"][:borders]],
            "parameter": ["try_rate"],
        },
        attrs={
            "name": "small", "title": "A small crisis", "seed": seed, "members": 4,
            "uncertainty": "parameters,chance", "marchland_version": "0", "input_digest": "abc",
            "provenance": "{}", "command": "marchland run small --seed 1", "created": created,
        },
    )  # fmt: skip


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, hidden ones too."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def report(path: Path) -> None:
    """A page."""
    path.write_text("<p>where people are")


def full_disk(path: Path) -> None:
    """A page half written when the disk runs full."""
    path.write_text("half a page")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let the system itself refuse to write more than so many bytes into a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    runs = small_run()
    write_results(runs, tmp_path / "out")
    for path in (tmp_path / "out", tmp_path / "out" / "runs.nc"):
        back = read_results(path)
        xr.testing.assert_identical(back, runs)
        assert {name: back[name].dtype for name in back} == {n: runs[n].dtype for n in runs}


def test_a_run_without_borders_can_be_written(tmp_path: Path) -> None:
    write_results(small_run(borders=0), str(tmp_path / "out"))
    assert read_results(str(tmp_path / "out")).sizes["border"] == 0  # a name will do


def test_tables_and_pages_stand_beside_the_run(tmp_path: Path) -> None:
    table = pd.DataFrame({"variable": ["stock"], "median": [0.1], "where": ["Kuźnica"]})
    write_results(
        small_run(), tmp_path / "out", tables={"summary.csv": table}, pages={"report.html": report}
    )
    assert tree(tmp_path / "out").keys() == {
        "runs.nc", "summary.csv", "report.html", ".marchland-result",
    }  # fmt: skip
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "out" / "summary.csv"), table)


def test_what_is_worked_out_meanwhile_stands_beside_the_run_or_nothing_does(tmp_path: Path) -> None:
    table = pd.DataFrame({"variable": ["stock"], "median": [0.1]})
    write_results(
        small_run(),
        tmp_path / "out",
        pages={"report.html": report},
        more=lambda: {"summary.csv": table, "brief.html": report},
    )
    there = tree(tmp_path / "out")
    assert there.keys() == {
        "runs.nc", "summary.csv", "report.html", "brief.html", ".marchland-result",
    }  # fmt: skip

    def stopped() -> dict[str, pd.DataFrame]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_results(small_run(seed=2), tmp_path / "out", more=stopped)
    assert tree(tmp_path / "out") == there
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_equal_runs_give_equal_bytes(tmp_path: Path) -> None:
    write_results(small_run(), tmp_path / "one")
    time.sleep(1.1)  # HDF5 counts time in seconds, and must not have written any
    write_results(small_run(), tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_equal_runs_differ_in_their_time_stamp_alone(tmp_path: Path) -> None:
    later = "2027-11-12T13:14:15+00:00"
    write_results(small_run(), tmp_path / "one")
    write_results(small_run(created=later), tmp_path / "two")
    one, two = (tree(tmp_path / name)["runs.nc"] for name in ("one", "two"))
    assert one != two
    assert one.replace(CREATED.encode(), later.encode()) == two


def test_a_result_replaces_a_result_whole(tmp_path: Path) -> None:
    write_results(small_run(), tmp_path / "out", tables={"old.csv": pd.DataFrame({"a": [1]})})
    write_results(small_run(seed=2), tmp_path / "out")
    assert read_results(tmp_path / "out").attrs["seed"] == 2
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
    assert not (tmp_path / "out" / "old.csv").exists()


def test_missing_folders_above_the_target_are_made(tmp_path: Path) -> None:
    target = tmp_path / "out" / "deep" / "run"
    check_target(target)
    assert not (tmp_path / "out").exists()
    write_results(small_run(), target)
    assert (target / "runs.nc").exists()


def test_a_link_to_a_result_keeps_pointing_at_it(tmp_path: Path) -> None:
    write_results(small_run(), tmp_path / "real")
    (tmp_path / "latest").symlink_to("real")
    write_results(small_run(seed=2), tmp_path / "latest")
    assert (tmp_path / "latest").is_symlink()
    assert read_results(tmp_path / "real").attrs["seed"] == 2


@pytest.mark.parametrize("content", [{}, {"thesis.odt": "years of work"}, {"runs.nc": "not ours"}])
def test_any_other_folder_stays_untouched(tmp_path: Path, content: dict[str, str]) -> None:
    target = tmp_path / "precious"
    target.mkdir()
    for name, text in content.items():
        (target / name).write_text(text)
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="not a result of Marchland"):
        write_results(small_run(), target)
    assert target.is_dir()
    assert tree(tmp_path) == before


def test_a_users_own_file_in_a_result_is_not_lost(tmp_path: Path) -> None:
    write_results(small_run(), tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.txt, which Marchland did not write"):
        write_results(small_run(seed=2), tmp_path / "out")
    assert read_results(tmp_path / "out").attrs["seed"] == 1


def test_a_file_in_the_way_stays(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="is a file"):
        check_target(tmp_path / "out")
    with pytest.raises(OutputError, match="cannot write"):
        check_target(tmp_path / "out" / "below")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc to be refused by")
def test_a_place_where_nothing_can_be_written_is_refused() -> None:
    with pytest.raises(OutputError, match="cannot write to /proc/run"):
        check_target(Path("/proc/run"))


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left"):
        write_results(small_run(), tmp_path / "deep" / "out", pages={"report.html": full_disk})
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_earlier_result(tmp_path: Path) -> None:
    write_results(small_run(), tmp_path / "out")
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="No space left"):
        write_results(small_run(seed=2), tmp_path / "out", pages={"report.html": full_disk})
    assert tree(tmp_path) == before


def test_a_run_that_the_disk_cuts_short_leaves_the_earlier_result(tmp_path: Path) -> None:
    write_results(small_run(), tmp_path / "out")
    before = tree(tmp_path)
    with files_no_larger_than(2048), pytest.raises(OutputError):
        write_results(small_run(seed=2), tmp_path / "out")
    assert tree(tmp_path) == before


def test_a_swap_that_fails_half_way_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_results(small_run(), tmp_path / "out")
    before, rename = tree(tmp_path), Path.rename

    def fail_on_the_new(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(self, target)

    monkeypatch.setattr(staging, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", fail_on_the_new)
    with pytest.raises(OutputError, match="Input/output error"):
        write_results(small_run(seed=2), tmp_path / "out")
    assert tree(tmp_path) == before


def test_a_dataset_of_unknown_origin_is_refused(tmp_path: Path) -> None:
    runs = small_run()
    del runs.attrs["seed"]
    with pytest.raises(RequestError, match="lack the attributes seed"):
        write_results(runs, tmp_path / "out")


def test_what_is_no_result_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"there is no runs\.nc"):
        read_results(tmp_path)
    (tmp_path / "runs.nc").write_text("text")
    with pytest.raises(RequestError, match="cannot be read as NetCDF 4"):
        read_results(tmp_path)
    xr.Dataset({"a": 1}).to_netcdf(tmp_path / "runs.nc", engine="h5netcdf")
    with pytest.raises(RequestError, match="no result of Marchland"):
        read_results(tmp_path)


def test_writing_asks_for_no_cluster(tmp_path: Path) -> None:
    write_results(small_run(), tmp_path / "out")
    code = (
        "import sys; from marchland.io.results import read_results, write_results; "
        "write_results(read_results(sys.argv[1]), sys.argv[2]); "
        "assert 'distributed' not in sys.modules"
    )
    for_it = [sys.executable, "-c", code, str(tmp_path / "out"), str(tmp_path / "again")]
    subprocess.run(for_it, check=True)
    assert read_results(tmp_path / "again").identical(small_run())


def test_chunks_hold_whole_days_of_few_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "CHUNK_BYTES", 2 * 5 * 3 * 2 * 4)
    assert results._encoding(small_run()["stock"])["chunksizes"] == (2, 5, 3, 2)
    monkeypatch.setattr(results, "CHUNK_BYTES", 1)
    assert results._encoding(small_run()["stock"])["chunksizes"] == (1, 1, 1, 1)
