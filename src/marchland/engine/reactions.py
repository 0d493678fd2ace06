"""Reactions: each member asks at the end of each day, and changes its own settings the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from marchland.engine.effects import Event
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
    Member,
    People,
    Tally,
)
from marchland.model.causes import CAUSES, WAITS
from marchland.model.expression import Quantity
from marchland.model.reactions import Reaction

NEVER = -1


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
        self._reactions = [plan.scenario.reactions[name] for name in plan.scenario.reactions]
        self._due = [self._changes(one) for one in self._reactions]
        self._streak: Ints = np.zeros((draws.members, len(self._reactions)), dtype=np.int64)
        self.fired: Ints = np.full_like(self._streak, NEVER)
        asked = (leaf for one in self._reactions for leaf in one.when.leaves())
        self._past: dict[Quantity, deque[Floats]] = {
            leaf: deque() for leaf in asked if isinstance(leaf, Quantity)
        }
        self._mean: dict[Quantity, Floats] = {}
        self._sum = {leaf: np.zeros(draws.members) for leaf in self._past}

    def _changes(self, one: Reaction) -> list[_Due]:
        plan, due = self._plan, []
        for change in one.changes:
            said = change.what, change.where, change.group
            name = f"reactions:{one.name}:{change}"
            event = resolved(plan, self._draws, said, change.value, name)
            if event is not None:
                due.append(_Due(change.after, event))
        return due

    def open_day(self, day: int, member: Member, tally: Tally, settings: Settings) -> Bools:
        """Ask what yesterday was like, and make today's changes.

        Returns
        -------
        In which members a permeability or an opening changed (m), so that ways are others.
        """
        if day > 0:
            self._ask(day, member, tally)
        changed = np.zeros(self._draws.members, dtype=np.bool_)
        for i, due in enumerate(self._due):
            since = self.fired[:, i]
            for one in due:
                now = (since != NEVER) & (since + one.after == day)
                if now.any():
                    changed |= now & settings.apply(one.event, np.flatnonzero(now))
        return changed

    def _ask(self, day: int, member: Member, tally: Tally) -> None:
        """See yesterday, and note in which members a reaction happens today."""
        if (self.fired != NEVER).all():
            return
        for leaf, past in self._past.items():  # sums are of whole numbers, and so exact
            past.append(self._yesterday(leaf, day - 1, member, tally))
            self._sum[leaf] += past[-1]
            if len(past) > leaf.days:
                self._sum[leaf] -= past.popleft()
            self._mean[leaf] = self._sum[leaf] / len(past)
        date = np.datetime64(self._plan.scenario.start, "D") + np.timedelta64(day - 1, "D")
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
            self.fired[happens, i] = day

    def _leaf(self, leaf: float | str | Quantity) -> Any:
        if isinstance(leaf, Quantity):
            return self._mean[leaf]
        return self._draws.values[leaf] if isinstance(leaf, str) else np.float64(leaf)

    def _yesterday(self, leaf: Quantity, day: int, member: Member, tally: Tally) -> Floats:
        """Return what a quantity was at the end of a day (m)."""
        found: Any
        if leaf.what in ("attempts", "turned_back"):
            found = tally.border[
                :, day, BorderTally.ATTEMPTS if leaf.what == "attempts" else BorderTally.TURNED_BACK
            ]
            if leaf.where:
                found = found[:, [self._plan.borders.index(leaf.where)]]
        elif leaf.what == "people":
            places = self._plan.at(leaf.where)
            found = member.people[:, People.READY : People.RESTING + 1, places].sum(axis=(2, 3))
        elif leaf.what == "entered":
            found = tally.entered[:, day]
        elif leaf.what == "travelling":
            found = tally.day[:, day, [DayTally.ON_THE_WAY]]
        else:
            found = tally.day[:, day, _STUCK[leaf.what]]
        return np.asarray(found.sum(axis=1), dtype=np.float64)

    def noted(self) -> dict[str, Any]:
        """Return what was seen and done so far, in arrays (m, ...) by name."""
        found: dict[str, Any] = {"streak": self._streak, "fired": self.fired}
        for i, (leaf, past) in enumerate(self._past.items()):
            found[f"past{i}"] = np.array(past).reshape(-1, self._draws.members).T
            found[f"sum{i}"] = self._sum[leaf]
            if leaf in self._mean:
                found[f"mean{i}"] = self._mean[leaf]
        return {name: np.array(values) for name, values in found.items()}

    def take_up(self, noted: Mapping[str, Any]) -> None:
        """Go on from what :meth:`noted` returned."""
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
