"""Walks of ``docs/adding.md``, made in a temporary copy of the package.

A step of a walk is a comment with its name and a file, and the block of code below it. A ``diff``
is made where its lines stand in the file, exactly once; any other block is a new file.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "adding.md"
STEP = re.compile(
    r"<!-- (?P<walk>\w+): (?P<file>[\w./-]+) -->\n```(?P<kind>\w+)\n(?P<code>.*?)```", re.DOTALL
)
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "node_modules")


@dataclass(frozen=True)
class Step:
    """One file, and what a walk does to it: a change, or all that stands in a new file."""

    file: str
    code: str
    new: bool

    def make(self, house: Path) -> None:
        """Change the file, or make it."""
        path = house / self.file
        if self.new:
            assert not path.exists(), f"{self.file} is there already"
            path.write_text(self.code, "utf-8")
            return
        lines = self.code.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if not line.startswith("+"))
        after = "".join(line[1:] for line in lines if not line.startswith("-"))
        text = path.read_text("utf-8")
        assert text.count(before) == 1, f"{text.count(before)} times in {self.file}:\n{before}"
        path.write_text(text.replace(before, after), "utf-8")


def steps(walk: str) -> list[Step]:
    """Return the steps of a walk, in the order of the page."""
    found = [
        Step(match["file"], match["code"], match["kind"] != "diff")
        for match in STEP.finditer(PAGE.read_text("utf-8"))
        if match["walk"] == walk
    ]
    assert found, f"{PAGE.name} has no steps of a walk '{walk}'"
    return found


def copied(folder: Path) -> Path:
    """Copy package, tests and tools into a folder, and return it."""
    for part in ("src", "tests", "tools"):
        shutil.copytree(ROOT / part, folder / part, ignore=LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def run(house: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a copy, uncompiled, with the copy's package and no other."""
    paths = os.pathsep.join(str(house / part) for part in ("src", "tests", "tools"))
    return subprocess.run(
        [sys.executable, *command],
        cwd=house,
        env={**os.environ, "PYTHONPATH": paths, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def walked(walk: str, folder: Path) -> None:
    """Make all steps of a walk in a copy, and run their tests and those of what must be seen."""
    house, made = copied(folder), steps(walk)
    for step in made:
        step.make(house)
    tests = [step.file for step in made if step.new]
    seen = run(house, "-m", "pytest", "-q", *tests, f"tests/walks/seen_{walk}.py")
    assert seen.returncode == 0, seen.stdout + seen.stderr
