"""What a new kind of event must show by itself: run in the copy in which the walk was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

import marchland as ml
from marchland.io.skeleton import write_skeleton
from marchland.model.events import EVENTS
from marchland.model.levers import Change, Lever
from marchland.view.figures.events import told_events
from verify import cases

COLUMNS = ("date", "what", "where", "group", "value", "label", "source")
LABEL = "Word goes round that the camp is open"


def written(folder: Path, *rows: str) -> Path:
    """Write the starter scenario, with more rows in its timeline."""
    write_skeleton(folder)
    file = folder / "timeline.csv"
    header = next(row for row in file.read_text("utf-8").splitlines() if row[:2] != "# ").split(",")
    with file.open("a", encoding="utf-8") as table:
        for row in rows:
            cells = dict(zip(COLUMNS, row.split(","), strict=False))
            table.write(",".join(cells.get(column, "") for column in header) + "\n")
    return folder


def test_the_reader_takes_it_and_the_picture_shows_it(tmp_path: Path) -> None:
    crisis = ml.read(written(tmp_path / "s", f"2021-10-20,rumour,camp,,0.5-2,{LABEL},made up"))
    assert "rumour" in crisis.timeline.what
    shown = told_events(crisis).set_index("label")
    assert shown.loc[LABEL, "row"] == "danger and capacity"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("rumour,village-city,,2", "it must be of a place or country or tag"),
        ("rumour,,,2", "where is blank, must say what to rumour"),
        ("rumour,camp,,", "value is blank, must be given for rumour"),
        ("rumour,camp,,-1", "value is -1, must be 0 or more"),
        ("rumor,camp,,2", "did you mean 'rumour'"),
    ],
)
def test_the_checks_refuse_what_it_may_not_be(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(ml.ScenarioError) as refused:
        ml.read(written(tmp_path / "s", f"2021-10-20,{row},,made up"))
    assert told in str(refused.value)


def test_a_lever_can_change_it() -> None:
    change = Change.of("rumour next = 3")
    day = date.fromisoformat(cases.day(0))
    lever = Lever("word", "Word", "Word goes round.", "Somebody", "neutral", day, (change,))
    pulled = replace(cases.hard(), levers={"word": lever}).pull("word")
    assert pulled.timeline.what == ("rumour",)


def test_the_dictionary_has_it() -> None:
    row = import_module("dictionary").of_event(EVENTS["rumour"])
    assert row[0] == "`rumour`" and "place, country, tag" in row and "at least 0" in row[5]
