"""No number that passes the checks, however large, makes a run that never ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from io_broken import MANIFEST, TIMELINE, told, written
from marchland.engine.simulate import simulate
from marchland.errors import RequestError
from marchland.io.read import read
from marchland.kernels.draws import binomial, gamma, hypergeometric, negative_binomial, poisson
from marchland.model.limits import LIMITS
from marchland.model.parameters import DEFAULTS

KEY = np.uint64(3)
NAN = float("nan")


@pytest.mark.parametrize("x", [NAN, float("inf"), -float("inf"), 1e300, -1e300])
def test_every_draw_has_an_answer_whatever_it_is_given(x: float) -> None:
    for n in (0, 1, 60, 10**9, 2**62):
        assert 0 <= binomial(KEY, n, x) <= n
        assert 0 <= hypergeometric(KEY, n // 2, n // 2, 7) <= 7
    assert poisson(KEY, x) >= 0
    assert negative_binomial(KEY, x, 0.2) >= 0
    assert negative_binomial(KEY, 10.0, x) >= 0
    if not x < 0:
        assert not gamma(KEY, x) < 0


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("place_effect_spread", "2000"), ("deterrence_power", "1e9"), ("softening", "1e-300"),
     ("speed_road", "1e-300"), ("speed_road", "1e300"), ("pace", "1e200"), ("dispersion", "1e9")],
)  # fmt: skip
def test_a_parameter_beyond_all_meaning_is_refused(
    tmp_path: Path, parameter: str, value: str
) -> None:
    text = f"{MANIFEST}  {parameter}: {{value: {value}, low: {value}, high: {value}, source: s}}\n"
    (problem,) = told(written(tmp_path / "x", scenario=text))
    assert f"parameter {parameter} reaches" in problem


@pytest.mark.parametrize("row", ["attraction,Berlin,,1e300", "attraction,Minsk,,1e13 to 1e14"])
def test_an_attraction_beyond_all_meaning_is_refused(tmp_path: Path, row: str) -> None:
    found = told(written(tmp_path / "x", timeline=f"{TIMELINE}2021-06-20,{row}\n"))
    assert any("must be between 0 and 1000000000000" in one for one in found), found


def test_values_given_for_a_run_keep_within_the_same_limits() -> None:
    with pytest.raises(RequestError, match="place_effect_spread has 2000, must be from 0 to 10"):
        simulate(
            read("belarus-2021"), members=1, parameters={"place_effect_spread": np.array([2000.0])}
        )


def test_every_parameter_has_limits_and_its_own_range_keeps_them() -> None:
    assert set(LIMITS) == set(DEFAULTS)
    for name, (least, most) in LIMITS.items():
        assert np.isfinite((least, most)).all()
        assert least <= DEFAULTS[name].low <= DEFAULTS[name].high <= most


@pytest.mark.parametrize("end", [0, 1])
def test_a_run_at_the_ends_of_all_limits_ends(end: int) -> None:
    extreme = {name: np.full(2, limits[end]) for name, limits in LIMITS.items()}
    crisis = replace(read("belarus-2021"), days=20)
    runs = simulate(crisis, members=2, parameters=extreme)
    there = runs["stock"].sum(("place", "group")) + runs["travelling"]
    assert (there >= 0).all()
