"""What a new column must show by itself: run in the copy in which the walk was made."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import marchland as ml
from marchland.io.skeleton import write_skeleton
from marchland.model.tables import Places


def with_heights(folder: Path, first: str) -> Path:
    """Write the starter scenario, with the column in its places and a value in the first row."""
    write_skeleton(folder)
    table = pd.read_csv(folder / "places.csv", dtype=str, comment="#").fillna("")
    table["elevation_m"] = [first] + [""] * (len(table) - 1)
    table.to_csv(folder / "places.csv", index=False)
    return folder


def test_it_is_read_and_written_and_read_again(tmp_path: Path) -> None:
    crisis = ml.read(with_heights(tmp_path / "s", "230.5"))
    heights = vars(crisis.places)["elevation_m"]
    assert heights[0] == 230.5
    assert np.isnan(heights[1:]).all()
    ml.write_scenario(crisis, tmp_path / "again")
    assert ml.read(tmp_path / "again") == crisis


@pytest.mark.parametrize(
    ("value", "told"), [("9900", "elevation_m is 9900"), ("high", "elevation_m")]
)
def test_its_bounds_and_its_kind_hold(tmp_path: Path, value: str, told: str) -> None:
    with pytest.raises(ml.ScenarioError, match=told):
        ml.read(with_heights(tmp_path / "s", value))


def test_a_scenario_without_it_keeps_its_digest(tmp_path: Path) -> None:
    write_skeleton(tmp_path / "plain")
    blank = ml.read(with_heights(tmp_path / "s", ""))
    assert blank.content_digest() == ml.read(tmp_path / "plain").content_digest()
    assert ml.read(with_heights(tmp_path / "t", "5")).content_digest() != blank.content_digest()


def test_the_dictionary_and_the_made_up_tables_have_it() -> None:
    assert "elevation_m" in Places.columns()
    told = "\n".join(import_module("dictionary").of_table(Places))
    assert "`elevation_m`" in told and "-450" in told.replace("−", "-")
