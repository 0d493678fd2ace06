"""Ensembles on many processes: the same bits, nothing lost, and one clear error where it ends."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from io_broken import written
from marchland.cli import main
from marchland.engine.simulate import simulate as run
from marchland.errors import OutputError, RequestError
from marchland.io.read import read
from marchland.io.results import read_results
from marchland.io.store import check_store, members_of, read_outcomes, write_part
from marchland.model.design import Design, Keep
from marchland.model.scenario import Scenario
from marchland.study.measures.outcomes import outcomes
from marchland.study.runs import cluster, scale
from marchland.study.runs.coarse import protected
from marchland.study.runs.ensemble import simulate
from marchland.study.runs.scale import ensemble

distributed = pytest.importorskip("distributed", reason="the extra 'scale' is not installed")
pytest.importorskip("zarr", reason="the extra 'scale' is not installed")

pytestmark = pytest.mark.compiled

OWN = {"created", "command", "balance", "study", "study_key"}
"""Attributes that say how and when a store was made."""


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two processes of one thread each behind a scheduler without certificates, as others' are."""
    made = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    )
    with made, distributed.Client(made, set_as_default=False) as client:
        yield client


def told(runs: xr.Dataset) -> xr.Dataset:
    """Return runs without what says how and when they were made."""
    loaded = runs.load()
    loaded.attrs = {key: value for key, value in runs.attrs.items() if key not in OWN}
    return loaded


def same(one: xr.Dataset, other: xr.Dataset) -> None:
    """Hold two runs to the bit, types and coordinates too."""
    one, other = told(one), told(other)
    xr.testing.assert_identical(one, other)
    assert {n: v.dtype for n, v in one.items()} == {n: v.dtype for n, v in other.items()}


def files(store: Path) -> dict[str, bytes]:
    return {str(f.relative_to(store)): f.read_bytes() for f in store.rglob("*") if f.is_file()}


def finished(store: Path) -> int:
    """Number of finished parts."""
    study = check_store(store)
    return 0 if study is None else int(study.finished.sum())


def let_end(client: Any) -> None:
    """Wait until workers have ended what they had begun when it was called off."""
    while any(client.run(lambda dask_worker: len(dask_worker.state.executing)).values()):
        time.sleep(0.05)


class Stopped(Exception):  # noqa: N818 (no error)
    """Something that ends an ensemble in the middle."""


def stopped_after(parts: int) -> Any:
    """Return a progress that stops the ensemble."""
    told: list[int] = []

    def progress(done: int, total: int) -> None:
        told.append(done)
        if len(told) == parts:
            raise Stopped

    return progress


@pytest.mark.parametrize("chunk", [3, 7, 50])
def test_the_bits_are_those_of_one_run_for_any_chunk(
    chunk: int, fork: Scenario, client: Any, tmp_path: Path
) -> None:
    same(
        ensemble(fork, tmp_path / "s.zarr", 20, 5, chunk=chunk, scheduler=client),
        simulate(fork, 20, 5),
    )


def test_one_process_at_an_address_gives_the_same_bits(fork: Scenario, tmp_path: Path) -> None:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp://",
        dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False},
    ) as there:  # fmt: skip
        runs = ensemble(fork, tmp_path / "s.zarr", 20, 5, scheduler=there.scheduler_address)
    same(runs, simulate(fork, 20, 5))
    same(read_results(tmp_path / "s.zarr"), runs)


def test_what_is_kept_drawn_and_given_is_as_in_one_run(
    fork: Scenario, client: Any, tmp_path: Path
) -> None:
    given = {"pace": np.linspace(0.5, 2, 9)}
    asked: dict[str, Any] = {
        "days": 4,
        "uncertainty": ["chance", "parameters"],
        "keep": Keep("place", False, ("camp",)),
    }
    runs = ensemble(
        fork, tmp_path / "s.zarr", 9, 5, chunk=4, scheduler=client, parameters=given, **asked
    )
    np.testing.assert_array_equal(runs["parameters"].sel(parameter="pace"), given["pace"])
    same(runs, run(fork, 9, 5, parameters=given, **asked))


def test_a_part_holds_what_it_says_while_it_runs(
    fork: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "PART_BYTES", 32 * 2**20)
    design = Design.of(fork, members=10**6, seed=1)
    part = scale._usual_chunk(scale._Order(fork, Path(), design, {}, "en"))
    run(fork, 2, 1)
    tracemalloc.start()
    run(fork, part, 1, threads=1)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 0.8 * scale.PART_BYTES < most < 2 * scale.PART_BYTES


