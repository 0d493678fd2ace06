"""The outflow of 2022: tables that hold together, queues that form, people who return."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import xarray as xr

from built_in import (
    check_draws,
    check_lengths,
    check_windows,
    off,
    within,
    without_range,
    without_source,
)
from marchland.engine.simulate import simulate
from marchland.io.read import check
from marchland.model.scenario import Scenario

LEFT_BY_16_MARCH = 9_700_000
"""6.48 million displaced inside (IOM, round 1) and 3.2 million crossings (UNHCR)."""


@pytest.fixture(scope="module")
def crisis() -> Scenario:
    scenario, problems = check("ukraine-2022")
    assert [str(problem) for problem in problems] == []
    assert scenario is not None
    return scenario


@pytest.fixture(scope="module")
def runs(crisis: Scenario) -> xr.Dataset:
    return simulate(crisis, members=20, seed=1)


def test_it_runs_from_february_to_may(crisis: Scenario) -> None:
    assert str(crisis.start) == "2022-02-24"
    assert str(np.datetime64(crisis.start) + np.timedelta64(crisis.days - 1, "D")) == "2022-05-31"


def test_every_row_names_its_source_and_every_assumption_has_a_range(crisis: Scenario) -> None:
    assert without_source(crisis) == []
    assert without_range(crisis) == []


def test_lengths_follow_the_stated_factor_and_no_road_data(crisis: Scenario) -> None:
    assert check_lengths(crisis, (1.25,)) > 120
    assert not any("OpenStreetMap" in source for source in crisis.routes.source)


def test_nothing_after_27_march_is_fitted(crisis: Scenario) -> None:
    check_windows(crisis, date(2022, 3, 27))


def test_the_draws_are_those_of_the_stated_command(crisis: Scenario) -> None:
    check_draws(crisis)


def test_shares_of_who_leaves_add_up_to_those_who_had_left(crisis: Scenario) -> None:
    table = crisis.displaced
    first = table.date == np.datetime64("2022-02-24")
    people = sum(one.low for one, row in zip(table.people, first, strict=True) if row)
    assert people == pytest.approx(LEFT_BY_16_MARCH, rel=0.05)


def test_people_inside_abroad_and_returned_are_one_balance(runs: xr.Dataset) -> None:
    entered = runs["entered"].sum(["day", "group"])
    there = runs["stock"].isel(day=-1).sum(["place", "group"]) + runs["travelling"].isel(day=-1)
    assert (entered == there).all()
    assert int(runs["stock"].sel(place="returned").isel(day=-1).min()) > 0


def test_returns_begin_in_march_and_are_a_flow_of_their_own(runs: xr.Dataset) -> None:
    moved = runs["transferred"].sel(route="poland_returns").sum("member")
    assert int(moved.sel(day=slice(None, "2022-03-04")).sum()) == 0
    assert int(moved.sel(day=slice("2022-03-05", "2022-03-31")).sum()) > 0


def test_queues_are_longest_in_the_first_days(runs: xr.Dataset) -> None:
    before = [name.endswith("_queue") for name in runs["place"].values.astype(str).tolist()]
    waiting = runs["stock"].isel(place=before).sum(["place", "group"]).median("member")
    first = waiting.sel(day=slice("2022-02-24", "2022-03-06")).max()
    assert float(first) > 20_000
    assert float(waiting.sel(day=slice("2022-05-01", None)).max()) < 0.2 * float(first)


@pytest.mark.parametrize("series", ["into_pol", "into_hun", "into_svk", "into_rou", "into_mda"])
def test_entries_of_the_fitted_weeks_are_met_in_sum(
    runs: xr.Dataset, crisis: Scenario, series: str
) -> None:
    assert off(runs, crisis, series, "fit") == pytest.approx(1, abs=0.3)


def test_most_fitted_counts_lie_in_their_bands(runs: xr.Dataset, crisis: Scenario) -> None:
    assert within(runs, crisis, "fit") > 0.6


def test_more_posts_shorten_the_queue(crisis: Scenario, runs: xr.Dataset) -> None:
    pulled = simulate(crisis.pull("more_posts", strength=1.5), members=20, seed=1)
    queues = ["queues_pol" in tags.split(";") for tags in runs["tags"].values.astype(str).tolist()]
    days = slice("2022-02-26", "2022-03-10")
    before, after = (
        float(one["stock"].isel(place=queues).sel(day=days).sum(["place", "group", "day"]).mean())
        for one in (runs, pulled)
    )
    assert after < 0.7 * before
