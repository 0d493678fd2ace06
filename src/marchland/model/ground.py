"""The ground: which places or directed routes a ``where`` concerns."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from marchland.model.events import EventKind
from marchland.model.tables import Places, Routes
from marchland.model.where import Direction, Names, Where, border_name

Part = str | Direction
"""A place by its id, or a route in one direction."""


class Ground:
    """The places and routes of a scenario, to be asked what a name concerns.

    Attributes
    ----------
    names
        What each name stands for.
    """

    def __init__(self, places: Places, routes: Routes) -> None:
        self._country = dict(zip(places.id, places.country, strict=True))
        self._tags = dict(zip(places.id, places.tags, strict=True))
        self._ends: dict[Direction, tuple[str, str]] = {}
        self._into: dict[str, list[Direction]] = defaultdict(list)
        self._over: dict[str, list[Direction]] = defaultdict(list)
        for row, name in enumerate(routes.id):
            origin, end = routes.origin[row], routes.destination[row]
            crossing = routes.mode[row] == "crossing"
            self._add(Direction(name), origin, end, crossing)
            if routes.both_ways[row]:
                self._add(Direction(name, True), end, origin, crossing)
        self.names = Names(
            places.id,
            routes.id,
            self._over,
            places.country,
            (tag for tags in places.tags for tag in tags),
            (one.route for one in self._ends if one.back),
        )
        self.places = cache(self._places)
        self.directions = cache(self._directions)

    def _add(self, one: Direction, origin: str, end: str, crossing: bool) -> None:
        self._ends[one] = origin, end
        self._into[end].append(one)
        near, far = self._country.get(origin, ""), self._country.get(end, "")
        if near != far or crossing:
            self._over[border_name(near, far)].append(one)

    def concerned(self, kind: EventKind, where: str) -> frozenset[Part]:
        """Return the places or directed routes that an event is about, none of a note.

        Raises
        ------
        RequestError
            If the name is not known.
        """
        at = self.names.find(where)
        if kind.concerns == "nothing":
            return frozenset()
        if kind.concerns == "places":
            return self.places(at)
        found = self.directions(at)
        if kind.concerns == "direction":  # it goes the way that is named, and not back
            return found & {Direction(at.name, bool(at.back))}
        return found

    def _places(self, where: Where) -> frozenset[str]:
        """Return places: of a border, those at the ends of its routes; of a route, none."""
        if where.sort == "everywhere":
            return frozenset(self._country)
        if where.sort == "border":
            return frozenset(end for one in self._over[where.name] for end in self._ends[one])
        if where.sort == "place":
            return frozenset({where.name})
        if where.sort == "country":
            return frozenset(p for p, country in self._country.items() if country == where.name)
        if where.sort == "tag":
            return frozenset(place for place, tags in self._tags.items() if where.name in tags)
        return frozenset()

    def _directions(self, where: Where) -> frozenset[Direction]:
        """Return directed routes: of a place, country or tag those that lead in from elsewhere."""
        if where.sort == "everywhere":
            return frozenset(self._ends)
        if where.sort == "border":
            return frozenset(self._over[where.name])
        if where.sort == "route":
            both = {Direction(where.name), Direction(where.name, True)} & self._ends.keys()
            return frozenset(one for one in both if where.back in (None, one.back))
        inside = self.places(where)
        return frozenset(
            one for end in inside for one in self._into[end] if self._ends[one][0] not in inside
        )
