"""Running in the background: few members first, then the others; kept, shared, and stopped on
request.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study.compare.paired import Reading, read_together, reading
from marchland.study.measures.read import Findings, read
from marchland.study.runs.joined import joined
from marchland.view.app.lanes import Lane, Precedence, give_back
from marchland.view.words import app as words

PAUSE = 0.2
"""Seconds between the ensemble of few members and the next one: who drags a slider on wants another
one by then."""
GIVING_WAY = 0.5
"""Seconds for which an answer, or a run after each day, gives way to what somebody waits for."""
PARTS, SMALLEST_PART = 2, 24
"""Parts in which the members of a large ensemble are run beside each other, and members of each at
least: while one part is in Python, kernels carry on the other."""
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

Simulate = Callable[[Scenario, int, Callable[[int, int], None], int], xr.Dataset]


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody asked for the run to stop."""


@dataclass(eq=False)
class Part:
    """Runs of some members, and what is compared of them."""

    runs: xr.Dataset
    reading: Reading


@dataclass(eq=False)
class Done:
    """Runs that are done, and what is compared of them.

    Parameters
    ----------
    scenario
        What was run.
    parts
        The members in order; they are put together when somebody asks for the runs.
    """

    scenario: Scenario
    parts: Sequence[Part]
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def reading(self) -> Reading:
        """What is compared of them."""
        return read_together([one.reading for one in self.parts])

    @property
    def findings(self) -> Findings:
        """What they say."""
        with self._lock:
            return self._findings

    @cached_property
    def _findings(self) -> Findings:
        found = read(joined([one.runs for one in self.parts]), self.scenario)
        self.parts = [Part(found.runs, self.reading)]
        return found

    @property
    def runs(self) -> xr.Dataset:
        """The runs themselves."""
        return self.findings.runs

    @property
    def bytes(self) -> int:
        """Memory that it takes: the runs, and the people that pictures draw from them."""
        return sum(_bytes(one.runs) for one in self.parts)


def _bytes(runs: xr.Dataset) -> int:
    stock = runs.get("stock")
    return int(runs.nbytes + (stock.nbytes if stock is not None else 0))


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
        What simulates so many members of a scenario, tells its progress by day, and begins with the
        member of some number.
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
        self._precedence = Precedence()

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

    def first(self) -> AbstractContextManager[None]:
        """Do what somebody waits for: large ensembles, and other answers, give way to it."""
        return self._precedence.first()

    def give_way(self) -> None:
        """Wait until what somebody waits for is done, but not for long."""
        self._precedence.give_way(GIVING_WAY)

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
            if number:  # who drags on wants no more of this
                self._pause(job)
            if job.most() < members:
                with nullcontext() if number else self.first():
                    self._ensemble(job, members, hurried=not number)
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

    def _ensemble(self, job: Job, members: int, hurried: bool) -> None:
        """Run the members of an ensemble that are not there yet, and put them to those that are."""
        there, job.members = job.most(), members
        ranges = _ranges(there, members)
        at, broken = [0] * len(ranges), threading.Event()
        job.day = 0

        def part(i: int) -> Part:
            def progress(day: int, days: int) -> None:
                at[i] = day
                job.day, job.days = min(at), days
                if not hurried:
                    self.give_way()
                if job.deserted or broken.is_set():
                    raise Stopped

            try:
                progress(0, 1)
                runs = self._simulate(job.scenario, len(ranges[i]), progress, ranges[i].start)
                return Part(runs, reading(runs, job.scenario, places=False))
            except BaseException:
                broken.set()
                raise

        with ThreadPoolExecutor(len(ranges), "members") as pool:
            parts = _all_of([pool.submit(part, i) for i in range(len(ranges))])
        done = Done(job.scenario, [*(job.done[there].parts if there else []), *parts])
        with job.changed:
            job.done[members] = done
            if members == self.stages[-1] and job.scenario.pulls:
                job.done = {members: done}  # the few are among them, and memory is not endless
            job.changed.notify_all()


def _ranges(first: int, members: int) -> list[range]:
    """Return the members from one to another in parts of about the same size."""
    parts = max(1, min(PARTS, (members - first) // SMALLEST_PART))
    bounds = [first + (members - first) * i // parts for i in range(parts + 1)]
    return [range(*pair) for pair in pairwise(bounds)]


def _all_of(parts: Sequence[Future[Part]]) -> list[Part]:
    """Return all parts, or raise what went wrong before what was stopped for it."""
    wrong = [error for one in parts if (error := one.exception()) is not None]
    for error in sorted(wrong, key=lambda error: isinstance(error, Stopped)):
        raise error
    return [one.result() for one in parts]


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
