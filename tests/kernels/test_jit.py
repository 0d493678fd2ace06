"""Threads, and where compiled code is kept."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numba

from marchland.kernels import draws, jit

config: Any = numba.config


def test_threads_stay_within_bounds() -> None:
    usual = numba.get_num_threads()
    for asked, given in [(0, 1), (1, 1), (10**6, jit.max_threads())]:
        jit.set_threads(asked)
        assert numba.get_num_threads() == given
    jit.set_threads(usual)


def test_a_kernel_that_ran_is_compiled() -> None:
    draws.rounded(1, 2.5)
    assert jit.compiled(draws.rounded)


def test_numba_keeps_its_own_setting() -> None:
    usual = config.CACHE_DIR
    jit.njit(cache=True)(lambda x: x)
    assert usual == config.CACHE_DIR


def test_no_kernel_takes_more_than_eight_arguments() -> None:
    folder = Path(jit.__file__).parent
    long = [
        f"{file.stem}.{node.name}"
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and len(node.args.args) > 8
    ]
    assert not long
