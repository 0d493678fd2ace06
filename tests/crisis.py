"""What holds today and what people can choose from: nothing here is chance.

For ``person.py`` and ``twin.py``. Sums run from the far end of a way back, as in the engine: only
the twin needs that, for its last bits.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from marchland.model.amounts import Amount
from marchland.model.scenario import Scenario

RECEIVING = ("camp", "reception", "destination", "home")
NEVER_LEFT = ("forest", "destination", "home")


@dataclass(frozen=True, order=True)
class Route:
    """A directed route; a gate limits who passes."""

    id: str
    origin: str
    destination: str
    km: float
    mode: str
    border: str
    gate: bool


@dataclass(frozen=True)
class Way:
    """A way along routes, with its cost in km."""

    cost: float
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class Option:
    """What somebody can choose: a direct destination, or a gate and the ends it may lead to.

    Without routes the gate is right here. ``ends`` are places with their cost in km, without the
    gate's own. ``strip`` is the gate's near side, if that is a strip elsewhere.
    """

    name: str
    routes: tuple[Route, ...]
    ends: tuple[tuple[str, float], ...]
    gate: Route | None = None
    strip: str | None = None

    @property
    def seats(self) -> Route | None:
        """The gate, where it is right here."""
        return None if self.routes else self.gate


class Crisis:
    """A scenario's places and routes as today's timeline leaves them."""

    def __init__(self, scenario: Scenario, effects: Mapping[str, float],
                 parameters: Mapping[str, float]) -> None:
        self.scenario, self.effects, self.parameters = scenario, effects, parameters
        self.places = {row["id"]: row for row in scenario.places.rows()}
        self.rows: dict[str, dict[str, Any]] = {}
        self.routes = sorted(self._routes(), key=lambda route: route.id)
        self.settings: dict[tuple[str, str, str], float] = {}
        self.ticks = scenario.rules.ticks_per_day
        self.party_size = round(self.parameter("party_size"))
        self.rest_days = self.parameter("rest_days")
        self.pace = self.parameter("pace")

    def _routes(self) -> Iterator[Route]:
        country = {id: row["country"] for id, row in self.places.items()}
        events = self.scenario.timeline.rows()
        limited = {row["where"] for row in events if row["what"] == "per_day"}
        for row in self.scenario.routes.rows():
            gate = row["mode"] == "crossing" or not row["per_day"].blank or row["id"] in limited
            ends = [(row["id"], row["origin"], row["destination"])]
            if row["both_ways"]:
                ends.append((row["id"] + ":back", row["destination"], row["origin"]))
            for id, origin, destination in ends:
                self.rows[id] = row
                yield Route(id, origin, destination, float(row["length_km"]), row["mode"],
                            f"{country[origin]}>{country[destination]}", gate)

    # -- the timeline --------------------------------------------------------------------------

    def begin(self, day: int) -> set[tuple[str, str]]:
        """Apply today's events; return the (route, group) that closed."""
        before = self.open_pairs()
        today = np.datetime64(self.scenario.start) + day
        events = [row for row in self.scenario.timeline.rows() if row["date"] == today]
        self.moving = [row for row in events if row["what"] == "transfer"]
        for row in sorted(events, key=self.generality):
            value = {"open": 1.0, "close": 0.0}.get(row["what"], self.amount(row["value"]))
            what = "open" if row["what"] == "close" else row["what"]
            for id in self.named(row["where"]):
                for group in [row["group"]] if row["group"] else self.scenario.groups:
                    self.settings[what, id, group] = value
        self.known_options: dict[tuple[str, str, str], list[Option]] = {}
        return before - self.open_pairs() if day else set()

    def generality(self, event: dict[str, Any]) -> tuple[int, bool]:
        """Order events: everywhere, country, tag, border, place, route; all groups, one group."""
        where = event["where"]
        countries = {row["country"] for row in self.places.values()}
        kinds = (not where, where in countries, False, ">" in where, where in self.places,
                 where in self.rows)
        return (kinds.index(True) if any(kinds) else 2), event["group"] != ""

    def named(self, where: str) -> set[str]:
        """Return the places and routes that a cell of the timeline names."""
        places = {id for id, row in self.places.items()
                  if where in ("", id, row["country"], *row["tags"])}
        routes = {r.id for r in self.routes if where in (r.id, r.id.removesuffix(":back"), r.border)
                  or {r.origin, r.destination} & places}
        return places | routes

    def setting(self, what: str, id: str, group: str, otherwise: float) -> float:
        value = self.settings.get((what, id, group), otherwise)
        return otherwise if math.isnan(value) else value

    def parameter(self, name: str) -> float:
        return float(self.parameters.get(name, self.scenario.parameters[name].value))

    def amount(self, written: Amount) -> float:
        """Return a certain amount; not a number where it is blank."""
        return written.low * self.parameter(written.parameter) if written.parameter else written.low

    # -- places --------------------------------------------------------------------------------

    def kind(self, place: str) -> str:
        return str(self.places[place]["kind"])

    def capacity(self, place: str) -> float:
        written = self.places[place]["capacity"]
        return self.setting("capacity", place, self.scenario.groups[0],
                            math.inf if math.isnan(written) else written)

    def hard(self, place: str) -> bool:
        return self.places[place]["soft_or_hard"] == "hard" and self.capacity(place) < math.inf

    def leave(self, place: str, group: str) -> float:
        if self.kind(place) in NEVER_LEFT:
            return 0.0
        usual = self.parameter(f"leave_{self.kind(place)}")
        return max(self.setting("leave", place, group, usual),
                   self.setting("push", place, group, 0.0))

    def try_rate(self, place: str, group: str) -> float:
        return self.setting("try_rate", place, group, self.parameter("try_rate"))

    def hazards(self, place: str, group: str) -> tuple[float, float]:
        return (self.setting("pick_up", place, group, self.parameter("pick_up")),
                self.setting("onward", place, group, self.parameter("onward")))

    def push_back(self, place: str, group: str) -> float:
        return self.setting("push_back", place, group, self.parameter("push_back_share"))

    def attraction(self, place: str, group: str) -> float:
        return self.setting("attraction", place, group, 1.0)

    def effect(self, place: str) -> float:
        return float(self.effects.get(place, 1.0))

    # -- routes --------------------------------------------------------------------------------

    def serves(self, route: Route, group: str) -> bool:
        only = self.rows[route.id]["groups"]
        opened = self.setting("open", route.id, group, float(self.rows[route.id]["opened"]))
        return bool(opened) and (not only or group in only)

    def open_pairs(self) -> set[tuple[str, str]]:
        return {(r.id, g) for r in self.routes for g in self.scenario.groups if self.serves(r, g)}

    def per_day(self, route: Route) -> float:
        written = self.rows[route.id]["per_day"]
        return self.setting("per_day", route.id, self.scenario.groups[0],
                            math.inf if written.blank else self.amount(written))

    def written_permeability(self, route: Route) -> float:
        written = self.rows[route.id]["permeability"]
        return 1.0 if written.blank else self.amount(written)

    def permeability(self, route: Route) -> float:
        return self.setting("permeability", route.id, self.scenario.groups[0],
                            self.written_permeability(route))

    def own_cost(self, route: Route | None, permeability: float) -> float:
        """Return what a crossing costs beyond its length, in km."""
        if route is None or route.mode != "crossing":
            return 0.0
        return (-math.log(permeability) * self.parameter("km_equivalent") if permeability > 0
                else math.inf)

    def days_of(self, routes: Sequence[Route]) -> float:
        """Return the travel time of a way in days, at pace 1."""
        days = 0.0
        for r in reversed(routes):
            days = r.km / self.parameter(f"speed_{r.mode}") + days
        return days

    def ticks_of(self, routes: Sequence[Route]) -> float:
        """Return the length of a journey in ticks, not yet rounded up."""
        return self.days_of(routes) * self.pace * self.ticks

    def line_beside(self, forest: str) -> Route:
        return min((r for r in self.routes if r.mode == "crossing" and r.destination == forest),
                   key=lambda r: r.id)

    def displaced(self, day: int) -> Iterator[tuple[str, str, float]]:
        today = np.datetime64(self.scenario.start) + day
        for row in self.scenario.displaced.rows():
            last = row["date"] if np.isnat(row["date_to"]) else row["date_to"]
            if row["date"] <= today <= last:
                yield row["place"], row["group"], self.amount(row["people"])

    def transfers(self) -> Iterator[tuple[Route, float]]:
        once = {row["where"]: self.amount(row["value"]) for row in self.moving}
        for route in self.routes:
            daily = self.setting("transfer_per_day", route.id, self.scenario.groups[0], 0.0)
            number = once.get(route.id, daily)
            if number:
                yield route, number

    # -- what people choose from ---------------------------------------------------------------

    def ways(self, start: str, group: str, gates: bool, most: float = math.inf) -> dict[str, Way]:
        """Find the cheapest open ways from a place; equal costs go to the lesser route ids."""
        found: dict[str, Way] = {}
        seen: set[tuple[str, float]] = set()
        heap: list[tuple[float, str, tuple[Route, ...]]] = [(0.0, start, ())]
        while heap:
            cost, place, routes = heapq.heappop(heap)
            steps = len(routes) if most < math.inf else 0
            if (place, steps) in seen:
                continue
            seen.add((place, steps))
            found.setdefault(place, Way(self.cost_of(routes), routes))
            for r in self.routes if steps < most else ():
                if r.origin == place and self.serves(r, group) and (gates or not r.gate):
                    further = cost + self.route_cost(r)
                    heapq.heappush(heap, (further, r.destination, (*routes, r)))
        return found

    def route_cost(self, route: Route) -> float:
        """Return what a route costs on the way beyond a gate: its own cost as it was written."""
        return route.km + self.own_cost(route, self.written_permeability(route))

    def cost_of(self, routes: Sequence[Route]) -> float:
        cost = 0.0
        for route in reversed(routes):
            cost = self.route_cost(route) + cost
        return cost

    def reach(self) -> tuple[bool, int]:
        """Return whether people look for refuge, and how many places or routes they see."""
        law, _, k = self.scenario.rules.reach.partition(":")
        return law == "refuge", int(k) if k else 1

    def options(self, use: str, place: str, group: str) -> list[Option]:
        """Return what can be chosen: to go ``on``, to ``try`` a line, or to ``register``."""
        known = self.known_options
        if (use, place, group) not in known:
            if use == "register":
                known[use, place, group] = self._registering(place, group)
            else:
                found = self._options(place, group, *self.reach())
                lines = [o for o in found if o.seats and o.seats.mode == "crossing"]
                known["try", place, group] = lines
                known["on", place, group] = [o for o in found if o not in lines]
        return known[use, place, group]

    def _options(self, place: str, group: str, refuge: bool, k: int) -> list[Option]:
        ways = self.ways(place, group, gates=False, most=math.inf if refuge else k)
        ranked = [(way.cost, end, Option(end, way.routes, ((end, way.cost),)))
                  for end, way in ways.items()
                  if end != place and (not refuge or self.kind(end) in RECEIVING)]
        for gate in self.routes:
            if (gate.gate and gate.origin in ways and self.serves(gate, group)
                    and (refuge or len(ways[gate.origin].routes) < k)):
                near = ways[gate.origin]
                cost = near.cost + gate.km
                ends = self._beyond(gate, group, cost, k) if refuge else ((gate.destination, cost),)
                ranked.append((near.cost, gate.id, self._gate(gate, near, ends)))
        here = [option for _, _, option in ranked if not option.routes]
        away = [option for _, _, option in sorted(ranked, key=lambda one: one[:2])
                if option.routes]
        return here + (away[:k] if refuge else away)

    def _gate(self, gate: Route, near: Way, ends: tuple[tuple[str, float], ...]) -> Option:
        far = near.routes and self.kind(gate.origin) == "strip"
        return Option(gate.id, near.routes, ends, gate, gate.origin if far else None)

    def _beyond(self, gate: Route, group: str, cost: float, k: int) -> tuple[
            tuple[str, float], ...]:
        ways = self.ways(gate.destination, group, gates=True)
        ends = sorted((way.cost, end) for end, way in ways.items() if self.kind(end) in RECEIVING)
        return tuple((end, cost + beyond) for beyond, end in ends[:k])

    def weight(self, option: Option, place: str, group: str, room: Mapping[str, float]) -> float:
        """Return an option's weight for people at a place, multiplied in the engine's order."""
        gate, total = option.gate, 0.0
        own = self.own_cost(gate, self.permeability(gate)) if gate else 0.0
        for end, cost in option.ends:
            attraction = self.attraction(end, group)
            if end != place and room[end] > 0.0 and attraction > 0.0:
                lasting = self.effect(end) * self.deterrence(cost + own)
                total += attraction * room[end] * lasting
        if option.strip:
            total *= self.attraction(option.strip, group) * self.effect(option.strip)
        return total

    def deterrence(self, cost: float) -> float:
        if self.scenario.rules.deterrence == "power":
            return math.pow(self.parameter("softening") + cost,
                            -self.parameter("deterrence_power"))
        return math.exp(-cost / self.parameter("deterrence_scale"))

    def _registering(self, forest: str, group: str) -> list[Option]:
        """Return the ways to the centres and receptions of a forest's country."""
        ways = self.ways(forest, group, gates=False)
        return [Option(end, way.routes, ((end, way.cost),)) for end, way in sorted(ways.items())
                if self.kind(end) in ("centre", "reception")
                and self.places[end]["country"] == self.places[forest]["country"]]
