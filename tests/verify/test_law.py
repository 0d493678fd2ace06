"""The law of the engine's counts against the law of simulating each person.

Each case compares every count of every day, and random mixtures of them. Seeds are fixed; a right
engine would fail one of all these tests under new seeds with a chance of at most 1 in 500.
"""

from __future__ import annotations

import pytest

from verify import cases
from verify.laws import engine_columns, person_columns, unlikeness

ERROR = 1 / 500
RUNS = 150
MEMBERS = 1200


@pytest.mark.compiled
@pytest.mark.parametrize("name", cases.CASES)
def test_counts_follow_the_law_of_persons(name: str) -> None:
    scenario = cases.CASES[name]()
    chance, what = unlikeness(
        person_columns(scenario, RUNS, seed=1), engine_columns(scenario, MEMBERS, seed=1)
    )
    assert chance > ERROR / len(cases.CASES), what
