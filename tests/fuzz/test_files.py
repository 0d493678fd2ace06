"""Files as they arrive: cut off, badly saved, with titles above and notes below.

Each ends in a right table or in one clear error, never in another exception. ``MARCHLAND_FUZZ=200``
tries so many of each format; the suite tries a few.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest

from files_made import HEADLESS, TEMPLATES, lines_of
from marchland.errors import MarchlandError
from marchland.io.formats.read import read_facts
from marchland.io.formats.registry import FORMATS

TRIES = int(os.environ.get("MARCHLAND_FUZZ", "12"))
FIGURES = ("people", "deaths", "events", "population", "capacity", "score", "t_min_c")
Change = Callable[[random.Random, list[str], list[str]], bytes]


def text(head: list[str], rows: list[str], end: str = "\n") -> str:
    return end.join([*head, *rows]) + end


def titled(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    above = ["A title, with a comma", "", "Figures of some months"][: rng.randint(1, 3)]
    return text([*above, *head], rows).encode()


def footed(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    return text(head, [*rows, "", "Source: a note", "Made on a Monday"]).encode()


def repeated(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    return text(head, [*rows, *rng.sample(rows, 3)]).encode()


def shuffled(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    return text(head, rng.sample(rows, len(rows))).encode()


def resaved(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    return text(head, rows, "\r\n").encode("utf-8-sig")


def headed_twice(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    at = rng.randrange(1, len(rows))
    return text(head, [*rows[:at], head[0], *rows[at:]]).encode()


def renamed(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    names = ("الجنينة", "Abéché", "Ḩalab", "N'Djaména")
    body = [row.replace("Town", rng.choice(names)) for row in rows]
    return text(head, body).encode()


HARMLESS: tuple[Change, ...] = (
    titled, footed, repeated, shuffled, resaved, headed_twice, renamed,
)  # fmt: skip


def cut(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    raw = text(head, rows).encode()
    return raw[: rng.randrange(len(raw))]


def wide(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    encoding = rng.choice(["utf-16", "utf-16-le", "cp1252", "utf-32"])
    return text(head, [*rows, rows[0].replace("a", "é")]).encode(encoding)


def scrambled(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    raw = bytearray(text(head, rows).encode())
    for _ in range(rng.randint(1, 6)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def odd_cells(rng: random.Random, head: list[str], rows: list[str]) -> bytes:
    odd = ("-7", "1e300", "nan", "inf", "45034", "32/13/2023", "=1+1", '"', "١٢٣", "1.2.3", "")
    body = list(rows)
    for _ in range(rng.randint(1, 4)):
        i = rng.randrange(len(body))
        cells = body[i].split(",")
        cells[rng.randrange(len(cells))] = rng.choice(odd)
        body[i] = ",".join(cells)
    return text(head, body).encode()


HARMFUL: tuple[Change, ...] = (cut, wide, scrambled, odd_cells)


def figures(path: Path) -> list[tuple[float, ...]]:
    """The figures that were read, in their order by size."""
    found = []
    for facts in read_facts(path):
        names = [name for name in FIGURES if name in facts.frame]
        found += [tuple(row) for row in facts.frame[names].itertuples(index=False, name=None)]
    return sorted(found)


def test_every_format_has_a_file_of_our_own_making() -> None:
    assert set(TEMPLATES) == {one.id for one in FORMATS}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_file_as_it_should_be_is_of_its_format(name: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text(text(*lines_of(name)), "utf-8")
    (facts,) = read_facts(tmp_path / "x")
    assert facts.format.id == name and len(facts.frame) > 0


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_does_no_harm_changes_no_figure(name: str, tmp_path: Path) -> None:
    rng, path = random.Random(name), tmp_path / "x"
    path.write_text(text(*lines_of(name)), "utf-8")
    want = figures(path)
    above = {titled, headed_twice} if name in HEADLESS else set()
    changes = [change for change in HARMLESS if change not in above]
    for i in range(TRIES):
        change = changes[i % len(changes)]
        path.write_bytes(change(rng, *lines_of(name)))
        assert figures(path) == want, change.__name__


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_does_harm_ends_in_a_table_or_one_clear_error(name: str, tmp_path: Path) -> None:
    rng, path = random.Random(name + "!"), tmp_path / "x"
    for i in range(TRIES):
        path.write_bytes(HARMFUL[i % len(HARMFUL)](rng, *lines_of(name)))
        try:
            found = read_facts(path)
        except MarchlandError as error:
            assert "problem" in str(error) and len(str(error)) < 5000
        else:
            for facts in found:
                for role in FIGURES[:5]:
                    values = facts.frame.get(role, pd.Series(dtype=float)).dropna()
                    assert ((values >= 0) & (values <= 1e11)).all()


@pytest.mark.parametrize("name", sorted(TEMPLATES.keys() - HEADLESS))
def test_workbooks_with_several_sheets_and_merged_cells_read_the_same(
    name: str, tmp_path: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="needs the extra export")
    import csv

    head, rows = lines_of(name)
    (tmp_path / "x").write_text(text(head, rows), "utf-8")
    book = openpyxl.Workbook()
    book.active["A1"] = "Terms of use"
    book.active.merge_cells("A1:D2")
    page = book.create_sheet("Data")
    page.append(["A title over several columns"])
    page.merge_cells("A1:C1")
    for cells in csv.reader([*head, *rows]):
        page.append(cells)
    page.append(["a note"])
    book.save(tmp_path / "y")
    assert figures(tmp_path / "y") == figures(tmp_path / "x")
    rng, raw = random.Random(name), (tmp_path / "y").read_bytes()
    for i in range(max(2, TRIES // 4)):
        part = bytearray(raw[: rng.randrange(len(raw))] if i % 2 else raw)
        for _ in range(20):
            part[rng.randrange(len(part))] = rng.randrange(256)
        (tmp_path / "z").write_bytes(bytes(part))
        with suppress(MarchlandError):
            read_facts(tmp_path / "z")
