"""What-ifs from the day of their levers: the days before are run once, for all of them."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final

import numpy as np
import xarray as xr

from marchland.engine.branch import Branch, go_on, run_with_branches
from marchland.model.design import Design, Keep
from marchland.model.scenario import Scenario
from marchland.study.runs.coarse import protected
from marchland.study.runs.ensemble import simulate

_SAID: Final = ("what", "where", "group", "value")
_Key = tuple[str, int, int]
"""A crisis, the number of the first member, and how many there are."""
MOST_BYTES: Final = 256 * 2**20
"""Bytes of states that are kept; what was asked for longest ago is forgotten first."""


class Onward:
    """Simulates a scenario as it is, and with levers from the day on which they change something.

    The runs are the same, to the bit, as those of :func:`marchland.simulate`. Of a scenario as it
    is the state is kept at the start of the earliest day that any of its levers has; levers that
    are pulled from then on go on from there.

    Parameters
    ----------
    seed, keep, threads
        As for :func:`marchland.simulate`.
    most_bytes
        Bytes of states that are kept.
    """

    def __init__(
        self, seed: int, keep: Keep, threads: int | None = None, most_bytes: int = MOST_BYTES
    ) -> None:
        self._seed, self._keep, self._threads = seed, keep, threads
        self._most = most_bytes
        self._states: OrderedDict[_Key, Branch] = OrderedDict()
        self._lock = Lock()

    def __call__(
        self,
        scenario: Scenario,
        members: int,
        progress: Callable[[int, int], None] | None = None,
        first: int = 0,
    ) -> xr.Dataset:
        """Return so many runs of a scenario, from the member with the number ``first`` on."""
        base = scenario.base or scenario
        key = f"{base.source} {base.digest or id(base)}", first, members
        if not scenario.pulls:
            return self._as_it_is(scenario, key, progress)
        with self._lock:
            state = self._states.get(key)
        if state is not None and state.day <= first_change(base, scenario):
            return protected(go_on(state, scenario, threads=self._threads, progress=progress))
        return self._whole(scenario, key, progress)

    def _design(self, scenario: Scenario, key: _Key) -> Design:
        _, first, members = key
        return Design.of(
            scenario,
            None,
            {},
            members=members,
            seed=self._seed,
            first=first or None,
            keep=self._keep,
        )

    def _whole(
        self, scenario: Scenario, key: _Key, progress: Callable[[int, int], None] | None
    ) -> xr.Dataset:
        how = self._design(scenario, key)
        return simulate(scenario, design=how, threads=self._threads, progress=progress)

    def _as_it_is(
        self, scenario: Scenario, key: _Key, progress: Callable[[int, int], None] | None
    ) -> xr.Dataset:
        """Run a scenario without levers, and keep its state where they begin."""
        days = [(one.date - scenario.start).days for one in scenario.levers.values() if one.date]
        days = [day for day in days if 0 < day < scenario.days]
        if not days:
            return self._whole(scenario, key, progress)
        how = self._design(scenario, key)
        runs, (state,) = run_with_branches(
            scenario, [min(days)], how, threads=self._threads, progress=progress
        )
        with self._lock:
            self._states[key] = state
            self._states.move_to_end(key)
            while self._states and sum(map(_bytes, self._states.values())) > self._most:
                self._states.popitem(last=False)
        return protected(runs)


def first_change(base: Scenario, scenario: Scenario) -> int:
    """Return the index of the first day on which the timelines of two scenarios differ."""
    one, other = (Counter(_said(made)) for made in (base, scenario))
    return min((day for day, _ in (one - other) + (other - one)), default=base.days)


def _said(scenario: Scenario) -> list[tuple[int, str]]:
    """Return what each row of a timeline says: the index of its day, and the rest."""
    start, table = np.datetime64(scenario.start, "D"), scenario.timeline
    days = (table.date.astype("datetime64[D]") - start).astype(int).tolist()
    rest = (str([row[one] for one in _SAID]) for row in table.rows())
    return list(zip(days, rest, strict=True))


def _bytes(state: Branch) -> int:
    return sum(values.nbytes for values in state.arrays.values())
