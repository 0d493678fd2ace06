"""Observation operators: events against events, persons against persons."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from marchland.io.read import read
from marchland.model.tables import MEASURES, Observations
from marchland.study.measures.observe import UNITS, observed, path
from marchland.study.runs.ensemble import simulate
from verify import cases
from view.synthetic import crisis, runs


def count(
    measure: str, where: str, first: str, last: str | None = None, total: bool = False
) -> Observations:
    """One count."""
    return Observations.from_columns(
        {
            "series": ["s"],
            "measure": [measure],
            "where": [where],
            "date_from": [first],
            "date_to": [last],
            "cumulative": [total],
            "value": [1.0],
        }
    )


@pytest.fixture(scope="module")
def ds() -> xr.Dataset:
    return runs(crisis(), members=6)


def october(ds: xr.Dataset, name: str) -> np.ndarray:
    return ds[name].sel(day=slice("2021-10-01", "2021-10-31"), border="BLR>POL").sum("day").values


def said(
    ds: xr.Dataset, measure: str, where: str, first: str, last: str | None = None
) -> np.ndarray:
    return observed(ds, count(measure, where, first, last)).values[:, 0]


def test_every_measure_says_whether_it_counts_events_or_persons() -> None:
    assert set(UNITS) == set(MEASURES)
    assert set(UNITS.values()) == {"events", "persons"}


@pytest.mark.parametrize("name", ["attempts", "turned_back"])
def test_events_at_a_border_are_summed_over_the_days(ds: xr.Dataset, name: str) -> None:
    days = ("2021-10-01", "2021-10-31")
    assert (said(ds, name, "BLR>POL", *days) == october(ds, name)).all()
    assert (said(ds, name, "POL", *days) == october(ds, name)).all()  # all borders into it


def test_detected_are_those_found_registered_or_pushed_back_and_no_failed_tries(
    ds: xr.Dataset,
) -> None:
    failed = october(ds, "turned_back") - october(ds, "pushed_back")
    found = said(ds, "detected", "BLR>POL", "2021-10-01", "2021-10-31")
    assert (found == october(ds, "attempts") - failed).all()


def test_registered_are_arrivals_where_people_are_received_or_held(ds: xr.Dataset) -> None:
    days = slice("2021-10-01", "2021-10-31")
    told = said(ds, "registered", "POL", "2021-10-01", "2021-10-31")
    assert (told == ds["arrived"].sel(day=days, place="pl_centre").sum("day").values).all()


def test_a_stock_is_of_persons_on_the_day_and_a_running_total_of_all_days_before(
    ds: xr.Dataset,
) -> None:
    camp = ds["stock"].sel(day="2021-11-17", place="bruzgi").sum("group").values
    assert (said(ds, "stock", "bruzgi", "2021-11-17") == camp).all()
    counts = count("turned_back", "BLR>POL", "2021-08-10", "2021-08-20", total=True)
    days = slice("2021-08-10", "2021-08-20")
    whole = ds["turned_back"].sel(day=days, border="BLR>POL").sum("day").values
    assert (observed(ds, counts).values[:, 0] == whole).all()
    assert (path(ds, counts, "s").sel(day="2021-08-20").values == whole).all()
    assert (path(ds, counts, "s").sel(day="2021-08-09").values == 0).all()


def test_who_entered_came_over_open_routes_into_a_place_country_or_tag(ds: xr.Dataset) -> None:
    days = ("2021-10-01", "2021-10-31")
    flow = ds["flow"].sel(day=slice(*days)).sum("day")
    country = dict(zip(ds["place"].values, ds["country"].values, strict=True))
    ends = list(zip(ds["route_origin"].values, ds["route_destination"].values, strict=True))
    over = [(country[near], country[far]) for near, far in ends]
    abroad = sorted({f"{near}>{far}" for near, far in over if near != far})
    assert abroad
    for border in abroad:
        chosen = [f"{near}>{far}" == border for near, far in over]
        assert (said(ds, "entered", border, *days) == flow.isel(route=chosen).sum("route")).all()
    for land in {far for near, far in over if near != far}:
        chosen = [far == land and near != land for near, far in over]
        assert (said(ds, "entered", land, *days) == flow.isel(route=chosen).sum("route")).all()
    route = ds["route"].values[0]
    assert (said(ds, "entered", route, *days) == flow.sel(route=route)).all()


def test_a_drawn_reporting_share_belongs_to_the_member_not_to_its_position() -> None:
    crisis = cases.fork()
    row = {"series": ["s"], "measure": ["stock"], "where": ["far"], "date_from": [cases.day(5)]}
    half = Observations.from_columns(row | {"value": [1.0], "reporting": ["0.2 to 0.8"]})
    full = Observations.from_columns(row | {"value": [1.0]})
    whole = simulate(crisis, 6, 4)
    shares = (observed(whole, half) / observed(whole, full)).values[:, 0]
    assert len(set(shares)) == 6
    assert ((shares > 0.2) & (shares < 0.8)).all()
    part = simulate(crisis, 3, 4, first=3)
    assert (observed(part, half).values == observed(whole, half).values[3:]).all()
    fixed = simulate(crisis, 6, 4, uncertainty=["chance"])
    assert (observed(fixed, half).values == observed(fixed, full).values / 2).all()
    few = whole.isel(member=[5, 1])
    assert (observed(few, half).values == observed(whole, half).values[[5, 1]]).all()


def test_belarus_compares_each_series_with_what_it_counts() -> None:
    rows = list(read("belarus-2021").observations.rows())
    of = {row["series"]: (row["measure"], bool(row["cumulative"])) for row in rows}
    assert of["pl_attempts"] == ("attempts", False)
    assert of["lt_registered"][0] == "registered"
    assert of["lt_turned_back"][0] == of["lt_turned_back_total"][0] == "turned_back"
    assert of["lv_deterred"] == ("turned_back", True)
    assert of["lv_registered"] == ("registered", True)
    assert of["frontex_detected"][0] == "registered"  # persons: those turned back are not in it
    shares = {row["reporting"].parameter for row in rows if row["series"] == "frontex_detected"}
    assert shares == {"reporting_frontex"}
    assert of["pl_held"][0] == of["lt_held"][0] == "held"
