"""Like decisions have like outcomes: what makes comparisons of two scenarios paired."""

from __future__ import annotations

import numpy as np
import pytest

from kernels.samples import (
    binomials,
    hypergeometrics,
    keys,
    multinomials,
    negative_binomials,
    shares,
    together,
)
from marchland.kernels.binomial import SMALL_MEAN
from marchland.kernels.keys import name_key, uniform
from marchland.kernels.layout import Floats

SIX = np.array([name_key(name) for name in "abcdef"], dtype=np.uint64)
FIRST = np.array([uniform(key, 0) for key in keys()])


@pytest.mark.parametrize("n", [10, 48, 51, 200, 10**6, 10**12])
def test_across_a_half(n: int) -> None:
    assert together(binomials(keys(), n, 0.49), binomials(keys(), n, 0.51)) > 0.85


@pytest.mark.parametrize("n", [60, 10**4, 10**9])
@pytest.mark.parametrize("reflected", [False, True])
def test_across_a_change_of_method(n: int, reflected: bool) -> None:
    low, high = SMALL_MEAN * 0.999 / n, SMALL_MEAN * 1.001 / n
    if reflected:
        low, high = 1 - low, 1 - high
    assert together(binomials(keys(), n, low), binomials(keys(), n, high)) > 0.85


@pytest.mark.parametrize(
    ("n", "p"), [(20, 0.3), (55, 0.47), (100, 0.7), (10**6, 0.2), (10**6, 0.9)]
)
def test_counts_rise_with_the_first_uniform(n: int, p: float) -> None:
    assert together(binomials(keys(), n, p), FIRST) > 0.85


def test_more_people_are_like_fewer() -> None:
    assert together(binomials(keys(), 1_000, 0.2), binomials(keys(), 1_030, 0.2)) > 0.95
    assert together(negative_binomials(keys(), 24.9, 0), negative_binomials(keys(), 25.1, 0)) > 0.95
    assert together(negative_binomials(keys(), 90, 0.5), negative_binomials(keys(), 99, 0.5)) > 0.95


@pytest.mark.parametrize(("good", "bad"), [(60, 40), (40, 60), (50, 50), (10**6, 10**6)])
def test_one_more_seat(good: int, bad: int) -> None:
    for seats in ((good + bad) // 5, (good + bad) // 2):
        fewer = hypergeometrics(keys(), good, bad, seats)
        more = hypergeometrics(keys(), good, bad, seats + 1)
        assert together(fewer, more) > 0.85
        assert together(fewer, FIRST) > 0.85


@pytest.mark.compiled
@pytest.mark.parametrize("n", [20, 200, 10**5])
@pytest.mark.parametrize("weights", [[1.0] * 6, [5.0, 1.0, 3.0, 0.5, 2.0, 1.0]])
def test_closing_one_of_six_destinations(n: int, weights: list[float]) -> None:
    before: Floats = np.array(weights)
    usual = multinomials(keys(), n, 1, before, SIX)
    for closed in range(6):
        after = before.copy()
        after[closed] = 0.0
        changed = multinomials(keys(), n, 1, after, SIX)
        for d in range(6):
            if d != closed:
                assert together(usual[:, d], changed[:, d]) > 0.8


def test_the_order_of_options_changes_nothing() -> None:
    weights = np.array([5.0, 1.0, 3.0, 0.5, 2.0, 1.0])
    turned = multinomials(keys(), 300, 3, weights[::-1].copy(), SIX[::-1].copy())
    assert (turned[:, ::-1] == multinomials(keys(), 300, 3, weights, SIX)).all()


def test_another_group_takes_no_more_than_its_part() -> None:
    cells = SIX[:3]
    before = shares(keys(), np.array([300, 200, 100]), cells, 120)
    after = shares(keys(), np.array([300, 200, 130]), cells, 120)
    for g in range(3):
        assert together(before[:, g], after[:, g]) > 0.8
