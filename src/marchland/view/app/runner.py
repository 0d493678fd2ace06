"""Running in the background: few members first, then all; kept, shared, and stopped on request."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study.compare.paired import Reading, reading
from marchland.study.measures.read import Findings, read

PAUSE = 1.5
"""Seconds between the ensemble of few members and the next one."""

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


@dataclass
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
        Pages that wait for it.
    failed
        What went wrong, blank where nothing did.
    """

    scenario: Scenario
    done: dict[int, Done] = field(default_factory=dict)
    members: int = 0
    day: int = 0
    days: int = 1
    wanted: set[str] = field(default_factory=set)
    stopped: bool = False
    failed: str = ""
    changed: threading.Condition = field(default_factory=threading.Condition)
    running: bool = False

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
        How many scenarios are kept.
    """

    def __init__(self, simulate: Simulate, stages: Sequence[int], keep: int = 12) -> None:
        self._simulate, self.stages, self._keep = simulate, tuple(stages), keep
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._quick = ThreadPoolExecutor(2, thread_name_prefix="few-members")
        self._slow = ThreadPoolExecutor(1, thread_name_prefix="all-members")

    def want(self, scenario: Scenario, page: str) -> Job:
        """Return the job of a scenario, begun if it was not; what the page wanted before may stop.

        What others want, and scenarios without levers, run on.
        """
        key = _key(scenario)
        with self._lock:
            for other, job in self._jobs.items():
                if other != key:
                    self._let_go(job, page)
            job = self._jobs.setdefault(key, Job(scenario))
            self._jobs.move_to_end(key)
            job.wanted.add(page)
            job.stopped = False
            self._forget()
            if not job.running and job.most() < self.stages[-1]:
                job.running, job.failed = True, ""
                self._quick.submit(self._stage, job, 0)
        return job

    def leave(self, page: str) -> None:
        """Let go what a page wanted that was closed: what nobody else wants is dropped."""
        with self._lock:
            for job in self._jobs.values():
                self._let_go(job, page)

    def _let_go(self, job: Job, page: str) -> None:
        """Take a page from those that wait for a job, and stop it where nobody is left."""
        if page in job.wanted:
            job.wanted.discard(page)
            job.stopped |= bool(job.scenario.pulls) and not job.wanted

    def job(self, scenario: Scenario) -> Job | None:
        """Return the job of a scenario, None where nobody wanted it."""
        with self._lock:
            return self._jobs.get(_key(scenario))

    def stop(self, scenario: Scenario) -> None:
        """Stop a scenario's run after the day it is at; what is done stays."""
        with self._lock:
            if job := self._jobs.get(_key(scenario)):
                job.stopped = True

    def _forget(self) -> None:
        """Forget the scenarios that were wanted longest ago."""
        for key in list(self._jobs):
            if len(self._jobs) <= self._keep:
                return
            if not self._jobs[key].running:
                del self._jobs[key]

    def _stage(self, job: Job, number: int) -> None:
        """Run one ensemble of a job, and put the next one in the queue."""
        try:
            members = self.stages[number]
            if number:  # first the picture of the few is drawn; who drags on wants no more of this
                self._pause(job)
            if members not in job.done and job.most() < members:
                self._ensemble(job, members)
            if number + 1 < len(self.stages):
                self._slow.submit(self._stage, job, number + 1)
                return
        except Stopped:
            pass
        except Exception as error:  # what a page must tell, and a log must keep
            job.failed = f"{type(error).__name__}: {error}"
        with job.changed:
            job.running = False
            job.changed.notify_all()

    def _pause(self, job: Job) -> None:
        """Wait a moment, and no longer than anybody wants the job."""
        until = time.monotonic() + PAUSE
        while not job.stopped and time.monotonic() < until:
            time.sleep(PAUSE / 30)

    def _ensemble(self, job: Job, members: int) -> None:
        def progress(day: int, days: int) -> None:
            job.day, job.days = day, days
            if job.stopped:
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
