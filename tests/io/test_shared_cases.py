"""The small inputs that failed once, where they lie beside the project: what is said of each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from marchland.errors import MarchlandError
from marchland.io.read import check

CASES = Path(os.environ.get("MARCHLAND_SHARED", Path(__file__).parents[3] / "shared")) / "cases"

WORDS = {
    "01": "", "03": "", "05": "must be a number of days from 1 to 36600",
    "06": "latitude '1,4' is 1.4 with a decimal comma, but '14.5' in the same column has",
    "08": "'3' and '000' look like one number cut at its comma",
    "09": "column 'individuals' is taken for the count of people; not read: households",
    "10": "'dune.csv' is named twice; read once",
    "11": "Dune is first counted 50 days after the start",
    "14": "of the 7455 people that the counts rise by are not displaced",
    "15": "location_changes.csv  places keep their type here",
    "16": "lat and lon look swapped", "17": "", "18": "this looks like a Flee folder",
    "19": "is a row of HXL tags", "20": "observations.xlsx", "21": "2020 if the years are Buddhist",
    "23": "is written in UTF-16", "25": "date is read as dates", "26": "floods are not modelled",
    "27": "", "32": "and others like it (also on lines", "34": "",
}  # fmt: skip


@pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not in {CASES}")
@pytest.mark.parametrize("number", WORDS)
def test_what_was_wanted_of_a_case_is_said(number: str) -> None:
    (folder,) = CASES.glob(f"{number}-*/input")
    try:
        scenario, problems = check(folder)
    except MarchlandError as error:
        pytest.fail(str(error))
    lines = [str(problem) for problem in problems]
    assert any(WORDS[number] in line for line in lines) or (not WORDS[number] and scenario), lines


@pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not in {CASES}")
def test_names_of_the_un_are_one_country() -> None:
    (folder,) = CASES.glob("27-*/input")
    scenario, _ = check(folder)
    assert scenario is not None
    assert set(scenario.places.country) == {"SYR", "MLI", "NER"}