def test_a_part_is_written_without_reading_what_others_have_finished(
    fork: Scenario, client: Any, tmp_path: Path
) -> None:
    store = tmp_path / "s.zarr"
    ensemble(fork, store, 9, 5, chunk=3, scheduler=client)
    study, before = check_store(store), files(store)
    assert study is not None
    (store / "finished" / "c" / "0").write_bytes(b"nobody can read this")
    part = protected(run(fork, 3, 5, first=3))
    write_part(store, study.key, part, outcomes(part, fork))
    after = files(store)
    assert {name for name in before if before[name] != after[name]} == {"finished/c/0"}


@pytest.mark.parametrize("keep", [Keep(), Keep("none", False, ("camp",))])
def test_outcomes_of_members_are_kept_as_they_are_run(
    keep: Keep, fork: Scenario, client: Any, tmp_path: Path
) -> None:
    store = tmp_path / "s.zarr"
    with pytest.raises(Stopped):
        ensemble(
            fork, store, 24, 5, chunk=4, keep=keep, scheduler=client, progress=stopped_after(2)
        )
    let_end(client)
    some, whole = read_outcomes(store), outcomes(simulate(fork, 24, 5, keep=keep), fork)
    assert 8 <= len(some) <= 24 and members_of(store) == 24
    assert list(some) == list(whole)
    np.testing.assert_allclose(some, whole.loc[some.index], rtol=1e-12)
    ensemble(fork, store, 24, 5, keep=keep, scheduler=client, resume=True)
    np.testing.assert_allclose(read_outcomes(store), whole, rtol=1e-12)


