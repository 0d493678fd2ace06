"""What holds whatever the scenario: balance, signs, closed routes, and what must change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counts import COUNTED
from marchland.engine.simulate import simulate
from marchland.model.columns import Table
from marchland.model.scenario import Scenario
from marchland.model.tables import Timeline
from strategies import scenarios
from verify import cases
from verify.laws import Columns, engine_columns, unlikeness

ERROR = 1e-3
PLACE_COLUMNS = ("origin", "destination", "place", "where")

whatever = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def same(one: Any, other: Any) -> None:
    """Compare every count of two runs."""
    for name in [*COUNTED, "crossed", "parameters", "place_effect"]:
        left, right = one[name], other[name]
        right = right.sel({dim: left[dim] for dim in left.dims})
        np.testing.assert_array_equal(left.values, right.values, err_msg=name)


@pytest.mark.compiled
@whatever
@given(scenarios(), st.integers(0, 2**40))
def test_nobody_is_lost_made_or_counted_below_zero(scenario: Scenario, seed: int) -> None:
    runs = simulate(scenario, members=2, seed=seed)
    for name in [*COUNTED, "crossed"]:
        assert (runs[name].values >= 0).all(), name
    entered = runs.entered.sum("group").cumsum("day")
    there = runs.stock.sum(["place", "group"]) + runs.travelling
    np.testing.assert_array_equal(entered.values, there.values)
    assert (runs.stranded.sum("place").values == runs.stranded_cause.sum("cause").values).all()
    assert (runs.stranded.values <= runs.stock.sum("group").values).all()
    assert (runs.turned_back.values <= runs.attempts.values).all()
    assert (runs.pushed_back.values <= runs.turned_back.values).all()


@pytest.mark.compiled
@whatever
@given(scenarios(), st.data())
def test_closed_routes_are_empty(scenario: Scenario, data: st.DataObject) -> None:
    opened = np.array([data.draw(st.booleans()) for _ in range(len(scenario.routes))])
    shut = replace(
        scenario, timeline=Timeline.empty(), routes=replace(scenario.routes, opened=opened)
    )
    runs = simulate(shut, members=2, seed=1)
    closed = {id for id, is_open in zip(shut.routes.id, opened, strict=True) if not is_open}
    for name in ("flow", "transferred"):
        here = [route.removesuffix(":back") in closed for route in runs.route.values.tolist()]
        assert not runs[name].values[..., here].any()
    ends = zip(shut.routes.destination, shut.routes.mode, opened, strict=True)
    reached = {end for end, mode, is_open in ends if mode == "crossing" and is_open}
    if not reached:
        assert not runs.crossed.values.any()


@pytest.mark.compiled
@settings(whatever, max_examples=15)
@given(scenarios(), st.randoms(use_true_random=False))
def test_order_of_rows_threads_and_size_change_no_bit(scenario: Scenario, random: Any) -> None:
    runs = simulate(scenario, members=3, seed=5, threads=1)
    same(runs, simulate(scenario, members=3, seed=5, threads=2))
    more = simulate(scenario, members=5, seed=5)
    same(runs, more.sel(member=runs.member))
    part = simulate(scenario, members=2, seed=5, first=1)
    same(more.sel(member=part.member), part)
    tables = {
        name: _shuffled(getattr(scenario, name), random)
        for name in ("places", "routes", "displaced", "timeline")
    }
    groups = random.sample(scenario.groups, len(scenario.groups))
    same(runs, simulate(replace(scenario, **tables, groups=tuple(groups)), members=3, seed=5))


def _shuffled(table: Any, random: Any) -> Any:
    order = random.sample(range(len(table)), len(table))
    return type(table).from_columns(
        {name: [getattr(table, name)[i] for i in order] for name in table.columns()}
    )


@pytest.mark.compiled
@pytest.mark.parametrize("name", ["ring", "hard", "quota", "parties", "closure"])
def test_other_names_for_places_change_nothing_in_law(name: str) -> None:
    scenario = cases.CASES[name]()
    names = dict(zip(scenario.places.id, reversed(sorted(scenario.places.id)), strict=True))
    renamed = _renamed(scenario, {old: f"{new}*" for old, new in names.items()})
    ours = engine_columns(scenario, 1000, seed=1)
    theirs = engine_columns(renamed, 1000, seed=2)
    back = {f"{new}*": old for old, new in names.items()}
    translated = {
        " ".join(back.get(word, word) for word in label.split(" ")): values
        for label, values in theirs.items()
    }
    assert unlikeness(ours, translated)[0] > ERROR


def _renamed(scenario: Scenario, names: Mapping[str, str]) -> Scenario:
    """Give places other names wherever they are named; routes keep theirs."""

    def of(table: Table) -> Any:
        columns = {name: getattr(table, name) for name in table.columns()}
        for name in PLACE_COLUMNS:
            if name in columns:
                columns[name] = [names.get(value, value) for value in columns[name]]
        return type(table).from_columns({k: list(v) for k, v in columns.items()})

    places = replace(scenario.places, id=tuple(names[id] for id in scenario.places.id))
    return replace(
        scenario,
        places=places,
        routes=of(scenario.routes),
        displaced=of(scenario.displaced),
        timeline=of(scenario.timeline),
    )


@pytest.mark.compiled
@pytest.mark.parametrize("name", ["ring", "hard", "quota", "border", "transfer", "closure"])
def test_splitting_a_group_in_two_alike_changes_nothing_in_law(name: str) -> None:
    scenario = cases.CASES[name]()
    ours = engine_columns(scenario, 1000, seed=1)
    theirs = engine_columns(_split(scenario), 1000, seed=2)
    assert unlikeness(ours, _merged(theirs))[0] > ERROR


def _split(scenario: Scenario) -> Scenario:
    """Make two groups, alike, of group x."""

    def both(table: Table, share: Mapping[str, float]) -> Any:
        rows = []
        for row in table.rows():
            if row["group"] != "x":
                rows.append(row)
                continue
            for group, part in share.items():
                value = (
                    {
                        "people": replace(
                            row["people"],
                            low=row["people"].low * part,
                            high=row["people"].high * part,
                        )
                    }
                    if part < 1
                    else {}
                )
                rows.append(row | {"group": group} | value)
        return type(table).from_columns({k: [row[k] for row in rows] for k in table.columns()})

    groups = tuple(("x", "x2") if group == "x" else (group,) for group in scenario.groups)
    served = tuple((*names, "x2") if "x" in names else names for names in scenario.routes.groups)
    return replace(
        scenario,
        groups=sum(groups, ()),
        routes=replace(scenario.routes, groups=served),
        displaced=both(scenario.displaced, {"x": 0.6, "x2": 0.4}),
        timeline=both(scenario.timeline, {"x": 1, "x2": 1}),
    )


def _merged(columns: Columns) -> Columns:
    """Add group x2 to group x."""
    total: dict[str, Any] = {}
    for label, values in columns.items():
        one = " ".join("x" if word == "x2" else word for word in label.split(" "))
        total[one] = total.get(one, 0) + values
    return total
