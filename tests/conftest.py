"""Three tiny crises, each drawn before it is built, and built without a file.

People of group ``all`` enter at ``town`` on the first days; numbers are km.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import settings

from marchland.model.scenario import Scenario
from marchland.model.tables import Displaced, Places, Routes

_SOURCE = "made up for tests"
os.environ["LANGUAGE"] = "en"  # whatever the machine speaks

settings.register_profile("steady", derandomize=True)
settings.register_profile("search", max_examples=1000)
settings.load_profile("steady")


def tiny(
    name: str, kinds: Mapping[str, str], lengths: Mapping[tuple[str, str], float], people: float
) -> Scenario:
    """Build a crisis of ten days from kinds of places and lengths of two-way roads."""
    ends = list(lengths)
    places: dict[str, list[Any]] = {
        "id": list(kinds),
        "kind": list(kinds.values()),
        "country": ["AAA"] * len(kinds),
    }
    routes: dict[str, list[Any]] = {
        "id": [f"{a}-{b}" for a, b in ends],
        "origin": [a for a, _ in ends],
        "destination": [b for _, b in ends],
        "length_km": list(lengths.values()),
        "both_ways": [True] * len(ends),
    }
    displaced: dict[str, list[Any]] = {
        "date": [date(2021, 6, 1)],
        "date_to": [date(2021, 6, 3)],
        "place": ["town"],
        "group": ["all"],
        "people": [people],
        "source": [_SOURCE],
    }
    return Scenario(
        name=name,
        title=name.capitalize(),
        start=date(2021, 6, 1),
        days=10,
        groups=("all",),
        places=Places.from_columns(places),
        routes=Routes.from_columns(routes),
        displaced=Displaced.from_columns(displaced),
    )


@pytest.fixture
def line() -> Scenario:
    """Return one way, and nothing to choose.

    ::

        town --40-- hub --60-- camp
    """
    kinds = {"town": "settlement", "hub": "hub", "camp": "camp"}
    return tiny("line", kinds, {("town", "hub"): 40, ("hub", "camp"): 60}, 1000)


@pytest.fixture
def fork() -> Scenario:
    """Return a choice between a near camp and a far one.

    ::

                    .--50--- near
        town --20-- hub
                    '--200-- far
    """
    kinds = {"town": "settlement", "hub": "hub", "near": "camp", "far": "camp"}
    lengths = {("town", "hub"): 20.0, ("hub", "near"): 50.0, ("hub", "far"): 200.0}
    return tiny("fork", kinds, lengths, 1000)


@pytest.fixture
def ring() -> Scenario:
    """Return two ways to each camp, so that closing one road leaves another.

    ::

        town --30--- east
         |            |
         30           30
         |            |
        west --30--- camp
    """
    kinds = {"town": "settlement", "east": "hub", "west": "camp", "camp": "camp"}
    lengths = {
        ("town", "east"): 30.0,
        ("east", "camp"): 30.0,
        ("camp", "west"): 30.0,
        ("west", "town"): 30.0,
    }
    return tiny("ring", kinds, lengths, 1000)
