"""A scenario that is written and read again is the same scenario."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from marchland.errors import OutputError, ScenarioError
from marchland.io.native import read_native, write_scenario
from marchland.io.tables import read_table, write_table
from marchland.model.checks import problems
from marchland.model.columns import Numbers, Table, Texts, column
from marchland.model.digest import digest_of
from marchland.model.posterior import Posterior
from marchland.model.scenario import Scenario
from marchland.model.tables import TABLES, Places
from strategies import scenarios, tables


def same(one: Any, other: Any) -> bool:
    """Whether two values of a scenario are equal, blanks included."""
    if isinstance(one, Table):
        return all(same(getattr(one, name), getattr(other, name)) for name in one.columns())
    if isinstance(one, Posterior):
        return one.names == other.names and same(one.draws, other.draws)
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind in "fM")
    return bool(one == other)


def written_and_read(scenario: Scenario) -> Scenario:
    with tempfile.TemporaryDirectory() as above:
        return read_native(write_scenario(scenario, Path(above) / "written"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_scenarios_come_back_as_they_were(scenario: Scenario) -> None:
    again = written_and_read(scenario)
    left_out = {"source", "digest", "warnings"}
    for name in {one.name for one in fields(Scenario)} - left_out:
        assert same(getattr(scenario, name), getattr(again, name)), name
    assert again.digest == scenario.content_digest()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_scenarios_drawn_are_valid(scenario: Scenario) -> None:
    assert [str(problem) for problem in problems(scenario) if not problem.warning] == []


@pytest.mark.parametrize("kind", TABLES)
def test_any_table_comes_back_as_it_was(kind: type[Table]) -> None:
    @settings(max_examples=25, deadline=None)
    @given(tables(kind))
    def comes_back(table: Table) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / kind.FILE).parent.mkdir(exist_ok=True)
            (Path(folder) / kind.FILE).write_text(write_table(table), encoding="utf-8")
            reading = read_table(Path(folder), kind)
        assert reading.problems == ()
        assert same(table, reading.table)

    comes_back()


def test_posterior_comes_back(line: Scenario) -> None:
    draws = np.array([[0.1, 1.0], [1 / 3, 2.5]])
    fitted = replace(line, posterior=Posterior(("try_rate", "rest_days"), draws))
    assert same(written_and_read(fitted).posterior, fitted.posterior)


def test_formulas_are_disarmed_in_the_file(line: Scenario, tmp_path: Path) -> None:
    source = "=HYPERLINK(A1)"
    columns = {name: list(getattr(line.places, name)) for name in Places.columns()}
    columns["source"] = [source] * 3
    folder = write_scenario(replace(line, places=Places.from_columns(columns)), tmp_path / "x")
    assert f",'{source}" in (folder / "places.csv").read_text()
    assert read_native(folder).places.source == (source,) * 3


def test_digest_ignores_how_rows_were_written(line: Scenario, tmp_path: Path) -> None:
    one = write_scenario(line, tmp_path / "one")
    other = write_scenario(line, tmp_path / "other")
    header, *rows = (other / "places.csv").read_text().splitlines()
    text = "\r\n".join([header, *reversed(rows), "", ",,,,,,,,,,,,"])
    (other / "places.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_native(other).digest == read_native(one).digest
    (other / "scenario.yaml").write_text((other / "scenario.yaml").read_text() + "\n# a comment\n")
    assert read_native(other).digest == read_native(one).digest


def test_digest_sees_a_changed_number(line: Scenario) -> None:
    columns = {name: list(getattr(line.places, name)) for name in Places.columns()}
    columns["capacity"] = [None, None, 5.0]
    changed = replace(line, places=Places.from_columns(columns))
    assert changed.content_digest() != line.content_digest()


@dataclass(frozen=True, eq=False)
class _Wider(Places):
    """Places as a later version may have them, with two columns more."""

    nurses: Numbers = column("number", "Nurses.", low=0)
    roof: Texts = column("choice", "Roof.", choices=("tin", "tile"), default="tin")


def test_a_column_more_leaves_a_digest_as_it_is_until_it_is_filled(line: Scenario) -> None:
    columns = {name: list(getattr(line.places, name)) for name in Places.columns()}
    wider = _Wider.from_columns(columns)
    filled = _Wider.from_columns(columns | {"nurses": [2, None, None]})
    told = {digest_of({}, {}, [table], {}, None) for table in (line.places, wider)}
    assert len(told) == 1
    assert digest_of({}, {}, [filled], {}, None) not in told


def test_what_is_there_is_never_overwritten(line: Scenario, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "empty").mkdir()
    for name in ("file", "empty"):
        with pytest.raises(OutputError, match="is there already"):
            write_scenario(line, tmp_path / name)
    with pytest.raises(OutputError, match="is not a folder"):
        write_scenario(line, tmp_path / "missing" / "deep")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file"]


def test_a_scenario_with_problems_is_not_written(line: Scenario, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="days is 0"):
        write_scenario(replace(line, days=0), tmp_path / "x")
    assert list(tmp_path.iterdir()) == []
