"""Texts of a scenario stay text: in every file that is written, and on the terminal.

What they do in a browser is tried in ``browser/test_planted.py``.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from marchland.cli import main
from marchland.io.native import write_scenario
from marchland.io.read import check, read
from marchland.io.skeleton import write_skeleton
from marchland.model.tables import TABLES
from planted import STEERING, planted

pytestmark = [pytest.mark.compiled, pytest.mark.slow]
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|[-+]?(inf|nan)", re.IGNORECASE)
RUN = ["--members", "3", "--seed", "1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crisis with every table, full of planted texts."""
    scenario, where = planted(read("belarus-2021"))
    assert {f"{kind.FILE}:source" for kind in TABLES if "source" in kind.columns()} <= where
    assert {"places.csv:name", "timeline.csv:label", "levers", "moves", "parameters"} <= where
    return write_scenario(scenario, tmp_path_factory.mktemp("a") / "planted")


@pytest.fixture(scope="module")
def results(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every verb writes of it."""
    out, name = tmp_path_factory.mktemp("results"), str(folder)
    lever = next(iter(read(folder).levers))
    verbs = [
        ["run", name, *RUN, "--days", "120", "--out", str(out / "run")],
        ["export", str(out / "run"), "--out", str(out / "export")],
        ["gas", name, "--members", "1", "--out", str(out / "gas")],
        ["compare", name, *RUN, "--lever", lever, "--out", str(out / "compare")],
        ["forecast", name, "--as-of", "2021-11-15", "--members", "4", "--out", str(out / "ahead")],
        ["convert", name, str(out / "book.xlsx")],
    ]
    for one in verbs:
        assert main(one) == 0, one
    return out


def files(results: Path, *endings: str) -> list[Path]:
    return [one for one in sorted(results.rglob("*")) if one.suffix in endings]


def test_what_is_planted_is_read_as_it_stands_but_for_signs_that_steer(folder: Path) -> None:
    scenario, found = check(str(folder))
    assert scenario is not None
    assert any("cannot be seen" in str(one) for one in found)
    texts = [*scenario.places.name, scenario.title, scenario.card, *scenario.timeline.label]
    texts += [one.explanation for one in scenario.levers.values()]
    assert all("<b class=planted>" in text for text in texts if text)
    assert not any(STEERING.search(text) for text in texts)


@pytest.mark.parametrize("escaped", ["\\x1b[31m", "\\x9b31m", "\\x07", "\\x85"])
def test_control_characters_are_refused_where_yaml_writes_them(
    tmp_path: Path, escaped: str
) -> None:
    folder = write_skeleton(tmp_path / "x")
    manifest = folder / "scenario.yaml"
    lines = manifest.read_text().splitlines()
    said = [f'title: "a{escaped}b"' if one.startswith("title:") else one for one in lines]
    manifest.write_text("\n".join(said))
    _, found = check(str(folder))
    assert any("'title' holds a control character" in str(one) for one in found)


def test_no_cell_of_a_table_is_a_formula(results: Path) -> None:
    tables = files(results, ".csv")
    assert {"summary.csv", "needs.csv", "counts.csv", "scores.csv", "outcomes.csv"} <= {
        one.name for one in tables
    }
    for one in tables:
        with one.open(newline="", encoding="utf-8") as lines:
            for row in csv.reader(lines):
                wrong = [
                    cell
                    for cell in row
                    if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
                    and not NUMBER.fullmatch(cell)
                ]
                assert not wrong, (one, wrong)


def test_no_cell_of_a_workbook_is_a_formula(results: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    books = files(results, ".xlsx")
    assert len(books) >= 2
    for one in books:
        for sheet in openpyxl.load_workbook(one):
            cells = (cell for row in sheet.iter_rows() for cell in row)
            assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink], (
                one
            )


def read_parts(one: Path) -> Iterator[str]:
    """Return the texts that a file is made of."""
    if one.suffix in (".xlsx", ".docx", ".zip"):
        with zipfile.ZipFile(one) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels", ".csv", ".json")):
                    yield parts.read(name).decode()
        return
    yield one.read_text("utf-8")


def test_nothing_that_steers_is_in_any_file(results: Path) -> None:
    written = files(results, ".csv", ".json", ".geojson", ".xlsx", ".docx", ".md", ".txt", ".zip")
    assert {".csv", ".geojson", ".xlsx"} <= {one.suffix for one in written}
    for one in written:
        for text in read_parts(one):
            found = STEERING.search(text.replace("\r\n", "\n"))
            assert found is None, (one, text[max(0, found.start() - 60) : found.end() + 20])
        if one.suffix in (".json", ".geojson"):
            json.loads(one.read_text("utf-8"))


def test_a_brief_has_no_field_and_no_link(results: Path) -> None:
    for one in files(results, ".docx"):
        for text in read_parts(one):
            assert not re.search(r"instrText|<w:hyperlink|TargetMode=.External", text)


def test_nothing_that_steers_reaches_a_terminal(
    folder: Path, results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, result = str(folder), str(results / "run")
    verbs = [["check", name], ["show", name], ["levers", name], ["score", result]]
    verbs += [["provenance", result], ["run", name, "--lever", "\x1b[31m"]]
    verbs += [["check", f"{name}\x1b[31m\u202e"], ["game", name, "--actor", "x"]]
    for one in verbs:
        with suppress(SystemExit):
            main(one)
        for text in capsys.readouterr():
            assert STEERING.search(text.replace("\r", "\n")) is None, (one, text[:400])
