"""The timeline: dated events turned into changes of settings, the general before the particular."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from marchland.engine.crowding import crowding
from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.kernels.layout import (
    CAPACITY,
    CHILL,
    EFFECT,
    HOSPITAL,
    KITS,
    LEAVE,
    MOVED,
    ONWARD,
    PER_DAY,
    PERMEABILITY,
    PICK_UP,
    PUSH,
    PUSH_BACK,
    REACHED,
    RELATIVE,
    ROOM,
    SHELTERED,
    TRY_RATE,
    WALK,
    Bools,
    Floats,
    Ints,
)

PLACE_SETTINGS = {
    "leave": LEAVE,
    "push": PUSH,
    "capacity": CAPACITY,
    "try_rate": TRY_RATE,
    "pick_up": PICK_UP,
    "push_back": PUSH_BACK,
    "onward": ONWARD,
    "hospital": HOSPITAL,
    "shelter": SHELTERED,
    "access": REACHED,
}
ROUTE_SETTINGS = {"permeability": PERMEABILITY, "per_day": PER_DAY}
LONGEST = 32
"""Days that members are carried through at most before anybody hears of it."""


@dataclass(frozen=True)
class Event:
    """A row of the timeline, resolved: what it sets, where, to whom, and how in each member."""

    what: str
    places: Ints
    routes: Ints
    groups: Ints
    value: Floats


class Settings:
    """What the timeline has set so far.

    Attributes
    ----------
    place
        Settings of places (m, SETTINGS, p).
    pull
        Attraction (m, p, g).
    line
        Settings of routes (m, LINE, r).
    passable
        Which routes are open to whom (m, r, g); one for all members (1, r, g) where no reaction can
        open or close a way.
    """

    def __init__(self, plan: Plan, draws: Draws) -> None:
        members, places, routes = draws.members, len(plan.places), len(plan.ways)
        self._plan, self._draws = plan, draws
        self._days = _by_day(plan, draws)
        self._steady: dict[int, Floats] = {}
        self.place: Floats = np.zeros((members, RELATIVE + 1, places))
        self.place[:, CAPACITY] = _capacities(plan)
        self.place[:, EFFECT] = draws.effects(plan) * crowding(plan)
        self.place[:, ROOM] = 1.0
        self.place[:, [CHILL, WALK]] = -np.inf
        for p, kind in enumerate(plan.kinds):
            if kind.leave:
                self.place[:, LEAVE, p] = draws.values[kind.leave]
        for name, row in (
            ("try_rate", TRY_RATE),
            ("pick_up", PICK_UP),
            ("push_back_share", PUSH_BACK),
            ("onward", ONWARD),
            ("hospital", HOSPITAL),
        ):
            self.place[:, row] = draws.values[name][:, None]
        self.pull: Floats = np.ones((members, places, len(plan.groups)))
        self.line: Floats = np.zeros((members, 3, routes))
        worlds = members if plan.opened_by_reactions else 1
        self.passable: Bools = np.zeros((worlds, routes, len(plan.groups)), dtype=np.bool_)
        self._first_day()

    def _first_day(self) -> None:
        """Set routes as routes.csv has them."""
        self.line[:, PERMEABILITY], self.line[:, PER_DAY] = 1.0, np.inf
        for r, way in enumerate(self._plan.ways):
            for row, name in ((PERMEABILITY, "permeability"), (PER_DAY, "per_day")):
                amount = getattr(way, name)
                if not amount.blank:
                    drawn = self._draws.amount(amount, f"routes:{way.id}:{name}")
                    self.line[:, row, r] = drawn
            self.passable[:, r] = way.opened and self._plan.served[r]

    def open_day(self, day: int) -> bool:
        """Apply a day's events; return whether openings or permeabilities changed."""
        self.line[:, MOVED] = 0.0
        for r, seats in self._steady.items():
            self.line[:, MOVED, r] = seats
        events = self._days.get(day, ())
        for event in events:
            self._apply(event)
        return any(e.what in ("open", "close", "permeability") for e in events)

    def days(self) -> list[int]:
        """Return the days on which something is set."""
        return sorted(self._days)

    def next_change(self, day: int) -> int:
        """Return the next day on which something is set, at least ``day + 1``."""
        if any(event.what == "transfer" for event in self._days.get(day, ())):
            return day + 1  # it was for that day alone
        return min((one for one in self._days if one > day), default=day + LONGEST)

    def _apply(self, event: Event) -> None:
        what, value = event.what, event.value[:, None]
        if what in PLACE_SETTINGS:
            self.place[:, PLACE_SETTINGS[what], event.places] = value
        elif what == "kits":
            self.place[:, KITS, event.places] += value
        elif what == "attraction":
            self.pull[:, event.places[:, None], event.groups[None, :]] = value[:, :, None]
        elif what in ROUTE_SETTINGS:
            self.line[:, ROUTE_SETTINGS[what], event.routes] = value
        elif what in ("open", "close"):
            self._open(event, np.arange(len(self.passable)))
        elif what == "transfer":
            self.line[:, MOVED, event.routes] += value
        elif what == "transfer_per_day":
            for r in event.routes:
                self._steady[int(r)] = event.value
                self.line[:, MOVED, r] = event.value

    def answer(self, event: Event, chosen: Bools) -> None:
        """Apply an event in some of the members (m): what a reaction changes."""
        members = np.flatnonzero(chosen)
        what, value, rows = event.what, event.value[members, None], members[:, None]
        if what in PLACE_SETTINGS:
            self.place[rows, PLACE_SETTINGS[what], event.places] = value
        elif what == "kits":
            self.place[rows, KITS, event.places] += value
        elif what == "attraction":
            at = np.ix_(members, event.places, event.groups)
            self.pull[at] = value[:, :, None]
        elif what in ("open", "close"):
            self._open(event, members)
        elif what in ROUTE_SETTINGS:
            self.line[rows, ROUTE_SETTINGS[what], event.routes] = value
        elif what == "transfer":
            self.line[rows, MOVED, event.routes] += value
        elif what == "transfer_per_day":
            for r in map(int, event.routes):
                steady = np.array(self._steady.get(r, np.zeros(len(chosen))))
                steady[members] = event.value[members]
                self._steady[r] = steady
                self.line[members, MOVED, r] = event.value[members]

    def _open(self, event: Event, members: Ints) -> None:
        """Open or close routes in some members; opening never lets in a group that a route does not
        serve.
        """
        served = self._plan.served[np.ix_(event.routes, event.groups)]
        concerned = np.ix_(members, event.routes, event.groups)
        self.passable[concerned] = event.what == "open" and served


