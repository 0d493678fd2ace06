"""Going home, and how many leave: what one expects of the events `return` and `departures`."""

from __future__ import annotations

from dataclasses import replace

import xarray as xr

import marchland as ml
from marchland.model.checks.every import problems
from marchland.model.tables import Timeline
from verify import cases


def at(runs: xr.Dataset, place: str) -> list[int]:
    people = runs["stock"].sel(place=place).sum(["group", "member"])
    return [int(one) for one in people.values]


def test_nobody_goes_back_while_the_home_is_under_fire() -> None:
    runs = ml.simulate(cases.returning(), members=3, seed=1)
    village = at(runs, "village")
    assert village[:3] == [0, 0, 0]  # push ends on day 3
    assert 0 < village[4] < village[-1]
    assert village == sorted(village)  # nobody leaves home again


def test_twice_the_departures_are_twice_the_people() -> None:
    quiet = cases.line()
    rows = [*quiet.timeline.rows(), cases.event(0, "departures", "a", 2.0)]
    more = replace(quiet, timeline=cases.table(Timeline, rows))
    before, after = (
        ml.simulate(replace(one, rules=replace(one.rules, displacement="given")), 1, 1)["entered"]
        for one in (quiet, more)
    )
    assert int(before.sum()) == 200
    assert int(after.sum()) == 2 * 180 + 20  # only those who leave `a`


def test_a_return_to_what_is_no_home_is_refused() -> None:
    rows = [cases.event(0, "return", "c", 0.2)]
    wrong = replace(cases.line(), timeline=cases.table(Timeline, rows))
    told = [str(one) for one in problems(wrong)]
    assert any("'c', where there is no home that people can go back to" in one for one in told)