def test_a_store_says_what_its_finished_members_say(
    fork: Scenario, client: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, answer = tmp_path / "s.zarr", tmp_path / "answer.json"
    with pytest.raises(Stopped):
        ensemble(fork, store, 4000, 5, chunk=40, scheduler=client, progress=stopped_after(30))
    let_end(client)
    done = len(read_outcomes(store))
    assert main(["show", str(store), "--json", str(answer)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{done:,} of 4,000 members so far"
    assert "one in 100 above" in said[1] and "one in 1,000 above" not in said[1]
    found = json.loads(answer.read_text())
    assert (found["finished"], found["members"]) == (done, 4000)
    hosted = read_outcomes(store)["hosted"]
    assert found["outcomes"]["hosted"]["50%"] == hosted.median()


def test_a_killed_worker_loses_nothing(fork: Scenario, client: Any, tmp_path: Path) -> None:
    pids = client.run(os.getpid)
    killed: list[int] = []

    def progress(done: int, total: int) -> None:
        busy = [address for address, tasks in client.processing().items() if tasks]
        if busy and not killed:
            killed.append(pids[busy[0]])
            os.kill(killed[0], signal.SIGKILL)

    runs = ensemble(
        fork, tmp_path / "s.zarr", 8000, 5, chunk=500, scheduler=client, progress=progress
    )
    same(runs, simulate(fork, 8000, 5))
    assert killed
    client.wait_for_workers(2, timeout=30)
    assert killed[0] not in client.run(os.getpid).values()


def test_an_interrupted_ensemble_goes_on_where_it_stood(
    fork: Scenario, client: Any, tmp_path: Path
) -> None:
    store = tmp_path / "s.zarr"
    with pytest.raises(Stopped):
        ensemble(fork, store, 240, 5, chunk=4, scheduler=client, progress=stopped_after(3))
    let_end(client)
    there = finished(store)
    assert 3 <= there < 60
    part = read_results(store)
    same(part, simulate(fork, 240, 5).isel(member=part["member"].values).assign_attrs(part.attrs))
    seen: list[int] = []
    runs = ensemble(
        fork, store, 240, 5, scheduler=client, resume=True,
        progress=lambda done, total: seen.append(done),
    )  # fmt: skip
    assert seen == list(range(there * 4 + 4, 244, 4))
    same(runs, simulate(fork, 240, 5))
    before = files(store)
    same(ensemble(fork, store, 240, 5, scheduler="tcp://127.0.0.1:1", resume=True), runs)
    assert files(store) == before


def test_a_store_that_was_asked_for_otherwise_is_not_gone_on_with(
    fork: Scenario, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "s.zarr"
    asked: dict[str, Any] = {"seed": 5, "chunk": 2, "scheduler": client}
    ensemble(fork, store, 4, **asked)
    before = files(store)
    asked["resume"] = True
    for members, changed, words in (
        (5, {}, "members was 4 and is now 5"),
        (4, {"seed": 6}, "seed was 5 and is now 6"),
        (4, {"chunk": 3}, "chunk was 2 and is now 3"),
        (4, {"keep": Keep("place")}, "keep was .* and is now"),
        (4, {"uncertainty": ["chance"]}, "uncertainty was"),
        (4, {"parameters": {"pace": [1, 1, 1, 2]}}, "given values of parameters are others"),
    ):
        with pytest.raises(RequestError, match=words):
            ensemble(fork, store, members, **asked | changed)
    with pytest.raises(RequestError, match="scenario is another"):
        ensemble(replace(fork, groups=("others",)), store, 4, **asked)
    monkeypatch.setattr(scale, "_versions", lambda: {"marchland": "0.0.9", "code": "other"})
    with pytest.raises(RequestError, match=r"marchland was .* and is now 0.0.9; the model's code"):
        ensemble(fork, store, 4, **asked)
    with pytest.raises(OutputError, match=r"holds an ensemble already .2 of 2 parts"):
        ensemble(fork, store, 4, seed=5)
    assert files(store) == before


def test_workers_with_other_code_are_refused(
    fork: Scenario, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = scale._versions() | {"numba": "0.1"}
    monkeypatch.setattr(scale, "_versions", lambda: versions)
    with pytest.raises(RequestError, match=r"another version of numba .* 0 of 4 members"):
        ensemble(fork, tmp_path / "s.zarr", 4, 5, scheduler=client)


def test_what_is_no_store_stays_as_it_is(fork: Scenario, tmp_path: Path) -> None:
    folder, file, foreign = (tmp_path / name for name in ("folder", "file", "foreign.zarr"))
    folder.mkdir()
    (folder / "thesis.odt").write_text("years of work")
    file.write_text("mine")
    xr.Dataset({"a": ("x", np.arange(3))}).to_zarr(foreign, zarr_format=3, consolidated=False)
    before = files(tmp_path)
    for target in (folder, file, foreign):
        for resume in (False, True):
            with pytest.raises(OutputError, match="is not a store of Marchland"):
                ensemble(fork, target, 4, 5, resume=resume)
    with pytest.raises(RequestError, match="no store of Marchland"):
        read_results(foreign)
    assert files(tmp_path) == before


def test_nonsense_is_refused_before_anything_is_made(fork: Scenario, tmp_path: Path) -> None:
    for asked, words in (
        ({"members": 0}, "members is 0"),
        ({"members": 4, "chunk": 0}, "chunk is 0"),
        ({"members": 4, "workers": 0}, "workers is 0"),
        ({"members": 4, "workers": 2, "scheduler": "tcp://x:1"}, "give one or the other"),
        ({"members": 4, "parameters": {"pace": [1.0]}}, "pace has 1 values"),
    ):
        with pytest.raises(RequestError, match=words):
            ensemble(fork, tmp_path / "s.zarr", **asked)
    assert not list(tmp_path.iterdir())


def test_a_scheduler_that_does_not_answer_is_one_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWERS_WITHIN", 0.5)
    folder, out = written(tmp_path / "crisis"), tmp_path / "s.zarr"
    for address in ("tcp://127.0.0.1:1", "carrier-pigeon://loft", "nowhere", "nowhere:8786"):
        call = ["ensemble", str(folder), "--out", str(out), "--scheduler", address]
        assert main(call) == 2
        err = capsys.readouterr().err
        assert f"RequestError: no Dask scheduler answers at {address}" in err
        assert "Traceback" not in err
    assert not out.exists()


def test_a_scheduler_that_is_lost_is_one_error_and_the_finished_part_stays(
    fork: Scenario, tmp_path: Path
) -> None:
    store = tmp_path / "s.zarr"
    there = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp://",
        dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False},
    )  # fmt: skip
    with there, pytest.raises(RequestError, match=r"scheduler was lost; .* members are finished"):
        ensemble(
            fork, store, 200, 5, chunk=1, scheduler=there.scheduler_address,
            progress=lambda done, total: there.close() if done == 3 else None,
        )  # fmt: skip
    assert 3 <= finished(store) < 200
    same(read_results(store).isel(member=slice(3)).assign_attrs(members=3), simulate(fork, 3, 5))


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a disk of a given size, where this machine lets us."""
    folder.mkdir()
    call = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.call(call, stderr=-3):
        pytest.skip("no right to mount a small disk here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_one_error_and_the_finished_part_stays(
    fork: Scenario, client: Any, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    asked: dict[str, Any] = {"chunk": 1500, "scheduler": client, "keep": Keep("place", False)}
    with small_disk(disk, "3m"):
        store = disk / "s.zarr"
        with pytest.raises(OutputError, match=r"No space left .* of 9,000 members are finished"):
            ensemble(fork, store, 9000, 5, **asked)
        there = finished(store)
        assert 1 <= there < 6
        part = read_results(store).load()
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        runs = ensemble(fork, store, 9000, 5, resume=True, **asked).load()
    whole = simulate(fork, 9000, 5, keep=asked["keep"])
    same(runs, whole)
    same(part, whole.isel(member=part["member"].values).assign_attrs(part.attrs))


def test_files_that_cannot_grow_are_one_error_and_the_finished_part_stays(
    fork: Scenario, client: Any, tmp_path: Path
) -> None:
    store = tmp_path / "s.zarr"
    with pytest.raises(Stopped):
        ensemble(fork, store, 900, 5, chunk=30, scheduler=client, progress=stopped_after(1))
    let_end(client)
    there, before = finished(store), read_results(store).load()
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    client.run(resource.setrlimit, resource.RLIMIT_FSIZE, (1000, limit[1]))
    try:
        with pytest.raises(OutputError, match=r"File too large; \d+ of 900 members"):
            ensemble(fork, store, 900, 5, scheduler=client, resume=True)
    finally:
        let_end(client)
        client.run(resource.setrlimit, resource.RLIMIT_FSIZE, limit)
    assert finished(store) == there
    same(read_results(store), before)
    same(ensemble(fork, store, 900, 5, scheduler=client, resume=True), simulate(fork, 900, 5))


def test_a_disk_that_cannot_be_written_to_leaves_nothing(
    fork: Scenario, client: Any, tmp_path: Path
) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limit[1]))
    try:
        with pytest.raises(OutputError, match="cannot write to"):
            ensemble(fork, tmp_path / "s.zarr", 4, 5, scheduler=client)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert not list(tmp_path.iterdir())


def test_ctrl_c_keeps_what_is_finished_and_the_command_goes_on(tmp_path: Path, client: Any) -> None:
    folder, store = written(tmp_path / "crisis"), tmp_path / "s.zarr"
    call = [
        sys.executable, "-m", "marchland", "ensemble", str(folder), "--out", str(store),
        "--members", "30000", "--chunk", "300", "--seed", "5", "--workers", "1", "--stock", "place",
    ]  # fmt: skip
    running = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while running.poll() is None and not (store.exists() and finished(store)):
        time.sleep(0.1)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=180)
    assert running.returncode == 130, err
    assert out == ""
    assert err.splitlines()[-1].startswith("stopped; what was finished is in")
    assert "Traceback" not in err
    there = finished(store)
    assert 1 <= there < 100
    study = check_store(store)
    assert study is not None
    assert study.finished[:there].all(), "members are run in their order"
    members = json.loads(xr.open_zarr(store, consolidated=False).attrs["study"])["members"]
    part = read_results(store)
    assert members == 30_000
    assert part.sizes["member"] == 300 * there
    few = part.isel(member=slice(20))
    same(few.assign_attrs(members=20), simulate(read(folder), 20, 5, keep=Keep("place")))


def test_the_command_line_takes_a_design_and_says_what_it_made(
    client: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, store = written(tmp_path / "crisis"), tmp_path / "s.zarr"
    design = tmp_path / "design.csv"
    design.write_text("pace,through\n1,0.1\n1.5,0.2\n2,0.4\n")
    call = [
        "ensemble", str(folder), "--out", str(store), "--scheduler", client.scheduler.address,
        "--seed", "5", "--design", str(design), "--stock", "place", "--no-flow",
        "--kinds", "strip, hub",
    ]  # fmt: skip
    assert main(call) == 0
    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[-1]) == ("3 members", str(store))
    assert any(line.startswith("Person-nights stranded") for line in said), said
    runs = read_results(store)
    assert set(runs["kind"].values) == {"strip", "hub"}
    assert runs["parameters"].sel(parameter="through").values.tolist() == [0.1, 0.2, 0.4]
    assert runs.attrs["command"].startswith("marchland ensemble ")
    assert main(call) == 2
    assert "holds an ensemble already" in capsys.readouterr().err
    assert main([*call, "--resume"]) == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--kinds", "camp,castle"], "kinds has 'castle', may have"),
        (["--days", "61"], "--days is 61, the scenario has 60"),
        (["--design", "nowhere.csv"], "nowhere.csv  is missing"),
        (["--design", "words.csv"], "is not a number"),
        (["--design", "empty.csv"], "has no row"),
        (["--design", "short.csv", "--members", "3"], "pace has 1 values"),
        (["--design", "foreign.csv"], "parameters has 'speed_of_light', which the"),
    ],
)
def test_the_command_line_refuses_nonsense_and_makes_nothing(
    given: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], client: Any,
) -> None:  # fmt: skip
    folder = written(tmp_path / "crisis")
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("words", "pace\nfast\n"), ("empty", "pace\n"), ("short", "pace\n1\n"),
        ("foreign", "speed_of_light\n1\n"),
    ):  # fmt: skip
        Path(f"{name}.csv").write_text(text)
    there = ["--scheduler", client.scheduler.address]
    assert main(["ensemble", str(folder), "--out", "s.zarr", *there, *given]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert "Traceback" not in err
    assert not Path("s.zarr").exists()


def test_without_the_extra_it_says_what_to_install(
    fork: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    with pytest.raises(RequestError, match=r"pip install 'marchland\[scale\]'"):
        ensemble(fork, tmp_path / "s.zarr", 4)


def test_nobody_without_the_certificates_of_a_run_reaches_its_processes() -> None:
    pytest.importorskip("cryptography", reason="makes certificates")
    from distributed.security import Security

    others = listening()  # of processes that other tests have started
    with cluster.crew(None, 1) as ours:
        address = ours.scheduler.address
        workers = [*ours.scheduler_info()["workers"]]
        assert address.startswith("tls://")
        assert all(one.startswith("tls://") for one in workers)
        assert ours.submit(sum, [1, 2]).result() == 3
        bare, foreign = Security(), Security.temporary()
        for to, how in (
            (address.replace("tls://", "tcp://"), bare),
            (address, foreign),
            (workers[0], foreign),
        ):
            with pytest.raises((OSError, TypeError, RuntimeError)):
                distributed.Client(to, security=how, timeout=3, set_as_default=False)
        assert ours.submit(sum, [2, 2]).result() == 4
        own = sorted(listening() - others)
        assert len(own) >= 3, "scheduler, worker and the process that watches it"
        told = subprocess.run(
            [sys.executable, "-c", STRANGER, *map(str, own)],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        assert "asked" in told.stdout
        assert "answered" not in told.stdout, told.stdout


STRANGER = """
import socket, ssl, sys
PATHS = ("/", "/health", "/metrics", "/info/main/workers.html", "/json/counts.json", "/status")
bare = ssl.create_default_context()
bare.check_hostname, bare.verify_mode = False, ssl.CERT_NONE
for port in map(int, sys.argv[1:]):
    for path in PATHS:
        for wrap in (lambda one: one, bare.wrap_socket)[: 2 if path == "/" else 1]:
            print("asked", port, path)
            try:
                one = socket.create_connection(("127.0.0.1", port), 3)
                one.settimeout(3)
                one = wrap(one)
                one.sendall(f"GET {path} HTTP/1.0\\r\\n\\r\\n".encode())
                said = one.recv(4096)
            except OSError:
                continue
            if said and b" 404 " not in said:
                print("answered", port, path, said[:200])
"""
"""Another process of this machine, without certificates."""


def listening() -> set[int]:
    """Ports at which this process and those that it started listen."""
    psutil = pytest.importorskip("psutil", reason="comes with distributed")
    ours = psutil.Process()
    return {
        at.laddr.port
        for one in (ours, *ours.children(recursive=True))
        for at in one.net_connections()
        if at.status == psutil.CONN_LISTEN
    }
