"""What clothing and wind are worth in degrees: the shipped table, and the parameters from it."""

from __future__ import annotations

import csv
from importlib import import_module, resources
from pathlib import Path

import numpy as np
import pytest

from marchland.engine.wind import wind_shift, winds
from marchland.model.parameters import EXPOSURE

ROOT = Path(__file__).parents[2]
FILE = resources.files("marchland.model").joinpath("data", "cold_equivalences.csv")


def shifts() -> dict[str, float]:
    rows = csv.DictReader(FILE.read_text("utf-8").splitlines())
    return {row["change"]: float(row["shift_c"]) for row in rows}


@pytest.mark.compiled  # the library that has the standard compiles with numba, and needs it to
@pytest.mark.skipif(not (ROOT / "tools").exists(), reason="not a checkout")
def test_the_table_is_what_the_standard_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pythermalcomfort", reason="pythermalcomfort is not installed")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    made = import_module("equivalences").table()
    assert FILE.read_text("utf-8") == made, "run: python tools/equivalences.py"


def test_it_agrees_with_what_we_published_of_it() -> None:
    found = shifts()
    assert found["half a clo more"] == pytest.approx(6.5, abs=0.5)
    assert found["half a clo less"] == pytest.approx(-6.0, abs=0.6)
    assert found["wet, insulation times 0.7"] == pytest.approx(-5.5, abs=0.6)
    assert found["wind 6 m/s"] == pytest.approx(-5.5, abs=0.6)
    assert found["wind-break, 0.4 m/s"] == pytest.approx(7.5, abs=0.5)


def test_more_wind_is_always_colder() -> None:
    speed, shift = winds()
    assert (np.diff(speed) > 0).all() and (np.diff(shift) < 0).all()
    assert shift[speed == 3.0] == 0.0
    felt = wind_shift(np.linspace(0.0, 20.0, 201))
    assert (np.diff(felt) <= 0).all() and felt[0] == shift[0] and felt[-1] == shift[-1]


def test_the_parameters_stand_at_the_table_s_shifts() -> None:
    found = shifts()
    for name, change in (
        ("aid_shift", "half a clo more"),
        ("wind_break_shift", "wind-break, 0.4 m/s"),
    ):
        assert EXPOSURE[name].value == pytest.approx(found[change], abs=0.5)
        assert EXPOSURE[name].low < found[change] < EXPOSURE[name].high
