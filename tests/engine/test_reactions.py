"""Reactions: one that happens on a known day is a row of the timeline on that day, bit by bit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import xarray as xr

from marchland.engine.simulate import simulate
from marchland.io.read import read
from marchland.io.skeleton import write_skeleton
from marchland.model.design import Keep
from marchland.model.expression import Expression
from marchland.model.levers import Change
from marchland.model.reactions import Reaction
from marchland.model.scenario import Scenario
from marchland.model.tables import Timeline

DAY = date(2021, 10, 20)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return replace(read(write_skeleton(tmp_path_factory.mktemp("s") / "made-up")), days=40)


def reaction(when: str, *changes: str, days: int = 1, since: date | None = None) -> Reaction:
    made = tuple(map(Change.of, changes))
    return Reaction("one", "One", Expression.of(when), days, made, since, None, "assumed")


def run(scenario: Scenario, *reactions: Reaction, members: int = 6) -> xr.Dataset:
    named = {
        f"{one.name}{i}": replace(one, name=f"{one.name}{i}") for i, one in enumerate(reactions)
    }
    return simulate(replace(scenario, reactions=named), members=members, seed=4, threads=1)


def dated(scenario: Scenario, change: str) -> Scenario:
    """Return the scenario with a change in its timeline, on the day."""
    one = Change.of(change)
    row = {
        "date": DAY,
        "what": one.what,
        "where": one.where,
        "group": one.group,
        "value": one.value,
        "label": "",
        "source": "",
    }
    rows = [*scenario.timeline.rows(), row]
    columns = {name: [r.get(name) for r in rows] for name in Timeline.columns()}
    return replace(scenario, timeline=Timeline.from_columns(columns))


@pytest.mark.compiled
@pytest.mark.parametrize(
    "change",
    [
        "leave village = 0.9",
        "push village = 1",
        "attraction strip for abroad = 0",
        "capacity camp = 10",
        "try_rate strip = 0.9",
        "pick_up forest = 2",
        "push_back forest = 0",
        "onward forest = 0.01",
        "permeability line = 0.05",
        "per_day line = 3",
        "transfer strip-camp = 40",
        "transfer_per_day strip-camp = 5",
        "close village-city",
        "close line",
        "close forest-abroad",
    ],
)
def test_a_reaction_on_a_known_day_is_a_row_of_the_timeline(made_up: Scenario, change: str) -> None:
    answered = run(made_up, reaction("entered() >= 0", change, since=date(2021, 10, 19)))
    by_date = run(dated(made_up, change))
    assert (answered["fired"] == 19).all()
    for name in ("stock", "flow", "attempts", "stranded", "transferred"):
        assert np.array_equal(answered[name], by_date[name]), name
    assert not np.array_equal(by_date["stock"], run(made_up)["stock"])


@pytest.mark.compiled
def test_each_member_answers_what_happened_to_it(made_up: Scenario) -> None:
    plain = run(made_up, members=8)
    strip = plain["stock"].sel(place="strip").sum("group").values
    level = float(np.median(strip.max(axis=1)))
    seen = run(made_up, reaction(f"people(strip) > {level}", "leave village = 0"), members=8)
    fired = seen["fired"].values[:, 0]
    for member, day in enumerate(fired):
        above = np.flatnonzero(strip[member] > level)
        assert day == (above[0] + 1 if len(above) and above[0] + 1 < 40 else -1)
        until = day if day > 0 else 40
        assert np.array_equal(plain["stock"][member, :until], seen["stock"][member, :until])
    assert {-1} < set(fired.tolist())


@pytest.mark.compiled
def test_it_must_be_so_for_days_on_end(made_up: Scenario) -> None:
    plain = run(made_up)
    mean = plain["entered"].sum("group").values
    seen = run(made_up, reaction("entered() > 90", "note", days=3))
    for member, day in enumerate(seen["fired"].values[:, 0]):
        so = mean[member] > 90
        three = np.flatnonzero(so[2:] & so[1:-1] & so[:-2]) + 3
        assert day == (three[0] if len(three) and three[0] < 40 else -1)


@pytest.mark.compiled
def test_a_delay_counts_from_the_day_it_happens(made_up: Scenario) -> None:
    early = reaction("entered() >= 0", "push village = 1 after 4 days", since=date(2021, 10, 15))
    assert np.array_equal(
        run(made_up, early)["stock"], run(dated(made_up, "push village = 1"))["stock"]
    )


@pytest.mark.compiled
def test_what_is_kept_and_how_many_members_there_are_change_nothing(made_up: Scenario) -> None:
    one = reaction("people(strip, 3 days) > 20", "transfer_per_day strip-camp = 5")
    scenario = replace(made_up, reactions={"one": one})
    many = simulate(scenario, members=6, seed=4, threads=2)
    few = simulate(scenario, members=3, seed=4, threads=1, keep=Keep(stock="place", flow=False))
    assert np.array_equal(many["fired"][:3], few["fired"])
    assert np.array_equal(many["stock"].sum("group")[:3], few["stock"])


def test_without_reactions_nothing_is_told_of_them(made_up: Scenario) -> None:
    assert "fired" not in run(replace(made_up, days=3), members=1)


def test_runs_say_which_levers_were_pulled(made_up: Scenario) -> None:
    runs = run(replace(made_up, days=20).pull("shuttle"), members=1)
    assert runs.attrs["levers"] == "shuttle@2021-10-20:50"
    assert "levers" not in run(replace(made_up, days=3), members=1).attrs
