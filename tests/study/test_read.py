"""Findings: read once, frozen, computed when asked for, and true to the runs."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from marchland.study.measures.bands import LEVELS, Band, bands
from marchland.study.measures.read import Findings, read
from marchland.study.measures.stranded import person_nights, stranded, worst_night
from view.synthetic import crisis, runs


@pytest.fixture(scope="module")
def found() -> Findings:
    scenario = crisis()
    return read(runs(scenario, members=8), scenario)


def test_reading_computes_nothing_and_a_part_is_computed_once() -> None:
    scenario = crisis()
    found = read(runs(scenario, members=3), scenario)
    assert set(vars(found)) == {one.name for one in fields(Findings)}
    assert found.worst_night is found.worst_night
    assert found.scores is found.scores


def test_findings_cannot_be_changed(found: Findings) -> None:
    with pytest.raises(FrozenInstanceError):
        found.scenario = crisis()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        found.stranded.nights.median = 0.0  # type: ignore[misc]


def test_a_band_has_the_quantiles_of_the_members() -> None:
    values = np.arange(101.0)
    assert Band.of(values).levels == tuple(100 * level for level in LEVELS.values())


def test_bands_of_many_numbers_are_those_of_each() -> None:
    values = np.random.default_rng(1).poisson(3, (37, 4, 6)) * (np.arange(6) % 2)
    found = bands(xr.DataArray(values, dims=("member", "day", "place")))
    each = Band.each(values.reshape(37, -1))
    for i, one in enumerate(each):
        assert found.values[:, i // 6, i % 6] == pytest.approx(one.levels, abs=1e-12)
        assert one == Band.of(values[:, i // 6, i % 6])
    assert not found.values[..., ::2].any()


def test_components_are_asked_for_when_they_are_first_needed() -> None:
    asked = []

    def measured() -> pd.DataFrame:
        asked.append(1)
        return pd.DataFrame({"source": ["all"]})

    scenario = crisis()
    found = read(runs(scenario, members=3), scenario, measured)
    assert found.worst_night
    assert not asked
    assert found.spread is found.spread
    assert asked == [1]


def test_the_stranded_are_those_of_the_runs(found: Findings) -> None:
    assert found.stranded.nights == Band.of(person_nights(found.runs))
    assert found.stranded.worst == worst_night(found.runs)
    day = stranded(found.runs).isel(day=found.stranded.worst)
    assert found.worst_night.stranded == Band.of(day)


def test_the_balance_holds_every_person(found: Findings) -> None:
    assert found.balance.missing == 0
    medians = [band.median for _, band in found.balance.states]
    assert sum(medians) == pytest.approx(found.balance.entered.median, rel=0.05)


def test_places_of_a_moment_come_most_people_first(found: Findings) -> None:
    medians = [one.people.median for one in found.last_day.standing]
    assert medians == sorted(medians, reverse=True)


def test_what_the_runs_do_not_have_is_none(found: Findings) -> None:
    inland = found.runs.isel(border=[])
    assert read(inland, found.scenario).borders is None
    assert found.cold is None
