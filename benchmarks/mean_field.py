"""The mean of the dynamics, in NumPy, for past conflicts: to try a rule before it is built.

Everybody displaced chooses a camp by its weight and is there after the days that the way takes;
people leave camps at a rate and choose again. There is no chance, and no state but people in
camps and on the way. On the four conflicts that the defaults were tried on, its averaged relative
difference is within 0.003 of the engine's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from marchland.io.read import read
from marchland.model.parameters import DEFAULTS
from marchland.model.scenario import Scenario
from marchland.study.scores.ard import ard
from marchland.study.validate.coldstart import ColdStart, cold_start

KM_A_DAY = DEFAULTS["speed_road"].value


@dataclass(frozen=True)
class Rules:
    """What is tried.

    Parameters
    ----------
    power, softening
        Deterrence, ``(softening + km) ** -power``.
    leave_camp
        Chance a day to leave a camp.
    following, following_base
        Camps weigh ``(1 + people / base) ** following`` times.
    crowding
        Distance (km) over which camps share one attraction; 0: they do not.
    danger
        A way into a place of conflict counts ``1 + danger`` times its length.
    rank
        A camp weighs ``rank ** (camps that are nearer)`` times (intervening opportunities).
    """

    power: float = 1.5
    softening: float = 10.0
    leave_camp: float = 0.001
    following: float = 0.0
    following_base: float = 1000.0
    crowding: float = 0.0
    danger: float = 0.0
    rank: float = 1.0


@dataclass(eq=False)
class Conflict:
    """A past conflict, its timeline followed once.

    Attributes
    ----------
    lengths
        One matrix of lengths (place, place) for each state of the routes; 0 where there is no way.
    state
        State of the routes on each day (day).
    attraction, push
        What the timeline sets (day, place).
    leaves_as
        Name of the parameter that each place is left by (day, place).
    """

    case: ColdStart
    lengths: list[np.ndarray] = field(default_factory=list)
    state: list[int] = field(default_factory=list)
    attraction: list[np.ndarray] = field(default_factory=list)
    push: list[np.ndarray] = field(default_factory=list)
    leaves_as: list[tuple[str, ...]] = field(default_factory=list)
    ways: dict[float, list[np.ndarray]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: str | Path) -> Conflict:
        """Read a conflict and follow its timeline."""
        conflict = cls(cold_start(read(folder)))
        conflict._follow(conflict.scenario)
        return conflict

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.case.scenario

    @cached_property
    def camps(self) -> np.ndarray:
        """Indices of all camps, with counts or without."""
        return np.flatnonzero(np.array(self.scenario.places.kind) == "camp")

    def _follow(self, scenario: Scenario) -> None:
        ids = {name: i for i, name in enumerate(scenario.places.id)}
        routes = list(scenario.routes.rows())
        opened = {row["id"]: True for row in routes}
        attraction, push = np.ones(len(ids)), np.zeros(len(ids))
        leaves = [f"leave_{kind}" for kind in scenario.places.kind]
        events = list(scenario.timeline.rows())
        known: dict[tuple[bool, ...], int] = {}
        for day in range(scenario.days):
            today = np.datetime64(scenario.start) + day
            for event in (e for e in events if e["date"] == today):
                where, value = event["where"], event["value"]
                if event["what"] in ("open", "close"):
                    opened[where] = event["what"] == "open"
                elif event["what"] == "attraction":
                    attraction[ids[where]] = value.low
                elif event["what"] == "push":
                    push[ids[where]] = value.low
                elif event["what"] == "leave":
                    leaves[ids[where]] = value.parameter
            key = tuple(opened.values())
            if key not in known:
                known[key] = len(self.lengths)
                self.lengths.append(_lengths(routes, opened, ids))
            self.state.append(known[key])
            self.attraction.append(attraction.copy())
            self.push.append(push.copy())
            self.leaves_as.append(tuple(leaves))

    def to_camps(self, danger: float) -> list[np.ndarray]:
        """Return the cost of the cheapest way to each camp, day by day (place, camp)."""
        if danger not in self.ways:
            known: dict[tuple[int, bytes], np.ndarray] = {}
            found = []
            for state, push in zip(self.state, self.push, strict=True):
                at_war = push > 0 if danger else np.zeros_like(push, dtype=bool)
                key = state, at_war.tobytes()
                if key not in known:
                    longer = self.lengths[state] * (1 + danger * at_war)
                    known[key] = dijkstra(csr_matrix(longer))[:, self.camps]
                found.append(known[key])
            self.ways[danger] = found
        return self.ways[danger]

    def shared(self, scale: float) -> np.ndarray:
        """Return by how much the camps' attraction is shared with others near by (camp)."""
        if scale <= 0:
            return np.ones(len(self.camps))
        both = np.maximum.reduce([one + 0.0 for one in self.lengths])
        km = dijkstra(csr_matrix(np.maximum(both, both.T)))[self.camps][:, self.camps]
        return np.asarray(1 / np.exp(-km / scale).sum(axis=1))

    def error(self, rules: Rules, capacities: bool) -> float:
        """Return the averaged relative difference under some rules."""
        there = [list(self.camps).index(i) for i in self.case.at]
        return float(ard(self.run(rules, capacities)[:, there], self.case.counts))

    def run(self, rules: Rules, capacities: bool) -> np.ndarray:
        """Return people in the camps (day, camp)."""
        places, camps = len(self.scenario.places), self.camps
        capacity = self.scenario.places.capacity[camps].astype(float)
        limited = np.isfinite(capacity) & capacities
        chances = {name: one.value for name, one in DEFAULTS.items()} | {
            "leave_camp": rules.leave_camp
        }
        own = camps[None, :] == np.arange(places)[:, None]
        shared = self.shared(rules.crowding)
        stock, bound = np.zeros(places), np.zeros(len(camps))
        due = np.zeros((self.scenario.days + 1, len(camps)))
        people = np.zeros((self.scenario.days, len(camps)))
        ways = self.to_camps(rules.danger)
        deterred: dict[int, np.ndarray] = {}
        for day in range(self.scenario.days):
            stock[camps] += due[day]
            bound -= due[day]
            stock += self.case.displaced[day]
            if id(ways[day]) not in deterred:
                deterred[id(ways[day])] = _deterrence(ways[day], rules)
            weight = deterred[id(ways[day])] * shared * self.attraction[day][camps]
            here = stock[camps] + bound
            weight = weight * (1 + here / rules.following_base) ** rules.following
            room = np.maximum(0, 1 - here / np.where(limited, np.maximum(capacity, 1), 1))
            weight = np.where(own, 0, weight * np.where(limited, room, 1))
            total = weight.sum(axis=1, keepdims=True)
            leave = np.maximum([chances[name] for name in self.leaves_as[day]], self.push[day])
            going = np.where(total[:, 0] > 0, stock * leave, 0)
            stock -= going
            sent = going[:, None] * weight / np.where(total > 0, total, 1)
            days = np.where(sent > 0, np.where(np.isfinite(ways[day]), ways[day], 0) / KM_A_DAY, 0)
            stock[camps] += np.where(days < 1, sent, 0).sum(axis=0)
            for p, c in np.argwhere((days >= 1) & (sent > 0)):
                due[min(day + int(days[p, c]), self.scenario.days), c] += sent[p, c]
                bound[c] += sent[p, c]
            people[day] = stock[camps]
        return people


def _lengths(
    routes: Sequence[Mapping[str, object]], opened: Mapping[str, bool], ids: Mapping[str, int]
) -> np.ndarray:
    """Return the lengths of the open routes (place, place), 0 where there is none."""
    found = np.zeros((len(ids), len(ids)))
    for row in routes:
        if opened[str(row["id"])]:
            a, b = ids[str(row["origin"])], ids[str(row["destination"])]
            found[a, b] = max(float(str(row["length_km"])), 1e-3)
            if row["both_ways"]:
                found[b, a] = found[a, b]
    return found


def _deterrence(km: np.ndarray, rules: Rules) -> np.ndarray:
    reached = np.isfinite(km)
    weight = np.where(reached, (rules.softening + np.where(reached, km, 0)) ** -rules.power, 0)
    if rules.rank == 1:
        return np.asarray(weight)
    nearer = np.where(reached, km, np.inf).argsort(axis=1).argsort(axis=1)
    return np.asarray(weight * rules.rank**nearer)
