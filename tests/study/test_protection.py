"""What nobody may learn from a result: where or when a line is likeliest to be crossed."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from marchland.errors import RequestError
from marchland.model.tables import Observations
from marchland.model.variables import VARIABLES, Finest, Nature
from marchland.study.measures.deaths import recorded_deaths
from marchland.study.measures.read import read as findings
from marchland.study.measures.summary import summary
from marchland.study.measures.whereabouts import balance, unaccounted
from marchland.study.runs import protect
from marchland.study.runs.coarse import AT_END, protected
from marchland.view.words.runs import runs_in_words
from view.synthetic import crisis, runs

FORESTS = ["kuznica_forest", "bialowieza_forest"]


def reshuffled(ds: xr.Dataset) -> xr.Dataset:
    """The same runs, with who crossed where and on which day of a month changed by chance."""
    rng = np.random.default_rng(7)
    other = ds.copy(deep=True)
    forest = np.flatnonzero(ds["kind"].values == "forest")
    beyond = np.flatnonzero(np.isin(ds["route_origin"].values, FORESTS))
    month = ds["day"].dt.strftime("%Y-%m").values
    last = ds.sizes["day"] - 1  # the last day stays: the balance of persons needs its total
    for one in np.unique(month):
        days = np.flatnonzero((month == one) & (np.arange(last + 1) != last))
        turned = rng.permutation(days)
        for name, at in (("stock", forest), ("arrived", forest), ("flow", beyond)):
            mixed = ds[name].values[:, turned][:, :, at]
            other[name].values[:, days[:, None], at] = mixed[:, :, ::-1]
    return other


def test_nothing_tells_sectors_or_days_of_crossings() -> None:
    scenario = crisis()
    ds = runs(scenario, members=5)
    other = reshuffled(ds)
    assert not ds["stock"].equals(other["stock"])
    xr.testing.assert_identical(protected(ds), protected(other))
    assert summary(ds).equals(summary(other))
    assert runs_in_words(findings(ds, scenario)) == runs_in_words(findings(other, scenario))


def test_people_beyond_a_line_are_one_place_a_country_and_one_number_a_month() -> None:
    ds = protected(runs(crisis(), members=5))
    assert not set(FORESTS) & {*ds["place"].values, *ds["route_origin"].values}
    inside = ds["stock"].sel(place="forest:POL").sum("group")
    months = inside.groupby(inside["day"].dt.strftime("%Y-%m"))
    assert float((months.max() - months.min()).max()) == 0


def test_events_beyond_a_line_keep_their_total_and_lose_their_days() -> None:
    raw = runs(crisis(), members=5)
    ds = protected(raw)
    for name, axis, before, after in (
        ("arrived", "place", FORESTS, "forest:POL"),
        ("flow", "route", ["kuznica_germany", "bialowieza_germany"], "beyond:forest:POL>germany"),
    ):
        assert VARIABLES[name].nature is Nature.EVENT
        told = ds[name].sel({axis: after})
        assert (told.sum("day") == raw[name].sel({axis: before}).sum([axis, "day"])).all()
        months = told.groupby(told["day"].dt.strftime("%Y-%m"))
        assert float((months.max() - months.min()).max()) <= 1


def test_what_is_not_beyond_a_line_is_as_it_was() -> None:
    raw = runs(crisis(), members=5)
    ds = protected(raw)
    seen = raw["place"].values[~protect.beyond(raw)]
    xr.testing.assert_equal(ds["stock"].sel(place=seen), raw["stock"].sel(place=seen))
    assert protected(ds) is ds


def test_the_balance_of_persons_still_holds() -> None:
    raw = runs(crisis(), members=5)
    ds = protected(raw)
    assert AT_END in ds
    assert int(np.abs(unaccounted(ds)).max()) == 0
    assert balance(ds).equals(balance(raw))


def test_crossings_are_told_by_border_and_month_only() -> None:
    table = summary(protected(runs(crisis(), members=5)))
    crossed = table[table["variable"] == "crossed"]
    assert set(crossed["where"]) == {"BLR>POL"}
    months = crossed["date"].str[:7]
    assert not months.duplicated().any() and (crossed["date_to"].str[:7] == months).all()
    assert not table["variable"].str.contains("permeab|success").any()


def test_the_unit_of_an_event_does_not_decide_how_it_is_shown() -> None:
    raw = runs(crisis(), members=3)
    spelt = raw.copy()
    for name in spelt.data_vars:
        spelt[name] = spelt[name].assign_attrs(units="each day")
    for name, values in protected(raw).data_vars.items():
        assert np.array_equal(values.values, protected(spelt)[name].values, equal_nan=True)


def test_what_is_not_declared_is_refused_and_not_shown_by_guess() -> None:
    raw = runs(crisis(), members=3)
    with pytest.raises(RequestError, match="a variable 'seen' that"):
        protected(raw.assign(seen=raw["arrived"]))
    with pytest.raises(RequestError, match="'crossed' is by day, it may be shown by border and m"):
        protected(raw.assign(crossed=raw["attempts"]))


def test_every_variable_of_protected_runs_is_as_fine_as_declared() -> None:
    ds = protected(runs(crisis(), members=3))
    for name, values in ds.data_vars.items():
        assert set(values.dims) <= set(VARIABLES[str(name)].axes), name
        if VARIABLES[str(name)].finest is Finest.PLACE_DAY:
            hidden = values.isel(place=protect.beyond(ds))
            months = hidden.groupby(hidden["day"].dt.strftime("%Y-%m"))
            assert float((months.max() - months.min()).max()) <= 1, name


def deaths(*cells: tuple[str, str, str, str, float]) -> Observations:
    """Records of deaths: from, to, side, cause, number."""
    names = ("date_from", "date_to", "where", "cause", "value")
    table = dict(zip(names, zip(*cells, strict=True), strict=True))
    return Observations.from_columns(
        {**table, "series": ["d"] * len(cells), "measure": ["deaths"] * len(cells)}
    )


SEPTEMBER, OCTOBER = ("2021-09-01", "2021-09-30"), ("2021-10-01", "2021-10-31")


def test_large_cells_of_deaths_stay_apart() -> None:
    found = recorded_deaths(
        deaths((*OCTOBER, "POL", "exposure", 11), (*OCTOBER, "POL", "traffic", 12))
    )
    assert found["cause"].tolist() == ["exposure", "traffic"]


def test_small_cells_merge_over_causes_then_months_then_sides() -> None:
    by_cause = deaths((*OCTOBER, "POL", "exposure", 7), (*OCTOBER, "POL", "traffic", 5))
    assert recorded_deaths(by_cause)["deaths"].tolist() == [12]
    by_month = deaths((*SEPTEMBER, "POL", "", 7), (*OCTOBER, "POL", "", 5))
    (merged,) = recorded_deaths(by_month).to_dict("records")
    assert (merged["deaths"], f"{merged['date_from']:%m} {merged['date_to']:%m}") == (12, "09 10")
    by_side = deaths((*OCTOBER, "POL", "", 7), (*OCTOBER, "BLR", "", 5))
    (merged,) = recorded_deaths(by_side).to_dict("records")
    assert (merged["deaths"], merged["where"]) == (12, "POL, BLR")


def test_causes_are_not_counted_beside_the_row_that_has_them_all() -> None:
    found = recorded_deaths(deaths((*OCTOBER, "POL", "", 14), (*OCTOBER, "POL", "traffic", 4)))
    assert found["deaths"].tolist() == [14]


def test_what_stays_under_ten_is_not_told() -> None:
    assert np.isnan(recorded_deaths(deaths((*OCTOBER, "POL", "", 7)))["deaths"]).all()


@pytest.mark.parametrize("where", FORESTS)
def test_a_count_at_a_single_place_beyond_a_line_is_not_compared(where: str) -> None:
    from marchland.study.measures.observe import observed

    counts = Observations.from_columns(
        {
            "series": ["s"],
            "date_from": ["2021-10-01"],
            "measure": ["stock"],
            "where": [where],
            "value": [20.0],
        }
    )
    assert np.isnan(observed(protected(runs(crisis(), members=2)), counts).values).all()
