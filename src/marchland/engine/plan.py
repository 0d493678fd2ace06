"""The scenario as the engine sees it: arrays in the order of ids, names turned into keys."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from marchland.engine.crowding import crowding
from marchland.kernels.keys import name_key, spread
from marchland.kernels.layout import Atlas, Bools, Floats, Ints, Keys
from marchland.model.amounts import Amount
from marchland.model.design import Keep
from marchland.model.events import OPENING, EventKind, kind_of
from marchland.model.ground import Ground
from marchland.model.kinds import PLACE_KINDS
from marchland.model.scenario import Scenario
from marchland.model.where import Direction, border_name


class Way(NamedTuple):
    """A route in one direction; chance is keyed by its ``id``."""

    direction: Direction
    origin: int
    end: int
    km: float
    mode: str
    permeability: Amount
    per_day: Amount
    groups: tuple[str, ...]
    opened: bool
    row: int

    @property
    def id(self) -> str:
        """Name of the direction, as results carry it."""
        return str(self.direction)

    @property
    def gate(self) -> bool:
        """Whether its passage is limited, so that journeys end at its near side."""
        return self.mode == "crossing" or not self.per_day.blank


class Plan:
    """Places, groups and directed routes in the order of their ids.

    Parameters
    ----------
    scenario
        A checked scenario.
    keep
        What will be kept.

    Notes
    -----
    A route with ``per_day`` from the timeline or a reaction only is a gate from the first day on.
    """

    def __init__(self, scenario: Scenario, keep: Keep) -> None:
        self.scenario = scenario
        self.keep = keep
        table = scenario.places
        self.place_rows = sorted(range(len(table)), key=lambda i: table.id[i])
        self.places = tuple(table.id[i] for i in self.place_rows)
        self.place_of = {name: p for p, name in enumerate(self.places)}
        self.groups = tuple(sorted(scenario.groups))
        self.group_of = {name: g for g, name in enumerate(self.groups)}
        self.ways = tuple(sorted(self._directed(), key=lambda way: way.id))
        self.way_of = {way.direction: r for r, way in enumerate(self.ways)}
        self.kinds = tuple(PLACE_KINDS[table.kind[i]] for i in self.place_rows)
        self.country = tuple(table.country[i] for i in self.place_rows)
        self.gates = tuple(r for r, way in enumerate(self.ways) if way.gate)
        self.gate_of = {r: c for c, r in enumerate(self.gates)}
        self.ground = Ground(table, scenario.routes)

    def _directed(self) -> list[Way]:
        table, ways = self.scenario.routes, []
        limited = self._limited_by_timeline()
        for i in range(len(table)):
            per_day = table.per_day[i]
            if per_day.blank and table.id[i] in limited:
                per_day = Amount(np.inf, np.inf)
            one = Way(
                Direction(table.id[i]),
                self.place_of[table.origin[i]],
                self.place_of[table.destination[i]],
                float(table.length_km[i]),
                table.mode[i],
                table.permeability[i],
                per_day,
                table.groups[i],
                bool(table.opened[i]),
                i,
            )
            ways.append(one)
            if table.both_ways[i]:
                back = Direction(table.id[i], True)
                ways.append(one._replace(direction=back, origin=one.end, end=one.origin))
        return ways

    def _limited_by_timeline(self) -> set[str]:
        """Name the routes to which the timeline or a reaction gives a quota of their own."""
        return {where for what, where in self.changes() if kind_of(what).gate}

    @cached_property
    def opened_by_reactions(self) -> bool:
        """Whether a reaction may open or close a way, so that members differ in what is open."""
        every = self.scenario.reactions.values()
        return any(kind_of(change.what).sets == OPENING for one in every for change in one.changes)

    @cached_property
    def endangered(self) -> Bools:
        """Places that the timeline or a reaction may put in danger (p)."""
        found = np.zeros(len(self.places), dtype=np.bool_)
        for what, where in self.changes():
            if kind_of(what).sets == "push":
                found[self.concerned(kind_of(what), where)] = True
        return found

    def changes(self) -> set[tuple[str, str]]:
        """Return what the timeline or a reaction may change, and where."""
        events = self.scenario.timeline
        return set(zip(events.what, events.where, strict=True)) | {
            (change.what, change.where)
            for reaction in self.scenario.reactions.values()
            for change in reaction.changes
        }

    def concerned(self, kind: EventKind, where: str) -> Ints:
        """Return the places or directed routes that an event concerns, by index.

        Raises
        ------
        RequestError
            If the name is not known.
        """
        found = self.ground.concerned(kind, where)
        places = (self.place_of[part] for part in found if isinstance(part, str))
        ways = (self.way_of[part] for part in found if isinstance(part, Direction))
        return np.array(sorted([*places, *ways]), dtype=np.int64)

    def at(self, where: str) -> Ints:
        """Return the places that a name stands for, by index."""
        found = self.ground.places(self.ground.names.find(where))
        return np.array(sorted(self.place_of[place] for place in found), dtype=np.int64)

    @cached_property
    def borders(self) -> tuple[str, ...]:
        """Borders with a crossing, as ``BLR>POL``, sorted."""
        return tuple(
            sorted({self.border(r) for r in self.gates if self.ways[r].mode == "crossing"})
        )

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Countries of the places, sorted."""
        return tuple(sorted(set(self.country)))

    @cached_property
    def ends(self) -> Ints:
        """Places where the routes begin and end (2, r)."""
        ends = [[way.origin for way in self.ways], [way.end for way in self.ways]]
        return np.array(ends, dtype=np.int64)

    @cached_property
    def km(self) -> Floats:
        """Length of each route in km (r)."""
        return np.array([way.km for way in self.ways], dtype=np.float64)

    @cached_property
    def crowding(self) -> Floats:
        """By how much each place's attraction is lessened by the camps around it (p)."""
        camps = np.flatnonzero([kind.gathers for kind in self.kinds])
        scale = self.scenario.parameters["crowding_scale"].value
        return crowding(camps, self.ends, self.km, len(self.places), scale)

    @cached_property
    def route_border(self) -> npt.NDArray[np.str_]:
        """Border that each route leads over (r), as :meth:`border` tells it."""
        return np.array([self.border(r) for r in range(len(self.ways))], dtype=np.str_)

    def border(self, r: int) -> str:
        """Return the border that a route leads over, blank within a country."""
        way = self.ways[r]
        near, far = self.country[way.origin], self.country[way.end]
        return border_name(near, far) if near != far or way.mode == "crossing" else ""

    @cached_property
    def receiving(self) -> Ints:
        """Places that can receive people, by index."""
        return np.flatnonzero([kind.receives for kind in self.kinds])

    @cached_property
    def registering(self) -> Ints:
        """Places where people who were found are registered, by index."""
        return np.flatnonzero([kind.registers for kind in self.kinds])

    @cached_property
    def kept_rows(self) -> tuple[int, ...]:
        """Rows of places.csv that are kept, in the order of the file."""
        kinds = self.keep.kinds
        table = self.scenario.places
        return tuple(i for i in range(len(table)) if not kinds or table.kind[i] in kinds)

    @cached_property
    def kept_ways(self) -> tuple[int, ...]:
        """Routes whose flow is kept, in file order; crossings never are (decision 0005)."""
        if not self.keep.flow:
            return ()
        open_to_all = [r for r, way in enumerate(self.ways) if way.mode != "crossing"]
        return tuple(sorted(open_to_all, key=lambda r: (self.ways[r].row, r)))

    @cached_property
    def transfer_ways(self) -> tuple[int, ...]:
        """Routes that the timeline or a reaction uses for transfers."""
        moving = ((kind_of(what), where) for what, where in self.changes())
        named = [self.concerned(one, where) for one, where in moving if one.concerns == "direction"]
        return tuple(np.unique(np.concatenate(named)).tolist()) if named else ()

    @cached_property
    def route_days(self) -> Floats:
        """Travel time of each route in days, at pace 1."""
        parameters = self.scenario.parameters
        return np.array(
            [
                0.0 if way.mode == "crossing" else way.km / parameters[f"speed_{way.mode}"].value
                for way in self.ways
            ],
            dtype=np.float64,
        )

    def atlas(self) -> Atlas:
        """Put the facts that stay as they are into arrays."""
        places, groups = name_keys(self.places), name_keys(self.groups)
        return Atlas(
            self._place_facts(),
            self._route_facts(),
            self._gate_facts(),
            places,
            groups,
            name_keys([way.id for way in self.ways]),
            np.array([spread(key) for key in places], dtype=np.uint64),
            np.array([spread(key) for key in groups], dtype=np.uint64),
            self.route_days,
            self.km,
            self.served,
        )

    @cached_property
    def served(self) -> Bools:
        """Which groups each route is for (r, g)."""
        served = np.ones((len(self.ways), len(self.groups)), dtype=np.bool_)
        for r, way in enumerate(self.ways):
            if way.groups:
                served[r] = [group in way.groups for group in self.groups]
        return served

    def _place_facts(self) -> Ints:
        table = self.scenario.places
        slots = {row: slot for slot, row in enumerate(self.kept_rows)}
        behind = self._lines()
        return np.array(
            [
                [int(kind.tries) for kind in self.kinds],
                [int(kind.passing) for kind in self.kinds],
                [int(kind.gathers) for kind in self.kinds],
                [int(kind.strands) for kind in self.kinds],
                [self.countries.index(country) for country in self.country],
                [int(table.soft_or_hard[i] == "hard") for i in self.place_rows],
                [behind[p][0] if p in behind else -1 for p in range(len(self.places))],
                [behind[p][1] if p in behind else -1 for p in range(len(self.places))],
                [slots.get(i, -1) for i in self.place_rows],
                [int(kind.returns) for kind in self.kinds],
            ],
            dtype=np.int64,
        )

    def _lines(self) -> dict[int, tuple[int, int]]:
        """Map each forest to the strip its line leads from, and to their border."""
        lines = {}
        for r in self.gates:
            way = self.ways[r]
            if (
                way.mode == "crossing"
                and self.kinds[way.end].passing
                and self.kinds[way.origin].tries
            ):
                lines[way.end] = (way.origin, self.borders.index(self.border(r)))
        return lines

    def _route_facts(self) -> Ints:
        flow = {r: slot for slot, r in enumerate(self.kept_ways)}
        moved = self._output_slots()
        return np.array(
            [
                [way.origin for way in self.ways],
                [way.end for way in self.ways],
                [int(way.mode == "air") for way in self.ways],
                [self.gate_of.get(r, -1) for r in range(len(self.ways))],
                [flow.get(r, -1) for r in range(len(self.ways))],
                [moved.get(r, -1) for r in range(len(self.ways))],
                [int(way.mode == "foot") for way in self.ways],
            ],
            dtype=np.int64,
        ).reshape(7, len(self.ways))

    def _output_slots(self) -> dict[int, int]:
        """Position of each transfer route in the tally by route."""
        return {r: slot for slot, r in enumerate(self.output_ways)}

    @cached_property
    def output_ways(self) -> tuple[int, ...]:
        """Routes in the output: those whose flow is kept, then other transfer routes."""
        rest = tuple(r for r in self.transfer_ways if r not in set(self.kept_ways))
        return self.kept_ways + rest

    def _gate_facts(self) -> Ints:
        facts = np.full((3, len(self.gates)), -1, dtype=np.int64)
        for c, r in enumerate(self.gates):
            crossing = self.ways[r].mode == "crossing"
            facts[:, c] = (r, int(crossing), self.borders.index(self.border(r)) if crossing else -1)
        return facts


def name_keys(names: list[str] | tuple[str, ...]) -> Keys:
    """Turn names into keys."""
    return np.array([name_key(name) for name in names], dtype=np.uint64)


__all__ = ["Plan", "Way", "name_keys"]
