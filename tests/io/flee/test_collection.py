"""The four conflicts of the public collection, where their folders lie beside the project."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from marchland.io.flee import read_flee
from marchland.model.scenario import Scenario

SHARED = Path(os.environ.get("MARCHLAND_SHARED", Path(__file__).parents[4] / "shared")) / "flee"
# name: places, routes, camps, days, and the highest sum of the camps' counts, reckoned apart
# from this reader with a few lines of NumPy on the raw files
KNOWN = {
    "mali2012": (23, 35, 7, 300, 89_993),
    "burundi2015": (30, 41, 5, 396, 212_323),
    "car2013": (63, 86, 14, 820, 415_180),
    "ssudan2013": (51, 60, 10, 604, 433_300),
}

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folders of past conflicts are not beside the project"
)


@pytest.fixture(scope="module", params=sorted(KNOWN))
def conflict(request: pytest.FixtureRequest) -> Scenario:
    return read_flee(SHARED / str(request.param))


def test_shape(conflict: Scenario) -> None:
    places, links, camps, days, _ = KNOWN[conflict.name]
    joined = {
        frozenset(pair)
        for pair in zip(conflict.routes.origin, conflict.routes.destination, strict=True)
    }
    assert (len(conflict.places), len(joined), conflict.days) == (places, links, days)
    assert conflict.places.kind.count("camp") == camps


def test_everyone_displaced_adds_up_to_the_highest_count(conflict: Scenario) -> None:
    days = [
        1 if np.isnat(row["date_to"]) else int((row["date_to"] - row["date"]).astype(int)) + 1
        for row in conflict.displaced.rows()
    ]
    people = sum(
        row["people"].low * n for row, n in zip(conflict.displaced.rows(), days, strict=True)
    )
    assert people == pytest.approx(KNOWN[conflict.name][4], abs=len(conflict.places))


def test_every_conflict_place_reaches_a_camp(conflict: Scenario) -> None:
    neighbours: dict[str, set[str]] = {name: set() for name in conflict.places.id}
    for row in conflict.routes.rows():
        neighbours[row["origin"]].add(row["destination"])
        if row["both_ways"]:
            neighbours[row["destination"]].add(row["origin"])
    camps = {
        p
        for p, kind in zip(conflict.places.id, conflict.places.kind, strict=True)
        if kind == "camp"
    }
    for place in {row["place"] for row in conflict.displaced.rows()} - camps:
        seen, front = {place}, {place}
        while front:
            front = set().union(*(neighbours[p] for p in front)) - seen
            seen |= front
        assert seen & camps
