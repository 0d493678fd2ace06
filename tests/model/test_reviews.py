"""Reviews: whose views hold, how they are pooled, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import marchland as ml
from game_small import contest
from marchland.engine.simulate import simulate
from marchland.errors import RequestError
from marchland.io.read import built_in
from marchland.model.checks.every import problems
from marchland.model.checks.reviews import person_fault
from marchland.model.reviews import inputs, opinions, standing, until, with_reviews
from marchland.model.tables import Reviews
from marchland.model.views import View
from reviewed import MOVED, PEOPLE, TALKS, TRY, review, reviewed
from verify.cases import table

MEMBERS = 60


def values(scenario: Any, name: str = "try_rate") -> Any:
    runs = simulate(scenario, members=MEMBERS, seed=3)
    return runs["parameters"].sel(parameter=name).values


def test_a_triangle_has_its_ends_its_peak_and_its_mean() -> None:
    one = View("AK", 1.0, 2.0, 6.0)
    assert one.at(0.0) == 1.0 and one.at(1.0) == 6.0
    assert one.at(0.2) == pytest.approx(2.0)  # the share below the peak is (2 - 1) / (6 - 1)
    drawn = [one.at((i + 0.5) / 20_000) for i in range(20_000)]
    assert np.mean(drawn) == pytest.approx((1 + 2 + 6) / 3, rel=1e-4)
    assert np.all(np.diff(drawn) > 0)
    assert View("AK", 2.0, 2.0, 2.0).at(0.3) == 2.0


def test_nobody_s_reviews_leave_every_bit_as_it_was() -> None:
    plain, with_table = contest(), reviewed()
    one, other, none = (
        simulate(s, members=3, seed=3)
        for s in (plain, with_table, with_reviews(with_table, "none"))
    )
    for name in one.data_vars:
        assert one[name].values.tobytes() == other[name].values.tobytes(), name
        assert one[name].values.tobytes() == none[name].values.tobytes(), name


def test_one_reviewer_s_range_is_drawn_alone() -> None:
    found = values(with_reviews(reviewed(), "AK"))
    assert found.min() >= 0.05 and found.max() <= 0.2 and np.ptp(found) > 0.05
    agrees = values(with_reviews(reviewed(), "field officer"))
    assert np.array_equal(agrees, values(contest()))


def test_the_pool_takes_one_of_the_reviewers_for_each_member() -> None:
    alone, own = values(with_reviews(reviewed(), "AK")), values(contest())
    pooled = values(with_reviews(reviewed(), "pool"))
    taken = pooled == alone
    assert np.array_equal(pooled[~taken], own[~taken])
    assert 0.25 * MEMBERS < taken.sum() < 0.75 * MEMBERS
    few = simulate(with_reviews(reviewed()), members=5, seed=3)["parameters"]
    assert np.array_equal(few.sel(parameter="try_rate").values, pooled[:5])


def test_without_ranges_the_pool_is_the_mean_of_best_values() -> None:
    one = with_reviews(reviewed(), "pool")
    runs = simulate(one, members=2, seed=3, uncertainty=["chance"])
    own = contest().parameters["try_rate"].value
    found = runs["parameters"].sel(parameter="try_rate").values
    assert found == pytest.approx((own + 0.1) / 2)


def test_people_and_events_are_drawn_as_reviewed() -> None:
    row = review("AK", *MOVED, "replace", 0, 0, 0)
    more = reviewed(row, review("AK", *PEOPLE, "replace", 79, 80, 81))
    entered = simulate(with_reviews(more, "AK"), members=3, seed=3)["entered"].sum(["day", "group"])
    before = simulate(contest(), members=3, seed=3)["entered"].sum(["day", "group"])
    assert (entered > 1.9 * before).all() and (entered < 2.1 * before).all()
    moved = simulate(with_reviews(reviewed(row), "AK"), members=2, seed=3)
    assert not np.array_equal(moved["stock"], simulate(contest(), members=2, seed=3)["stock"])


def test_provenance_says_whose_reviews_held() -> None:
    runs = simulate(with_reviews(reviewed(), "pool"), members=1, seed=3)
    assert '"reviews": "pool"' in runs.attrs["provenance"]
    assert "AK 0.1 (0.05 to 0.2)" in runs.attrs["provenance"]
    assert "review" not in simulate(reviewed(), members=1, seed=3).attrs["provenance"]
    pulled = with_reviews(reviewed().pull("door"), "AK")
    assert [one.lever for one in pulled.pulls] == ["door"] and pulled.reviewed is not None
    digests = {with_reviews(reviewed(), who).content_digest() for who in ("none", "pool", "AK")}
    assert len(digests) == 3


def test_the_public_call_takes_reviews() -> None:
    one = ml.simulate(reviewed(), 2, 3, reviews="AK")
    other = ml.simulate(ml.with_reviews(reviewed(), "AK"), 2, 3)
    assert one["stock"].equals(other["stock"])
    with pytest.raises(RequestError, match="'AB' has reviewed nothing of case; give pool"):
        ml.simulate(reviewed(), 2, 3, reviews="AB")
    with pytest.raises(RequestError, match="has no reviews"):
        with_reviews(contest(), "pool")


def test_the_latest_review_of_a_reviewer_holds_and_what_came_later_is_not_known() -> None:
    twice = reviewed(
        review("AK", *TRY, "doubt"), review("AK", *TRY, "replace", 0.1, 0.2, 0.3, date="2026-04-01")
    )
    (said,) = opinions(twice)[TRY]
    assert said.verdict == "replace" and standing((said,)) == "doubted"
    held = with_reviews(twice, "AK")
    assert until(held, np.datetime64("2026-04-01")).reviewed is not None
    early = until(held, np.datetime64("2026-03-31"))
    assert len(early.reviews) == 1 and early.reviewed is not None and not early.reviewed.views
    assert until(held, np.datetime64("2025-01-01")).reviewed is None


@pytest.mark.parametrize("name", built_in())
def test_every_shipped_input_can_be_called_and_no_single_crossing(name: str) -> None:
    crisis = ml.read(name)
    found = inputs(crisis)
    assert {one.of for one in found.values()} >= {"parameter", "event", "displaced"}
    crossings = {
        route
        for route, mode in zip(crisis.routes.id, crisis.routes.mode, strict=True)
        if mode == "crossing"
    }
    told = {one.about.split()[2] for one in found.values() if " permeability " in one.about}
    assert not told & crossings


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (review("Anna Kowalska", *TRY), "looks like a name"),
        (review("a.k@unhcr.org", *TRY), "must be initials"),
        (review("pool", *TRY), "meaning of its own"),
        (review("مريم", *TRY), "letters without capitals"),
        (review("AK", *TRY, reason="ask me: +48 123 456 789"), "leads to a person"),
        (review("AK", *TRY, "doubt", reason=""), "needs a reason"),
        (review("AK", *TRY, "replace", 0.1, 0.2), "needs low, best and high"),
        (review("AK", *TRY, "replace", 0.3, 0.2, 0.1), "must rise from low to high"),
        (review("AK", *TRY, "doubt", 0.1, 0.2, 0.3), "write replace, or take them out"),
        (review("AK", *TRY, "replace", -1, 0.2, 0.4), "must be"),
        (review("AK", "parameter", "try_rat"), "did you mean 'try_rate'"),
        (review("AK", "parameter", "speed_foot", "replace", 10, 20, 30), "one number for all runs"),
        (review("AK", "event", "2021-06-06 close strip"), "is no event that can be reviewed"),
        (review("AK", *PEOPLE, "replace", -5, 20, 30), "low is -5, must be 0 or more"),
    ],
)
def test_what_cannot_be_a_review_is_refused(row: dict[str, Any], message: str) -> None:
    told = [str(one) for one in problems(reviewed(row)) if one.where.startswith("reviews.csv")]
    assert any(message in one for one in told), told


def test_two_verdicts_on_one_day_are_asked() -> None:
    told = map(str, problems(reviewed(review("AK", *TRY), review("AK", *TRY, "doubt"))))
    assert any("reviewed 'try_rate' on that day on line 2 already" in one for one in told)


@pytest.mark.parametrize(
    "reviewer", ["AK", "A.K.", "protection officer", "UNHCR field officer", "ŁŻ"]
)
def test_initials_and_roles_are_taken(reviewer: str) -> None:
    assert person_fault(reviewer) == ""


def test_a_crisis_with_reviews_is_sound_and_equal_to_itself() -> None:
    assert [str(one) for one in problems(reviewed()) if "reviews" in one.where] == []
    assert reviewed() == reviewed() != replace(reviewed(), reviews=contest().reviews)
    assert TALKS in opinions(reviewed())


def test_who_agrees_with_a_fitted_parameter_brings_its_draws() -> None:
    crisis = ml.read("belarus-2021")
    assert crisis.posterior is not None and "onward" in crisis.posterior.names
    rows = [review("AK", "parameter", "onward", "replace", 0.2, 0.3, 0.4)]
    rows.append(review("B", "parameter", "onward"))
    held = replace(crisis, reviews=table(Reviews, rows), posterior=crisis.posterior)
    fitted, pooled, alone = (
        simulate(one, members=12, seed=3, days=2)["parameters"].sel(parameter="onward").values
        for one in (crisis, with_reviews(held, "pool"), with_reviews(held, "AK"))
    )
    taken = pooled == alone
    assert 0 < taken.sum() < 12 and np.array_equal(pooled[~taken], fitted[~taken])
