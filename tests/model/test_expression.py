"""Expressions: read into a tree and nothing else, with errors that say what to write."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchland.model.expression import QUANTITIES, Expression, Quantity


def value(text: str, **names: Any) -> Any:
    def leaf(one: float | str | Quantity) -> Any:
        if isinstance(one, Quantity):
            return names[one.what]
        return names[one] if isinstance(one, str) else np.float64(one)

    return Expression.of(text).value(leaf)


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("1 + 2 * 3 == 7", True),
        ("(1 + 2) * 3 == 9", True),
        ("8 / 2 / 2 == 2", True),
        ("2 - 3 - 4 == -5", True),
        ("not 1 > 2", True),
        ("not 1 > 2 and 2 > 1", True),
        ("1 > 2 and 1 > 2 or 2 > 1", True),
        ("not (1 < 2 or 1 > 2)", False),
        ("1 <= 1", True),
        ("1e3 >= 1000.5", False),
        ("-2 < -1", True),
    ],
)
def test_it_binds_as_arithmetic_does(text: str, so: bool) -> None:
    assert bool(value(text)) is so


def test_each_member_has_an_answer_of_its_own() -> None:
    found = value("attempts(BLR>POL) > limit", attempts=np.array([1.0, 9]), limit=np.array([2, 10]))
    assert found.tolist() == [False, False]
    assert value("people(x) > 5", people=np.array([1.0, 9])).tolist() == [False, True]


def test_quantities_name_a_place_and_days() -> None:
    (leaf, _) = Expression.of("attempts(BLR>POL, 7 days) > 1").leaves()
    assert leaf == Quantity("attempts", "BLR>POL", 7)
    (leaf, _) = Expression.of("stranded(14) > 1").leaves()
    assert leaf == Quantity("stranded", "", 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("attempts(BLR>POL)", "compare it"),
        ("", "ends where"),
        ("1 >", "ends where"),
        ("1 > 2 > 3", "stands between numbers"),
        ("1 > 2 and 3", "two comparisons"),
        ("(1 > 2", "not closed"),
        ("1 > 2)", "where it should end"),
        ("atempts() > 2", "did you mean 'attempts'"),
        ("attempts > 2", "needs parentheses"),
        ("attempts(a, b) > 2", "one place"),
        ("attempts(a, 900) > 2", "1 to 366"),
        ("crossed(BLR>POL) > 2", "is no quantity"),
        ("a = 2", "'= 2', which is not read here"),
        ("__import__('os') > 1", "is no quantity"),
        ("x.y > 1", "not read here"),
        ("a[0] > 1", "not read here"),
        ("(" * 40 + "1" + ")" * 40 + " > 0", "too many parentheses"),
        ("1 + " * 400 + "1 > 0", "letters"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(ValueError) as told:
        Expression.of(text)
    assert said in str(told.value)


@given(st.text(alphabet="()<>=+-*/ andornot123._x,'\"[]{}:", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ValueError):
        Expression.of(text)


def test_no_quantity_tells_of_a_crossing_that_succeeded() -> None:
    assert not {"crossed", "permeability"} & set(QUANTITIES)
