"""Branches: going on from a stored state gives the same bits as running through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from marchland.engine import shared
from marchland.engine.branch import Branch, branches, go_on
from marchland.engine.simulate import simulate
from marchland.errors import RequestError
from marchland.io.read import read
from marchland.io.skeleton import write_skeleton
from marchland.model.design import Design, Keep
from marchland.model.expression import Expression
from marchland.model.levers import Change
from marchland.model.reactions import Reaction
from marchland.model.scenario import Scenario
from marchland.model.tables import Timeline
from marchland.study.runs.branches import read_branch, write_branch
from verify import cases

pytestmark = pytest.mark.compiled
DAY = 17


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return replace(read(write_skeleton(tmp_path_factory.mktemp("s") / "made-up")), days=40)


def cold() -> Scenario:
    """Build a ring with weather whose one way closes, opens and hardens on days around the day."""
    scene = replace(cases.cold(), days=14)
    rows = [
        *scene.timeline.rows(),
        cases.event(2, "close", "hub-tents"),
        cases.event(6, "open", "hub-tents"),
        cases.event(9, "permeability", "s-f", 0.1),
    ]
    return replace(scene, timeline=cases.table(type(scene.timeline), rows))


def with_reactions(scenario: Scenario) -> Scenario:
    """Let members answer what they saw over days, some before the day and some after."""
    made = {
        name: Reaction(name, name, Expression.of(when), 2, changes, None, None, "assumed")
        for name, when, changes in (
            ("early", "entered(3 days) > 20", (Change.of("close village-city"),)),
            ("late", "people(strip, 5 days) > 120", (Change.of("permeability line = 0.9"),)),
        )
    }
    return replace(scenario, reactions=made)


def with_change(scenario: Scenario, change: str, day: int) -> Scenario:
    """Return the scenario with a change in its timeline."""
    one = Change.of(change)
    at = scenario.start + timedelta(days=day)
    row = {"date": at, "what": one.what, "where": one.where, "group": one.group}
    row |= {"value": one.value, "label": "", "source": ""}
    rows = [*scenario.timeline.rows(), row]
    columns = {name: [r[name] for r in rows] for name in row}
    return replace(scenario, timeline=Timeline.from_columns(columns))


def kept(scenario: Scenario, day: int = DAY, threads: int = 1) -> Branch:
    return branches(scenario, [day], how(scenario), threads=threads)[0]


def how(scenario: Scenario) -> Design:
    return Design(members=6, seed=4, days=scenario.days, keep=Keep())


def whole(scenario: Scenario) -> xr.Dataset:
    return simulate(scenario, design=how(scenario), threads=1)


def same(one: xr.Dataset, other: xr.Dataset) -> None:
    assert set(one.variables) == set(other.variables)
    for name in one.variables:
        assert one[name].identical(other[name]), name
    assert one.attrs["balance"] == other.attrs["balance"]


@pytest.mark.parametrize("day", [0, 1, DAY, 39])
def test_a_branch_without_a_change_is_the_whole_run(made_up: Scenario, day: int) -> None:
    same(go_on(kept(made_up, day), made_up, threads=2), whole(made_up))


@pytest.mark.parametrize(
    "change",
    [
        "leave village = 0.9",
        "attraction strip for abroad = 0",
        "permeability line = 0.05",
        "per_day line = 3",
        "close village-city",
        "close line",
    ],
)
def test_a_change_from_the_day_on_is_the_whole_run_with_it(made_up: Scenario, change: str) -> None:
    branch = kept(made_up)
    for day in (DAY, DAY + 4):
        changed = with_change(made_up, change, day)
        expected = whole(changed)
        same(go_on(branch, changed, threads=1), expected)
        assert not np.array_equal(expected["stock"], whole(made_up)["stock"])


def test_nights_and_travellers_go_on_too() -> None:
    scene = cold()
    expected = whole(scene)
    assert expected["travelling"][:, 4].sum() > 0
    for day in (2, 3, 5, 8):
        same(go_on(kept(scene, day), scene, threads=1), expected)


def test_reactions_go_on_too(made_up: Scenario) -> None:
    scene = with_reactions(made_up)
    expected = whole(scene)
    fired = expected["fired"].values
    assert ((fired >= 0) & (fired < DAY)).any() and (fired >= DAY).any()
    same(go_on(kept(scene), scene, threads=2), expected)


def test_a_branch_can_be_written_and_read_where_no_network_is_known(tmp_path: Path) -> None:
    scene = cold()
    expected = whole(scene)
    write_branch(tmp_path / "state.npz", kept(scene, 5, threads=2))
    shared.forget()
    same(go_on(read_branch(tmp_path / "state.npz"), scene, threads=1), expected)


def test_members_can_be_taken_and_go_apart(made_up: Scenario) -> None:
    branch, expected = kept(made_up), whole(made_up)
    same(go_on(branch.take(np.arange(6)), made_up, threads=1), expected)
    twice = branch.take(np.array([2, 2, 5]), seed=9)
    runs = go_on(twice, made_up, threads=1)
    for row, member in enumerate((2, 2, 5)):
        before = runs["stock"][row, :DAY].values
        assert np.array_equal(before, expected["stock"][member, :DAY].values)
    assert not np.array_equal(runs["stock"][0], runs["stock"][1])
    assert np.array_equal(runs["parameters"][0], runs["parameters"][1])


def test_another_past_or_ground_is_refused(made_up: Scenario) -> None:
    branch = kept(made_up)
    with pytest.raises(RequestError, match="differs before day 17"):
        go_on(branch, with_change(made_up, "leave village = 0.9", DAY - 1))
    with pytest.raises(RequestError, match="its places, routes or reactions"):
        go_on(branch, with_reactions(made_up))
    with pytest.raises(RequestError, match="cannot go on to day 17"):
        go_on(branch, made_up, DAY)


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.npz").write_bytes(b"nothing")
    with pytest.raises(RequestError, match="is not the state of a run"):
        read_branch(tmp_path / "x.npz")
