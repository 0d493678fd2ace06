"""Workbooks, forecasts, counts and JSON with something broken in each.

Every mutant ends in what it says or in clear problems, soon; and what is read says the same when it
is written out and read again. ``MARCHLAND_FUZZ=2000`` tries so many of each kind.
"""

from __future__ import annotations

import json
import os
import random
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from files_made import TEMPLATES, lines_of
from io_broken import written
from marchland.errors import MarchlandError
from marchland.io.forecasts import read_counts, read_forecasts, write_forecasts
from marchland.io.formats.read import read_facts
from marchland.io.read import check, read
from marchland.io.workbook import write_workbook
from mutants import ODD, broken

openpyxl = pytest.importorskip("openpyxl")

TRIES = int(os.environ.get("MARCHLAND_FUZZ", "12"))
SOON = 5.0
TYPED = (
    None, True, 0, -1, 1.001, 44357, 44357.5, 1e300, 10**17, datetime(2021, 6, 10),
    datetime(2021, 6, 10, 21), datetime(1900, 1, 1), timedelta(hours=30),
    datetime(2021, 6, 10).time(), "a\nb", "_x000D_", "=A1", "#N/A",
)  # fmt: skip
KEPT = """\
model_id,origin_date,target,horizon,target_end_date,location,output_type,output_type_id,value
m,2021-10-01,stock,7,2021-10-08,a,quantile,0.1,10
m,2021-10-01,stock,7,2021-10-08,a,quantile,0.5,12.5
m,2021-10-01,stock,7,2021-10-08,a,quantile,0.9,20
m,2021-10-01,stock,7,2021-10-08,a,mean,,13
"""
COUNTED = """\
series,date_from,date_to,value
a,2021-10-08,,11
a,2021-10-15,2021-10-15,12
b,2021-10-01,2021-10-31,1400
"""


def changed(rng: random.Random, book: Any) -> None:
    """Change one to three cells, rows or sheets of a workbook."""
    for _ in range(rng.randint(1, 3)):
        sheet = rng.choice(book.worksheets)
        row, column = rng.randint(1, sheet.max_row + 1), rng.randint(1, sheet.max_column + 1)
        kind = rng.randrange(8)
        if kind == 0:
            sheet.delete_rows(row)
        elif kind == 1:
            sheet.delete_cols(column)
        elif kind == 2:
            sheet.insert_rows(row)
        elif kind == 3:
            sheet.title = rng.choice(["place", "Places", "x", "routes 2", sheet.title.upper()])
        elif kind == 4:
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=2)
        else:
            text = rng.choice([one for one in ODD if one.isprintable() and len(one) < 100])
            value = rng.choice(TYPED) if rng.random() < 0.5 else text
            cell = sheet.cell(row, column)
            if type(cell).__name__ == "Cell":
                cell.value = value


def test_broken_workbooks_end_in_a_scenario_or_in_clear_problems(tmp_path: Path) -> None:
    rng, source = random.Random(11), tmp_path / "crisis.xlsx"
    write_workbook(read(written(tmp_path / "crisis")), source)
    raw, path, kept = source.read_bytes(), tmp_path / "x.xlsx", 0
    for i in range(TRIES):
        if i % 4:
            book = openpyxl.load_workbook(source)
            changed(rng, book)
            book.save(path)
        else:
            part = bytearray(raw)
            for _ in range(rng.randint(1, 30)):
                part[rng.randrange(len(part))] = rng.randrange(256)
            path.write_bytes(bytes(part))
        kept += same_again(path)
    assert kept > 0


def same_again(path: Path) -> bool:
    """Check a workbook; return whether a scenario came of it that says the same written anew."""
    begun = time.process_time()
    try:
        scenario, problems = check(path)
    except MarchlandError as error:
        assert len(str(error)) < 20_000
        return False
    assert time.process_time() - begun < SOON
    assert len(problems) < 200
    if scenario is None:
        return False
    copy = path.with_name("copy.xlsx")
    copy.unlink(missing_ok=True)
    write_workbook(scenario, copy)
    assert read(copy).content_digest() == scenario.content_digest()
    return True


def test_broken_forecasts_end_in_rows_or_in_clear_problems(tmp_path: Path) -> None:
    rng, path, kept = random.Random(12), tmp_path / "kept.csv", 0
    for _ in range(TRIES * 4):
        path.write_bytes(broken(rng, KEPT.encode()))
        try:
            rows, _ = read_forecasts(path)
        except MarchlandError as error:
            assert len(str(error)) < 20_000
            continue
        kept += bool(rows)
        assert all(0 <= row.level <= 1 and 0 <= row.people < 1e308 for row in rows)
        if all(row.people.is_integer() and row.people < 1e15 for row in rows) and rows:
            write_forecasts(tmp_path / "again.csv", rows)
            assert read_forecasts(tmp_path / "again.csv")[0] == rows
    assert kept > 0


def test_broken_counts_end_in_rows_or_in_clear_problems(tmp_path: Path) -> None:
    rng, path, kept = random.Random(13), tmp_path / "counts.csv", 0
    for _ in range(TRIES * 4):
        path.write_bytes(broken(rng, COUNTED.encode()))
        try:
            rows, _ = read_counts(path)
        except MarchlandError as error:
            assert len(str(error)) < 20_000
            continue
        kept += bool(rows)
        assert all(row.first is not None and row.last is not None for row in rows)
    assert kept > 0


def test_broken_json_ends_in_a_table_or_in_clear_problems(tmp_path: Path) -> None:
    rng, path = random.Random(14), tmp_path / "x.json"
    for i in range(TRIES * 2):
        name = rng.choice([one for one in TEMPLATES if lines_of(one)[0]])
        head, rows = lines_of(name)
        keys = head[-1].split(",")
        records: list[dict[str, Any]] = [
            dict(zip(keys, row.split(","), strict=False)) for row in rows
        ]
        rng.choice(records)[rng.choice(keys)] = rng.choice(
            [None, True, 1e300, float("nan"), -5, [1], {"a": 1}, rng.choice(ODD)]
        )
        raw = json.dumps({"data": records}).encode()
        path.write_bytes(broken(rng, raw) if i % 2 else raw)
        begun = time.process_time()
        try:
            read_facts(path)
        except MarchlandError as error:
            assert len(str(error)) < 20_000
        assert time.process_time() - begun < SOON
