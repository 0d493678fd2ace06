"""Running in the background: few members first, then all; kept, shared, and stopped on request."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study.compare.paired import Reading, reading
from marchland.study.measures.read import Findings, read
from marchland.view.app.lanes import Lane, give_back
from marchland.view.words import app as words

PAUSE = 1.5
"""Seconds between the ensemble of few members and the next one."""
FEW_AT_ONCE, ALL_AT_ONCE = 2, 1
"""Ensembles of few members, and of all, that are run at the same time; the rest wait in turn."""
KEPT_BYTES = 512 * 2**20
"""Bytes of runs that are kept; what was looked at longest ago is forgotten first."""
IN_USE = 2
"""Ensembles that are kept whatever their size: those looked at last, without levers and with."""
MOST_JOBS = 200
"""Ensembles that are remembered, those with nothing done among them."""
MOST_WAITING = 50
"""Ensembles that may wait for their turn; who comes then is asked to try again."""
SILENCE = 90.0
"""Seconds without a word after which a page no longer waits: browsers slow the clock of hidden
pages."""

Simulate = Callable[[Scenario, int, Callable[[int, int], None]], xr.Dataset]


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody asked for the run to stop."""


@dataclass(frozen=True, eq=False)
class Done:
    """Runs that are done, and what is compared of them."""

    findings: Findings
    reading: Reading

    @property
    def runs(self) -> xr.Dataset:
        """The runs themselves."""
        return self.findings.runs

    @property
    def bytes(self) -> int:
        """Memory that it takes: the runs, and the people that pictures draw from them."""
        stock = self.runs.get("stock")
        return int(self.runs.nbytes + (stock.nbytes if stock is not None else 0))


@dataclass(eq=False)
class Job:
    """One scenario on its way: the ensembles done so far, and how far the next one is.

    Parameters
    ----------
    scenario
        What is run.
    done
        Ensembles done, by number of members.
    members, day, days
        The ensemble that runs now, and how far it is.
    wanted
        Pages that wait for it, and when each was last heard of.
    failed
        What went wrong, blank where nothing did.
    """

    scenario: Scenario
    done: dict[int, Done] = field(default_factory=dict)
    members: int = 0
    day: int = 0
    days: int = 1
    wanted: dict[str, float] = field(default_factory=dict)
    stopped: bool = False
    failed: str = ""
    changed: threading.Condition = field(default_factory=threading.Condition)
    running: bool = False

    @property
    def bytes(self) -> int:
        """Memory that its ensembles take."""
        return sum(one.bytes for one in [*self.done.values()])

    @property
    def deserted(self) -> bool:
        """Whether nobody wants it any more, or was heard of lately."""
        late = time.monotonic() - SILENCE
        return self.stopped or all(heard < late for heard in [*self.wanted.values()])

    def most(self) -> int:
        """Return the members of the largest ensemble done, 0 where none is."""
        return max(self.done, default=0)

    def wait(self, members: int, seconds: float) -> bool:
        """Wait until so many members are done, or nothing more will come; return whether done."""
        with self.changed:
            self.changed.wait_for(lambda: self.most() >= members or not self.running, seconds)
        return self.most() >= members


