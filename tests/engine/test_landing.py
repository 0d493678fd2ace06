"""A landing receives people from the sea, and strands them once no ferry sails."""

from __future__ import annotations

import numpy as np

import marchland as ml
from engine.test_twin import assert_equal
from verify.cases import crisis, enter, event, place, route


def test_people_land_wait_for_seats_and_are_stranded_when_ferries_stop() -> None:
    scenario = crisis(
        [
            place("coast", "hub"),
            place("island", "landing", "GRC"),
            place("north", "destination", "GRC"),
        ],
        [route("coast-island", 10, mode="sea"), route("island-north", 300, mode="sea", per_day=40)],
        [enter("coast", 60, last=8)],
        timeline=[event(0, "attraction", "island", 0.001), event(5, "close", "island-north")],
        days=10,
    )
    runs = ml.simulate(scenario, members=2, seed=3)
    for member in range(2):
        assert_equal(scenario, runs, member)
    island = runs["stock"].sel(place="island").sum("group")
    sailed = runs["flow"].sel(route="island-north")
    assert int(sailed.sum("day").max()) <= 5 * 40  # seats a day, until ferries stop
    assert int(sailed.isel(day=slice(6, None)).sum()) == 0
    assert (island.diff("day").isel(day=slice(5, 8)).values >= 0).all()  # boats land all the same
    stranded = runs["stranded"].sel(place="island").isel(day=-1)
    assert np.array_equal(stranded.values, island.isel(day=-1).values)
    assert int(stranded.min()) > 0
