"""``reactions.yaml``: read, checked with every problem at once, and written back."""

from __future__ import annotations

from pathlib import Path

import pytest

from io_broken import told, written
from marchland.io.native import read_native, write_scenario
from marchland.view.words.crisis import describe

GOOD = """\
forces:
  label: Forces rise after attempts rise
  when: attempts(BLR>POL, 7 days) > 500
  days: 3
  then: [permeability line = 0.1, note]
  since: 2021-06-05
  until: 2021-06-20
  source: assumed
"""


def with_reactions(tmp_path: Path, text: str) -> Path:
    folder = written(tmp_path)
    (folder / "reactions.yaml").write_text(text)
    return folder


def test_reactions_are_read_told_and_written_back(tmp_path: Path) -> None:
    scenario = read_native(with_reactions(tmp_path, GOOD))
    again = read_native(write_scenario(scenario, tmp_path / "again"))
    assert again.reactions == scenario.reactions
    assert again.digest == scenario.digest
    told_as = " ".join(describe(scenario).split())
    assert "When attempts(BLR>POL, 7 days) > 500 for 3 days on end" in told_as
    assert "permeability line changes" in told_as
    assert "line = 0.1" not in told_as


def test_a_reaction_counts_in_the_digest(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = read_native(with_reactions(tmp_path / "a", GOOD))
    other = read_native(with_reactions(tmp_path / "b", GOOD.replace("500", "501")))
    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("> 500", "", "reactions.yaml:3  forces.when 'attempts(BLR>POL, 7 days)' is a number"),
        ("> 500", "> x1", "'x1' is no parameter"),
        ("BLR>POL", "BLR>PLO", "'BLR>PLO' is no border (did you mean 'BLR>POL'?)"),
        ("attempts(BLR>POL", "stranded(BLR", "stranded is of everywhere"),
        ("attempts(BLR>POL", "attempts(Minsk", "must be of a border"),
        ("permeability line = 0.1", "close lin", "(did you mean 'line'?)"),
        ("permeability line = 0.1", "close line = 2", "close"),
        ("permeability line = 0.1", "permeability lin = 0.1", "(did you mean 'line'?)"),
        ("permeability line = 0.1", "permeability line = strength", "has no strength"),
        ("permeability line = 0.1", "per_day m1 = 4", "must be a route with per_day, or a"),
        ("days: 3", "days: 0", "is 0, must be 1 or more"),
        ("until: 2021-06-20", "until: 2021-06-01", "is before since"),
        ("until: 2021-06-20", "until: 2031-06-01", "must be between"),
        ("  source: assumed\n", "", "forces has no source"),
        ("when:", "if:", "forces.if is not known"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    found = told(with_reactions(tmp_path, GOOD.replace(old, new, 1)))
    assert any(problem in line for line in found), found
    assert all(line.startswith("reactions.yaml") for line in found)