class Runner:
    """Runs scenarios for any number of pages.

    Parameters
    ----------
    simulate
        What simulates a scenario with so many members, and tells its progress by day.
    stages
        Members of the ensembles, few first.
    keep
        Bytes of runs that are kept.
    """

    def __init__(self, simulate: Simulate, stages: Sequence[int], keep: int = KEPT_BYTES) -> None:
        self._simulate, self.stages, self._keep = simulate, tuple(stages), keep
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._few: Lane[Job] = Lane("few-members", FEW_AT_ONCE)
        self._all: Lane[Job] = Lane("all-members", ALL_AT_ONCE)

    def want(self, scenario: Scenario, page: str, beside: Scenario | None = None) -> Job:
        """Return the job of a scenario, begun if it was not; what the page wanted before may stop.

        Parameters
        ----------
        scenario
            What is wanted.
        page
            Who wants it.
        beside
            What the page wants too, and does not let go. What others want runs on.
        """
        key, also = _key(scenario), beside and _key(beside)
        with self._lock:
            for other, job in self._jobs.items():
                if other not in (key, also):
                    _let_go(job, page)
            job = self._jobs.setdefault(key, Job(scenario))
            self._jobs.move_to_end(key)
            job.wanted[page] = time.monotonic()
            job.stopped = False
            if not job.running and job.most() < self.stages[-1]:
                self._begin(job)
        return job

    def _begin(self, job: Job) -> None:
        """Put the first ensemble of a job in the queue, if there is room in it."""
        job.failed = "" if len(self._few) < MOST_WAITING else words.TOO_MANY
        if not job.failed:
            job.running = True
            self._few.put(job, self._stage, job, 0)

    def hear(self, page: str) -> None:
        """Take note that a page is still there."""
        with self._lock:
            for job in self._jobs.values():
                if page in job.wanted:
                    job.wanted[page] = time.monotonic()

    def leave(self, page: str) -> None:
        """Let go what a page wanted that was closed: what nobody else wants is dropped."""
        with self._lock:
            for job in self._jobs.values():
                _let_go(job, page)

    def job(self, scenario: Scenario) -> Job | None:
        """Return the job of a scenario, None where nobody wanted it or it is forgotten."""
        with self._lock:
            key = _key(scenario)
            if key in self._jobs:
                self._jobs.move_to_end(key)
            return self._jobs.get(key)

    def before(self, job: Job) -> int:
        """Return how many ensembles are run before the next one of a job, 0 where it runs."""
        lanes = (self._few, self._all)
        return max(lane.before(job, lambda other: not other.deserted) for lane in lanes)

    def stop(self, scenario: Scenario, page: str) -> None:
        """Stop a scenario's run after the day it is at, unless others want it."""
        with self._lock:
            if job := self._jobs.get(_key(scenario)):
                _let_go(job, page)

    def _forget(self) -> None:
        """Forget what was looked at longest ago, until the rest has room."""
        with self._lock:
            idle = [key for key, job in self._jobs.items() if not job.running][:-IN_USE]
            held = sum(job.bytes for job in self._jobs.values())
            for key in idle:
                job = self._jobs[key]
                if held <= self._keep and len(self._jobs) <= MOST_JOBS:
                    break
                held -= job.bytes
                del self._jobs[key]
        give_back()

    def _stage(self, job: Job, number: int) -> None:
        """Run one ensemble of a job, and put the next one in the queue."""
        try:
            members = self.stages[number]
            if number:  # first the picture of the few is drawn; who drags on wants no more of this
                self._pause(job)
            if members not in job.done and job.most() < members:
                self._ensemble(job, members)
            if number + 1 < len(self.stages):
                self._all.put(job, self._stage, job, number + 1)
                return
        except Stopped:
            if self._wanted_again(job, number):
                return
        except Exception as error:  # what a page must tell, and a log must keep
            job.failed = f"{type(error).__name__}: {error}"
        with self._lock:
            job.running = False
        self._forget()
        with job.changed:
            job.changed.notify_all()

    def _wanted_again(self, job: Job, number: int) -> bool:
        """Put a stage that was stopped in the queue again where somebody has asked for it since."""
        with self._lock:
            if job.deserted:
                job.running = False
                return False
            lane = self._all if number else self._few
            lane.put(job, self._stage, job, number)
            return True

    def _pause(self, job: Job) -> None:
        """Wait a moment, and no longer than anybody wants the job."""
        until = time.monotonic() + PAUSE
        while not job.deserted and time.monotonic() < until:
            time.sleep(PAUSE / 30)

    def _ensemble(self, job: Job, members: int) -> None:
        def progress(day: int, days: int) -> None:
            job.day, job.days = day, days
            if job.deserted:
                raise Stopped

        job.members, job.day = members, 0
        progress(0, 1)
        runs = self._simulate(job.scenario, members, progress)
        done = Done(read(runs, job.scenario), reading(runs, job.scenario))
        with job.changed:
            job.done[members] = done
            if members == self.stages[-1] and job.scenario.pulls:
                job.done = {members: done}  # the few are among them, and memory is not endless
            job.changed.notify_all()


def _let_go(job: Job, page: str) -> None:
    """Take a page from those that wait for a job, and stop it where nobody is left."""
    if page in job.wanted:
        del job.wanted[page]
        job.stopped |= not job.wanted


def _key(scenario: Scenario) -> str:
    return f"{scenario.source} {scenario.digest} {scenario.pulls}"


def cut(done: Done, members: int) -> Reading:
    """Return what the first members say: they are the same in an ensemble of any size."""
    whole = done.reading
    return Reading(
        whole.outcomes.iloc[:members],
        {name: one.isel(member=slice(members)) for name, one in whole.daily.items()},
        {**whole.attrs, "members": members},
        {name: one.isel(member=slice(members)) for name, one in whole.places.items()},
    )
