"""The three sources of uncertainty, each alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
import xarray as xr

from marchland.engine.simulate import simulate as run
from marchland.engine.simulate import simulate_each_alone
from marchland.io.read import read
from marchland.model.design import Design, Keep
from marchland.model.parameters import DEFAULTS
from marchland.model.scenario import Scenario
from marchland.study.compare.sources import share_of, sources_apart
from marchland.study.measures.read import read as findings
from marchland.study.measures.summary import summary
from marchland.study.runs.ensemble import simulate
from marchland.view.words.runs import runs_in_words

pytestmark = pytest.mark.compiled


def width(table, outcome: str, source: str) -> float:  # type: ignore[no-untyped-def]
    row = table[(table["outcome"] == outcome) & (table["source"] == source)].iloc[0]
    return float(row["high90"] - row["low90"])


def test_each_source_alone_is_told_and_the_numbers_weigh_more_than_chance() -> None:
    scenario = read("belarus-2021")
    ds = simulate(scenario, members=12, seed=1, days=110)
    table = sources_apart(ds, scenario, 8)
    assert set(table["source"]) == {"all", "parameters", "place_effect", "chance"}
    assert table["outcome"].iloc[0] == "stranded_person_nights"  # human cost first
    nights = {s: width(table, "stranded_person_nights", s) for s in set(table["source"])}
    assert nights["parameters"] > 3 * nights["chance"] > 0
    rows = summary(ds, table)
    told = rows[rows["variable"] == "stranded_person_nights"]
    assert told["where"].tolist() == [
        "all sources",
        "only parameters",
        "only place effect",
        "only chance",
    ]
    assert "only chance" in runs_in_words(findings(ds, scenario, table))


@pytest.mark.parametrize("name", ["belarus-2021", "balkan-2015"])
def test_in_one_run_each_source_gives_what_it_gives_by_itself(name: str) -> None:
    scenario = read(name)
    how = Design(3, 7, 60, first=2, keep=Keep(stock="place", flow=False))
    for source, runs in simulate_each_alone(scenario, how).items():
        by_itself = run(scenario, 3, 7, first=2, days=60, keep=how.keep, uncertainty=[source])
        xr.testing.assert_equal(runs, by_itself)
        assert (runs.attrs["members"], runs.attrs["uncertainty"]) == (3, source)


def test_a_source_that_can_change_nothing_has_no_width(fork: Scenario) -> None:
    still = {n: replace(p, low=p.value, high=p.value, law="fixed") for n, p in DEFAULTS.items()}
    scenario = replace(fork, parameters=still)
    ds = simulate(scenario, members=8, seed=1)
    table = sources_apart(ds, scenario, 8)
    for outcome in set(table["outcome"]):
        assert width(table, outcome, "parameters") == 0


def test_small_ensembles_have_small_parts() -> None:
    assert [share_of(n) for n in (1, 10, 100, 200, 10_000)] == [1, 2, 20, 20, 20]
