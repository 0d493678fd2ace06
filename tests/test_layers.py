"""The layers of the package, held by import-linter as ``pyproject.toml`` declares them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_import_goes_down_the_layers() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    source = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    linted = subprocess.run(
        command, cwd=ROOT, env=source, capture_output=True, text=True, check=False
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr
