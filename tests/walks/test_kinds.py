"""A new kind of place, fate and outcome, added as ``docs/adding.md`` says, work end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from walks.walking import steps, walked

GENERATED = {"docs/data-dictionary.md", "CHANGELOG.md"}
MOST = {"place": 4, "fate": 9, "outcome": 3}
"""Files that a walk may touch, tests, docs, dictionary and changelog included."""


@pytest.mark.parametrize("walk", MOST)
def test_the_walk_works(walk: str, tmp_path: Path) -> None:
    docs = {"docs/model.md"} if walk == "fate" else set()
    assert len({step.file for step in steps(walk)} | GENERATED | docs) <= MOST[walk]
    walked(walk, tmp_path)
