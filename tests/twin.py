"""The counting engine in plain Python, to the bit: dictionaries in place of arrays.

Read ``person.py`` first: the steps are the same. One member, the same keyed draws as the engine,
made in the same places; only the draws themselves come from the package. Where an order matters
for the last bit of a float, it is the engine's. Keys of dictionaries are ``(place, group)`` unless
said.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from answers import Answers
from chance import absorb, binomial, displaced, multinomial, name_key, rounded, share
from crisis import Crisis, Option, Route
from marchland.kernels import keys
from marchland.kernels.keys import Purpose
from marchland.model.kinds import Strands
from marchland.model.scenario import Scenario
from person import WAITING, Day

Cells = dict[tuple[str, str], int]


@dataclass
class Cohort:
    """People on the way, together."""

    group: str
    people: int
    routes: tuple[Route, ...]
    depart: int
    due: int
    end: str
    legs: int
    organised: bool
    name: str
    why: int
    whole: bool = True


class Twin:
    """One member of a run."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        member: int,
        parameters: Mapping[str, float],
        effects: Mapping[str, float],
    ) -> None:
        self.crisis = Crisis(scenario, effects, parameters)
        self.groups = sorted(scenario.groups)
        self.key = absorb(keys.ROOT, seed, member)
        self.party = self.crisis.party_size
        self.ready: Cells = Counter()
        self.resting: Cells = Counter()
        self.injured: Cells = Counter()
        self.in_hospital: Cells = Counter()
        self.cohorts: list[Cohort] = []
        self.wanting: dict[Route, Counter[str]] = {}
        self.answers = Answers(self.crisis)

    def live(self, day: int) -> Day:
        """Carry the member one day on, and count the day."""
        self.day, self.count, self.waiting = day, Day(), Counter[tuple[str, str]]()
        self.now, ticks = day * self.crisis.ticks, self.crisis.ticks
        self.key_of_day = absorb(self.key, day)
        self.crisis.begin(day)
        self.answers.answer(day)
        self.seats = {gate: self.seats_today(gate) for gate in self.crisis.routes if gate.gate}
        self.turn_back()
        self.displace()
        for tick in range(ticks):
            self.now = day * ticks + tick
            self.tick_key = absorb(self.key_of_day, tick)
            arrivals = self.arrive()
            surplus = self.settle(arrivals)
            self.look()
            self.decide(Counter(self.ready) if tick == 0 else arrivals, surplus)
            self.board()
        self.tick_key = absorb(self.key_of_day, ticks)
        rested = dict(self.resting)
        self.look()
        self.forest()
        self.cross()
        self.resume(rested)
        self.go_back()
        self.transfer()
        self.night()
        self.look()
        self.tally()
        self.answers.see(self.count, self.standing())
        return self.count

    def standing(self) -> Counter[str]:
        """Return people at each place who can go on, at once or after a rest."""
        there: Counter[str] = Counter()
        for (place, _), people in [*self.ready.items(), *self.resting.items()]:
            there[place] += people
        return there

    # -- draws ---------------------------------------------------------------------------------

    def cell_key(self, purpose: int, place: str, group: str) -> int:
        return absorb(self.tick_key, purpose, place, group)

    def binomial(self, key: int, people: int, chance: float) -> int:
        return binomial(key, people, chance, self.party)

    def choose(
        self, key: int, use: str, place: str, group: str, people: int
    ) -> list[tuple[Option, int]]:
        """Share people out over the options of a place; none where no option has weight."""
        options = self.crisis.options(use, place, group)
        weights = [self.crisis.weight(option, place, group, self.room) for option in options]
        if not any(weights):
            return []
        names = [name_key(option.name) for option in options]
        chosen = multinomial(key, people, self.party, weights, names)
        return [(option, n) for option, n in zip(options, chosen, strict=True) if n]

    # -- the steps of a day --------------------------------------------------------------------

    def seats_today(self, gate: Route) -> int:
        quota = self.crisis.per_day(gate)
        key = absorb(self.key_of_day, 0, Purpose.SEATS_TODAY, gate.id)
        return rounded(key, quota) if quota < math.inf else 1 << 62

    def turn_back(self) -> None:
        """Stop or send back cohorts whose way closed."""
        for cohort in [cohort for cohort in self.cohorts if not cohort.organised]:
            gone = float(self.now - cohort.depart)
            whole = self.crisis.days_of(cohort.routes)
            tempo = self.crisis.pace * self.crisis.ticks
            for leg, route in enumerate(cohort.routes[: cohort.legs]):
                before = whole - self.crisis.days_of(cohort.routes[leg:])
                leave = (whole - self.crisis.days_of(cohort.routes[leg + 1 :])) * tempo
                if self.crisis.serves(route, cohort.group) or gone >= leave:
                    continue
                if gone <= before * tempo:
                    due = max(self.now, cohort.depart + self.ticks_for(before)) if leg else self.now
                elif route.mode != "air":
                    due = self.now + math.ceil(gone - before * tempo)
                else:
                    continue
                cohort.due, cohort.end, cohort.legs, cohort.whole = due, route.origin, leg, False
                self.count["turned_around",] += cohort.people
                break

    def displace(self) -> None:
        self.tick_key = absorb(self.key_of_day, 0)
        for place, group, mean in self.crisis.displaced(self.day):
            key = self.cell_key(Purpose.DISPLACE, place, group)
            people = displaced(
                key,
                mean,
                self.crisis.scenario.rules.displacement,
                self.crisis.parameter("dispersion"),
            )
            self.ready[place, group] += people
            self.count["entered", group] += people

    def arrive(self) -> Cells:
        """End the journeys due now; return who comes where."""
        arrivals: Cells = Counter()
        for cohort in [cohort for cohort in self.cohorts if cohort.due == self.now]:
            self.cohorts.remove(cohort)
            arrivals[cohort.end, cohort.group] += cohort.people
            if cohort.whole:
                self.count["arrived", cohort.end] += cohort.people
            for route in cohort.routes[: cohort.legs]:
                if route.mode != "crossing":
                    self.count["flow", route.id] += cohort.people
        return arrivals

    def settle(self, arrivals: Cells) -> Cells:
        """Let those who arrived be there; return the surplus of hard places."""
        surplus: Cells = Counter()
        for place in {place for place, _ in arrivals}:
            coming = sum(arrivals.get((place, group), 0) for group in self.groups)
            if self.crisis.hard(place):
                free = max(0, int(self.crisis.capacity(place)) - self.present(place))
                if coming > free:
                    cells = [
                        (arrivals.get((place, group), 0), name_key(group)) for group in self.groups
                    ]
                    key = absorb(self.tick_key, Purpose.SURPLUS, place)
                    for group, people in zip(
                        self.groups, share(key, cells, coming - free), strict=True
                    ):
                        surplus[place, group] = people
        for cell, people in arrivals.items():
            self.ready[cell] += people
        return surplus

    def present(self, place: str) -> int:
        return sum(
            self.ready[place, group] + self.resting[place, group] + self.injured[place, group]
            for group in self.groups
        )

    def look(self) -> None:
        """See the room of every place."""
        self.room: dict[str, float] = {}
        inbound: Counter[str] = Counter()
        for cohort in self.cohorts:
            inbound[cohort.end] += cohort.people
        for place in self.crisis.places:
            self.room[place] = self.crisis.room(place, float(self.present(place) + inbound[place]))

    def decide(self, deciding: Cells, surplus: Cells) -> None:
        """Let all who decide in this tick leave and choose."""
        turned_away: Cells = {}
        for (place, group), people in deciding.items():
            if people and not self.crisis.kind(place).passing:
                forced = surplus.get((place, group), 0)
                leaving = forced + self.binomial(
                    self.cell_key(Purpose.LEAVE, place, group),
                    people - forced,
                    self.crisis.leave(place, group),
                )
                if not self.set_out(Purpose.CHOOSE, "on", place, group, leaving):
                    away = self.crisis.away(place, group, self.room) if leaving else None
                    if away:
                        self.ready[place, group] -= leaving
                        self.depart((away,), group, leaving, away.id)
                    elif forced:
                        turned_away[place, group] = forced
        for (place, group), people in turned_away.items():
            before = self.crisis.outside(place, group)
            self.ready[place, group] -= people
            self.ready[before, group] += people
            self.waiting[before, group] += people

    def set_out(self, purpose: int, use: str, place: str, group: str, people: int) -> bool:
        """Let people choose and go, or want a seat at a gate right here; whether any could."""
        if people == 0:
            return False
        chosen = self.choose(self.cell_key(purpose, place, group), use, place, group, people)
        for option, count in chosen:
            if option.seats:
                self.wanting.setdefault(option.seats, Counter())[group] += count
            else:
                self.ready[place, group] -= count
                why = 2 if use == "register" else 0
                self.depart(option.routes, group, count, option.name, why)
        return bool(chosen)

    def depart(
        self, routes: tuple[Route, ...], group: str, people: int, name: str, why: int = 0
    ) -> None:
        due = self.now + self.ticks_for(self.crisis.days_of(routes))
        self.cohorts.append(
            Cohort(
                group,
                people,
                routes,
                self.now,
                due,
                routes[-1].destination,
                len(routes),
                why == 1,
                name,
                why,
            )
        )

    def ticks_for(self, days: float) -> int:
        return max(1, math.ceil(days * self.crisis.pace * self.crisis.ticks))

    def board(self) -> None:
        """Give the seats of every gate that is no crossing to those who want them.

        Nobody waits for one in danger while another way leads out of it.
        """
        for gate in [gate for gate in self.wanting if gate.mode != "crossing"]:
            key = absorb(self.tick_key, Purpose.SEATS, gate.id)
            wanting = dict(self.wanting[gate])
            taken = self.through_quota(key, gate)
            for group, people in taken.items():
                self.ready[gate.origin, group] -= people
                self.depart((gate,), group, people, gate.id)
            for group in self.groups:
                left = wanting.get(group, 0) - taken.get(group, 0)
                away = self.crisis.away(gate.origin, group, self.room) if left else None
                if away:
                    self.waiting[gate.origin, group] -= left
                    self.ready[gate.origin, group] -= left
                    self.depart((away,), group, left, away.id)

    def through_quota(self, key: int, gate: Route) -> dict[str, int]:
        """Share what is left of a gate's quota over groups; the rest wait."""
        wanting = self.wanting.pop(gate)
        cells = [(wanting[group], name_key(group)) for group in self.groups]
        taken = share(key, cells, self.seats[gate])
        for group, people in zip(self.groups, taken, strict=True):
            self.seats[gate] -= people
            self.waiting[gate.origin, group] += wanting[group] - people
        return {group: people for group, people in zip(self.groups, taken, strict=True) if people}

    def forest(self) -> None:
        """Let competing hazards decide over everybody in a forest."""
        for (place, group), people in list(self.ready.items()):
            finding, going = self.crisis.hazards(place, group)
            if not people or not self.crisis.kind(place).passing or not finding + going > 0.0:
                continue
            met = self.binomial(
                self.cell_key(Purpose.FOREST_EVENT, place, group),
                people,
                1.0 - math.exp(-(finding + going)),
            )
            found = self.binomial(
                self.cell_key(Purpose.FOUND, place, group), met, finding / (finding + going)
            )
            line, pushed = self.crisis.line_beside(place), 0
            if line:
                pushed = self.binomial(
                    self.cell_key(Purpose.PUSHED, place, group),
                    found,
                    self.crisis.push_back(place, group),
                )
                self.ready[place, group] -= pushed
                self.count["pushed_back", line.border] += pushed
                self.fail(line, group, pushed)
            self.set_out(Purpose.ONWARD, "on", place, group, met - found)
            if self.set_out(Purpose.REGISTER, "register", place, group, found - pushed) and line:
                self.count["attempts", line.border] += found - pushed
        self.board()

    def fail(self, line: Route, group: str, people: int) -> None:
        """Let people rest in the strip after an attempt that was turned back."""
        self.resting[line.origin, group] += people
        self.count["attempts", line.border] += people
        self.count["turned_back", line.border] += people

    def cross(self) -> None:
        """Let people in the strips try the line."""
        for (place, group), people in list(self.ready.items()):
            if people and self.crisis.kind(place).tries:
                trying = self.binomial(
                    self.cell_key(Purpose.TRY, place, group),
                    people,
                    self.crisis.try_rate(place, group),
                )
                key = self.cell_key(Purpose.SECTOR, place, group)
                for option, count in self.choose(key, "try", place, group, trying):
                    if option.seats:
                        self.wanting.setdefault(option.seats, Counter())[group] += count
        for line in list(self.wanting):
            key = absorb(self.tick_key, Purpose.QUOTA, line.id)
            for group, people in self.through_quota(key, line).items():
                through = self.binomial(
                    absorb(self.tick_key, Purpose.PASS, line.id, group),
                    people,
                    self.crisis.permeability(line),
                )
                self.ready[line.origin, group] -= people
                self.ready[line.destination, group] += through
                self.fail(line, group, people - through)
                self.count["crossed", line.border] += through
                self.count["arrived", line.destination] += through

    def resume(self, rested: Cells) -> None:
        """Let some of those who rested before today be ready again."""
        for (place, group), people in rested.items():
            again = self.binomial(
                self.cell_key(Purpose.RESUME, place, group), people, 1.0 / self.crisis.rest_days
            )
            self.resting[place, group] -= again
            self.ready[place, group] += again

    def go_back(self) -> None:
        """Let people set out for every home that they can go back to."""
        for (place, group), _ in sorted(self.ready.items()):
            for option, chance in self.crisis.homes(place, group):
                key = absorb(self.cell_key(Purpose.RETURN, place, group), option.name)
                people = self.binomial(key, self.ready[place, group], chance)
                if people:
                    self.ready[place, group] -= people
                    self.depart(option.routes, group, people, option.name)

    def transfer(self) -> None:
        """Move people along every route with seats for a transfer today."""
        for route, number in self.crisis.transfers():
            key = absorb(self.tick_key, Purpose.TRANSFER, route.id)
            serving = [g if self.crisis.meant_for(route, g) else "" for g in self.groups]
            cells = [
                (self.ready[route.origin, g], name_key(group))
                for g, group in zip(serving, self.groups, strict=True)
            ]
            cells += [
                (self.resting[route.origin, g], absorb(name_key(group), Purpose.TRANSFER))
                for g, group in zip(serving, self.groups, strict=True)
            ]
            taken = share(key, cells, rounded(key, number))
            for i, group in enumerate(self.groups):
                ready, resting = taken[i], taken[len(self.groups) + i]
                self.ready[route.origin, group] -= ready
                self.resting[route.origin, group] -= resting
                self.count["transferred", route.id] += ready + resting
                if ready + resting:
                    self.depart((route,), group, ready + resting, route.id, 1)

    def night(self) -> None:
        """Let cold and wet fall upon people in the open and on foot."""
        if not len(self.crisis.scenario.weather):
            return
        for place in self.crisis.places:
            hazard = self.crisis.hazard_at(place, self.present(place))
            for group in self.groups:
                self.nurse(place, group, hazard)
                for state, people in enumerate((self.ready, self.resting)):
                    key = absorb(self.cell_key(Purpose.COLD, place, group), state)
                    here = people[place, group]
                    people[place, group] -= self.befall(key, place, group, here, hazard)
        for cohort in self.cohorts:
            route = self.crisis.route_under_way(
                cohort.routes, cohort.legs, float(self.now - cohort.depart)
            )
            hazard = self.crisis.hazard_on(route)
            key = absorb(self.tick_key, Purpose.ON_FOOT, cohort.name, cohort.routes[0].id)
            key = absorb(key, cohort.group, cohort.depart, cohort.due, cohort.why)
            place = route.origin
            cohort.people -= self.befall(key, place, cohort.group, cohort.people, hazard)

    def befall(self, key: int, place: str, group: str, here: int, hazard: float) -> int:
        """Draw who dies or is injured tonight; return how many in all."""
        if not hazard > 0.0:
            return 0
        odds, side = self.crisis.odds(), self.crisis.places[place]["country"]
        struck = binomial(key, here, 1.0 - math.exp(-hazard * (1.0 + odds)), 1)
        died = binomial(absorb(key, Purpose.COLD_DEATH), struck, 1.0 / (1.0 + odds), 1)
        chance = self.crisis.hospital(place)
        brought = binomial(absorb(key, Purpose.TO_HOSPITAL), struck - died, chance, 1)
        self.in_hospital[place, group] += brought
        self.injured[place, group] += struck - died - brought
        self.count["died", side] += died
        self.count["severe_injury", side] += struck - died
        return struck

    def nurse(self, place: str, group: str, hazard: float) -> None:
        """Let people injured before tonight die, come to a hospital, or be able to go on."""
        cell, heal = (place, group), self.crisis.heal()

        def drawn(purpose: int, people: int, chance: float) -> int:
            return binomial(self.cell_key(purpose, place, group), people, chance, 1)

        out = drawn(Purpose.DISCHARGED, self.in_hospital[cell], heal)
        died = drawn(Purpose.INJURED_DEATH, self.injured[cell], 1.0 - math.exp(-hazard))
        left = self.injured[cell] - died
        brought = drawn(Purpose.TO_HOSPITAL, left, self.crisis.hospital(place))
        healed = drawn(Purpose.HEALED, left - brought, heal)
        self.injured[cell] = left - brought - healed
        self.in_hospital[cell] += brought - out
        self.ready[cell] += healed + out
        self.count["died", self.crisis.places[place]["country"]] += died

    def tally(self) -> None:
        """Write down the end of the day."""
        for place in self.crisis.places:
            for group in self.groups:
                cell = place, group
                here = self.ready[cell] + self.resting[cell] + self.injured[cell]
                self.count["stock", place, group] += here
                self.count["hospital",] += self.in_hospital[cell]
                cause, people = self.stranded(place, group, here)
                what = "waiting" if cause in WAITING else "stranded"
                self.count[what, place] += people
                self.count[f"{what}_cause", cause] += people
            if self.present(place) > self.crisis.capacity(place):
                over = self.present(place) - int(self.crisis.capacity(place))
                self.count["over_capacity", place] += over
            if self.crisis.in_danger(place):
                self.count["in_danger", place] += self.present(place)
        self.count["travelling",] = sum(cohort.people for cohort in self.cohorts)

    def stranded(self, place: str, group: str, here: int) -> tuple[str, int]:
        """Return why and how many people of a group at a place have no way on."""
        strands = self.crisis.kind(place).strands
        if strands is not Strands.WITHOUT_WAY:
            return "strip", here if strands is Strands.ALWAYS else 0
        weights = [
            self.crisis.weight(option, place, group, self.room)
            for use in ("on", "try")
            for option in self.crisis.options(use, place, group)
        ]
        if any(weight > 0.0 for weight in weights):
            return "quota", min(here, self.waiting[place, group])
        if not weights:
            return "closed", here
        full = self.crisis.only_full(place, group, self.room)
        return "full" if full else "no_destination", here


def simulate_twin(
    scenario: Scenario,
    seed: int,
    member: int,
    parameters: Mapping[str, float] | None = None,
    effects: Mapping[str, float] | None = None,
) -> list[Day]:
    """Run one member of a scenario; counts by day, without zeros."""
    twin = Twin(scenario, seed, member, parameters or {}, effects or {})
    return [+twin.live(day) for day in range(scenario.days)]
