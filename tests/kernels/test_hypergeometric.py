"""Sharing too few seats, against the law."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kernels.samples import ERROR_RATE, fit, hypergeometrics, keys, off_by, shares
from marchland.kernels.draws import hypergeometric, share
from marchland.kernels.keys import name_key

KEY = np.uint64(7)
CELLS = np.array([name_key(name) for name in "abcd"], dtype=np.uint64)


@pytest.mark.parametrize(
    ("good", "bad", "seats"),
    [
        (1, 1, 1), (5, 3, 4), (60, 40, 20), (40, 60, 80), (50, 50, 49), (50, 50, 51),
        (3, 10**6, 10**5), (10**6, 3, 10**5), (500, 700, 100), (700, 500, 1_100),
        (30_000, 20_000, 20_000), (10**5, 10**4, 10**5),
    ],
)  # fmt: skip
def test_counts_follow_the_law(good: int, bad: int, seats: int) -> None:
    sample = hypergeometrics(keys(), good, bad, seats)
    assert fit(sample, stats.hypergeom(good + bad, good, seats)) > ERROR_RATE


@pytest.mark.parametrize("seats", [10**9, 10**11, 2 * 10**12])
def test_mean_and_variance_hold_at_any_size(seats: int) -> None:
    good, bad = 10**12, 3 * 10**12
    p, total = seats / (good + bad), good + bad
    sd = (good * p * (1 - p) * (bad / total)) ** 0.5
    centre = good * seats // total
    mean, variance = off_by(hypergeometrics(keys(), good, bad, seats) - centre, 0.0, sd)
    assert abs(mean) < 4.9
    assert abs(variance) < 4.9


def test_twenty_seats_for_sixty_and_forty() -> None:
    sample = shares(keys(), np.array([60, 40]), CELLS[:2], 20)
    assert (sample.sum(axis=1) == 20).all()
    assert abs(sample[:, 0].mean() - 12) < 0.25
    assert 1.8 < sample[:, 0].std() < 2.2
    assert fit(sample[:, 0], stats.hypergeom(100, 60, 20)) > ERROR_RATE


def test_every_cell_follows_the_law() -> None:
    counts = np.array([60, 0, 300, 7])
    sample = shares(keys(), counts, CELLS, 90)
    assert (sample.sum(axis=1) == 90).all()
    assert ((sample >= 0) & (sample <= counts)).all()
    for g in (0, 2, 3):
        assert fit(sample[:, g], stats.hypergeom(367, counts[g], 90)) > ERROR_RATE


def test_edges() -> None:
    assert hypergeometric(KEY, 0, 5, 3) == 0
    assert hypergeometric(KEY, 5, 0, 3) == 3
    assert hypergeometric(KEY, 5, 5, 0) == 0
    assert hypergeometric(KEY, 5, 5, 99) == 5
    assert hypergeometric(KEY, 0, 0, 4) == 0


@pytest.mark.parametrize(("seats", "taken"), [(0, [0, 0]), (100, [60, 40]), (10**15, [60, 40])])
def test_no_seats_and_seats_enough(seats: int, taken: list[int]) -> None:
    out = np.full(2, 9)
    share(KEY, np.array([60, 40]), CELLS[:2], seats, out)
    assert out.tolist() == taken
