"""Options that are numbers and dates: what has one reading is read, the rest is refused."""

from __future__ import annotations

import argparse
from datetime import date

import pytest

from marchland.cli.parse import amount, day, share


def test_a_day_is_written_in_one_way() -> None:
    assert day("2021-06-01") == date(2021, 6, 1)


@pytest.mark.parametrize(
    "text",
    ["2021-W22", "2021-W22-2", "20210601", "01/06/2021", "2021-02-30", "2021-13-01", "0001-01-01",
     "9999-12-31", "June 2021", "2021-06-01T00:00", "٢٠٢١-٠٦-٠١", ""],
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"is not a date|outside the years"):
        day(text)


@pytest.mark.parametrize("text", ["nan", "inf", "1e999", "-1", "1_000", "1,5", "٥", "", "x"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="must be a number of 0 or more"):
        amount(text)
    with pytest.raises(argparse.ArgumentTypeError, match="must be"):
        share(text)


def test_amounts_and_shares_are_read() -> None:
    assert (amount("1.4"), amount("2e4"), share("0.5")) == (1.4, 20_000, 0.5)
    with pytest.raises(argparse.ArgumentTypeError, match="must be from 0 to 1"):
        share("1.5")
