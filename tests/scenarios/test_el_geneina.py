"""A camp crisis as a planner would write it: Adré fills, people wait there and are moved to camps.

The folder is made for tests from public knowledge; none of its figures is a source.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import xarray as xr

import marchland as ml
from marchland.study.measures.aid import coverage
from marchland.study.measures.needed import by_week
from marchland.study.measures.needs import needs
from marchland.study.measures.outcomes import outcomes

FOLDER = Path(__file__).parent / "el-geneina"
CAMPS = ("farchana", "gaga", "arkoum", "ourang", "metche", "ambelia", "bredjing")
RECEIVING = (*CAMPS, "adre", "goungour")


@pytest.fixture(scope="module")
def chad() -> ml.Scenario:
    return ml.read(FOLDER)


@pytest.fixture(scope="module")
def runs(chad: ml.Scenario) -> xr.Dataset:
    return ml.simulate(chad, members=10, seed=1)


def median(runs: xr.Dataset, place: str) -> xr.DataArray:
    return runs["stock"].sel(place=place).sum("group").median("member")


def test_it_passes_every_check(chad: ml.Scenario) -> None:
    assert [str(one) for one in chad.warnings] == []


def test_nobody_stays_under_fire_while_a_way_is_open(runs: xr.Dataset) -> None:
    entered = int(runs["entered"].sum(["day", "group"]).median())
    left = runs["in_danger"].isel(day=-1).sum("place")
    assert entered > 100_000
    assert int(left.max()) < 0.02 * entered
    week = runs["in_danger"].sum("place").max("day")
    assert int(week.median()) < 0.2 * entered  # never more than a few days' departures


def test_adre_fills_and_people_wait_there_and_are_moved_to_camps(runs: xr.Dataset) -> None:
    adre = median(runs, "adre")
    assert float(adre.sel(day="2023-06-25")) > 40_000  # more than it can take: crowded
    assert int(runs["over_capacity"].sel(place="adre").max("day").median()) > 0
    assert float(adre.isel(day=-1)) < float(adre.max())
    for camp in CAMPS:
        assert float(median(runs, camp).isel(day=-1)) > 3_000, camp
    moved = int(runs["transferred"].sum(["day", "route"]).median())
    camps = sum(float(median(runs, camp).isel(day=-1)) for camp in CAMPS)
    assert camps == pytest.approx(moved, rel=0.05)  # nobody walks there: the trucks take them
    assert int(runs["stranded"].sel(place=list(RECEIVING)).sum()) == 0


def test_needs_are_there_at_every_site(chad: ml.Scenario, runs: xr.Dataset) -> None:
    found = needs(runs, chad).max(["member", "day"])
    for place in RECEIVING:
        assert float(found["water"].sel(place=place)) > 0, place
    served = coverage(runs, chad)["served"].max(["member", "day"])
    assert float(served.sel(item="food", place="goungour")) > 0
    assert float(served.sel(item="shelter", place="arkoum")) > 0
    unmet = outcomes(runs, chad)
    for item in ("water", "food", "shelter"):  # what aid.csv has, and no more
        assert (unmet[f"unmet_{item}"] > 0).all()
    assert "unmet_toilets" not in unmet and "unmet_blankets" not in unmet
    weeks = by_week(runs, chad)
    assert set(RECEIVING) <= set(weeks.loc[weeks["item"] == "toilets", "place"])
