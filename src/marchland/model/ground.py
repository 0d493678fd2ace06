"""What a cell of ``where`` concerns: places or directed routes, as the engine takes it."""

from __future__ import annotations

from functools import cache

from marchland.model.scenario import Scenario

ON_PLACES = frozenset(
    {
        "capacity",
        "push",
        "leave",
        "attraction",
        "try_rate",
        "pick_up",
        "push_back",
        "onward",
        "hospital",
        "shelter",
        "access",
        "kits",
    }
)
"""Kinds of event that set something of places; the others set something of routes."""

BACK = ":back"
"""What the return direction of a route is called by, after its id."""


class Ground:
    """The places and routes of a scenario, to be asked what a name concerns."""

    def __init__(self, scenario: Scenario) -> None:
        places, routes = scenario.places, scenario.routes
        self._country = dict(zip(places.id, places.country, strict=True))
        self._tags = dict(zip(places.id, places.tags, strict=True))
        self._ends: dict[str, tuple[str, str]] = {}
        self._crossing: set[str] = set()
        for row, name in enumerate(routes.id):
            ends = routes.origin[row], routes.destination[row]
            self._ends[name] = ends
            if routes.both_ways[row]:
                self._ends[name + BACK] = ends[1], ends[0]
            if routes.mode[row] == "crossing":
                self._crossing.add(name)
        self.concerned = cache(self._concerned)

    def _concerned(self, what: str, where: str) -> frozenset[str]:
        """Return the ids of the places or directed routes that an event is about.

        A place, tag or country concerns the routes that lead into it from elsewhere.
        """
        routes = self._routes(where)
        if what.startswith("transfer"):  # it goes the way that is named, and not back
            return frozenset({where} & routes)
        if what not in ON_PLACES:
            return routes
        if ">" in where:
            return frozenset(end for route in routes for end in self._ends[route])
        return self._places(where)

    def _places(self, where: str) -> frozenset[str]:
        if not where:
            return frozenset(self._country)
        if where in self._country:
            return frozenset({where})
        inside = frozenset(place for place, country in self._country.items() if country == where)
        return inside or frozenset(p for p, tags in self._tags.items() if where in tags)

    def _routes(self, where: str) -> frozenset[str]:
        if not where:
            return frozenset(self._ends)
        if ">" in where:
            return frozenset(route for route in self._ends if self._border(route) == where)
        if where not in self._country and where in self._ends:
            return frozenset({where, where + BACK} & self._ends.keys())
        inside = self._places(where)
        return frozenset(
            route for route, (a, b) in self._ends.items() if b in inside and a not in inside
        )

    def _border(self, route: str) -> str:
        near, far = (self._country.get(end, "") for end in self._ends[route])
        return f"{near}>{far}" if near != far or route in self._crossing else ""
