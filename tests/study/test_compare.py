"""Comparison: paired, human cost first, ranked by harm reduced and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import xarray as xr

from marchland.errors import RequestError
from marchland.model.levers import Change, Lever, LeverKind, Pull
from marchland.model.scenario import Scenario
from marchland.study.compare.paired import compare, difference, reading
from marchland.study.compare.whatif import WhatIf, ranking, what_if
from marchland.study.measures.outcomes import OUTCOMES, outcomes
from marchland.study.measures.stranded import near_a_line
from view.synthetic import crisis, runs

DAY = date(2021, 10, 1)


def lever(name: str, kind: LeverKind, *answers: str) -> Lever:
    change = (Change("note"),)
    return Lever(
        name, name.capitalize(), "x", "x", kind, DAY, change, answers=answers, source="assumed"
    )


@pytest.fixture(scope="module")
def base() -> xr.Dataset:
    return runs(crisis(), members=20)


@pytest.fixture(scope="module")
def levered() -> Scenario:
    every = [
        lever("little", "protective"),
        lever("much", "protective"),
        lever("way", "neutral"),
        lever("harm", "stress", "much"),
    ]
    return replace(crisis(), levers={one.name: one for one in every})


SHARE = {"little": 0.9, "much": 0.5, "way": 0.1, "harm": 2.0}


@pytest.fixture(scope="module")
def found(base: xr.Dataset, levered: Scenario) -> WhatIf:
    def run(scenario: Scenario) -> xr.Dataset:
        share = float(np.prod(np.array([SHARE[pull.lever] for pull in scenario.pulls])))
        return base.assign({"stranded": (base["stranded"] * share).astype(np.int32)})

    return what_if(levered, [Pull(name) for name in levered.levers], run, matrix=True)


def test_a_run_differs_in_nothing_from_itself(base: xr.Dataset) -> None:
    table = compare(base, base)
    assert not table[["low90", "median", "high90", "share_less"]].to_numpy().any()
    assert (table["before"] == table["after"]).all()


def test_what_was_found_shows_itself_in_a_line_for_each_run(found: WhatIf) -> None:
    assert len(repr(found)) < 500 * (1 + len(found.cases) + len(found.pairs))
    assert repr(found.base).startswith("<Reading ")


def test_differences_are_of_members_not_of_medians(base: xr.Dataset) -> None:
    shifted = base.assign(stranded=base["stranded"] + 1)
    table = compare(base, shifted).set_index("outcome")
    nights = base.sizes["day"] * int(near_a_line(base).sum())
    assert table["low90"]["stranded_person_nights"] == nights
    assert table["high90"]["stranded_person_nights"] == nights


def test_human_cost_comes_first() -> None:
    costs = [one.human_cost for one in OUTCOMES]
    assert costs == sorted(costs, reverse=True)
    assert all(one.human_cost for one in OUTCOMES if one.ranks)


def test_outcomes_tell_of_no_crossing_that_succeeded(base: xr.Dataset) -> None:
    for one in OUTCOMES:
        assert not {"crossed", "permeability", "parameters"} & set(one.needs)
    assert {"stranded_person_nights", "received"} <= set(outcomes(base))


def test_runs_that_are_not_paired_are_refused(base: xr.Dataset) -> None:
    other = base.assign_attrs(seed=99)
    with pytest.raises(RequestError, match="seed is"):
        compare(base, other)
    with pytest.raises(RequestError, match="not paired"):
        compare(base, base.isel(member=slice(2)))


def test_only_what_protects_is_ranked_by_harm_reduced(found: WhatIf) -> None:
    assert [case.name for case in ranking(found)] == ["much", "little"]
    with pytest.raises(RequestError, match="ranked by harm"):
        ranking(found, "attempts")
    with pytest.raises(RequestError, match="ranked by harm"):
        ranking(found, "received")


def test_more_harm_never_ranks_higher(found: WhatIf) -> None:
    harms = [
        np.median(difference(found.base, case.reading, "stranded_person_nights"))
        for case in ranking(found)
    ]
    assert harms == sorted(harms)


def test_a_stress_stands_with_its_answers_and_in_no_pair(found: WhatIf) -> None:
    (stress,) = found.of_kind("stress")
    assert [case.name for case in found.answers(stress)] == ["harm + much"]
    assert not any("harm" in case.name for case in found.pairs)
    assert len(found.pairs) == 3


def test_the_table_has_every_what_if(found: WhatIf) -> None:
    table = found.table()
    assert set(table["kind"]) == {"protective", "neutral", "stress"}
    assert len(table["levers"].unique()) == len(found.cases) + len(found.pairs)


def test_readings_compare_as_runs_do(base: xr.Dataset) -> None:
    assert compare(reading(base), reading(base)).equals(compare(base, base))
