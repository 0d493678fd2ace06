"""How far reviews move what runs say, and how the report tells it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import marchland as ml
from game_small import contest
from marchland.model.reviews import with_reviews
from marchland.study.compare.doubts import moved_by_reviews
from marchland.study.measures.read import read
from marchland.view.report.background import reviewed as section
from marchland.view.report.write import write_findings
from reviewed import PEOPLE, TRY, reviewed


def test_the_difference_is_that_of_the_runs_without() -> None:
    held = with_reviews(reviewed(), "pool")
    runs = ml.simulate(held, 10, 2)
    moved = moved_by_reviews(runs, held)
    plain = ml.outcomes(ml.simulate(contest(), 10, 2))[moved.harm]
    assert np.array_equal(moved.whole, ml.outcomes(runs)[moved.harm] - plain)
    assert moved.whole.any()
    assert set(moved.each) == {TRY, PEOPLE}  # what is judged moves no run
    assert all(len(values) == 2 for values in moved.each.values())
    alone = ml.simulate(with_reviews(reviewed(), "AK"), 2, 2)
    assert not alone["stock"].equals(runs["stock"][:2])


def test_the_report_says_who_doubted_what(tmp_path: Path) -> None:
    held = with_reviews(reviewed(), "pool")
    runs = ml.simulate(held, 10, 2)
    found = read(runs, held, moved=moved_by_reviews(runs, held))
    told = section(found)
    assert "With all reviews pooled" in told and "field officer" in told and "doubt" in told
    assert "Who doubted what" in write_findings(found, tmp_path / "r.html").read_text("utf-8")
    none = section(read(ml.simulate(reviewed(), 2, 2), reviewed()))
    assert "draw from none of the reviews" in none
    assert section(read(ml.simulate(contest(), 2, 2), contest())) == ""
