"""The model one person at a time: read this first.

Plain Python and one unkeyed random generator; slow, and meant to be read beside
``docs/model.md``, step by step. The engine counts people instead and draws its chance by key;
the tests in ``verify/`` compare the law of its counts with the law of these. Amounts must be
certain, parameters stand at their values, place effects are 1 unless given.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from crisis import Crisis, Option, Route
from marchland.model.kinds import Strands
from marchland.model.scenario import Scenario

WAITING = ("quota", "full")
"""Why people wait: for a seat, or for room in a place that takes no more."""

Day = Counter[tuple[str, ...]]
"""What is counted in a day: ``("stock", place, group)``, ``("attempts", border)``, ..."""


@dataclass(eq=False)
class Person:
    """Someone on the move: in a place (ready, resting, injured, in hospital), or on the way."""

    group: str
    place: str
    state: str = "ready"
    since: int = -1
    routes: tuple[Route, ...] = ()
    journey: tuple[Route, ...] = ()
    departed: int = 0
    due: int = 0
    whole: bool = True
    organised: bool = False


class People:
    """A crisis as it happens to each person."""

    def __init__(
        self, scenario: Scenario, rng: np.random.Generator, effects: Mapping[str, float]
    ) -> None:
        self.crisis = Crisis(scenario, effects, {})
        self.rng = rng
        self.everyone: list[Person] = []
        self.now = 0

    def live(self, day: int) -> Day:
        """Let a day pass, in the order of the model, and count it."""
        self.day, self.count = day, Day()
        self.refused: set[Person] = set()
        self.now = day * self.crisis.ticks
        self.seats: Counter[str] = Counter()
        closed = self.crisis.begin(day)
        self.turn_back(closed)
        self.displace()
        for tick in range(self.crisis.ticks):
            self.now = day * self.crisis.ticks + tick
            arrived, surplus = self.arrive()
            self.see()
            self.decide(self.there("ready") if tick == 0 else arrived, surplus)
        self.see()
        self.forest()
        self.cross()
        self.recover()
        self.go_back()
        self.transfer()
        self.night()
        return self.tally()

    # -- who is where --------------------------------------------------------------------------

    def there(self, *states: str, place: str | None = None) -> list[Person]:
        return [
            p for p in self.everyone if p.state in states and (place is None or p.place == place)
        ]

    def see(self) -> None:
        """Let everybody see what is left of each place's capacity."""
        bound = Counter(p.place for p in self.everyone if p.state not in ("hospital", "dead"))
        self.room = {}
        for place in self.crisis.places:
            self.room[place] = self.crisis.room(place, bound[place])
        self.seen: dict[tuple[str, str, str], list[float]] = {}

    def weights(self, use: str, place: str, group: str) -> list[float]:
        """Return the weight of each option as everybody of a group at a place sees it now."""
        if (use, place, group) not in self.seen:
            self.seen[use, place, group] = [
                self.crisis.weight(option, place, group, self.room)
                for option in self.crisis.options(use, place, group)
            ]
        return self.seen[use, place, group]

    def some(self, people: list[Person], number: int) -> list[Person]:
        """Draw people without replacement."""
        order = self.rng.permutation(len(people))
        return [people[i] for i in order[: max(0, number)]]

    def parties(self, people: Iterable[Person]) -> list[list[Person]]:
        """Put people of a place and group together by chance: whole parties, one of the rest."""
        cells: dict[tuple[str, str], list[Person]] = {}
        for person in people:
            cells.setdefault((person.place, person.group), []).append(person)
        size = self.crisis.party_size
        return [
            mixed[i : i + size]
            for cell in cells.values()
            for mixed in [self.some(cell, len(cell))]
            for i in range(0, len(mixed), size)
        ]

    def choose(self, use: str, person: Person) -> Option | None:
        """Choose an option by weight; None where none has any."""
        weights = self.weights(use, person.place, person.group)
        if not any(weights):
            return None
        level, chosen = self.rng.random() * sum(weights), 0
        while level >= weights[chosen] and chosen < len(weights) - 1:
            level -= weights[chosen]
            chosen += 1
        return self.crisis.options(use, person.place, person.group)[chosen]

    # -- the steps of a day --------------------------------------------------------------------

    def turn_back(self, closed: set[tuple[str, str]]) -> None:
        """Stop or send back those on the way whose way closed."""
        travelling = self.there("travelling") if closed else []
        for person in [person for person in travelling if not person.organised]:
            gone = self.now - person.departed
            entry = 0.0
            for i, route in enumerate(person.routes):
                leave = self.crisis.ticks_of(person.routes[: i + 1])
                flying = route.mode == "air" and gone > entry
                if (route.id, person.group) in closed and gone < leave and not flying:
                    ahead = entry - gone if gone <= entry else gone - entry
                    person.routes, person.place = person.routes[:i], route.origin
                    person.due, person.whole = self.now + math.ceil(ahead), False
                    self.count["turned_around",] += 1
                    break
                entry = leave

    def displace(self) -> None:
        for place, group, people in self.crisis.displaced(self.day):
            self.everyone += [Person(group, place) for _ in range(int(people))]
            self.count["entered", group] += int(people)

    def arrive(self) -> tuple[list[Person], list[Person]]:
        """End the journeys due now; a hard place sends its surplus on at once."""
        due = [p for p in self.there("travelling") if p.due <= self.now]
        surplus: list[Person] = []
        for place in sorted({p.place for p in due}):
            coming = [p for p in due if p.place == place]
            if self.crisis.hard(place) and not self.crisis.kind(place).passing:
                there = len(self.there("ready", "resting", "injured", place=place))
                free = max(0, int(self.crisis.capacity(place)) - there)
                surplus += self.some(coming, len(coming) - free)
        for person in due:
            self.count["arrived", person.place] += person.whole
            self.count.update(("flow", r.id) for r in person.routes if r.mode != "crossing")
            person.state, person.routes = "ready", ()
        return due, surplus

    def decide(self, people: list[Person], surplus: list[Person]) -> None:
        """Leave and choose; all see the same state."""
        leaving = list(surplus)
        for party in self.parties(p for p in people if p not in surplus):
            if self.rng.random() < self.crisis.leave(party[0].place, party[0].group):
                leaving += party
        self.set_out(leaving, surplus)

    def set_out(self, people: list[Person], surplus: list[Person]) -> None:
        """Let each party choose and go, or queue for the seats of a gate right here.

        Where nothing can be chosen, or no seat is left, people in danger flee to the nearest place
        out of it; those whom a hard place turned away wait before it.
        """
        queues: dict[Route, list[Person]] = {}
        for party in self.parties(people):
            place, group = party[0].place, party[0].group
            option = self.choose("on", party[0])
            if option and option.seats:
                queues.setdefault(option.seats, []).extend(party)
            elif option:
                self.depart(party, option.routes)
            elif away := self.crisis.away(place, group, self.room):
                self.depart(party, (away,))
            else:
                self.wait_outside([person for person in party if person in surplus])
        for gate, queue in queues.items():
            going = self.seated(gate, queue)
            self.depart(going, (gate,))
            for person in set(queue) - set(going):
                if away := self.crisis.away(person.place, person.group, self.room):
                    self.refused.discard(person)
                    self.depart([person], (away,))

    def wait_outside(self, people: list[Person]) -> None:
        for person in people:
            person.place = self.crisis.outside(person.place, person.group)
        self.refused |= set(people)

    def seated(self, gate: Route, queue: list[Person]) -> list[Person]:
        """Share what is left of today's seats among those who queue; the others are turned away."""
        left = self.crisis.per_day(gate) - self.seats[gate.id]
        going = self.some(queue, int(min(left, len(queue))))
        self.seats[gate.id] += len(going)
        self.refused |= set(queue) - set(going)
        return going

    def depart(
        self, people: Iterable[Person], routes: tuple[Route, ...], organised: bool = False
    ) -> None:
        ticks = max(1, math.ceil(self.crisis.ticks_of(routes)))
        for person in people:
            person.state, person.routes, person.place = "travelling", routes, routes[-1].destination
            person.journey = routes
            person.departed, person.due, person.whole = self.now, self.now + ticks, True
            person.organised = organised

    def forest(self) -> None:
        """Find people in the forest, or see them taken on."""
        onward: list[Person] = []
        registered: list[Person] = []
        for party in self.parties(
            p for p in self.there("ready") if self.crisis.kind(p.place).passing
        ):
            place, group = party[0].place, party[0].group
            found, taken = self.crisis.hazards(place, group)
            if self.rng.random() >= 1 - math.exp(-(found + taken)):
                continue
            if self.rng.random() * (found + taken) >= found:
                onward += party
                continue
            line = self.crisis.line_beside(place)
            if line is None or self.rng.random() >= self.crisis.push_back(place, group):
                registered += party
            else:
                self.count["pushed_back", line.border] += len(party)
                self.fail(party, line)
        self.set_out(onward, [])
        for party in self.parties(registered):
            option = self.choose("register", party[0])
            if option:
                line = self.crisis.line_beside(party[0].place)
                if line:
                    self.count["attempts", line.border] += len(party)
                self.depart(party, option.routes)

    def fail(self, people: Iterable[Person], line: Route) -> None:
        """Send people back to the strip, where they rest: an attempt, turned back."""
        for person in people:
            person.place, person.state, person.since = line.origin, "resting", self.day
            self.count["attempts", line.border] += 1
            self.count["turned_back", line.border] += 1

    def cross(self) -> None:
        """Try at the line: a quota first, then the line itself."""
        queues: dict[Route, list[Person]] = {}
        for party in self.parties(
            p for p in self.there("ready") if self.crisis.kind(p.place).tries
        ):
            place, group = party[0].place, party[0].group
            if self.rng.random() < self.crisis.try_rate(place, group):
                option = self.choose("try", party[0])
                if option and option.seats:
                    queues.setdefault(option.seats, []).extend(party)
        for line, queue in queues.items():
            for party in self.parties(self.seated(line, queue)):
                if self.rng.random() >= self.crisis.permeability(line):
                    self.fail(party, line)
                    continue
                self.count["crossed", line.border] += len(party)
                self.count["arrived", line.destination] += len(party)
                for person in party:
                    person.place = line.destination

    def recover(self) -> None:
        """Let some of those who rested before today be ready again."""
        for party in self.parties(p for p in self.there("resting") if p.since < self.day):
            if self.rng.random() < 1 / self.crisis.rest_days:
                for person in party:
                    person.state = "ready"

    def go_back(self) -> None:
        """Let each party set out for a home that it can go back to."""
        for party in self.parties(self.there("ready")):
            for option, chance in self.crisis.homes(party[0].place, party[0].group):
                if self.rng.random() < chance:
                    self.depart(party, option.routes)
                    break

    def transfer(self) -> None:
        for route, number in self.crisis.transfers():
            waiting = [
                p
                for p in self.there("ready", "resting", place=route.origin)
                if self.crisis.meant_for(route, p.group)
            ]
            moved = self.some(waiting, int(number))
            self.count["transferred", route.id] += len(moved)
            self.depart(moved, (route,), organised=True)

    def night(self) -> None:
        """Let the night pass: who was injured before first, then everybody in the open."""
        if not len(self.crisis.scenario.weather):
            return
        self.hazard = {
            place: self.crisis.hazard_at(
                place, len(self.there("ready", "resting", "injured", place=place))
            )
            for place in self.crisis.places
        }
        weak = self.there("injured", "hospital")
        for person in weak:
            self.nurse(person)
        for person in self.there("ready", "resting", "travelling"):
            place, hazard = person.place, 0.0
            if person.state == "travelling":
                gone, end = float(self.now - person.departed), len(person.routes)
                ways = person.journey
                route = self.crisis.route_under_way(ways, end, gone)
                place, hazard = route.origin, self.crisis.hazard_on(route)
            else:
                hazard = self.hazard[place]
            self.befall(person, place, hazard)

    def befall(self, person: Person, place: str, hazard: float) -> None:
        """Let somebody die or be severely injured, whichever comes first, if either does."""
        odds, side = self.crisis.odds(), self.crisis.places[place]["country"]
        if self.rng.random() >= 1 - math.exp(-hazard * (1 + odds)):
            return
        person.place, person.routes = place, ()
        if self.rng.random() * (1 + odds) < 1:
            person.state = "dead"
            self.count["died", side] += 1
        else:
            brought = self.rng.random() < self.crisis.hospital(place)
            person.state = "hospital" if brought else "injured"
            self.count["severe_injury", side] += 1

    def nurse(self, person: Person) -> None:
        """Let somebody injured before tonight die, come to a hospital, or be able to go on."""
        hazard = self.hazard[person.place]
        if person.state == "injured" and self.rng.random() < 1 - math.exp(-hazard):
            person.state = "dead"
            self.count["died", self.crisis.places[person.place]["country"]] += 1
        elif person.state == "injured" and self.rng.random() < self.crisis.hospital(person.place):
            person.state = "hospital"
        elif self.rng.random() < self.crisis.heal():
            person.state = "ready"

    def tally(self) -> Day:
        """Register and tally the end of the day."""
        self.see()
        for person in self.everyone:
            if person.state in ("travelling", "hospital", "dead"):
                self.count[person.state,] += person.state != "dead"
                continue
            self.count["stock", person.place, person.group] += 1
            if cause := self.cause(person):
                what = "waiting" if cause in WAITING else "stranded"
                self.count[what, person.place] += 1
                self.count[f"{what}_cause", cause] += 1
        here = self.there("ready", "resting", "injured")
        for place, people in Counter(p.place for p in here).items():
            capacity = self.crisis.capacity(place)
            if people > capacity:
                self.count["over_capacity", place] += people - int(capacity)
            if self.crisis.in_danger(place):
                self.count["in_danger", place] += people
        return self.count

    def cause(self, person: Person) -> str:
        """Say why somebody has no way out; blank where there is one."""
        strands = self.crisis.kind(person.place).strands
        if strands is not Strands.WITHOUT_WAY:
            return "strip" if strands is Strands.ALWAYS else ""
        weights = self.weights("on", person.place, person.group) + self.weights(
            "try", person.place, person.group
        )
        if not weights:
            return "closed"
        if any(weights):
            return "quota" if person in self.refused else ""
        full = self.crisis.only_full(person.place, person.group, self.room)
        return "full" if full else "no_destination"


def simulate_people(
    scenario: Scenario, rng: np.random.Generator, effects: Mapping[str, float] | None = None
) -> list[Day]:
    """Run a scenario one person at a time; one count a day."""
    people = People(scenario, rng, effects or {})
    return [people.live(day) for day in range(scenario.days)]
