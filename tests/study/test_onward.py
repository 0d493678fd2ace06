"""What-ifs go on from the day of their levers, to the same bits as runs from the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest
import xarray as xr

from marchland.engine.branch import go_on
from marchland.io.read import read
from marchland.model.design import Keep
from marchland.model.levers import Pull
from marchland.model.scenario import Scenario
from marchland.study.compare.paired import read_together, reading
from marchland.study.runs import onward
from marchland.study.runs.ensemble import simulate
from marchland.study.runs.joined import joined
from marchland.study.runs.onward import Onward, first_change

KEEP = Keep(stock="place")
LEVERS = ("corridor", "stop_flights", "shelter")


@pytest.fixture(scope="module")
def bare() -> Scenario:
    return replace(read("belarus-2021"), days=160)


@pytest.fixture
def went_on(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Days from which runs went on."""
    days: list[int] = []

    def noted(branch: object, *rest: object, **named: object) -> xr.Dataset:
        days.append(branch.day)  # type: ignore[attr-defined]
        return go_on(branch, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(onward, "go_on", noted)
    return days


def same(one: xr.Dataset, other: xr.Dataset) -> None:
    xr.testing.assert_identical(one.drop_attrs(), other.drop_attrs())
    apart = {"created", "command"}
    assert {k: v for k, v in one.attrs.items() if k not in apart} == {
        k: v for k, v in other.attrs.items() if k not in apart
    }


def test_levers_go_on_from_their_day_to_the_same_bits(bare: Scenario, went_on: list[int]) -> None:
    run = Onward(3, KEEP)
    same(run(bare, 4), simulate(bare, 4, 3, keep=KEEP))
    for name in LEVERS:
        lever = bare.levers[name]
        made = bare.pulled([Pull(name)])
        same(run(made, 4), simulate(made, 4, 3, keep=KEEP))
        assert lever.date is not None
        assert first_change(bare, made) >= (lever.date - bare.start).days
    earliest = min((one.date - bare.start).days for one in bare.levers.values() if one.date)
    assert set(went_on) == {earliest}


def test_parts_of_an_ensemble_are_put_together_to_the_same_bits(
    bare: Scenario, went_on: list[int]
) -> None:
    run = Onward(3, KEEP)
    for made in (bare, bare.pulled([Pull(LEVERS[0])])):
        parts = [run(made, count, first=first) for first, count in ((0, 3), (3, 2), (5, 4))]
        whole = simulate(made, 9, 3, keep=KEEP)
        together = joined(parts)
        same(together, whole)
        one, other = reading(together, made), reading(whole, made)
        apart = read_together([reading(part, made) for part in parts])
        for told in (one, apart):
            pd.testing.assert_frame_equal(told.outcomes, other.outcomes, check_exact=True)
            for name, values in {**other.daily, **other.places}.items():
                found = {**told.daily, **told.places}[name]
                xr.testing.assert_identical(found.drop_attrs(), values.drop_attrs())
    assert len(went_on) == 3


def test_a_lever_before_the_day_kept_is_run_from_the_start(
    bare: Scenario, went_on: list[int]
) -> None:
    run = Onward(3, KEEP)
    run(bare, 2)
    made = bare.pulled([Pull(LEVERS[1], bare.start + timedelta(days=1))])
    same(run(made, 2), simulate(made, 2, 3, keep=KEEP))
    assert went_on == []


def test_without_room_nothing_is_kept(bare: Scenario, went_on: list[int]) -> None:
    run = Onward(3, KEEP, most_bytes=0)
    run(bare, 2)
    made = bare.pulled([Pull(LEVERS[0])])
    same(run(made, 2), simulate(made, 2, 3, keep=KEEP))
    assert went_on == []


def test_another_text_of_the_same_name_is_another_scenario(
    bare: Scenario, went_on: list[int]
) -> None:
    run = Onward(3, KEEP)
    run(bare, 2)
    other = replace(bare, digest="other")
    run(other.pulled([Pull(LEVERS[0])]), 2)
    assert went_on == []
