"""Text, tables, numbers and dates: one reading is read and named, two are refused with both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchland.errors import Problem
from marchland.io.reading import (
    Sheet,
    number_text,
    plain_amounts,
    read_dates,
    read_numbers,
    read_sheet,
    records_of,
    sheet_of,
    text_of,
)

NUMBERS = [
    # cells, values, words of the note
    (["120", "1.5", "-3", ""], [120, 1.5, -3, None], ""),
    (["3000,5", "100"], [3000.5, 100], "with a decimal comma ('3000,5' as 3000.5)"),
    (["1,400", "12,400,000"], [1400, 12_400_000], "thousands marked ('1,400' as 1400)"),
    (["1.400", "12.400.000"], [1400, 12_400_000], "thousands marked ('1.400' as 1400)"),
    (["1.400,5", "1.400"], [1400.5, 1400], "a decimal comma ('1.400,5' as 1400.5) and with tho"),
    (["1,400.5", "1,400"], [1400.5, 1400], "thousands marked"),
    (["1 400", "1\u00a0400,5"], [1400, 1400.5], "decimal comma"),
    (["1'400", "1\u2019400"], [1400, 1400], "thousands marked"),
    (["1.400", "0.5"], [1.4, 0.5], ""),
    (["1.400", "2.25"], [1.4, 2.25], ""),
    (["0.125", "0.250"], [0.125, 0.25], ""),
    (["\u22125", "–6", "—7"], [-5, -6, -7], "signs"),
    (["١٢٣٤", "۵۶", "१२", "１２３"], [1234, 56, 12, 123], "in plain digits ('١٢٣٤' as 1234)"),
    (["1٬000٫5"], [1000.5], "thousands marked"),
    (["1\u2009000", "1\u3000000"], [1000, 1000], "thousands marked"),
    (["10\u200b00", "\u202d7\u202c", "'12"], [1000, 7, 12], "plain signs"),
]


@pytest.mark.parametrize(("cells", "values", "note"), NUMBERS)
def test_a_column_of_numbers_has_one_reading(
    cells: list[str], values: list[float | None], note: str
) -> None:
    found = read_numbers(cells)
    assert not found.wrong
    assert list(found.values) == values
    assert note in found.note
    assert bool(found.note) == bool(note)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["1,400"], "'1,400' can be read as 1400 or as 1.4, and nothing in the column says which; "
         "write 1400 or 1.4"),
        (["1.400", "20"], "'1.400' can be read as 1.4 or as 1400"),
        (["14.5", "13.9", "1,4"], "'1,4' is 1.4 with a decimal comma, but '14.5' in the same"),
        (["many"], "'many' is not a number"),
        (["1,40,000"], "'1,40,000' is not a number"),
        (["1e999"], "too large"),
        (["1e-400"], "too small"),
        (["~1000"], "'~1000' is not exact"), ([">500"], "not exact"), (["ca. 5"], "not exact"),
        (["1,000-2,000"], "is a range"), (["5 à 10"], "is a range"), (["10±2"], "is a range"),
        (["12k"], "short for a number"), (["2 million"], "short for a number"),
        (["12%"], "in hundredths"), (["…"], "leave the cell blank"), (["n.a."], "leave the cell b"),
    ],
)  # fmt: skip
def test_numbers_of_two_readings_or_none_are_refused(cells: list[str], words: str) -> None:
    found = read_numbers(cells)
    assert any(words in complaint for complaint in found.wrong)


def test_bounds_leave_one_reading_where_the_other_is_out_of_them() -> None:
    found = read_numbers(["33.123", "34.456"], low=-90, high=90)
    assert (found.values, found.wrong) == ((33.123, 34.456), {})


def test_hundredths_are_shares_where_the_column_is_one_of_shares() -> None:
    found = read_numbers(["45%", "12,5 %", "٤٢٪"], low=0, high=1)
    assert (found.values, found.wrong) == ((0.45, 0.125, 0.42), {})
    assert "as hundredths ('45%' as 0.45)" in found.note


def test_a_known_decimal_mark_leaves_no_doubt() -> None:
    assert read_numbers(["1.400", "20"], decimal=".").values == (1.4, 20)


CELLS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(number_text),
    st.from_regex(r"[+-]?(\d{1,5}\.?\d{0,4}|\.\d{1,4})", fullmatch=True),
    st.sampled_from(["", "0", "-0.0", "1e999", "1e-999", "5\n6"]),
)


@given(st.lists(CELLS))
def test_a_plain_column_is_read_as_one_in_which_a_number_is_not_plain(cells: list[str]) -> None:
    mixed = read_numbers([*cells, "1 000"])
    assert repr(read_numbers(cells).values) == repr(mixed.values[:-1])
    assert read_numbers(cells).wrong == mixed.wrong


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_is_written_has_one_reading(number: float) -> None:
    assert read_numbers([number_text(number)]).values == (number,)


def test_amounts_have_their_numbers_read() -> None:
    found = plain_amounts(["1 200 to 1 500", "0,5*share_2", "share_2", "5-10"])
    assert found.cells == ("1200 to 1500", "0.5*share_2", "share_2", "5-10")
    assert "with a decimal comma ('0,5' as 0.5)" in found.note


DATES = [
    "2020-03-01", "2020-3-1", "2020/03/01", "20200301", "2020-03-01T00:00:00Z",
    "2020-03-01T11:00:00.000Z", "2020-03-01 00:00", "2020-03-01T00:00:00+02:00", "March 1, 2020",
    "1 March 2020", "1 Mar 2020", "01-Mar-20", "1.3.2020", "01.03.2020 12:45", "Mar 1 2020",
    "Sun, 1 March 2020 - 12:00", "2020-Mar-01", "2020 03 01", "20200301T000000Z", "2020–03–01",
    "٢٠٢٠-٠٣-٠١", "２０２０-０３-０１", "2020-03-01T21:00:00+03:00", "1 mars 2020", "1er mars 2020",
    "1 de marzo de 2020", "1 de março de 2020", "1 марта 2020 г.", "1 березня 2020", "1 marca 2020",
    "1 Mart 2020", "١ مارس ٢٠٢٠", "1 آذار 2020", "\u200e2020-03-01",
]  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_a_date_of_one_meaning_is_read_and_named(text: str) -> None:
    found = read_dates([text])
    assert (found.values, found.wrong) == ((date(2020, 3, 1),), {})
    assert bool(found.note) == (text != "2020-03-01")


@pytest.mark.parametrize(
    ("cells", "days", "order"),
    [
        (["01/02/2020", "15/02/2020"], ["2020-02-01", "2020-02-15"], "day/month/year"),
        (["01/02/2020", "02/15/2020"], ["2020-01-02", "2020-02-15"], "month/day/year"),
        (["1/2/20", "15/2/20 12:45:00"], ["2020-02-01", "2020-02-15"], "day/month/year"),
        (["05/05/2020"], ["2020-05-05"], "dates"),
    ],
)
def test_a_column_of_dates_has_one_order(cells: list[str], days: list[str], order: str) -> None:
    found = read_dates(cells)
    assert [str(day) for day in found.values] == days
    assert order in found.note


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["01/02/2020", "03/04/2020"], "'01/02/2020' can be read as 2020-02-01 (day/month/year) or "
         "as 2020-01-02 (month/day/year)"),
        (["15/02/2020", "16/02/2020", "02/15/2020"], "'02/15/2020' is a date as month/day/year on"),
        (["43831"], "day number it is 2020-01-01, or 2024-01-02"),
        (["2563-01-01"], "outside the years 1678 to 2261 that are read (2020 if the years are Bud"),
        (["1500-01-01"], "outside the years 1678 to 2261"),
        (["2020-02-30"], "'2020-02-30' is not a date"),
        (["2020"], "'2020' is not a date but a year"),
        (["March 2020"], "'March 2020' is not a date but a month"),
        (["2020-03"], "but a month"), (["2020-W05"], "but a week"), (["Q1 2020"], "but a quarter"),
        (["Mar-20"], "but a month of 2020, or day 20 of a month without a year"),
        (["2020-13-01"], "is not a date"), (["31 Feb 2020"], "is not a date"),
        (["2020-03-01T24:00"], "is not a date"), (["2020-03-01 25:61"], "is not a date"),
        (["1401-10-11"], "(2022 if the years are Persian"),
        (["02-03-04"], "2004-03-02 (day/month/year) or as 2004-02-03 (month/day/year) or as "
         "2002-03-04 (year-month-day)"),
        (["2020-02-29T21:00:00Z", "2020-03-07T21:00:00Z"], "'2020-02-29T21:00:00Z' can be read as "
         "2020-02-29 or, being midnight 3 hours ahead of UTC, as 2020-03-01"),
        (["2020-03-28T23:00Z", "2020-03-29T22:00Z"], "being midnight 2 hours ahead of UTC"),
    ],
)  # fmt: skip
def test_dates_of_two_readings_or_none_are_refused(cells: list[str], words: str) -> None:
    found = read_dates(cells)
    assert any(words in complaint for complaint in found.wrong)


def test_times_of_the_day_are_left_out_and_named() -> None:
    found = read_dates(["2020-03-01T21:00:00Z", "2020-03-02T09:30:00Z"])
    assert found.values == (date(2020, 3, 1), date(2020, 3, 2))
    assert "without the time of day ('2020-03-01T21:00:00Z' as 2020-03-01)" in found.note


def test_a_year_in_a_workbook_is_no_day_number() -> None:
    assert any("but a year" in words for words in read_dates(["2023"], serials="1900").wrong)


def test_day_numbers_of_a_workbook_are_dates() -> None:
    assert read_dates(["43831", "43831.5"], serials="1900").values == (date(2020, 1, 1),) * 2
    assert read_dates(["42369"], serials="1904").values == (date(2020, 1, 1),)


def _sheet(text: str, *known: str) -> Sheet:
    sheet = sheet_of(text, "a.csv", known)
    assert isinstance(sheet, Sheet)
    return sheet


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_cells_are_separated_by_what_fits(mark: str) -> None:
    sheet = _sheet(f"id{mark}km\na{mark}1\nb{mark}2\n")
    assert (sheet.header, sheet.columns) == (("id", "km"), (("a", "b"), ("1", "2")))
    assert [p.warning for p in sheet.problems] == ([] if mark == "," else [True])


def test_semicolons_beside_decimal_commas() -> None:
    assert records_of("2020-01-01;100,5\n2020-02-01;3000,5\n", "a.csv").rows == (
        ("2020-01-01", "100,5"),
        ("2020-02-01", "3000,5"),
    )
    assert _sheet("id;name, in full\na;b\n", "id").header == ("id", "name, in full")
    assert _sheet("sep=;\nid;km\na;1,5\n").columns == (("a",), ("1,5",))


def test_blank_columns_at_the_end_are_nothing() -> None:
    assert _sheet("id,km,,\na,1,,\nb,2\n,,,,\n").columns == (("a", "b"), ("1", "2"))


def test_tags_of_hxl_are_left_out_and_named() -> None:
    sheet = _sheet("place,people\n#adm2 +name,#affected+idps\na,1\n")
    assert (sheet.columns, sheet.tags) == ((("a",), ("1",)), ("#adm2 +name", "#affected+idps"))
    (problem,) = sheet.problems
    assert problem.warning
    assert "a.csv:2  is a row of HXL tags (#adm2 +name, #affected+idps)" in str(problem)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('id,km\na,"1\nb,2\nc,3\n', "cannot be cut into cells"),
        ('id,km\na,"1\nb,2\nc,3"\nd,4\n', "quotation mark that is closed 2 lines further on"),
        ("id,km\na,3,000\nb,4,000\n", "a.csv:2  has 3 cells, the header has 2; put cells that hold "
         "a comma in quotation marks (also on line 3)"),
        ("id;km\na\n", "a semicolon is missing, or the row was cut off"),
        (f"id,km\na,{'x' * 140_000}\n", "a cell of more than 131,072 characters"),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit_are_told(text: str, words: str) -> None:
    assert any(words in str(problem) for problem in _sheet(text).problems)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("id,km\n".encode("utf-16"), "is written in UTF-16"),
        (b"id,km\na\0,1\n", "a.csv:2  holds a NUL byte"),
        ("id\nCentró\n".encode("cp1252"), "as Windows-1252 it reads 'Centró'"),
    ],
)
def test_bytes_that_are_no_text_are_told(raw: bytes, words: str) -> None:
    found = text_of(raw, "a.csv")
    assert isinstance(found, Problem)
    assert words in str(found)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(tmp_path: Path, end: str) -> None:
    (tmp_path / "a.csv").write_bytes(f"\ufeffid,km{end}a,1{end}".encode())
    sheet = read_sheet(tmp_path / "a.csv", "a.csv")
    assert isinstance(sheet, Sheet)
    assert (sheet.header, sheet.columns) == (("id", "km"), (("a",), ("1",)))
