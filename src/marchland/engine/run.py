"""One ensemble on its way through the days."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise

import numpy as np

from marchland.engine.displacement import Displacement
from marchland.engine.exposure import Nights
from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.reactions import Reactions
from marchland.engine.shared import network_of
from marchland.engine.state import State, tally
from marchland.engine.timeline import LONGEST, Settings
from marchland.engine.world import World
from marchland.kernels.choose import fill_tolls
from marchland.kernels.day import advance, choose_ahead
from marchland.kernels.layout import Ahead, Bools, Days, Ints, Span, Status, Tally

Progress = Callable[[int, int], None]

MANY_PLACES = 5_000
"""Places from which on choices are split over threads where there are fewer members than those."""
MOST_THREADS = 1024
PIECES = 4
"""Pieces for each thread, so that none waits long for places where many people are."""


class Run:
    """One ensemble on its way through the days.

    Parameters
    ----------
    plan, draws
        The scenario in arrays, and the members' parameters.
    days
        Days to run in all.
    threads, pool
        Threads, and where their work is done.

    Attributes
    ----------
    settings, network, state, tally, nights, reactions
        Where it stands: what the timeline set, the ways, the people, the output so far, the nights,
        and what reactions have seen.
    """

    def __init__(
        self, plan: Plan, draws: Draws, days: int, threads: int, pool: ThreadPoolExecutor
    ) -> None:
        self.plan, self._pool = plan, pool
        self._threads = min(threads, draws.members)
        self._by_place = threads > draws.members and len(plan.places) >= MANY_PLACES
        pieces = PIECES * threads if self._by_place else 0
        self._pieces = np.linspace(0, len(plan.places), pieces + 1).astype(int).tolist()
        self._atlas = plan.atlas()
        self.settings = Settings(plan, draws)
        self.network, self._toll = network_of(plan, self._atlas), np.zeros(0)
        self._ahead = _ahead(plan, self._atlas.gate, days)
        self.network.foresee(self._ahead.values(), pool)
        self._feared: Bools = np.zeros((0, 0), dtype=np.bool_)
        self._displacement = Displacement(plan, draws)
        self.nights = Nights(plan, self._atlas, draws, days)
        self.state = State(plan, draws, self.settings, pieces)
        self.tally: Tally = tally(plan, draws.members, days)
        self.draws, self._days = draws, days
        self.reactions = Reactions(plan, draws)

    def begin_on(self, day: int) -> None:
        """Have the tolls of the days before, where a run goes on from a day in the middle."""
        self._toll = self._ahead[max(one for one in self._ahead if one < max(day, 1))].toll

    def carry(self, day: int, until: int, progress: Progress | None = None) -> None:
        """Carry all members from the start of a day to that of another.

        Reactions were asked then of all days but the last, of which they are when the next begins.
        """
        while day < until:
            day = self.advance(day, until)
            if progress is not None:
                progress(day, self._days)
        self.reactions.ask_before(until - 1, self.tally)

    def advance(self, day: int, stop: int) -> int:
        """Carry all members on until something is set anew; return the index of that day.

        Parameters
        ----------
        day
            Index of the day on which they stand.
        stop
            Day at whose start they stop at the latest.
        """
        rerouted = self._timeline(day)
        until = min(day + LONGEST, self.settings.next_change(day), stop, self._days)
        until = min(until, self.nights.until(day), self.reactions.next_change(day))
        factor = self.settings.departures * (1.0 + self.settings.drawn)
        entry = self._displacement.over(day, until, factor)
        given = Days(entry, self.nights.known, self.reactions.watch(day, until))
        ticks = self.plan.scenario.rules.ticks_per_day
        while True:
            self._each_part(
                lambda first, last: advance(
                    self._atlas,
                    self.network.ways,
                    self.state.member,
                    self.tally,
                    Span(first, last, day, until, ticks, self._by_place),
                    rerouted,
                    given,
                )
            )
            if not (self.state.make_room() or self._choose_ahead()):
                break
        return until

    def _choose_ahead(self) -> bool:
        """Make the choices that members wait for, places in pieces; return whether any waited."""
        if not self._by_place:
            return False
        status = self.state.member.status
        waiting = np.flatnonzero(status[:, Status.AHEAD] == Ahead.ASKED).tolist()
        for m in waiting:
            ways = self.network.ways
            jobs = [
                self._pool.submit(choose_ahead, self._atlas, ways, self.state.alone(m, i), *piece)
                for i, piece in enumerate(pairwise(self._pieces))
            ]
            for job in jobs:
                job.result()
            status[m, Status.LEAVING] = self.state.leaving(m)
            status[m, Status.AHEAD] = Ahead.MADE
        return len(waiting) > 0

    def _timeline(self, day: int) -> Bools:
        """Apply today's events; return in which members the network changed."""
        changed = self.settings.open_day(day)
        self._toll = self._ahead[day].toll if day in self._ahead else self._toll
        answered = self.reactions.open_day(day, self.tally, self.settings)
        alarmed = self._alarmed()
        self.state.forget(self.settings.fresh)
        self.settings.fresh[:] = False
        if not (changed or day == 0 or alarmed or answered.any()):
            return answered
        rerouted = self.state.enter(self.network, self._states())
        return np.ones_like(rerouted) if changed else rerouted | answered

    def _alarmed(self) -> bool:
        """Note which ways are feared today; return whether it may be others than before."""
        before = self._feared
        if self.settings.fresh.any():
            self._feared = self.settings.feared()
        return not np.array_equal(before, self._feared)

    def _states(self) -> Ints:
        """Return the network state that each member is in (m); equal ones are compiled once."""
        passable, feared = self.settings.passable, self.settings.feared()
        unlike = max(len(passable), len(feared))
        pairs = (np.broadcast_to(one, (unlike, *one.shape[1:])) for one in (passable, feared))
        found = [self.network.state(World(a, self._toll, b)) for a, b in zip(*pairs, strict=True)]
        return np.broadcast_to(np.array(found, dtype=np.int64), self.draws.members)

    def _each_part(self, work: Callable[[int, int], None]) -> None:
        """Do the work for all members, a part of them in each thread.

        It is never done here: this thread waits, and hears of Ctrl+C while it does.
        """
        bounds = np.linspace(0, self.draws.members, self._threads + 1).astype(int)
        for done in [self._pool.submit(work, *part) for part in pairwise(bounds.tolist())]:
            done.result()


