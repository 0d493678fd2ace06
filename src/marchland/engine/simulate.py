"""The one verb: carry an ensemble through a scenario, day by day."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import xarray as xr

from marchland.engine.dataset import assemble
from marchland.engine.displacement import Displacement
from marchland.engine.exposure import Nights
from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.reactions import Reactions
from marchland.engine.shared import network_of
from marchland.engine.state import State, tally
from marchland.engine.timeline import LONGEST, Settings
from marchland.kernels.choose import fill_tolls
from marchland.kernels.day import advance, choose_ahead
from marchland.kernels.layout import Ahead, Bools, Floats, Ints, Span, Status, Tally
from marchland.model.design import Design, Keep
from marchland.model.levers import written
from marchland.model.scenario import Scenario

Progress = Callable[[int, int], None]

MANY_PLACES = 5_000
"""Places from which on choices are split over threads where there are fewer members than those."""
PIECES = 4
"""Pieces for each thread, so that none waits long for places where many people are."""


def simulate(
    scenario: Scenario,
    members: int | None = None,
    seed: int | None = None,
    *,
    first: int = 0,
    days: int | None = None,
    threads: int | None = None,
    uncertainty: Iterable[str] | None = None,
    keep: Keep | None = None,
    parameters: Mapping[str, Floats] | None = None,
    design: Design | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> xr.Dataset:
    """Run a scenario and return what happened in every member.

    Parameters
    ----------
    scenario
        A checked scenario, as :func:`marchland.read` returns it.
    members
        Members of the ensemble, at least 1; by default as the scenario says.
    seed
        Seed, 0 or more; by default as the scenario says. Member m is the same in an ensemble of any
        size, for any number of threads.
    first
        Number of the first member, 0 or more: a part of a large ensemble can be run by itself.
    days
        Days to run; by default the scenario's.
    threads
        Threads, at least 1; by default one for each core.
    uncertainty
        Which components of uncertainty are on, of ``parameters``, ``place_effect`` and ``chance``;
        by default all.
    keep
        What to keep; by default the stock by place and group, and the flow by route.
    parameters
        Values of parameters by name, one a member, in place of what would be drawn.
    design
        All of these, from ``members`` on but for ``threads``, in one.
    progress
        Called as days are done, with their number and that of all days.
    command
        The command that makes the same result, for its provenance.

    Returns
    -------
    xarray.Dataset
        Axes (member, day, place | route | border, group); the data dictionary lists the variables.

    Raises
    ------
    RequestError
        With all that is wrong with the arguments.
    """
    how = Design.of(
        scenario,
        design,
        {"threads": threads},
        members=members,
        seed=seed,
        days=days,
        first=first or None,
        uncertainty=uncertainty,
        keep=keep,
        given=parameters,
    )
    plan, days = Plan(scenario, how.keep), how.days
    draws = Draws(scenario, how.members, how.seed, how.on, how.given, how.first)
    threads = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        try:
            run = _Run(plan, draws, days, threads, pool)
            day = 0
            while day < days:
                day = run.advance(day, days)
                if progress is not None:
                    progress(day, days)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # what was foreseen is not needed
            raise
    runs = assemble(plan, draws, run.tally, run.state.member, run.nights, how.seed, how.on, command)
    if scenario.pulls:
        runs.attrs["levers"] = written(scenario.pulls)
    return run.reactions.told(runs) if run.reactions else runs


class _Run:
    """One ensemble on its way through the days."""

    def __init__(
        self, plan: Plan, draws: Draws, days: int, threads: int, pool: ThreadPoolExecutor
    ) -> None:
        self._plan, self._pool = plan, pool
        self._threads, self._pieces = min(threads, draws.members), PIECES * threads
        self._by_place = threads > draws.members and len(plan.places) >= MANY_PLACES
        self._atlas = plan.atlas()
        self._settings = Settings(plan, draws)
        self._network, self._toll = network_of(plan, self._atlas), np.zeros(0)
        self._ahead = _ahead(plan, self._atlas.gate, days)
        self._network.foresee(self._ahead.values(), pool)
        self._displacement = Displacement(plan, draws)
        self.nights = Nights(plan, self._atlas, draws, days)
        self.state = State(plan, draws, self._settings, self._by_place)
        self.tally: Tally = tally(plan, draws.members, days)
        self._members = draws.members
        self.reactions = Reactions(plan, draws) if plan.scenario.reactions else None

    def advance(self, day: int, days: int) -> int:
        """Carry all members on until something is set anew; return the index of that day."""
        rerouted = self._timeline(day)
        self.nights.fall(day, self._settings.place)
        until = min(day + LONGEST, self._settings.next_change(day), days)
        if self.nights.weather or self.reactions:
            until = day + 1
        entry = self._displacement.over(day, until)
        ticks = self._plan.scenario.rules.ticks_per_day
        while True:
            self._each_part(
                lambda first, last: advance(
                    self._atlas,
                    self._network.ways,
                    self.state.member,
                    self.tally,
                    Span(first, last, day, until, ticks, self._by_place),
                    rerouted,
                    entry,
                )
            )
            if not (self.state.make_room() or self._choose_ahead()):
                break
        self.nights.pass_(day, self.state.member)
        return until

    def _choose_ahead(self) -> bool:
        """Make the choices that members wait for, places in pieces; return whether any waited."""
        status = self.state.member.status
        waiting = np.flatnonzero(status[:, Status.AHEAD] == Ahead.ASKED).tolist()
        bounds = np.linspace(0, len(self._plan.places), self._pieces + 1).astype(int).tolist()
        for m in waiting:
            ways = self._network.ways
            jobs = [
                self._pool.submit(choose_ahead, self._atlas, ways, self.state.alone(m), *piece)
                for piece in pairwise(bounds)
            ]
            for job in jobs:
                job.result()
            status[m, Status.AHEAD] = Ahead.MADE
        return len(waiting) > 0

    def _timeline(self, day: int) -> Bools:
        """Apply today's events; return in which members the network changed."""
        changed = self._settings.open_day(day)
        self._toll = self._ahead[day][1] if day in self._ahead else self._toll
        answered = np.zeros(self._members, dtype=np.bool_)
        if self.reactions:
            answered = self.reactions.open_day(day, self.state.member, self.tally, self._settings)
        if not changed and day > 0 and not answered.any():
            return answered
        rerouted = self.state.enter(self._network, self._states())
        return np.ones_like(rerouted) if changed else rerouted | answered

    def _states(self) -> Ints:
        """Return the network state that each member is in (m); equal ones are compiled once."""
        found = [self._network.state(one, self._toll) for one in self._settings.passable]
        return np.broadcast_to(np.array(found, dtype=np.int64), self._members)

    def _each_part(self, work: Callable[[int, int], None]) -> None:
        """Do the work for all members, a part of them in each thread."""
        bounds = np.linspace(0, self._members, self._threads + 1).astype(int)
        parts = list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
        if len(parts) == 1:
            work(*parts[0])
            return
        for done in [self._pool.submit(work, *part) for part in parts]:
            done.result()


def _ahead(plan: Plan, gate: Ints, days: int) -> dict[int, tuple[Bools, Floats]]:
    """Return what the timeline will have set on each day of events.

    Returns
    -------
        Which routes are open to whom (r, g), and each gate's own cost in km (c): what one member at
        the default values pays at each gate beyond the first.
    """
    draws, found = Draws(plan.scenario, 1, 0, frozenset()), {}
    settings, traits = Settings(plan, draws), draws.traits(plan)[0]
    for day in sorted({0, *settings.days()}):
        if day < days:
            settings.open_day(day)
            toll = np.zeros(gate.shape[1])
            fill_tolls(gate, settings.line[0], traits, toll)
            found[day] = settings.passable[0].copy(), toll
    return found
