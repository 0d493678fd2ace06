"""A cell's text and its value: one is read from the other, within what is declared."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchland.model.amounts import Amount, plain
from marchland.model.cells import read_cell, write_cell
from marchland.model.columns import Column
from marchland.model.near import hint

AMOUNT = Column("amount", "")
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite)
def test_numbers_come_back_to_the_bit(number: float) -> None:
    assert float(plain(number)) == number
    assert read_cell(Column("number", ""), plain(number)) == number


@given(finite, finite)
def test_ranges_come_back_to_the_bit(one: float, other: float) -> None:
    amount = Amount(min(one, other), max(one, other))
    assert read_cell(AMOUNT, str(amount)) == amount


@given(finite, st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,9}", fullmatch=True))
def test_multiples_of_parameters_come_back(factor: float, name: str) -> None:
    amount = Amount(factor, factor, name)
    assert Amount.of(str(amount)) == amount


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("20-40", 20, 40), ("20–40", 20, 40), ("20 to 40", 20, 40), ("1e2 - 2.5e2", 100, 250),
     (" 7 ", 7, 7), (".5", 0.5, 0.5), ("0-0", 0, 0)],
)  # fmt: skip
def test_amounts_are_read_as_planners_write_them(text: str, low: float, high: float) -> None:
    assert Amount.of(text) == Amount(low, high)


@pytest.mark.parametrize("text", ["", "1,5", "20to40x", "1 2", "a b", "2*", "*a", "--1", "1-2-3"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        Amount.of(text)


def test_blank_is_neither_zero_nor_certain() -> None:
    blank = Amount()
    assert blank.blank
    assert not blank.certain
    assert str(blank) == ""
    assert math.isnan(blank.low)


def test_blank_amounts_are_equal_whichever_nan_they_hold() -> None:
    """Python 3.13 compares data classes field by field, and NaN never equals itself."""
    blanks = [Amount(), Amount(float("nan"), float("nan")), Amount(math.inf - math.inf)]
    assert len(set(blanks)) == 1
    assert blanks[0] != Amount(0.0, 0.0)
    assert Amount(2.0, 2.0, "a") == Amount.of("2 * a") != Amount.of("2 * b")
    assert Amount(1.0, 1.0) != "1"


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("TRUE", True), ("No", False)])
def test_flags_are_read_as_spreadsheets_write_them(text: str, value: bool) -> None:
    assert read_cell(Column("flag", ""), text) is value


def test_lists_of_names_have_semicolons() -> None:
    one = Column("names", "")
    assert read_cell(one, "a; b c ;;d") == ("a", "b c", "d")
    assert write_cell(one, ("a", "b c")) == "a;b c"


def test_near_names_forget_capitals_and_stay_silent_when_far() -> None:
    assert hint("grodna", ["Minsk", "Grodno"]) == " (did you mean 'Grodno'?)"
    assert hint("zzz", ["Minsk", "Grodno"]) == ""