@contextmanager
def on_its_way(plan: Plan, draws: Draws, days: int, threads: int | None) -> Iterator[Run]:
    """Give a run threads as long as it goes on; where it breaks off they stop at their next phase.

    Parameters
    ----------
    plan, draws, days
        As for :class:`Run`.
    threads
        By default one for each core.
    """
    threads = min(threads or os.cpu_count() or 1, MOST_THREADS)
    run = None
    with ThreadPoolExecutor(threads) as pool:
        try:
            run = Run(plan, draws, days, threads, pool)
            yield run
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # what was foreseen is not needed
            if run is not None:
                run.state.halt()
            raise


def _ahead(plan: Plan, gate: Ints, days: int) -> dict[int, World]:
    """Return the world of one member at the default values on each day of events.

    Its tolls are what every member pays at each gate beyond the first.
    """
    draws, found = Draws(plan.scenario, 1, 0, frozenset()), {}
    settings, traits = Settings(plan, draws), draws.traits(plan)[0]
    for day in sorted({0, *settings.days()}):
        if day < days:
            settings.open_day(day)
            toll = np.zeros(gate.shape[1])
            fill_tolls(gate, settings.line[0], traits, toll)
            found[day] = World(settings.passable[0].copy(), toll, settings.feared()[0])
    return found
