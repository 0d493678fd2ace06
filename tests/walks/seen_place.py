"""What a new kind of place must show by itself: run in the copy in which the walk was made."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import marchland as ml
from marchland.io.skeleton import write_skeleton
from marchland.model.kinds import PLACE_KINDS
from marchland.study.measures.needs import needs
from marchland.study.measures.outcomes import outcomes
from marchland.study.measures.whereabouts import balance, unaccounted
from marchland.view.words.crisis import describe

COLUMNS = ("id", "name", "country", "lat", "lon", "kind", "shelter", "source")
SCHOOL = "camp,School,AAA,53.9,24.7,collective,heated,made up"


def written(folder: Path, row: str) -> Path:
    """Write the starter scenario, with another kind of place for its camp."""
    write_skeleton(folder)
    file = folder / "places.csv"
    lines = [line for line in file.read_text("utf-8").splitlines() if line[:2] != "# "]
    header, kept = lines[0].split(","), [line for line in lines if not line.startswith("camp,")]
    cells = dict(zip(COLUMNS, row.split(","), strict=True))
    file.write_text("\n".join([*kept, ",".join(cells.get(c, "") for c in header)]) + "\n", "utf-8")
    return folder


def test_from_the_file_to_measures(tmp_path: Path) -> None:
    crisis = ml.read(written(tmp_path / "s", SCHOOL))
    assert "collective in AAA: School" in describe(crisis)
    runs = ml.simulate(crisis, members=3, seed=1)
    there = int(runs["stock"].sel(place="camp").isel(day=-1).sum())
    assert there > 0
    assert int(outcomes(runs)["camps"].sum()) == there
    assert "camp" in balance(runs).index and not unaccounted(runs).any()
    assert "camp" in needs(runs, crisis)["place"].values
    assert int(runs["stranded"].sel(place="camp").sum()) == 0


def test_a_slip_of_the_pen_is_pointed_out(tmp_path: Path) -> None:
    with pytest.raises(ml.ScenarioError, match="did you mean 'collective'"):
        ml.read(written(tmp_path / "s", SCHOOL.replace("collective", "colective")))


def test_the_dictionary_has_it() -> None:
    rows = {row[0]: row for row in import_module("dictionary").place_kinds()}
    assert rows["`collective`"][1] == PLACE_KINDS["collective"].choose
    assert "receives people; people need aid" in rows["`collective`"][2]
