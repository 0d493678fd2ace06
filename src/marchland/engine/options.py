"""Options: where people of a group can go from every place, from which routes are open to them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from marchland.engine.plan import Plan
from marchland.engine.world import World, danger_of
from marchland.kernels.layout import Atlas, Bools, Floats, Ids, Ints, Keys, OfGate, OfPlace, OfRoute
from marchland.kernels.ways import ANY, Labels, Reach, into, mark_rests, nearest, travel_days
from marchland.model.events import kind_of


class Table(NamedTuple):
    """Options of every place for one class of groups and one use, by place then target."""

    row: Ints  # p: first label, and the one after the last
    label: Ids
    key: Keys
    days: Floats
    term_place: Ids
    term_cost: Floats


class _Beyond(NamedTuple):
    """Destinations beyond each gate: those of gate c from ``begin[c]`` to the next."""

    begin: Ints
    place: Ints
    km: Floats


_NOTHING = _Beyond(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))


class Options:
    """Searches the options of every place; any number of threads may ask it at once.

    Parameters
    ----------
    plan, atlas
        The scenario in arrays.
    """

    def __init__(self, plan: Plan, atlas: Atlas) -> None:
        self._plan, self._atlas = plan, atlas
        self._km, self._danger = plan.km, danger_of(plan)
        reach, _, number = plan.scenario.rules.reach.partition(":")
        self._stops = stops(plan)
        self._hops = {"refuge": ANY, "hops": int(number or 1), "next": 1}[reach]
        self._reach = int(number) if reach == "refuge" else len(plan.places) + len(plan.gates)

    def tables(self, world: World) -> tuple[Table, Table]:
        """Return the options of groups to whom the same routes are open, for both uses of ways.

        Parameters
        ----------
        world
            As they have it (:meth:`World.of`).
        """
        return self._onward(world), self._register(world.passable)

    def _onward(self, world: World) -> Table:
        """Find the options of people who choose: direct destinations and gates."""
        usable, km = world.passable, self._felt(world.feared)
        plan, atlas = self._plan, self._atlas
        is_gate = atlas.route[OfRoute.GATE] >= 0
        open_gates = np.flatnonzero(usable[atlas.gate[OfGate.ROUTE]])
        direct = plan.receiving if self._hops == ANY else np.arange(len(plan.places))
        near = atlas.route[OfRoute.ORIGIN, atlas.gate[OfGate.ROUTE, open_gates]]
        targets = np.concatenate([direct, near]).astype(np.int64)
        gate_of_target = np.concatenate([np.full(len(direct), -1), open_gates]).astype(np.int64)
        behind = (gate_of_target >= 0).astype(np.int64)
        if self._hops == 1:
            found = self._neighbours(usable & ~is_gate, km, targets)
        else:
            found = self._search(usable & ~is_gate, km, targets, self._reach, self._hops, behind)
        found = _for_stops(found, self._stops)
        return self._table(found, targets, gate_of_target, self._beyond(world, km, direct))

    def _felt(self, feared: Bools) -> Floats:
        """Return the length of each route as people count it (r): more into danger."""
        into_danger = feared[self._atlas.route[OfRoute.END]]
        return np.asarray(self._km * (1.0 + self._danger * into_danger))

    def _register(self, usable: Bools) -> Table:
        """Find the ways of people who were found, to where they are registered."""
        plan = self._plan
        with_forest = bool(np.any(self._atlas.place[OfPlace.FOREST_STRIP] >= 0))
        targets = plan.registering if with_forest else plan.registering[:0]
        without_gates = usable & (self._atlas.route[OfRoute.GATE] < 0)
        found = self._search(without_gates, self._km, targets, len(targets))
        found = _for_stops(found, self._stops)
        return self._table(found, targets, np.full(len(targets), -1), _NOTHING)

    def _search(
        self,
        usable: Bools,
        cost: Floats,
        targets: Ints,
        reach: int,
        hops: int = ANY,
        behind: Ints | None = None,
    ) -> Labels:
        """Find the ways to targets, of which each may have some routes ``behind`` it already."""
        first, routes = into(self._atlas.route[OfRoute.END], usable, len(self._plan.places))
        behind = np.zeros(len(targets), dtype=np.int64) if behind is None else behind
        origin = self._atlas.route[OfRoute.ORIGIN]
        within = Reach(reach, hops, np.inf)
        return nearest(first, routes, origin, cost, targets, behind, within)

    def _neighbours(self, usable: Bools, cost: Floats, targets: Ints) -> Labels:
        """Find what :meth:`_search` does where a way has one route, without a search.

        The first targets are all places; those behind them stand where they are.
        """
        origin, end = self._atlas.route[OfRoute.ORIGIN], self._atlas.route[OfRoute.END]
        by = np.flatnonzero(usable & (origin != end))
        by = by[np.lexsort((cost[by], end[by], origin[by]))]
        pair = np.stack([origin[by], end[by]])
        by = by[np.any(np.diff(pair, axis=1, prepend=-1) != 0, axis=0)]
        none = np.full(len(targets), -1)
        return Labels(
            np.concatenate([targets, origin[by]]),
            np.concatenate([np.arange(len(targets)), end[by]]),
            np.concatenate([np.zeros(len(targets)), cost[by]]),
            np.concatenate([none, by]),
            np.concatenate([none, end[by]]),
            np.ones(len(targets) + len(by), dtype=np.bool_),
        )

    def _beyond(self, world: World, km: Floats, direct: Ints) -> _Beyond:
        """Find the destinations beyond every gate, and their cost from its near side on."""
        routes, far = self._atlas.gate[OfGate.ROUTE], self._atlas.route[OfRoute.END]
        if len(routes) == 0:
            return _NOTHING
        if self._hops != ANY:
            return _Beyond(np.arange(len(routes) + 1), far[routes], km[routes])
        cost = km.copy()
        cost[routes] += world.toll
        found = self._search(world.passable & np.isfinite(cost), cost, direct, self._reach)
        order = np.lexsort((found.target, found.place))
        order = order[found.option[order]]
        first = np.searchsorted(found.place[order], far[routes], side="left")
        count = np.searchsorted(found.place[order], far[routes], side="right") - first
        begin = np.concatenate([[0], np.cumsum(count)])
        source = order[_runs(first, count)]
        return _Beyond(
            begin, direct[found.target[source]], found.cost[source] + np.repeat(km[routes], count)
        )

    def _table(self, found: Labels, targets: Ints, gate_of_target: Ints, beyond: _Beyond) -> Table:
        """Put labels in the order of place, options first, and target; lay out their terms."""
        atlas, places = self._atlas, len(self._plan.places)
        order = np.lexsort((found.cost, found.target, ~found.option, found.place))
        position = np.full(len(order) + 1, -1, dtype=np.int64)
        position[order] = np.arange(len(order))
        first = np.concatenate([[0], np.cumsum(np.bincount(found.place, minlength=places))])
        options = np.bincount(found.place[found.option], minlength=places)
        gate, end = gate_of_target[found.target[order]], targets[found.target[order]]
        term, term_place, term_cost = _terms(end, gate, found.cost[order], beyond)
        key = atlas.place_key[end]
        if len(self._plan.gates):
            key = np.where(gate >= 0, atlas.route_key[atlas.gate[OfGate.ROUTE, gate]], key)
        return Table(
            np.stack([first[:-1], first[:-1] + options], axis=1).reshape(-1),
            np.stack(
                [end, gate, found.route[order], position[found.rest[order]], term],
                axis=1,
                dtype=np.int32,
                casting="same_kind",
            ),
            key,
            travel_days(found.route, found.rest, atlas.route_days)[order],
            term_place.astype(np.int32),
            term_cost,
        )


def stops(plan: Plan) -> Bools:
    """Tell where people may ever be and choose (p); nowhere else are ways kept.

    They enter, arrive, stand before and behind a gate, are moved, are stopped by a closing, turned
    away by a hard place, or flee.
    """
    found = np.zeros(len(plan.places), dtype=np.bool_)
    if not plan.scenario.rules.reach.startswith("refuge"):
        return ~found
    found[[plan.place_of[name] for name in plan.scenario.displaced.place]] = True
    found[plan.receiving] = found[plan.registering] = True
    for r in (*plan.gates, *plan.transfer_ways):
        found[[plan.ways[r].origin, plan.ways[r].end]] = True
    for what, where in plan.changes():
        kind = kind_of(what)
        if kind.closes:
            closed = plan.concerned(kind, where)
            found[[plan.ways[r].origin for r in closed.tolist()]] = True
    origin, end = plan.ends
    hard = np.array([plan.scenario.places.soft_or_hard[i] == "hard" for i in plan.place_rows])
    found[origin[hard[end]]] = True  # where those wait whom it turns away
    found[end[plan.endangered[origin]]] = True  # on the way out of danger
    return found


def _for_stops(found: Labels, chosen_at: Bools) -> Labels:
    """Return the options of these places only, with the labels that continue their ways."""
    option = np.asarray(found.option & chosen_at[found.place])
    kept = option.copy()
    mark_rests(kept, found.rest)
    new = np.append(np.cumsum(kept) - 1, -1)
    return Labels(
        found.place[kept],
        found.target[kept],
        found.cost[kept],
        found.route[kept],
        new[found.rest[kept]],
        option[kept],
    )


def _terms(end: Ints, gate: Ints, cost: Floats, beyond: _Beyond) -> tuple[Ints, Ints, Floats]:
    """Lay out the destinations of every label: itself, or what lies beyond its gate."""
    gated = gate >= 0
    count = np.ones(len(end), dtype=np.int64)
    count[gated] = np.diff(beyond.begin)[gate[gated]]
    place, km = np.repeat(end, count), np.repeat(cost, count)
    behind = np.repeat(gated, count)
    source = _runs(beyond.begin[gate[gated]], count[gated])
    place[behind] = beyond.place[source]
    km[behind] += beyond.km[source]
    return np.cumsum(count) - count, place, km


def _runs(first: Ints, count: Ints) -> Ints:
    """List the whole numbers from each ``first`` on, ``count`` of them each."""
    skip = np.repeat(first - (np.cumsum(count) - count), count)
    return np.asarray(np.arange(len(skip)) + skip, dtype=np.int64)