def _capacities(plan: Plan) -> Floats:
    """Return the capacity of each place (p), infinite where none is given."""
    capacity = plan.scenario.places.capacity[plan.place_rows]
    return np.where(np.isnan(capacity), np.inf, capacity)


def _by_day(plan: Plan, draws: Draws) -> dict[int, list[Event]]:
    """Resolve all events, by index of the day; those before the first day hold from it on."""
    table, days = plan.scenario.timeline, defaultdict(list)
    start = np.datetime64(plan.scenario.start, "D")
    for i in range(len(table)):
        if table.what[i] == "note":
            continue
        where, group, what = table.where[i], table.group[i], table.what[i]
        places, routes, rank = located(plan, where, what)
        groups = np.array([plan.group_of[group]] if group else range(len(plan.groups)))
        name = f"timeline:{table.date[i]}:{what}:{where}:{group}"
        amount = table.value[i]
        value = np.full(draws.members, np.nan) if amount.blank else draws.amount(amount, name)
        if what == "capacity" and amount.blank:
            value = np.full(draws.members, np.inf)
        day = max(0, int((table.date[i] - start) / np.timedelta64(1, "D")))
        order = (str(table.date[i]), rank, group != "", name)
        days[day].append((order, Event(what, places, routes, groups, value)))
    return {
        day: [event for _, event in sorted(found, key=lambda pair: pair[0])]
        for day, found in days.items()
    }


def located(plan: Plan, where: str, what: str) -> tuple[Ints, Ints, int]:
    """Find what a cell of ``where`` names.

    Returns
    -------
    places, routes, rank
        Indices of the places and of the directed routes concerned, and how particular the name is.
        A place, tag or country concerns the routes that lead into it (for opening, closing), from
        elsewhere. A transfer goes the way that is named, and not back.
    """
    table = plan.scenario.places
    if not where:
        return np.arange(len(plan.places)), np.arange(len(plan.ways)), 0
    if ">" in where:
        over = np.flatnonzero(plan.route_border == where)
        return np.unique(plan.ends[:, over]), over, 3
    if where in plan.place_of:
        return _within(plan, np.array([plan.place_of[where]]), 4)
    named = (where,) if what.startswith("transfer") else (where, f"{where}:back")
    routes = sorted(plan.way_of[one] for one in named if one in plan.way_of)
    if routes:
        return np.zeros(0, dtype=np.int64), np.array(routes, dtype=np.int64), 5
    rank, inside = 1, np.flatnonzero(np.array(plan.country) == where)
    if not len(inside):
        rank = 2
        inside = np.flatnonzero([where in table.tags[i] for i in plan.place_rows])
    return _within(plan, inside, rank)


def _within(plan: Plan, inside: Ints, rank: int) -> tuple[Ints, Ints, int]:
    """Return places, and the routes that lead into them from elsewhere."""
    within = np.zeros(len(plan.places), dtype=np.bool_)
    within[inside] = True
    origin, end = plan.ends
    return inside, np.flatnonzero(within[end] & ~within[origin]), rank
