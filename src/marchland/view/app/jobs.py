"""Jobs: scenarios on their way, and what is done of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study.compare.paired import Reading, read_together
from marchland.study.measures.read import Findings, read
from marchland.study.runs.joined import joined

SILENCE = 90.0
"""Seconds without a word after which a page no longer waits: browsers slow the clock of hidden
pages."""


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


def cut(done: Done, members: int) -> Reading:
    """Return what the first members say: they are the same in an ensemble of any size."""
    whole = done.reading
    return Reading(
        whole.outcomes.iloc[:members],
        {name: one.isel(member=slice(members)) for name, one in whole.daily.items()},
        {**whole.attrs, "members": members},
        {name: one.isel(member=slice(members)) for name, one in whole.places.items()},
    )
