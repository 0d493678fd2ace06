"""The timeline: dated events turned into changes of settings, the general before the particular."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from marchland.engine.effects import Event, effect_of
from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.world import danger_of
from marchland.kernels.layout import Bools, Floats, Ints, Line, Setting
from marchland.model.amounts import Amount
from marchland.model.events import kind_of

LONGEST = 32
"""Days that members are carried through at most before anybody hears of it."""


class Settings:
    """What the timeline has set so far.

    Attributes
    ----------
    place
        Settings of places (m, SETTINGS, p).
    own_pull
        Attraction of places as places.csv has it (m, p).
    pull
        Attraction (m, p, g): the place's own times what was set.
    departures
        Factor on people displaced (m, p, g).
    drawn
        Share of people displaced on top of these (m, p, g).
    line
        Settings of routes (m, LINE, r).
    passable
        Which routes are open to whom (m, r, g); one for all members (1, r, g) where no reaction can
        open or close a way.
    served
        Which groups each route is for (r, g).
    fresh
        Members (m) for which anything was set that options weigh by, since this was emptied.
    steady
        People moved each day (m), by route.
    """

    def __init__(self, plan: Plan, draws: Draws) -> None:
        members, places, routes = draws.members, len(plan.places), len(plan.ways)
        self._plan, self._draws = plan, draws
        self._days = _by_day(plan, draws)
        self.fresh: Bools = np.zeros(members, dtype=np.bool_)
        self.steady: dict[int, Floats] = {}
        self._fears = danger_of(plan) > 0.0
        self.served: Bools = plan.served
        self.place: Floats = np.zeros((members, len(Setting), places))
        self.place[:, Setting.CAPACITY] = _capacities(plan)
        self.place[:, Setting.EFFECT] = draws.effects(plan) * plan.crowding
        self.place[:, Setting.ROOM] = 1.0
        self.place[:, [Setting.CHILL, Setting.WALK]] = -np.inf
        for p, kind in enumerate(plan.kinds):
            if kind.stay:
                self.place[:, Setting.LEAVE, p] = 1.0 / draws.values[kind.stay]
            elif kind.leave:
                self.place[:, Setting.LEAVE, p] = draws.values[kind.leave]
        for name, row in (
            ("try_rate", Setting.TRY_RATE),
            ("pick_up", Setting.PICK_UP),
            ("push_back_share", Setting.PUSH_BACK),
            ("onward", Setting.ONWARD),
            ("hospital", Setting.HOSPITAL),
        ):
            self.place[:, row] = draws.values[name][:, None]
        self.own_pull = _own_pull(plan, draws)
        self.pull: Floats = np.repeat(self.own_pull[:, :, None], len(plan.groups), axis=2)
        self.departures: Floats = np.ones_like(self.pull)
        self.drawn: Floats = np.zeros_like(self.pull)
        self.line: Floats = np.zeros((members, len(Line), routes))
        worlds = members if plan.opened_by_reactions else 1
        self.passable: Bools = np.zeros((worlds, routes, len(plan.groups)), dtype=np.bool_)
        self._first_day()

    def _first_day(self) -> None:
        """Set routes as routes.csv has them."""
        self.line[:, Line.PERMEABILITY], self.line[:, Line.PER_DAY] = 1.0, np.inf
        ways = self._plan.ways
        for row, name in ((Line.PERMEABILITY, "permeability"), (Line.PER_DAY, "per_day")):
            for r, way in enumerate(ways):
                amount = getattr(way, name)
                if not amount.blank:
                    drawn = self._draws.amount(amount, f"routes:{way.id}:{name}")
                    self.line[:, row, r] = drawn
        opened = np.array([way.opened for way in ways], dtype=np.bool_)
        self.passable[:] = opened[:, None] & self.served

    def open_day(self, day: int) -> bool:
        """Apply a day's events; return whether openings or permeabilities changed."""
        self.line[:, Line.MOVED] = 0.0
        for r, seats in self.steady.items():
            self.line[:, Line.MOVED, r] = seats
        every = np.arange(self._draws.members)
        return any([self.apply(event, every) for event in self._days.get(day, ())])

    def feared(self) -> Bools:
        """Return the places that ways into count longer (m, p); one row where members agree."""
        if not self._fears:
            return np.zeros((1, self.place.shape[2]), dtype=np.bool_)
        pushed = self.place[:, Setting.PUSH] > 0.0
        return np.asarray(pushed[:1] if (pushed == pushed[0]).all() else pushed)

    def days(self) -> list[int]:
        """Return the days on which something is set."""
        return sorted(self._days)

    def next_change(self, day: int) -> int:
        """Return the next day on which something is set, at least ``day + 1``."""
        if any(effect_of(event.kind).passing for event in self._days.get(day, ())):
            return day + 1  # it was for that day alone
        return min((one for one in self._days if one > day), default=day + LONGEST)

    def apply(self, event: Event, members: Ints) -> bool:
        """Apply an event in some members, by index; return whether ways may be others after it."""
        effect = effect_of(event.kind)
        self.fresh[members] |= effect.weighs
        effect.apply(self, event, members)
        return effect.reroutes


def _capacities(plan: Plan) -> Floats:
    """Return the capacity of each place (p), infinite where none is given."""
    capacity = plan.scenario.places.capacity[plan.place_rows]
    return np.where(np.isnan(capacity), np.inf, capacity)


def _own_pull(plan: Plan, draws: Draws) -> Floats:
    """Return what places.csv says of how places draw people (m, p), 1 where it says nothing."""
    own = np.ones((draws.members, len(plan.places)))
    for p, row in enumerate(plan.place_rows):
        amount = plan.scenario.places.attraction[row]
        if not amount.blank:
            own[:, p] = draws.amount(amount, f"places:{plan.places[p]}:attraction")
    return own


def _by_day(plan: Plan, draws: Draws) -> dict[int, list[Event]]:
    """Resolve all events, by index of the day; those before the first day hold from it on."""
    table, days = plan.scenario.timeline, defaultdict(list)
    start = np.datetime64(plan.scenario.start, "D")
    for i in range(len(table)):
        where, group, what = table.where[i], table.group[i], table.what[i]
        name = f"timeline:{table.date[i]}:{what}:{where}:{group}"
        event = resolved(plan, draws, (what, where, group), table.value[i], name)
        if event is None:
            continue
        day = max(0, int((table.date[i] - start) / np.timedelta64(1, "D")))
        order = (str(table.date[i]), plan.ground.names.find(where).rank, group != "", name)
        days[day].append((order, event))
    return {
        day: [event for _, event in sorted(found, key=lambda pair: pair[0])]
        for day, found in days.items()
    }


def resolved(
    plan: Plan, draws: Draws, said: tuple[str, str, str], amount: Amount, name: str
) -> Event | None:
    """Resolve what is said by ``what``, ``where`` and ``group``; None where it sets nothing.

    Parameters
    ----------
    said
        The cells ``what``, ``where`` and ``group``.
    amount
        The value.
    name
        Name by which an uncertain value is drawn.

    Raises
    ------
    RequestError
        If there is no such kind of event, or no such place.
    """
    what, where, group = said
    kind = kind_of(what)
    if not kind.sets:
        return None
    groups = np.array([plan.group_of[group]] if group else range(len(plan.groups)))
    value = np.full(draws.members, kind.blank) if amount.blank else draws.amount(amount, name)
    return Event(kind, plan.concerned(kind, where), groups, value)
