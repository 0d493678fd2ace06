"""One reading of text, tables, numbers and dates, shared by every reader of people's files.

What has one reading is read, and named in a warning where it is not the plain one. What has two
readings is refused with both shown. Nothing is left out without a word.

A file goes through three steps: :func:`read_text` makes bytes into text, :func:`read_sheet` (or
:func:`read_records`, where there may be no header) cuts it into cells, and :func:`read_numbers` and
:func:`read_dates` read each column by the one reading that fits all of its cells. The sheets of a
workbook come from :func:`read_book` and :func:`sheet_of_book`.
"""

from marchland.io.reading.dates import plain_dates, read_dates
from marchland.io.reading.numbers import (
    number_text,
    plain_amounts,
    plain_numbers,
    read_numbers,
    undoubted,
)
from marchland.io.reading.readings import Plain, Reading
from marchland.io.reading.sheets import (
    Records,
    Sheet,
    disarmed,
    is_tagged,
    read_records,
    read_sheet,
    rearmed,
    records_of,
    sheet_of,
    write_sheet,
)
from marchland.io.reading.text import read_text, text_of
from marchland.io.reading.workbooks import WORKBOOKS, Book, read_book, sheet_of_book

__all__ = [
    "WORKBOOKS",
    "Book",
    "Plain",
    "Reading",
    "Records",
    "Sheet",
    "disarmed",
    "is_tagged",
    "number_text",
    "plain_amounts",
    "plain_dates",
    "plain_numbers",
    "read_book",
    "read_dates",
    "read_numbers",
    "read_records",
    "read_sheet",
    "read_text",
    "rearmed",
    "records_of",
    "sheet_of",
    "sheet_of_book",
    "text_of",
    "undoubted",
    "write_sheet",
]
