"""The case that the checks look at: a scenario, and where each of its rows was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from marchland.errors import Problem
from marchland.model.columns import Table
from marchland.model.ground import Ground
from marchland.model.scenario import Scenario
from marchland.model.tables import Places, Routes
from marchland.model.where import Names, border_name

MANIFEST = "scenario.yaml"
POSTERIOR = "posterior.csv"
LEVERS = "levers.yaml"
REACTIONS = "reactions.yaml"


@dataclass(frozen=True, eq=False)
class Case:
    """A scenario under examination.

    Parameters
    ----------
    scenario
        What was read, with blanks where a cell could not be.
    lines
        Line of each row by file; rows of a table made in memory count from line 2.
    keys
        Line of each key of scenario.yaml, ``parameters.try_rate`` for instance.
    unread
        Files whose rows are not known, so that nothing can be said of names in them.
    flawed
        Lines by file with a cell that could not be read: told already, and blank now.
    levers, reactions
        Line of each key of levers.yaml, ``corridor.kind`` for instance, and of reactions.yaml.
    declared
        Line of each key by file, for actors.yaml, moves.yaml and terms.yaml.
    """

    scenario: Scenario
    lines: Mapping[str, Sequence[int]] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    flawed: Mapping[str, frozenset[int]] = field(default_factory=dict)
    levers: Mapping[str, int] = field(default_factory=dict)
    reactions: Mapping[str, int] = field(default_factory=dict)
    declared: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def line(self, table: type[Table], row: int) -> int:
        """Return the line on which a row was written."""
        known = self.lines.get(table.FILE)
        return int(known[row]) if known is not None and len(known) else row + 2

    def problem(self, table: type[Table], row: int, message: str, warning: bool = False) -> Problem:
        """Return a problem of one row."""
        return Problem(f"{table.FILE}:{self.line(table, row)}", message, warning)

    def grouped(
        self, table: type[Table], rows: Sequence[int], message: str, warning: bool = False
    ) -> Problem:
        """Return one problem for all rows that have it: told at the first, the others named."""
        return Problem.at(table.FILE, [self.line(table, row) for row in rows], message, warning)

    def key(self, name: str, message: str, warning: bool = False) -> Problem:
        """Return a problem of a key of scenario.yaml."""
        line = self.keys.get(name)
        return Problem(f"{MANIFEST}:{line}" if line else MANIFEST, message, warning)

    def lever(self, name: str, message: str) -> Problem:
        """Return a problem of a key of levers.yaml, told at the nearest key that has a line."""
        return _near(LEVERS, self.levers, name, message)

    def reaction(self, name: str, message: str) -> Problem:
        """Return a problem of a key of reactions.yaml, told at the nearest key with a line."""
        return _near(REACTIONS, self.reactions, name, message)

    def named(self, file: str, name: str, message: str) -> Problem:
        """Return a problem of a key of actors.yaml, moves.yaml or terms.yaml."""
        return _near(file, self.declared.get(file, {}), name, f"{name} {message}")

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the scenario, in the order of the folder."""
        return self.scenario.tables()

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Kind of each place."""
        places = self.scenario.places
        return dict(zip(places.id, places.kind, strict=True))

    @cached_property
    def countries(self) -> dict[str, str]:
        """Country of each place."""
        places = self.scenario.places
        return dict(zip(places.id, places.country, strict=True))

    @cached_property
    def tags(self) -> frozenset[str]:
        """Every tag of a place."""
        return frozenset(tag for tags in self.scenario.places.tags for tag in tags)

    @cached_property
    def closed_borders(self) -> frozenset[str]:
        """Every border that has a crossing, ``BLR>POL`` for instance."""
        return frozenset(border_name(*ends) for *ends, mode in self._ways if mode == "crossing")

    @cached_property
    def borders(self) -> frozenset[str]:
        """Every border that a route leads over, closed line or not."""
        apart = (border_name(near, far) for near, far, _ in self._ways if near != far)
        return self.closed_borders | frozenset(apart)

    @cached_property
    def _ways(self) -> frozenset[tuple[str, str, str]]:
        """Countries from and to which routes lead, with the mode; both directions."""
        routes, country = self.scenario.routes, self.countries
        ends = zip(routes.origin, routes.destination, routes.mode, routes.both_ways, strict=True)
        found = set()
        for origin, destination, mode, back in ends:
            near, far = country.get(origin, ""), country.get(destination, "")
            found |= {(near, far, mode), (far, near, mode)} if back else {(near, far, mode)}
        return frozenset(found)

    @cached_property
    def ground(self) -> Ground:
        """The places and routes, to be asked what a name concerns."""
        return Ground(self.scenario.places, self.scenario.routes)

    @cached_property
    def names(self) -> Names:
        """What each name can stand for where a row says ``where``."""
        places, routes = self.scenario.places, self.scenario.routes
        return Names(places.id, routes.id, self.borders, places.country, self.tags)

    @cached_property
    def two_way(self) -> frozenset[str]:
        """Routes that can be taken in both directions."""
        routes = self.scenario.routes
        return frozenset(
            route for route, both in zip(routes.id, routes.both_ways, strict=True) if both
        )

    def knows(self, *tables: type[Table]) -> bool:
        """Whether all these tables could be read, so that a missing name is a wrong name."""
        return not any(table.FILE in self.unread for table in tables)

    def sound(self, table: type[Table], row: int) -> bool:
        """Whether every cell of a row could be read, so that a blank one was left blank."""
        return self.line(table, row) not in self.flawed.get(table.FILE, ())

    @cached_property
    def network_known(self) -> bool:
        """Whether places and routes could both be read."""
        return self.knows(Places, Routes)


def _near(file: str, lines: Mapping[str, int], name: str, message: str) -> Problem:
    while name and name not in lines:
        name = name.rpartition(".")[0]
    return Problem(f"{file}:{lines[name]}" if name else file, message)
