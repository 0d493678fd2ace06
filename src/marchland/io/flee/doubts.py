"""What a Flee folder says that can hardly be meant, by the checks of every scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from marchland.io.flee.findings import Findings
from marchland.io.flee.graph import FleeLink, FleePlace
from marchland.model.checks.case import Case
from marchland.model.checks.geography import check_geography
from marchland.model.scenario import Scenario
from marchland.model.tables import Places, Routes

_FILES = {Places.FILE: "locations.csv", Routes.FILE: "routes.csv"}


def doubt_places(
    scenario: Scenario,
    places: Mapping[str, FleePlace],
    links: Sequence[FleeLink],
    findings: Findings,
) -> None:
    """Tell of points outside their country and of links shorter than the straight line."""
    line = {frozenset(link.ends): _line(link.where) for link in links}
    routes = scenario.routes
    case = Case(
        scenario,
        {
            Places.FILE: [_line(place.where) for place in places.values()],
            Routes.FILE: [
                line[frozenset(ends)]
                for ends in zip(routes.origin, routes.destination, strict=True)
            ],
        },
    )
    for problem in check_geography(case):
        file, _, number = problem.where.partition(":")
        findings.doubt(f"{_FILES[file]}:{number}", problem.message, *problem.also)


def _line(where: str) -> int:
    return int(where.rpartition(":")[2])
