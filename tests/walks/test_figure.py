"""A new figure, added as ``docs/adding.md`` says, is a section of the report with its link."""

from __future__ import annotations

from pathlib import Path

from walks.walking import copied, run, steps


def test_a_new_figure_is_seen_in_the_report_in_two_files(tmp_path: Path) -> None:
    house, walk = copied(tmp_path), steps("figure")
    assert len({step.file for step in walk}) <= 2
    before = run(house, "-m", "pytest", "-q", "tests/walks/seen_figure.py")
    assert before.returncode == 1, before.stdout + before.stderr
    for step in walk:
        step.make(house)
    report = "tests/view/test_report.py"
    seen = run(
        house, "-m", "pytest", "-q", "-m", "not compiled", report, "tests/walks/seen_figure.py"
    )
    assert seen.returncode == 0, seen.stdout + seen.stderr
