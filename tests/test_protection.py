"""What leaves the house: nothing of a crossing below border and month, in any file or answer."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import marchland as ml
from marchland.model.scenario import Scenario
from unpacked import unpacked

pytestmark = pytest.mark.compiled


@pytest.fixture(scope="module")
def crisis() -> Scenario:
    return ml.read("belarus-2021")


@pytest.fixture(scope="module")
def runs(crisis: Scenario) -> xr.Dataset:
    return ml.simulate(crisis, members=3, seed=1, days=75)


@pytest.fixture(scope="module")
def folder(
    crisis: Scenario, runs: xr.Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    target = tmp_path_factory.mktemp("out") / "result"
    ml.write_results(
        runs,
        target,
        tables={"summary.csv": ml.summary(runs)},
        pages={"report.html": lambda path: ml.write_report(runs, crisis, path)},
    )
    yield target


def crossings(crisis: Scenario) -> set[str]:
    """Ids of crossings, and of the forests behind them."""
    lines = {
        i
        for i, mode in zip(crisis.routes.id, crisis.routes.mode, strict=True)
        if mode == "crossing"
    }
    kinds = zip(crisis.places.id, crisis.places.kind, strict=True)
    return lines | {i for i, kind in kinds if kind == "forest"}


def test_runs_name_no_crossing_and_no_forest(crisis: Scenario, folder: Path) -> None:
    runs = ml.read_results(folder)
    for name in ("place", "route", "route_origin", "route_destination"):
        assert not crossings(crisis) & set(runs[name].values.astype(str)), name
    assert len(crossings(crisis)) > 10


def test_crossings_that_succeeded_are_by_border_and_month(runs: xr.Dataset) -> None:
    assert runs["crossed"].dims == ("member", "month", "border")
    assert not [name for name in runs.data_vars if re.search("permeab|success", str(name))]


def test_permeability_is_a_number_of_a_border_and_a_period(
    crisis: Scenario, runs: xr.Dataset
) -> None:
    names = [str(n) for n in runs["parameter"].values if "permeab" in str(n)]
    sectors = {i.split("_", 1)[-1] for i in crossings(crisis)}
    assert names
    assert not [(n, s) for n in names for s in sectors if s in n]


def test_behind_a_line_each_month_has_one_number(runs: xr.Dataset) -> None:
    behind = runs["stock"].isel(place=np.flatnonzero(runs["kind"].values == "forest"))
    months = behind.groupby(behind["day"].dt.strftime("%Y-%m"))
    assert float((months.max() - months.min()).max()) == 0


def test_no_file_names_a_crossing_or_tells_a_permeability(crisis: Scenario, folder: Path) -> None:
    report = re.sub(
        r"(?s)<section id=\"(assumed|sources|provenance)\".*?</section>",
        "",
        unpacked((folder / "report.html").read_text("utf-8")),
    )
    table = (folder / "summary.csv").read_text("utf-8")
    for told in (report, table):
        assert not [one for one in crossings(crisis) if re.search(rf"\b{one}\b", told)]
    assert "permeab" not in table


def test_no_public_name_gives_people_by_sector_behind_a_line() -> None:
    assert ml.simulate.__module__ == "marchland.study.runs.ensemble"
    assert "protected" in inspect.getsource(ml.simulate)


def test_human_cost_comes_first_in_words(crisis: Scenario, runs: xr.Dataset) -> None:
    from marchland.study.measures.read import read as findings
    from marchland.view.words.runs import runs_in_words

    assert (
        runs_in_words(findings(runs, crisis)).splitlines()[1].startswith("Person-nights stranded")
    )
