"""Compiled kernels and plain Python give the same bits, and plain Python gives no warning."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kernels import cases

ROOT = Path(__file__).parents[2]


def run(**environment: str) -> str:
    """Return the draws of a fresh interpreter in which every warning is an error."""
    paths = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}"}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(cases.__file__)],
        env={**os.environ, **paths, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.compiled
def test_the_same_bits_compiled_and_plain() -> None:
    plain, compiled = run(NUMBA_DISABLE_JIT="1"), run(NUMBA_DISABLE_JIT="0")
    assert plain.count("\n") == 60
    assert plain == compiled
