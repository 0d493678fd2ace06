"""A past conflict from a cold start: what is given, and the counts it is scored by."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.kinds import PLACE_KINDS
from marchland.model.scenario import Scenario
from marchland.study.scores.ard import interpolated

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ColdStart:
    """A past conflict as arrays: what is given, and what is scored.

    Parameters
    ----------
    scenario
        The conflict; a place that is full draws nobody, as the peer Flee has it, since capacities
        as given know the counts to come (hindsight).
    camps
        Names of the camps with counts, in the order of the axis ``camp``.
    counts
        People by the counts, interpolated (day, camp).
    counted
        Whether a count was taken that day; day 0 does not count, it is given (day, camp).
    displaced
        People who enter (day, place); day 0's in the camps among them.
    """

    scenario: Scenario
    camps: tuple[str, ...]
    counts: Floats
    counted: Flags
    displaced: Floats

    @property
    def at(self) -> npt.NDArray[np.intp]:
        """Where the camps stand among the places."""
        return np.array([self.scenario.places.id.index(camp) for camp in self.camps])

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of places that the camps are."""
        return tuple(sorted({self.scenario.places.kind[i] for i in self.at}))

    @property
    def start(self) -> Floats:
        """People in the camps on day 0 (camp)."""
        return np.asarray(self.displaced[0, self.at])

    @property
    def total(self) -> Floats:
        """People who have entered so far (day)."""
        return np.asarray(self.displaced.sum(axis=1).cumsum())


def cold_start(scenario: Scenario) -> ColdStart:
    """Take from a scenario what is given and what is scored.

    Raises
    ------
    RequestError
        If there are no counts of people at a place that receives people.
    """
    days, first = scenario.days, np.datetime64(scenario.start)
    kinds = scenario.places.kind
    places = [
        p for p, kind in zip(scenario.places.id, kinds, strict=True) if PLACE_KINDS[kind].receives
    ]
    taken: dict[str, dict[int, float]] = {}
    for row in scenario.observations.rows():
        if row["measure"] == "stock" and row["where"] in places and not row["group"]:
            day = int((row["date_from"] - first).astype(int))
            taken.setdefault(row["where"], {})[day] = float(row["value"])
    if not taken:
        raise RequestError(
            say("{name} has no counts of people at a camp to be scored by", name=scenario.name)
        )
    camps = tuple(name for name in places if name in taken)
    sets = [sorted(taken[camp].items()) for camp in camps]
    counts = np.array(
        [interpolated([d for d, _ in one], [n for _, n in one], days) for one in sets]
    ).T
    counted = np.array([[day in taken[camp] for camp in camps] for day in range(days)])
    counted[0] = False
    hindsight = replace(scenario, rules=replace(scenario.rules, capacity="flee"))
    return ColdStart(hindsight, camps, counts, counted, _displaced(scenario))


def _displaced(scenario: Scenario) -> Floats:
    """Return who enters (day, place), at the value of uncertain amounts' middle."""
    people = np.zeros((scenario.days, len(scenario.places)))
    first = np.datetime64(scenario.start)
    for row in scenario.displaced.rows():
        begin = int((row["date"] - first).astype(int))
        last = row["date"] if np.isnat(row["date_to"]) else row["date_to"]
        end = int((last - first).astype(int)) + 1
        amount = row["people"]
        middle = (amount.low + amount.high) / 2
        if amount.parameter:
            middle *= scenario.parameters[amount.parameter].value
        people[begin:end, scenario.places.id.index(row["place"])] += middle
    return people


def without_capacities(scenario: Scenario) -> Scenario:
    """Return the scenario with all capacities blank: no place has a limit, by the model's rule."""
    blank = np.full(len(scenario.places), np.nan)
    places = replace(scenario.places, capacity=blank)
    return replace(scenario, places=places, rules=replace(scenario.rules, capacity="crowding"))


def out_of_reach(case: ColdStart) -> tuple[str, ...]:
    """Return the counted camps that nobody who enters after day 0 can reach, open or not."""
    routes, ids = case.scenario.routes, case.scenario.places.id
    onward: dict[str, set[str]] = {name: set() for name in ids}
    for origin, end, both in zip(routes.origin, routes.destination, routes.both_ways, strict=True):
        onward[origin].add(end)
        if both:
            onward[end].add(origin)
    edge = [ids[i] for i in np.flatnonzero(case.displaced[1:].sum(axis=0))]
    reached = set(edge)
    while edge:
        new = onward[edge.pop()] - reached
        reached |= new
        edge.extend(new)
    return tuple(camp for camp in case.camps if camp not in reached)
