"""The first run compiles from either end of a day, and says so."""

from __future__ import annotations

from typing import Any, cast

import pytest

from marchland.cli import compiling
from marchland.engine.compiling import compile_from_the_end
from marchland.engine.simulate import simulate
from marchland.kernels import (
    back,
    border,
    day,
    exposure,
    fate,
    jit,
    leave,
    register,
    travel,
)  # fmt: skip
from marchland.model.scenario import Scenario

KERNELS: dict[str, Any] = {
    one.__name__: one
    for one in (
        travel.turn_back, leave.displace, travel.arrive, leave.settle, leave.look, leave.decide,
        leave.board, back.cohorts_back, border.forest, border.cross, border.resume, back.go_back,
        fate.transfer, exposure.expose, register.register,
    )
}  # fmt: skip


@pytest.mark.compiled
def test_what_is_compiled_ahead_is_what_a_run_calls(line: Scenario) -> None:
    simulate(line, members=1, days=1)
    for whole in (day.cohorts_at_end, day.advance):
        cast("Any", whole).recompile()  # kept code does not say what it calls
    before = {name: list(one.signatures) for name, one in KERNELS.items()}
    assert all(before.values())
    assert set(compile_from_the_end(line)) == set(KERNELS)
    assert {name: list(one.signatures) for name, one in KERNELS.items()} == before


@pytest.mark.compiled
def test_a_first_run_says_that_it_compiles_and_any_other_nothing(
    line: Scenario, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    simulate(line, members=1, days=1)
    compiling.compile_first()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(jit, "compiled", lambda kernel: False)
    compiling.compile_first()
    assert "compiling, once on this machine" in capsys.readouterr().err
