"""A new kind of event, added as ``docs/adding.md`` says, works from the file to the picture."""

from __future__ import annotations

from pathlib import Path

from walks.walking import copied, run, steps

GENERATED = {"docs/data-dictionary.md", "CHANGELOG.md"}


def test_a_new_kind_of_event_works_in_six_files(tmp_path: Path) -> None:
    house, walk = copied(tmp_path), steps("event")
    assert len({step.file for step in walk} | GENERATED) <= 6
    declared, *rest = walk
    declared.make(house)
    early = run(house, "-c", "import marchland.engine.effects")
    assert "event 'rumour' sets appeal of places, which has no effect" in early.stderr
    for step in rest:
        step.make(house)
    tests = [step.file for step in walk if step.new]
    seen = run(house, "-m", "pytest", "-q", *tests, "tests/walks/seen_event.py")
    assert seen.returncode == 0, seen.stdout + seen.stderr
