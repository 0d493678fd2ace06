"""Profiles run with common chance: the days before the game once, each distinct profile once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from marchland.engine.branch import Branch, branches, go_on
from marchland.errors import RequestError
from marchland.game.compose import Board, Profile, alike, composed, cuts, same_run
from marchland.game.winter import gas_cost
from marchland.io.atomic import write_file
from marchland.language import say
from marchland.model.design import Design, Keep
from marchland.model.scenario import Scenario
from marchland.study.measures.hardships import HARDSHIPS, USUAL, present
from marchland.study.measures.since import outcomes_since
from marchland.study.runs.cluster import check_dask, crew, run_all

Progress = Callable[[int, int], None]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
GAS = "gas"
"""Outcome of the gas: billion EUR to replace what is cut."""
_VERSION = 1
"""Changes whenever an outcome that was kept would now be another."""


@dataclass(frozen=True, eq=False)
class Profiles:
    """What comes of every profile, by member.

    Parameters
    ----------
    board
        Who plays, with which moves, from which day on.
    names
        Names of the outcomes.
    values
        Outcomes from the day on (outcome, member, profile); profiles as ``board.profiles``.
    runs
        Number of different runs that were needed.
    seed
        Seed of chance that all profiles share.
    """

    board: Board
    names: tuple[str, ...]
    values: Floats
    runs: int
    seed: int

    @property
    def members(self) -> int:
        """Number of members."""
        return int(self.values.shape[1])

    def of(self, name: str) -> Floats:
        """Return an outcome (member, profile)."""
        return np.asarray(self.values[self.names.index(name)])

    def change(self, name: str) -> Floats:
        """Return an outcome's difference from the recorded profile (member, profile)."""
        values = self.of(name)
        return np.asarray(values - values[:, :1])

    @cached_property
    def hardships(self) -> tuple[str, ...]:
        """Names of the hardships that are part of the crisis in any profile, the harm first.

        That is the one that all else is compared with: the first that some profile changes.
        """
        frames = {
            one.outcome: self.of(one.outcome) for one in HARDSHIPS if one.outcome in self.names
        }
        done = np.flatnonzero(~np.isnan(self.values[0]).any(axis=0)).tolist()
        there = present(
            *(pd.DataFrame({name: of[:, i] for name, of in frames.items()}) for i in done)
        )
        moved = [n for n in there if np.median(np.abs(self.change(n)[:, done]), axis=0).any()]
        first = next(iter([*moved, *there, USUAL]))
        return first, *(name for name in there if name != first)

    @property
    def harm(self) -> str:
        """Name of the harm that all else is compared with."""
        return self.hardships[0]

    def at(self, profile: Sequence[str]) -> int:
        """Return the index of a profile."""
        return self.board.profiles.index(tuple(profile))

    def table(self) -> pd.DataFrame:
        """Return everything as one table, a row for each profile, member and outcome."""
        shape = self.values.shape
        names, member, profile = (index.ravel() for index in np.indices(shape))
        moves = np.array(self.board.profiles, dtype=object)
        return pd.DataFrame(
            {
                **{a: moves[profile, i] for i, a in enumerate(self.board.actors)},
                "member": member,
                "outcome": np.array(self.names, dtype=object)[names],
                "value": self.values.ravel(),
            }
        )


