"""Profiles on many processes: the same bits, resumed where they were, and counted as they end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from game_small import contest
from marchland.errors import RequestError
from marchland.game.profiles import Profiles, profiles

if TYPE_CHECKING:
    from distributed import Client

distributed = pytest.importorskip("distributed")

pytestmark = pytest.mark.compiled
RUNS = 12


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Two processes of one thread each."""
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
        ) as there,
        distributed.Client(there, set_as_default=False) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def here() -> Profiles:
    return profiles(contest(), members=3, seed=2)


class StoppedError(Exception):
    """Somebody has stopped it."""


def stopped_after(number: int, told: list[tuple[int, int]]) -> object:
    def progress(done: int, every: int) -> None:
        told.append((done, every))
        if len(told) == number:
            raise StoppedError

    return progress


def test_they_have_the_bits_of_one_process(client: Client, here: Profiles, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    found = profiles(
        contest(),
        members=3,
        seed=2,
        out=tmp_path,
        scheduler=client,
        progress=lambda *n: told.append(n),
    )
    assert found.names == here.names
    assert found.values.tobytes() == here.values.tobytes()
    assert told == [(n, RUNS) for n in range(1, RUNS + 1)]
    assert len(list((tmp_path / "runs").iterdir())) == RUNS


def test_what_was_stopped_goes_on_where_it_was(
    client: Client, here: Profiles, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    asked = {"members": 3, "seed": 2, "out": tmp_path}
    with pytest.raises(StoppedError):
        profiles(contest(), **asked, scheduler=client, progress=stopped_after(4, told))  # type: ignore[arg-type]
    kept = len(list((tmp_path / "runs").iterdir()))
    assert 4 <= kept <= RUNS
    told.clear()
    again = profiles(contest(), **asked, progress=lambda *n: told.append(n))  # type: ignore[arg-type]
    assert again.values.tobytes() == here.values.tobytes()
    assert len(told) <= RUNS - 4  # what had begun when it was stopped may have ended, too
    assert told == [(n, RUNS) for n in range(RUNS - len(told) + 1, RUNS + 1)]


def test_other_members_or_seeds_are_other_runs(here: Profiles, tmp_path: Path) -> None:
    profiles(contest(), members=3, seed=2, out=tmp_path)
    other = profiles(contest(), members=3, seed=3, out=tmp_path)
    assert not np.array_equal(other.values, here.values)
    assert len(list((tmp_path / "runs").iterdir())) == 2 * RUNS


def test_processes_need_a_folder(client: Client) -> None:
    with pytest.raises(RequestError, match="give a folder"):
        profiles(contest(), members=1, scheduler=client)
