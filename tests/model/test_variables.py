"""Every variable of a result is declared, and nothing finer than its level can be declared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

import marchland as ml
from marchland.model.aid import ITEMS
from marchland.model.kinds import AWAY
from marchland.model.tables import Aid
from marchland.model.variables import AXES, VARIABLES, Finest, Nature
from marchland.study.measures.aid import UNMET, with_unmet
from marchland.study.measures.outcomes import OUTCOMES, Outcome
from verify.cases import table

CROSSINGS = ("crossed",)
HARM = ("died", "severe_injury", "deaths_expected", "severe_expected", "non_freezing_expected")


@pytest.fixture(scope="module")
def runs() -> xr.Dataset:
    return ml.simulate(ml.read("belarus-2021"), members=1, seed=1, days=1)


def test_runs_have_what_is_declared_and_nothing_else(runs: xr.Dataset) -> None:
    assert set(runs.data_vars) == set(VARIABLES)
    for name, values in runs.data_vars.items():
        one = VARIABLES[str(name)]
        assert values.dims == one.axes
        assert values.attrs == {"units": one.units, "long_name": one.meaning}


def test_crossings_are_by_border_and_month_and_harm_by_country_and_month() -> None:
    assert {VARIABLES[name].finest for name in CROSSINGS} == {Finest.BORDER_MONTH}
    assert {VARIABLES[name].finest for name in HARM} == {Finest.COUNTRY_MONTH}
    assert not {"day", "place", "route"} & AXES[Finest.COUNTRY_MONTH]
    assert not {"day", "place", "route"} & AXES[Finest.BORDER_MONTH]


@pytest.mark.parametrize("finest", Finest)
def test_an_axis_finer_than_the_level_cannot_be_declared(finest: Finest) -> None:
    axes = {axis for allowed in AXES.values() for axis in allowed} - AXES[finest]
    one = next(one for one in VARIABLES.values() if one.finest is finest)
    for axis in axes:
        with pytest.raises(ValueError, match=f"{one.name} may be shown by .*, not by .*{axis}"):
            replace(one, axes=(*one.axes, axis))


def test_only_what_counts_nobody_has_no_level() -> None:
    for one in VARIABLES.values():
        assert (one.finest is Finest.ANY) == (one.nature is Nature.NUMBER)


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("stock", "people"),
        ("arrived", "people/day"),
        ("attempts", "events/day"),
        ("crossed", "events/month"),
        ("open_nights", "person-nights/month"),
        ("t_min", "°C"),
        ("parameters", ""),
    ],
)
def test_units_say_the_period_of_events(name: str, units: str) -> None:
    assert VARIABLES[name].units == units


def test_outcomes_and_states_read_declared_variables() -> None:
    assert {name for one in OUTCOMES for name in one.needs} <= {*VARIABLES, *UNMET.values()}
    assert set(AWAY) <= set(VARIABLES)


def test_an_outcome_with_the_name_of_a_variable_is_its_total(runs: xr.Dataset) -> None:
    for one in OUTCOMES:
        if one.name in VARIABLES:
            total = runs[one.name].sum([axis for axis in VARIABLES[one.name].axes[1:]])
            assert one.of(runs).equals(total)
            assert one.unit == VARIABLES[one.name].unit


@pytest.mark.parametrize("one", OUTCOMES, ids=[one.name for one in OUTCOMES])
def test_an_outcome_is_one_number_a_member(one: Outcome, runs: xr.Dataset) -> None:
    crisis = ml.read("belarus-2021")
    rows = [
        {"date": crisis.start, "place": "minsk", "item": item, "quantity": 1, "unit": unit}
        for item, (_, unit, _) in ITEMS.items()
    ]
    found = one.of(with_unmet(runs, replace(crisis, aid=table(Aid, rows))))
    assert found.dims == ("member",) and np.isfinite(found.values).all()
    assert one.label and one.unit
