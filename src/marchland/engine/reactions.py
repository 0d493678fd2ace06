"""Reactions: each member asks at the end of each day, and changes its own settings the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from marchland.engine.effects import Event, effect_of
from marchland.engine.labelled import labelled
from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.timeline import Settings, resolved
from marchland.kernels.layout import (
    Bools,
    BorderTally,
    DayTally,
    Floats,
    Ints,
    People,
    Tally,
    Watch,
)
from marchland.model.causes import CAUSES, WAITS
from marchland.model.expression import Quantity
from marchland.model.reactions import Reaction

NEVER = -1
NO_DAY = 2**62
"""Later than any day."""


@dataclass(frozen=True)
class _Due:
    """A change of a reaction, and how many days after it happens it is made."""

    after: int
    event: Event


_STUCK = {
    "stranded": slice(0, len(CAUSES)),
    "waiting": slice(len(CAUSES), len(CAUSES) + len(WAITS)),
}
"""Rows of the day's tally that a quantity sums."""


class Reactions:
    """What the members' reactions have seen and done so far.

    Attributes
    ----------
    fired
        Index of the day on which each reaction happened in each member (m, reaction), −1: not yet.
    """

    def __init__(self, plan: Plan, draws: Draws) -> None:
        self._plan, self._draws = plan, draws
        self._start = np.datetime64(plan.scenario.start, "D")
        self._reactions = [plan.scenario.reactions[name] for name in plan.scenario.reactions]
        self._due = [self._changes(one) for one in self._reactions]
        self._streak: Ints = np.zeros((draws.members, len(self._reactions)), dtype=np.int64)
        self.fired: Ints = np.full_like(self._streak, NEVER)
        leaves = (leaf for one in self._reactions for leaf in one.when.leaves())
        self._past: dict[Quantity, deque[Floats]] = {
            leaf: deque() for leaf in leaves if isinstance(leaf, Quantity)
        }
        self._mean: dict[Quantity, Floats] = {}
        self._sum = {leaf: np.zeros(draws.members) for leaf in self._past}
        self._asked, self._begun, self._passing = 0, 0, False
        self._watched = [leaf for leaf in self._past if leaf.what == "people"]
        places = [plan.at(leaf.where) for leaf in self._watched]
        self._rows = np.concatenate([np.zeros(0, np.int64), *places])
        self._ends = np.cumsum([0, *map(len, places)], dtype=np.int64)
        self._seen: Ints = np.zeros((draws.members, 0, len(places)), np.int64)

    def _changes(self, one: Reaction) -> list[_Due]:
        plan, due = self._plan, []
        for change in one.changes:
            said = change.what, change.where, change.group
            name = f"reactions:{one.name}:{change}"
            event = resolved(plan, self._draws, said, change.value, name)
            if event is not None:
                due.append(_Due(change.after, event))
        return due

    def watch(self, day: int, until: int) -> Watch:
        """Return what kernels are to note from a day to before another; they fill it."""
        self._begun = day
        self._seen = np.zeros((self._draws.members, until - day, len(self._watched)), np.int64)
        return Watch(self._ends, self._rows, self._seen)

    def open_day(self, day: int, tally: Tally, settings: Settings) -> Bools:
        """Ask what the days before were like, as far as they are new, and make today's changes.

        Returns
        -------
        In which members a permeability or an opening changed (m), so that ways are others.
        """
        self.ask_before(day, tally)
        changed, self._passing = np.zeros(self._draws.members, dtype=np.bool_), False
        for i, due in enumerate(self._due):
            since = self.fired[:, i]
            for one in due:
                now = (since != NEVER) & (since + one.after == day)
                if now.any():
                    changed |= now & settings.apply(one.event, np.flatnonzero(now))
                    self._passing |= effect_of(one.event.kind).passing
        return changed

    def next_change(self, day: int) -> int:
        """Return the first day behind a day that is open on which anything can change."""
        found = [day + 1] if self._passing else []
        for i, due in enumerate(self._due):
            since = self.fired[:, i]
            waiting = since == NEVER
            if due and waiting.any():
                found.append(self._soonest(i, day, waiting) + min(one.after for one in due))
            made = [since[~waiting] + one.after for one in due]
            found.extend(int(days[days > day].min(initial=NO_DAY)) for days in made)
        return min(found, default=NO_DAY)

    def _soonest(self, i: int, day: int, waiting: Bools) -> int:
        """Return the first day behind one that is open on which a reaction can happen."""
        one = self._reactions[i]
        soonest = day + max(1, one.days - int(self._streak[waiting, i].max()))
        if one.since is None:
            return soonest
        asked = int((np.datetime64(one.since, "D") - self._start) / np.timedelta64(1, "D"))
        return max(soonest, asked + one.days)

    def ask_before(self, until: int, tally: Tally) -> None:
        """Ask of each day before another that was not asked of yet."""
        for day in range(self._asked, until):
            self._ask(day, tally)
        self._asked = max(self._asked, until)

    def _ask(self, day: int, tally: Tally) -> None:
        """Ask of a day that was seen; note in which members a reaction happens on the next.

        Sums are of whole numbers, and so exact.
        """
        if (self.fired != NEVER).all():
            return
        for leaf, past in self._past.items():
            past.append(self._on(leaf, day, tally))
            self._sum[leaf] += past[-1]
            if len(past) > leaf.days:
                self._sum[leaf] -= past.popleft()
            self._mean[leaf] = self._sum[leaf] / len(past)
        date = self._start + np.timedelta64(day, "D")
        for i, one in enumerate(self._reactions):
            early = one.since is not None and date < np.datetime64(one.since, "D")
            late = one.until is not None and date > np.datetime64(one.until, "D")
            if early or late:
                self._streak[:, i] = 0
                continue
            with np.errstate(divide="ignore", invalid="ignore"):
                so = np.asarray(one.when.value(self._leaf)) & np.ones(self._draws.members, np.bool_)
            self._streak[:, i] = np.where(so, self._streak[:, i] + 1, 0)
            happens = (self._streak[:, i] >= one.days) & (self.fired[:, i] == NEVER)
            self.fired[happens, i] = day + 1

    def _leaf(self, leaf: float | str | Quantity) -> Any:
        if isinstance(leaf, Quantity):
            return self._mean[leaf]
        return self._draws.values[leaf] if isinstance(leaf, str) else np.float64(leaf)

    def _on(self, leaf: Quantity, day: int, tally: Tally) -> Floats:
        """Return what a quantity was at the end of a day that was seen (m)."""
        found: Any
        if leaf.what in ("attempts", "turned_back"):
            found = tally.border[
                :, day, BorderTally.ATTEMPTS if leaf.what == "attempts" else BorderTally.TURNED_BACK
            ]
            if leaf.where:
                found = found[:, [self._plan.borders.index(leaf.where)]]
        elif leaf.what == "people":
            found = self._seen[:, day - self._begun, [self._watched.index(leaf)]]
        elif leaf.what == "entered":
            found = tally.entered[:, day]
        elif leaf.what == "travelling":
            found = tally.day[:, day, [DayTally.ON_THE_WAY]]
        else:
            found = tally.day[:, day, _STUCK[leaf.what]]
        return np.asarray(found.sum(axis=1), dtype=np.float64)

    def noted(self) -> dict[str, Any]:
        """Return what was seen and done, in arrays (m, ...) by name.

        Of the last day a run asks when it opens the next.
        """
        if not self._reactions:
            return {}
        found: dict[str, Any] = {"streak": self._streak, "fired": self.fired}
        for i, (leaf, past) in enumerate(self._past.items()):
            found[f"past{i}"] = np.array(past).reshape(-1, self._draws.members).T
            found[f"sum{i}"] = self._sum[leaf]
            if leaf in self._mean:
                found[f"mean{i}"] = self._mean[leaf]
        return {name: np.array(values) for name, values in found.items()}

    def take_up(self, noted: Mapping[str, Any], day: int, people: Ints) -> None:
        """Go on from what :meth:`noted` returned, with people as they are now (m, People, p, g)."""
        if not self._reactions:
            return
        self._asked = self._begun = max(0, day - 1)
        there = people[:, People.READY : People.RESTING + 1].sum(axis=(1, 3))
        seen = [there[:, self._plan.at(leaf.where)].sum(axis=1) for leaf in self._watched]
        self._seen = np.array(seen, np.int64).reshape(-1, 1, len(there)).T
        self._streak, self.fired = noted["streak"].copy(), noted["fired"].copy()
        for i, leaf in enumerate(self._past):
            self._past[leaf] = deque(noted[f"past{i}"].T.copy())
            self._sum[leaf] = noted[f"sum{i}"].copy()
            if f"mean{i}" in noted:
                self._mean[leaf] = noted[f"mean{i}"].copy()

    def told(self, runs: xr.Dataset) -> xr.Dataset:
        """Return the runs with when each reaction happened in each member."""
        names = np.array([one.name for one in self._reactions], dtype=np.str_)
        labels = np.array([one.label for one in self._reactions], dtype=np.str_)
        fired = labelled("fired", self.fired.astype(np.int32))
        return runs.assign(fired=fired).assign_coords(
            reaction=names, reaction_label=("reaction", labels)
        )