def profiles(
    crisis: Scenario,
    actors: Iterable[str] | None = None,
    date: date | str | None = None,
    members: int = 12,
    *,
    seed: int | None = None,
    out: str | Path | None = None,
    scheduler: Any = None,
    workers: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Profiles:
    """Run every profile of some actors' moves, with common chance, from one date on.

    The days before the date are run once. Profiles in which people move alike are one run.

    Parameters
    ----------
    crisis
        A crisis with ``actors.yaml`` and ``moves.yaml``.
    actors
        Who plays; by default all who have two moves or more. Others do as recorded.
    date
        First day of the game; by default as ``moves.yaml`` says.
    members
        Members; member m is the same for any number of them.
    seed
        Seed of chance; by default the scenario's.
    out
        Folder in which the outcomes of each run are kept, so that an interrupted call goes on
        where it was.
    scheduler, workers
        A Dask scheduler, or a number of processes here; by default threads of this process.
    threads
        Threads, at least 1; by default one for each core.
    progress
        Called after each run with the number of runs done and of all.

    Returns
    -------
    Profiles
        Outcomes since the date by member and profile; :meth:`Profiles.table` has them as a table.

    Raises
    ------
    RequestError
        If the game cannot be laid out, or levers of moves contradict each other.
    """
    board = Board.of(crisis, actors, date)
    plan = Plan.of(board, members, seed, Path(out) / "runs" if out else None)
    jobs = plan.jobs(threads)
    done = [len(plan.made) - len(jobs)]

    def note(job: Job) -> None:
        done[0] += 1
        if progress is not None:
            progress(done[0], len(plan.made))

    if jobs and (scheduler is not None or workers is not None):
        _spread(jobs, note, scheduler, workers)
    else:
        for job in jobs:
            job.run(threads)
            note(job)
    return plan.found()


@dataclass(frozen=True, eq=False)
class Plan:
    """The runs that all profiles of a game take, and what came of those that are done.

    Parameters
    ----------
    board
        Who plays.
    how
        Members, seed and what is kept.
    keys
        Key of the run of each profile, as ``board.profiles``; blank: not asked for.
    made
        Different scenarios by key; what a ledger needs comes first.
    store
        What is done.
    """

    board: Board
    how: Design
    keys: tuple[str, ...]
    made: Mapping[str, Scenario]
    store: Store

    @classmethod
    def of(
        cls,
        board: Board,
        members: int,
        seed: int | None = None,
        folder: Path | None = None,
        only: Iterable[Profile] | None = None,
    ) -> Plan:
        """Put profiles together, by default all of them.

        ``folder`` keeps what is done, None: memory alone. Profiles beside ``only`` stay missing.

        Raises
        ------
        RequestError
            If levers of moves contradict each other.
        """
        keep = Keep(stock="place", flow=False)
        how = Design.of(board.scenario, members=members, seed=seed, keep=keep)
        asked = dict.fromkeys((*board.single(), *board.profiles))
        asked = asked if only is None else dict.fromkeys(only)
        plain = replace(board, scenario=replace(board.scenario, digest=""))  # none is asked for
        keys: dict[Profile, str] = {}
        made: dict[str, Scenario] = {}
        for profile in asked:
            one = composed(plain, profile)
            keys[profile] = same_run(one)
            made.setdefault(keys[profile], one)
        every = tuple(keys.get(profile, "") for profile in board.profiles)
        return cls(board, how, every, made, Store(folder, board, how))

    def jobs(self, threads: int | None = None) -> list[Job]:
        """Return the runs that are missing; the days before the game are run here, once."""
        missing = [key for key in self.made if not self.store.has(key)]
        if not missing:
            return []
        begun, *ready = alike([self.board.scenario, *(self.made[key] for key in missing)])
        (branch,) = branches(begun, [self.board.index], self.how, threads=threads)
        return [Job(key, one, branch, self.store) for key, one in zip(missing, ready, strict=True)]

    @property
    def done(self) -> Bools:
        """Whether the run of each profile is done (profile)."""
        return np.array([self.store.has(key) for key in self.keys])

    def found(self, gas: bool = True) -> Profiles:
        """Return what came of every profile, NaN where its run is missing; one must be done.

        Without ``gas`` what is cut is left out: its two seasons are run here.
        """
        known = {key: self.store.get(key) for key in self.made if self.store.has(key)}
        names = tuple(next(iter(known.values())).columns)
        blank = np.full((self.how.members, len(names)), np.nan)
        values = np.stack(
            [known[key].to_numpy(float) if key in known else blank for key in self.keys], axis=-1
        )  # (m, outcome, profile)
        cost = _gas(self.board, self.how) if gas else None
        if cost is not None:
            names, values = (*names, GAS), np.concatenate([values, cost[:, None, :]], axis=1)
        return Profiles(self.board, names, np.moveaxis(values, 1, 0), len(self.made), self.how.seed)


class Store:
    """Outcomes that were made, in memory and, where there is a folder, on disk.

    Parameters
    ----------
    folder
        Folder of the files, one a run; None: in memory only.
    board, how
        What they are of: other members, seeds, days or versions of the scenario are other files.
    """

    def __init__(self, folder: Path | None, board: Board, how: Design) -> None:
        said = (board.scenario.content_digest(), str(board.day), how.members, how.seed, _VERSION)
        self._mark = hashlib.blake2b(repr(said).encode(), digest_size=6).hexdigest()
        self.folder, self.day = folder, board.day
        self._made: dict[str, pd.DataFrame] = {}

    def has(self, key: str) -> bool:
        """Whether a run was made already, here or in an earlier call."""
        path = self._path(key)
        if key not in self._made and path is not None and path.is_file():
            self._made[key] = pd.read_csv(StringIO(path.read_text("utf-8")), index_col="member")
        return key in self._made

    def put(self, key: str, found: pd.DataFrame) -> None:
        """Keep the outcomes of a run."""
        self._made[key] = found
        if (path := self._path(key)) is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, found.to_csv(index_label="member").encode())

    def get(self, key: str) -> pd.DataFrame:
        """Return the outcomes of a run that is there."""
        assert self.has(key)
        return self._made[key]

    def _path(self, key: str) -> Path | None:
        return self.folder / f"{self._mark}-{key}.csv" if self.folder else None


@dataclass(frozen=True, eq=False)
class Job:
    """One run that is missing, from the branch that all share; its outcomes go to the store."""

    key: str
    made: Scenario
    branch: Branch
    store: Store

    def run(self, threads: int | None) -> None:
        """Go on from the branch, and keep what came of it."""
        runs = go_on(self.branch, self.made, threads=threads)
        self.store.put(self.key, outcomes_since(runs, self.store.day))


def _spread(
    jobs: Sequence[Job], note: Callable[[Job], None], scheduler: Any, workers: int | None
) -> None:
    """Run jobs on the workers of a scheduler, or on processes here: all see the same folder."""
    check_dask()
    if jobs[0].store.folder is None:
        raise RequestError(
            say("many processes hand their outcomes over by files: give a folder (out)")
        )
    with crew(scheduler, workers) as client:
        run_all(client, _work, None, jobs, note)


def _work(_: None, job: Job) -> None:
    job.run(1)


def _gas(board: Board, how: Design) -> Floats | None:
    """Return the cost of the gas that is cut (member, profile), None where none ever is."""
    cut = np.array([cuts(board, profile) for profile in board.profiles])
    if not cut.any():
        return None
    first = composed(board, board.profiles[int(np.flatnonzero(cut)[0])])
    cost = gas_cost(board.scenario, first, how.members, how.seed)
    return np.where(cut[None, :], cost[:, None], 0.0)
