"""``levers.yaml``: read, checked with every problem at once, and written back."""

from __future__ import annotations

from pathlib import Path

import pytest

from io_broken import told, written
from marchland.io.native import read_native, write_scenario

GOOD = """\
bus:
  label: A bus
  explanation: Takes people back.
  who: Somebody
  kind: protective
  date: 2021-06-10
  strength: {value: 20, low: 5, high: 40, unit: people/day, meaning: Seats.}
  changes: [transfer_per_day m1 = strength]
  source: assumed
wall:
  label: A wall
  explanation: Closes the line.
  who: Somebody
  kind: stress
  date: 2021-06-10
  changes: [close line, note]
  answers: [bus]
  source: assumed
"""


def with_levers(tmp_path: Path, text: str) -> Path:
    folder = written(tmp_path)
    (folder / "levers.yaml").write_text(text)
    return folder


@pytest.mark.parametrize("day", ["10 June 2021", "2021-06-10 21:00", "10 juin 2021"])
def test_a_lever_whose_date_is_read_is_not_lost(tmp_path: Path, day: str) -> None:
    crisis = read_native(with_levers(tmp_path, GOOD.replace("2021-06-10", day)))
    assert [str(lever.date) for lever in crisis.levers.values()] == ["2021-06-10"] * 2
    assert any("date is read" in str(problem) for problem in crisis.warnings)


def test_levers_are_read_and_written_back(tmp_path: Path) -> None:
    scenario = read_native(with_levers(tmp_path, GOOD))
    assert list(scenario.levers) == ["bus", "wall"]
    assert scenario.levers["bus"].strength is not None
    again = read_native(write_scenario(scenario, tmp_path / "again"))
    assert again.levers == scenario.levers


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("kind: stress", "kind: stres", "levers.yaml:14  wall.kind 'stres' must be one of"),
        ("answers: [bus]", "answers: [bas]", "(did you mean 'bus'?)"),
        ("  answers: [bus]\n", "", "wall.answers is missing: a stress is shown only beside"),
        ("kind: protective", "kind: neutral", "bus.strength is given; a neutral lever has"),
        ("m1 = strength", "m9 = strength", "'m9' is no place, route, border, country or tag"),
        ("m1 = strength", "m1 = 20", "bus.strength is given, but no change calls it"),
        ("m1 = strength", "m1", "must have a value"),
        ("m1 = strength", "m1 = 5 to 10", "has a range; give the range to a parameter"),
        ("m1 = strength", "m1 = strenght", "'strenght' is no parameter"),
        ("close line", "close line = 3", "must have no value"),
        ("close line", "shut line", "shut is no kind of event"),
        ("close line", "close line for IRK", "'IRK' is no group (did you mean 'IRQ'?)"),
        ("close line", "capacity line = 3", "'line' is a route; capacity must be of a place"),
        ("date: 2021-06-10", "date: 2031-06-10", "date 2031-06-10 must be between 2021-06-01"),
        ("date: 2021-06-10", "date: soon", "is not a date"),
        ("low: 5", "low: 50", "they must rise"),
        ("low: 5", "lo: 5", "(did you mean 'low'?)"),
        ("who: Somebody", "whom: Somebody", "bus.whom is not known (did you mean 'who'?)"),
        ("  who: Somebody\n", "", "bus has no who"),
        ("close line", "push Minsk = 1.5", "'1.5' reaches 1.5, a chance must be between 0 and 1"),
        ("transfer_per_day m1 =", "permeability line =", "'strength' reaches 40, a chance must"),
        ("[close line, note]", "[close line, open line]", "is about the same as 'close line'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    found = told(with_levers(tmp_path, GOOD.replace(old, new, 1)))
    assert any(problem in line for line in found), found
    assert all(line.startswith("levers.yaml") for line in found)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("close line", "shut line").replace("m1 =", "m9 =")
    assert len(told(with_levers(tmp_path, text))) == 2
