"""Running in the background: few members first, then the others; kept, shared, and stopped on
request.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from itertools import pairwise

import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study.compare.paired import reading
from marchland.view.app.jobs import Done, Job, Part
from marchland.view.app.lanes import Lane, Precedence, give_back
from marchland.view.words import app as words

PAUSE = 0.2
"""Seconds between the ensemble of few members and the next one: who drags a slider on wants another
one by then."""
GIVING_WAY = 0.5
"""Seconds for which an answer, or a run after each day, gives way to what somebody waits for."""
SETTLED = 1.0
"""Seconds after the last ensemble before anything is run ahead: the page is drawn first."""
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
_AHEAD = "ahead"
"""Who wants what is run ahead."""
Simulate = Callable[[Scenario, int, Callable[[int, int], None], int], xr.Dataset]


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody asked for the run to stop."""


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
    likely
        What is likely to be asked for after a scenario: few members of it are run while there is
        nothing else to do.
    """

    def __init__(
        self,
        simulate: Simulate,
        stages: Sequence[int],
        keep: int = KEPT_BYTES,
        likely: Callable[[Scenario], Iterable[Scenario]] = lambda _: (),
    ) -> None:
        self._simulate, self.stages, self._keep = simulate, tuple(stages), keep
        self._likely = likely
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._few: Lane[Job] = Lane("few-members", FEW_AT_ONCE)
        self._all: Lane[Job] = Lane("all-members", ALL_AT_ONCE)
        self._ahead: Lane[Job] = Lane("ahead", 1)
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
        if job.most() == self.stages[-1]:
            self._ahead.put(job, self._look_ahead, job)

    def _look_ahead(self, after: Job) -> None:
        """Run few members of what is likely to be asked for next, while there is nothing to do."""
        time.sleep(SETTLED)
        for scenario in self._likely(after.scenario):
            if after.deserted or not self._idle():
                return
            key, job = _key(scenario), Job(scenario, wanted={_AHEAD: math.inf}, running=True)
            with self._lock:
                if key in self._jobs:
                    continue
                self._jobs[key] = job
                self._jobs.move_to_end(key, last=False)  # the first to be forgotten
            with suppress(Exception):  # who asks for it hears of what goes wrong
                self._ensemble(
                    job, self.stages[0], hurried=False, stop=partial(self._in_the_way, job, after)
                )
            self._hand_over(key, job)

    def _idle(self) -> bool:
        return self._few.idle and self._all.idle

    def _in_the_way(self, job: Job, after: Job) -> bool:
        """Whether what is run ahead must stop: nobody has asked for it yet, and others wait."""
        return [*job.wanted] == [_AHEAD] and (after.deserted or not self._idle())

    def _hand_over(self, key: str, job: Job) -> None:
        """Leave what was run ahead to those who have asked for it since."""
        with self._lock:
            job.wanted.pop(_AHEAD, None)
            job.running = False
            if job.wanted:
                self._begin(job)
            elif not job.done:
                self._jobs.pop(key, None)
        with job.changed:
            job.changed.notify_all()
        self._forget()

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

    def _ensemble(
        self, job: Job, members: int, hurried: bool, stop: Callable[[], bool] = lambda: False
    ) -> None:
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
                if job.deserted or stop() or broken.is_set():
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
