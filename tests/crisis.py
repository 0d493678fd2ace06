"""What holds today and what people can choose from: nothing here is chance.

For ``person.py`` and ``twin.py``. Sums run from the far end of a way back, as in the engine: only
the twin needs that, for its last bits.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from marchland.model.amounts import Amount
from marchland.model.kinds import PLACE_KINDS, PlaceKind
from marchland.model.scenario import Scenario

WIND = ((0.4, 7.5), (1.5, 4.0), (3.0, 0.0), (4.5, -3.2), (6.0, -5.7), (8.0, -8.4))
"""What wind in m/s is worth in °C (ISO 11079)."""
OF_ROUTES = ("open", "close", "permeability", "per_day", "transfer_per_day")


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

    def __init__(
        self, scenario: Scenario, effects: Mapping[str, float], parameters: Mapping[str, float]
    ) -> None:
        self.scenario, self.effects, self.parameters = scenario, effects, parameters
        self.places = {row["id"]: row for row in scenario.places.rows()}
        self.rows: dict[str, dict[str, Any]] = {}
        self.routes = sorted(self._routes(), key=lambda route: route.id)
        self.settings: dict[tuple[str, str, str], float] = {}
        self.ticks = scenario.rules.ticks_per_day
        self.party_size = max(1, round(self.parameter("party_size")))
        self.rest_days = max(1.0, self.parameter("rest_days"))
        self.pace = self.parameter("pace")
        self.crowding = self.crowded()

    def _routes(self) -> Iterator[Route]:
        country = {id: row["country"] for id, row in self.places.items()}
        events = self.scenario.timeline.rows()
        limited = {row["where"] for row in events if row["what"] == "per_day"}
        for reaction in self.scenario.reactions.values():
            limited |= {one.where for one in reaction.changes if one.what == "per_day"}
        for row in self.scenario.routes.rows():
            gate = row["mode"] == "crossing" or not row["per_day"].blank or row["id"] in limited
            ends = [(row["id"], row["origin"], row["destination"])]
            if row["both_ways"]:
                ends.append((row["id"] + ":back", row["destination"], row["origin"]))
            for id, origin, destination in ends:
                self.rows[id] = row
                near, far = country[origin], country[destination]
                border = f"{near}>{far}" if near != far or row["mode"] == "crossing" else ""
                yield Route(
                    id,
                    origin,
                    destination,
                    float(row["length_km"]),
                    row["mode"],
                    border or "none",
                    gate,
                )

    # -- the timeline --------------------------------------------------------------------------

    def begin(self, day: int) -> set[tuple[str, str]]:
        """Apply today's events; return the (route, group) that closed."""
        before = self.open_pairs()
        today = self.today = np.datetime64(self.scenario.start) + np.timedelta64(day, "D")
        events = [row for row in self.scenario.timeline.rows() if row["date"] == today]
        self.moving = [row for row in events if row["what"] == "transfer"]
        for row in sorted(events, key=self.generality):
            for id in self.named(row["where"], row["what"]):
                for group in [row["group"]] if row["group"] else self.scenario.groups:
                    self.change(row["what"], id, group, row["value"])
        self.known_options: dict[tuple[str, str, str], list[Option]] = {}
        return before - self.open_pairs() if day else set()

    def change(self, what: str, id: str, group: str, value: Amount) -> None:
        if what in ("open", "close"):
            self.settings["open", id, group] = float(what == "open")
        elif what == "kits":
            there = self.settings.get((what, id, group), 0.0)
            self.settings[what, id, group] = there + self.amount(value)
        else:
            self.settings[what, id, group] = self.amount(value)
            self.settings[f"usual {what}", id, group] = self.amount(value, usual=True)

    def react(self, what: str, where: str, group: str, value: float) -> None:
        """Make a change of a reaction today, here alone: what is usual elsewhere stays."""
        if what == "transfer":
            self.moving.append({"where": where, "value": Amount(value, value)})
            return
        opening = what in ("open", "close")
        for id in self.named(where, what):
            for one in [group] if group else self.scenario.groups:
                name = "open" if opening else what
                self.settings[name, id, one] = float(what == "open") if opening else value

    def generality(self, event: Mapping[str, Any]) -> tuple[int, bool, str]:
        """Order events: everywhere, country, tag, border, place, route; all groups; by name."""
        where = event["where"]
        countries = {row["country"] for row in self.places.values()}
        kinds = (
            not where,
            where in countries,
            False,
            ">" in where,
            where in self.places,
            where in self.rows,
        )
        return (
            kinds.index(True) if any(kinds) else 2,
            event["group"] != "",
            f"{event['what']}:{where}:{event['group']}",
        )

    def named(self, where: str, what: str) -> set[str]:
        """Return the places or routes that a cell of the timeline names.

        A border has its routes and the places at their ends; a place, country or tag has itself and
        the routes that lead into it from elsewhere.
        """
        within = {
            id for id, row in self.places.items() if where in ("", id, row["country"], *row["tags"])
        }
        over = {r for r in self.routes if where == r.border}
        if what in OF_ROUTES:
            return {
                r.id
                for r in self.routes
                if r in over
                or where in ("", r.id)
                or r.id == (f"{where}:back")
                or (r.destination in within and r.origin not in within)
            }
        return within | {r.origin for r in over} | {r.destination for r in over}

    def setting(self, what: str, id: str, group: str, otherwise: float) -> float:
        value = self.settings.get((what, id, group), otherwise)
        return otherwise if math.isnan(value) else value

    def parameter(self, name: str, usual: bool = False) -> float:
        """Return a parameter's value here, or its usual one."""
        value = self.scenario.parameters[name].value
        return float(value if usual else self.parameters.get(name, value))

    def amount(self, written: Amount, usual: bool = False) -> float:
        """Return a certain amount; not a number where it is blank."""
        if written.parameter:
            return written.low * self.parameter(written.parameter, usual)
        return written.low

    # -- places --------------------------------------------------------------------------------

    def kind(self, place: str) -> PlaceKind:
        return PLACE_KINDS[self.places[place]["kind"]]

    def capacity(self, place: str) -> float:
        written = self.places[place]["capacity"]
        return self.setting(
            "capacity", place, self.scenario.groups[0], math.inf if math.isnan(written) else written
        )

    def hard(self, place: str) -> bool:
        return self.places[place]["soft_or_hard"] == "hard" and self.capacity(place) < math.inf

    def room(self, place: str, people: float) -> float:
        """Return what is left of a place's pull with so many there and on the way.

        A hard place, and any under Flee's rule, has none when full; a soft one keeps a part.
        """
        capacity = self.capacity(place)
        left = max(0.0, 1.0 - people / capacity) if capacity > 0.0 else 0.0
        crowding = self.scenario.rules.capacity == "crowding"
        if crowding and capacity > 0.0 and not self.hard(place):
            left = max(left, self.parameter("room_floor"))
        return left * self.followed(place, people)

    def in_danger(self, place: str) -> bool:
        return self.setting("push", place, self.scenario.groups[0], 0.0) > 0.0

    def firm(self, place: str) -> bool:
        """Tell whether people can stay at a place: it is no ground at or behind a line."""
        return not self.kind(place).tries and not self.kind(place).passing

    def away(self, place: str, group: str, room: Mapping[str, float]) -> Route | None:
        """Return the first route of the way to the nearest place out of danger, without gates.

        To a full place people go only where no way leads to one with room.
        """
        if not self.in_danger(place) or self.scenario.rules.capacity != "crowding":
            return None
        roads = [r for r in self.routes if not r.gate and self.serves(r, group)]
        roads = [r for r in roads if self.in_danger(r.origin)]
        safe = [p for p in self.places if not self.in_danger(p) and self.firm(p)]
        for ends in ([p for p in safe if room[p] > 0.0], safe):
            km = dict.fromkeys(ends, 0.0)
            for _ in self.places:
                for r in roads:
                    if r.destination in km:
                        km[r.origin] = min(km.get(r.origin, math.inf), r.km + km[r.destination])
            ways = [r for r in roads if r.origin == place and r.destination in km]
            if ways:
                return min(ways, key=lambda r: r.km + km[r.destination])
        return None

    def outside(self, place: str, group: str) -> str:
        """Return where those wait whom a hard place turns away: before its shortest open route.

        Not in danger: where every route leads in from there, they wait at the gate, the place.
        """
        before = [
            r
            for r in self.routes
            if r.destination == place and self.serves(r, group) and self.firm(r.origin)
        ]
        safe = [r for r in before if not self.in_danger(r.origin)]
        first = min(safe, key=lambda r: r.km, default=None)
        return first.origin if first else place

    def leave(self, place: str, group: str) -> float:
        kind = self.kind(place)
        if kind.passing:
            return 0.0
        usual = self.parameter(kind.leave) if kind.leave else 0.0
        if kind.stay:
            usual = 1.0 / self.parameter(kind.stay)
        return max(
            self.setting("leave", place, group, usual), self.setting("push", place, group, 0.0)
        )

    def try_rate(self, place: str, group: str) -> float:
        return self.setting("try_rate", place, group, self.parameter("try_rate"))

    def hazards(self, place: str, group: str) -> tuple[float, float]:
        return (
            self.setting("pick_up", place, group, self.parameter("pick_up")),
            self.setting("onward", place, group, self.parameter("onward")),
        )

    def push_back(self, place: str, group: str) -> float:
        return self.setting("push_back", place, group, self.parameter("push_back_share"))

    def attraction(self, place: str, group: str) -> float:
        own = self.places[place]["attraction"]
        return self.setting("attraction", place, group, 1.0) * (
            1.0 if own.blank else self.amount(own)
        )

    def effect(self, place: str) -> float:
        """Return a place's factor: as it was drawn, the crowding in it, or the crowding alone."""
        return float(self.effects.get(place, self.crowding.get(place, 1.0)))

    def followed(self, place: str, people: float) -> float:
        """Return how much more a camp draws for the people there and on the way."""
        following = self.parameter("following")
        if not self.kind(place).gathers or following <= 0.0:
            return 1.0
        return math.pow(1.0 + people / self.parameter("following_base"), following)

    def crowded(self) -> dict[str, float]:
        """Return how much less each camp draws for the camps around it."""
        scale = self.parameter("crowding_scale", usual=True)
        camps = sorted(place for place in self.places if self.kind(place).gathers)
        if scale <= 0.0:
            return {}
        km = {(a, b): 0.0 if a == b else math.inf for a in self.places for b in self.places}
        for row in self.scenario.routes.rows():
            for a, b in ((row["origin"], row["destination"]), (row["destination"], row["origin"])):
                km[a, b] = min(km[a, b], float(row["length_km"]))
        for via in self.places:
            for a in self.places:
                for b in self.places:
                    km[a, b] = min(km[a, b], km[a, via] + km[via, b])
        near = {(a, b): round(km[a, b], 6) for a in camps for b in camps if km[a, b] <= 5 * scale}
        return {
            a: 1.0 / sum(math.exp(-near[a, b] / scale) for b in camps if (a, b) in near)
            for a in camps
        }

    # -- the night -----------------------------------------------------------------------------

    def tonight(self, station: str) -> tuple[float, float, float]:
        """Return lowest temperature, precipitation and wind of the day at a station."""
        table = self.scenario.weather
        for row in table.rows():
            if row["station"] == station and row["date"] == self.today:
                return float(row["t_min_c"]), float(row["precip_mm"]), float(row["wind_ms"])
        raise LookupError(f"no weather at {station} on {self.today}")

    def log_hazard(self, station: str, shift: float, windy: bool) -> float:
        """Return the logarithm of the hazard of death of somebody out there tonight."""
        t_min, rain, wind = self.tonight(station)
        blown = self.parameter("wind_share") * in_degrees(wind) if windy else 0.0
        return (
            math.log(self.parameter("cold_level") / 10_000)
            + self.parameter("cold_per_degree") * (2.0 - (t_min + shift + blown))
            + self.parameter("cold_per_mm") * min(rain, self.parameter("rain_cap"))
        )

    def hazard_at(self, place: str, there: int) -> float:
        """Return tonight's hazard of death of somebody who stays at a place with so many."""
        row = self.places[place]
        kind = row["shelter"] or self.kind(place).shelter
        if not len(self.scenario.weather) or kind in ("building", "heated"):
            return 0.0
        shift = self.parameter("wind_break_shift") if kind == "wind_break" else 0.0
        everyone = self.scenario.groups[0]
        reached = self.setting("access", place, everyone, 0.0)
        relief = math.exp(-self.parameter("cold_per_degree") * self.parameter("aid_shift"))
        outside = 1.0 - self.setting("shelter", place, everyone, 0.0)
        kits = self.setting("kits", place, everyone, 0.0)
        reached = max(reached, min(1.0, kits / max(1.0, there * outside)))
        relative = outside * (1.0 - reached + reached * relief)
        log_hazard = self.log_hazard(row["weather_station"], shift, windy=kind == "open")
        return math.exp(log_hazard) * relative

    def hazard_on(self, route: Route) -> float:
        """Return tonight's hazard of death of somebody under way on a route."""
        ends = [self.places[end]["weather_station"] for end in (route.origin, route.destination)]
        station = ends[0] or ends[1]
        if route.mode != "foot" or not station or not len(self.scenario.weather):
            return 0.0
        return math.exp(self.log_hazard(station, 0.0, windy=True))

    def odds(self) -> float:
        """Return how many are severely injured for one who dies."""
        fatal = self.parameter("case_fatality")
        return (1.0 - fatal) / fatal

    def hospital(self, place: str) -> float:
        return self.setting("hospital", place, self.scenario.groups[0], self.parameter("hospital"))

    def heal(self) -> float:
        return 1.0 / max(1.0, self.parameter("injury_days"))

    def route_under_way(self, routes: Sequence[Route], legs: int, gone: float) -> Route:
        """Return the route that people are on after so many ticks, at most the one of ``legs``."""
        whole, tempo = self.days_of(routes), self.pace * self.ticks
        for leg, route in enumerate(routes):
            last = leg in (legs, len(routes) - 1)
            if last or gone < (whole - self.days_of(routes[leg + 1 :])) * tempo:
                return route
        raise AssertionError("a journey has routes")

    # -- routes --------------------------------------------------------------------------------

    def meant_for(self, route: Route, group: str) -> bool:
        only = self.rows[route.id]["groups"]
        return not only or group in only

    def serves(self, route: Route, group: str) -> bool:
        opened = self.setting("open", route.id, group, float(self.rows[route.id]["opened"]))
        return bool(opened) and self.meant_for(route, group)

    def open_pairs(self) -> set[tuple[str, str]]:
        return {(r.id, g) for r in self.routes for g in self.scenario.groups if self.serves(r, g)}

    def per_day(self, route: Route) -> float:
        written = self.rows[route.id]["per_day"]
        return self.setting(
            "per_day",
            route.id,
            self.scenario.groups[0],
            math.inf if written.blank else self.amount(written),
        )

    def permeability(self, route: Route, usual: bool = False) -> float:
        written = self.rows[route.id]["permeability"]
        return self.setting(
            "usual permeability" if usual else "permeability",
            route.id,
            self.scenario.groups[0],
            1.0 if written.blank else self.amount(written, usual),
        )

    def own_cost(self, route: Route | None, usual: bool = False) -> float:
        """Return what a crossing costs beyond its length, in km."""
        if route is None or route.mode != "crossing":
            return 0.0
        permeability = self.permeability(route, usual)
        return (
            -math.log(permeability) * self.parameter("km_equivalent", usual)
            if permeability > 0
            else math.inf
        )

    def days_of(self, routes: Sequence[Route]) -> float:
        """Return the travel time of a way in days, at pace 1."""
        days = 0.0
        for r in reversed(routes):
            own = 0.0 if r.mode == "crossing" else r.km / self.parameter(f"speed_{r.mode}", True)
            days = own + days
        return days

    def ticks_of(self, routes: Sequence[Route]) -> float:
        """Return the length of a journey in ticks, not yet rounded up."""
        return self.days_of(routes) * self.pace * self.ticks

    def line_beside(self, forest: str) -> Route | None:
        """Return a crossing that leads from a strip into a forest, if there is one."""
        lines = [
            r
            for r in self.routes
            if r.mode == "crossing" and r.destination == forest and self.kind(r.origin).tries
        ]
        return lines[0] if lines else None

    def displaced(self, day: int) -> Iterator[tuple[str, str, float]]:
        """Yield who enters on a day: place, group, people."""
        today = np.datetime64(self.scenario.start) + np.timedelta64(day, "D")
        people: dict[tuple[str, str], float] = {}
        for row in sorted(self.scenario.displaced.rows(), key=lambda row: row["date"]):
            last = row["date"] if np.isnat(row["date_to"]) else row["date_to"]
            if row["date"] <= today <= last:
                cell = row["place"], row["group"]
                people[cell] = people.get(cell, 0.0) + self.amount(row["people"])
        for cell, number in people.items():
            factor = self.setting("departures", *cell, 1.0)
            yield *cell, number * (factor * (1.0 + self.setting("drawn", *cell, 0.0)))

    def homes(self, place: str, group: str) -> Iterator[tuple[Option, float]]:
        """Yield the ways to homes that people at a place can go back to, and the chance of each."""
        if self.kind(place).returns or self.kind(place).passing:
            return
        for option in self.options("on", place, group):
            home = option.name
            if option.gate or not self.kind(home).returns or self.in_danger(home):
                continue
            chance = self.setting("return", home, self.scenario.groups[0], 0.0)
            if chance > 0.0:
                yield option, chance

    def transfers(self) -> Iterator[tuple[Route, float]]:
        """Yield how many are to be moved along which route today."""
        for route in self.routes:
            number = self.setting("transfer_per_day", route.id, self.scenario.groups[0], 0.0)
            for row in self.moving:
                number += self.amount(row["value"]) if row["where"] == route.id else 0.0
            if number > 0 and not route.id.endswith(":back"):
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
                if (
                    r.origin == place
                    and self.serves(r, group)
                    and (gates or not r.gate)
                    and (self.route_cost(r) < math.inf)
                ):
                    further = cost + self.route_cost(r)
                    heapq.heappush(heap, (further, r.destination, (*routes, r)))
        return found

    def route_cost(self, route: Route) -> float:
        """Return what a route costs on the way beyond a gate, with its usual own cost."""
        return self.felt(route) + self.own_cost(route, usual=True)

    def felt(self, route: Route) -> float:
        """Return the length of a route as people count it who choose: more into danger."""
        feared = self.in_danger(route.destination)
        return route.km * (1.0 + self.parameter("danger", usual=True) * feared)

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
        found = [
            (way.cost, False, Option(end, way.routes, ((end, way.cost),)))
            for end, way in ways.items()
            if end != place and (not refuge or self.kind(end).receives)
        ]
        to_gates = ways if refuge else self.ways(place, group, gates=False, most=k - 1)
        for gate in self.routes:
            if gate.gate and gate.origin in to_gates and self.serves(gate, group):
                near = to_gates[gate.origin]
                far = near.routes and self.kind(gate.origin).tries
                found.append(
                    (
                        near.cost,
                        True,
                        Option(
                            gate.id,
                            near.routes,
                            self._beyond(gate, group, near.cost, refuge, k),
                            gate,
                            gate.origin if far else None,
                        ),
                    )
                )
        found.sort(key=lambda one: (one[0], one[1], one[2].name))
        away = [one for one in found if one[2].routes]
        seen = [one for one in found if not one[2].routes] + (away[:k] if refuge else away)
        return [option for *_, option in sorted(seen, key=lambda one: (one[1], one[2].name))]

    def _beyond(
        self, gate: Route, group: str, near: float, refuge: bool, k: int
    ) -> tuple[tuple[str, float], ...]:
        """Return the ends that a gate may lead to, with their cost but for the gate's own."""
        if not refuge:
            return ((gate.destination, near + self.felt(gate)),)
        ways = self.ways(gate.destination, group, gates=True)
        ends = sorted((way.cost, end) for end, way in ways.items() if self.kind(end).receives)
        here = [one for one in ends if one[1] == gate.destination]
        away = [one for one in ends if one[1] != gate.destination]
        return tuple(
            (end, near + (beyond + self.felt(gate)))
            for end, beyond in sorted((end, beyond) for beyond, end in here + away[:k])
        )

    def weight(self, option: Option, place: str, group: str, room: Mapping[str, float]) -> float:
        """Return an option's weight for people at a place, multiplied in the engine's order."""
        gate, total = option.gate, 0.0
        own = self.own_cost(gate)
        for end, cost in option.ends:
            attraction = self.attraction(end, group)
            if end != place and room[end] > 0.0 and attraction > 0.0:
                lasting = self.effect(end) * self.deterrence(cost + own)
                total += attraction * room[end] * lasting
        if option.strip:
            total *= self.attraction(option.strip, group) * self.effect(option.strip)
        return total

    def only_full(self, place: str, group: str, room: Mapping[str, float]) -> bool:
        """Tell whether people at a place would have somewhere to go, were it not full."""
        empty = dict.fromkeys(room, 1.0)
        return any(
            self.weight(option, place, group, empty) > 0.0
            for use in ("on", "try")
            for option in self.options(use, place, group)
        )

    def deterrence(self, cost: float) -> float:
        if self.scenario.rules.deterrence == "power":
            return math.pow(self.parameter("softening") + cost, -self.parameter("deterrence_power"))
        return math.exp(-cost / self.parameter("deterrence_scale"))

    def _registering(self, forest: str, group: str) -> list[Option]:
        """Return the ways to the centres and receptions of a forest's country."""
        ways = self.ways(forest, group, gates=False)
        return [
            Option(end, way.routes, ((end, way.cost),))
            for end, way in sorted(ways.items())
            if self.kind(end).registers
            and self.places[end]["country"] == self.places[forest]["country"]
        ]


def in_degrees(wind: float) -> float:
    """Return what wind is worth in degrees, between and beyond the rows; 0 where not known."""
    for (low, shift), (high, further) in pairwise(WIND):
        if low <= wind <= high:
            return (further - shift) / (high - low) * (wind - low) + shift
    return 0.0 if math.isnan(wind) else WIND[0 if wind < WIND[0][0] else -1][1]
