"""How a crisis and its tables show themselves, and when two are the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from marchland.io.native import write_scenario
from marchland.io.read import read
from marchland.model.columns import Table
from marchland.model.scenario import Scenario
from marchland.model.tables import TABLES
from verify import cases

SHORT = 400


@pytest.fixture(scope="module")
def crisis() -> Scenario:
    return read("belarus-2021")


def test_a_crisis_shows_itself_in_a_line(crisis: Scenario) -> None:
    shown = repr(crisis.pull("corridor"))
    assert len(shown) < SHORT
    assert shown.startswith("<Scenario belarus-2021: ")
    for fact in (crisis.title, str(crisis.start), f"places {len(crisis.places)}", "corridor@"):
        assert fact in shown
    assert "routes 0" not in repr(cases.crisis([cases.place("a", "camp")], [], []))


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_a_table_shows_itself_in_a_line(crisis: Scenario, kind: type[Table]) -> None:
    table = getattr(crisis, kind.__name__.lower())
    assert len(repr(table)) < SHORT
    assert repr(table).startswith(f"<{kind.__name__}: {len(table):,} row")


def test_a_table_names_the_columns_that_are_filled(crisis: Scenario) -> None:
    known = int(np.count_nonzero(~np.isnan(crisis.places.capacity)))
    assert 0 < known < len(crisis.places)
    page = crisis.places._repr_html_()
    assert "capacity" in repr(crisis.places)
    assert f'>capacity</th><td style="text-align:left">{known}</td>' in page
    assert "pcode" not in repr(crisis.places)
    assert "pcode" not in page


def test_pages_for_notebooks_hold_what_was_written_as_text(crisis: Scenario) -> None:
    page = replace(crisis, title="A <b>crisis</b>")._repr_html_()
    assert "<b>" not in page
    assert "A &lt;b&gt;crisis&lt;/b&gt; (belarus-2021)" in page
    assert page.count("<table>") == page.count("</table>") == 1


def test_fitted_draws_show_how_many_they_are(crisis: Scenario) -> None:
    assert crisis.posterior is not None
    draws, names = crisis.posterior.draws.shape
    assert repr(crisis.posterior) == f"<Posterior {draws} draws of {names} parameters>"


def test_a_crisis_read_twice_is_one(crisis: Scenario, tmp_path: Path) -> None:
    again = read("belarus-2021")
    assert crisis == again
    assert hash(crisis) == hash(again)
    assert read(write_scenario(crisis, tmp_path / "copy")) == crisis
    assert crisis != "belarus-2021"


def test_another_crisis_is_another(crisis: Scenario) -> None:
    others = [
        replace(crisis, days=crisis.days - 1),
        replace(crisis, title="Another"),
        replace(crisis, timeline=cases.ring().timeline),
        replace(crisis, levers={}),
        crisis.pull("corridor"),
    ]
    assert all(other != crisis for other in others)
    assert len({crisis, *others}) == 1 + len(others)
    assert crisis.pull("corridor") == crisis.pull("corridor")
    assert crisis.pull("corridor", "2021-11-12") != crisis.pull("corridor", "2021-11-13")
