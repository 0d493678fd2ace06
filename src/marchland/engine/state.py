"""The state of an ensemble: the only thing in the package that changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from marchland.engine.network import Network
from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.timeline import Settings
from marchland.errors import RequestError
from marchland.kernels.layout import (
    FIRST_SIDE,
    SIDE_ROWS,
    Bools,
    BorderTally,
    Cell,
    Cohort,
    Ints,
    Kept,
    Member,
    People,
    PlaceTally,
    RouteTally,
    Status,
    Tally,
    Work,
)
from marchland.language import say

FIRST_COHORTS = 1024
KEPT_OPTIONS = 4096
"""Options of each of many members whose weights are kept: that must stay near the processor."""
MOST_KEPT = 2**20
"""Options of all members whose weights are kept, where there are few members."""


class State:
    """Where everybody is, in every member.

    Parameters
    ----------
    plan, draws, settings
        The scenario in arrays, the members' parameters, and what the timeline sets.
    pieces
        Pieces of the places at which choices are made ahead, each beside the others; 0: they are
        not.
    """

    def __init__(self, plan: Plan, draws: Draws, settings: Settings, pieces: int = 0) -> None:
        ahead = pieces > 0
        members, places = draws.members, len(plan.places)
        groups, gates = len(plan.groups), len(plan.gates)
        fleeing = places if plan.endangered.any() else 0
        status = np.zeros((members, len(Status)), dtype=np.int64)
        status[:, Status.NETWORK] = -1
        self._own_work = [_room_to_work(1, 0) for _ in range(pieces)]
        self._status = [status, *(np.zeros_like(status) for _ in range(pieces))]
        self._room = np.zeros((pieces + 1, 2), dtype=np.int64)
        self.member = Member(
            key=draws.dice,
            traits=draws.traits(plan),
            settings=settings.place,
            pull=settings.pull,
            line=settings.line,
            status=status,
            people=np.zeros((members, len(People), places, groups), dtype=np.int64),
            inbound=np.zeros((members, places), dtype=np.int64),
            due=np.zeros((members, FIRST_COHORTS), dtype=np.int32),
            size=np.zeros((members, FIRST_COHORTS), dtype=np.int64),
            cohort=np.zeros((members, FIRST_COHORTS, len(Cohort)), dtype=np.int32),
            queue=np.zeros((members, gates, groups + 1), dtype=np.int64),
            toll=np.zeros((members, gates)),
            known=np.zeros((members, 0)),
            **_room_to_work(members, 0),
            cells=np.zeros((members, len(Cell), places * groups), dtype=np.int64),
            kept=np.zeros((members, len(Kept), places, groups), dtype=np.int64),
            option=np.zeros((members, 0), dtype=np.int64),
            option_key=np.zeros((members, 0), dtype=np.uint64),
            option_weight=np.zeros((members, 0)),
            option_place=np.zeros((members, 0), dtype=np.int32),
            option_draw=np.zeros((members, 0)),
            left=np.zeros((members, places if ahead else 0, groups), dtype=np.int64),
            sent=np.zeros((members, groups, 0), dtype=np.int64),
            flight_km=np.zeros((members, groups, fleeing)),
            flight=np.zeros((members, groups, fleeing), dtype=np.int64),
        )

    def enter(self, network: Network, states: Ints) -> Bools:
        """Put the members into network states (m); return in which ones it is new (m)."""
        status = self.member.status
        rerouted = np.asarray(status[:, Status.NETWORK] != states)
        status[:, Status.NETWORK] = states
        self.fit(network)
        return rerouted

    def fit(self, network: Network) -> None:
        """Have room for the largest state of a network."""
        members, terms = len(self.member.status), network.terms
        if self.member.known.shape[1] < terms:
            self.member = self.member._replace(known=np.full((members, terms), -1.0))
        if self._own_work and self.member.sent.shape[2] < network.labels:
            groups = self.member.people.shape[3]
            sent = np.zeros((members, groups, network.labels), dtype=np.int64)
            self.member = self.member._replace(sent=sent)
        options = max(network.options, 2 * self.member.people.shape[3])
        if self.member.work.shape[2] < options:
            self.member = self.member._replace(
                **_room_to_work(members, options), **self._list_of_options(options)
            )
            self._own_work = [_room_to_work(1, options) for _ in self._own_work]
            self.forget(np.ones(members, dtype=np.bool_))

    def _list_of_options(self, options: int) -> dict[str, Any]:
        """Return room for the options of one place, and for those that are kept.

        The member has such room first, and behind it each piece of the places.
        """
        members, _, places, groups = self.member.kept.shape
        most = max(KEPT_OPTIONS, MOST_KEPT // members) if KEPT_OPTIONS else 0
        parts = len(self._room)
        each = options + min(2 * places * groups * options, most) // parts
        first = 1 + each * np.arange(parts)
        self._room = np.stack([first, first + each], axis=1)
        room = 1 + parts * each
        return {
            "option": np.zeros((members, room), dtype=np.int64),
            "option_key": np.zeros((members, room), dtype=np.uint64),
            "option_weight": np.zeros((members, room)),
            "option_place": np.zeros((members, room), dtype=np.int32),
            "option_draw": np.zeros((members, room)),
        }

    def forget(self, where: Bools) -> None:
        """Forget the weights of options in some members (m), since something was set anew."""
        for status, room in zip(self._status, self._room, strict=True):
            status[where, Status.KEPT : Status.ROOM + 1] = room
        self.member.kept[where] = 0

    def alone(self, m: int, piece: int) -> Member:
        """Return one member as the only one, with room to work in for a piece of the places."""
        one = Member._make(values[m : m + 1] for values in self.member)
        status = self._status[1 + piece][m : m + 1]
        status[:, : Status.KEPT] = one.status[:, : Status.KEPT]
        return one._replace(**self._own_work[piece], status=status)

    def leaving(self, m: int) -> int:
        """Return how many cohorts may set out by the choices made at all pieces of the places."""
        return int(sum(status[m, Status.LEAVING] for status in self._status[1:]))

    def halt(self) -> None:
        """Have kernels that run in other threads stop before their next phase; no run goes on."""
        self.member.status[:, Status.SHORT] = -1

    def make_room(self) -> bool:
        """Give room to members that ran out of cohorts; return whether any had."""
        status = self.member.status
        needed = int(status[:, Status.SHORT].max(initial=0))
        if needed == 0:
            return False
        room = max(needed, 2 * self.member.cohort.shape[1])
        status[:, Status.SHORT] = 0
        self.member = self.member._replace(
            due=_lengthened(self.member.due, room),
            size=_lengthened(self.member.size, room),
            cohort=_lengthened(self.member.cohort, room),
        )
        return True


def _room_to_work(members: int, options: int) -> dict[str, Any]:
    """Return room to work in with so many options."""
    return {
        "work": np.zeros((members, len(Work), options), dtype=np.int64),
        "work_key": np.zeros((members, options), dtype=np.uint64),
        "sums": np.zeros((members, options)),
    }


def _lengthened(values: npt.NDArray[Any], room: int) -> npt.NDArray[Any]:
    """Return values (m, o, ...) with zeros behind them, so that the second axis is so long."""
    longer = np.zeros((len(values), room, *values.shape[2:]), dtype=values.dtype)
    longer[:, : values.shape[1]] = values
    return longer


def tally(plan: Plan, members: int, days: int) -> Tally:
    """Return the empty output of a run."""
    return Tally._make(np.zeros(shape, dtype=np.int32) for shape in _shapes(plan, members, days))


def run_bytes(plan: Plan, members: int, days: int) -> int:
    """Return about how many bytes a run holds: its output, and room for people on their way."""
    output = 4 * sum(prod(shape) for shape in _shapes(plan, members, days))
    return output + members * FIRST_COHORTS * (len(Cohort) + 3) * 4


def check_memory(plan: Plan, members: int, days: int) -> None:
    """Refuse a run whose state and output this machine cannot hold; change nothing.

    Raises
    ------
    RequestError
        With what is needed, what there is, and what to do.
    """
    needed, there = run_bytes(plan, members, days), _memory()
    if there and needed > there:
        raise RequestError(
            say(
                "{members:,} runs of {days} days need about {needed:,.0f} GB of memory, this "
                "machine has {there:,.0f} GB: take fewer runs, keep less of each (keep), or run "
                "them into a store (ensemble)",
                members=members,
                days=days,
                needed=needed / 1e9,
                there=there / 1e9,
            )
        )


def _memory() -> int:
    """Return how many bytes of memory this machine has, 0 where it does not say."""
    if not hasattr(os, "sysconf"):
        return 0
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _shapes(plan: Plan, members: int, days: int) -> Iterator[tuple[int, ...]]:
    """Yield the shapes of the output, in the order of a tally."""
    places, keep = len(plan.kept_rows), plan.keep
    yield members, days, places, {"group": len(plan.groups), "place": 1, "none": 0}[keep.stock]
    yield members, days, len(PlaceTally), places
    yield members, days, len(RouteTally), len(plan.output_ways)
    yield members, days, FIRST_SIDE + SIDE_ROWS * len(plan.countries)
    yield members, days, len(BorderTally), len(plan.borders)
    yield members, days, len(plan.groups)
