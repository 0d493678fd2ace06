"""What came after a day changes no bit of a forecast on it, nor of what was learnt elsewhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from marchland.study.forecast.learn import learn
from marchland.study.forecast.prior import Prior, read_prior
from marchland.study.forecast.questions import answered, origins
from marchland.study.forecast.roll import Rolled, roll
from marchland.study.forecast.series import Record
from marchland.study.forecast.sources import read_record
from study.forecast.records import START, noise_after, record

FLEE = Path(__file__).parents[4] / "shared" / "flee"
FOLDERS = ("burundi2015", "mali2012", "syria2013", "nigeria2016")


def rolled(one: Record, prior: Prior) -> Rolled:
    at = origins(one)
    return roll(one, answered(one, at), answered(one, at, nearest=False), prior)


def forecasts_upto(one: Rolled, day: int) -> dict[tuple[int, int, int], bytes]:
    """Forecasts made up to a day by series, origin and day asked for."""
    asked = one.questions
    return {
        (int(asked.series[k]), int(asked.origin[k]), int(asked.last[k])): one.people[k].tobytes()
        + one.repeated[k].tobytes()
        + one.adapted[k].tobytes()
        for k in np.flatnonzero(asked.origin <= day)
    }


def the_same_up_to(one: Record, day: int, prior: Prior) -> int:
    """Compare what is asked in both; the number that was."""
    before = forecasts_upto(rolled(one, prior), day)
    after = forecasts_upto(rolled(noise_after(one, day), prior), day)
    both = before.keys() & after.keys()
    assert all(before[key] == after[key] for key in both)
    return len(both)


@pytest.mark.parametrize("days", [100, 200, 300])
def test_noise_after_a_day_changes_no_bit_of_a_made_up_crisis(days: int) -> None:
    assert the_same_up_to(record(), START + days, read_prior()) > 30


@pytest.mark.skipif(not FLEE.exists(), reason="the past conflicts are not here")
@pytest.mark.parametrize("folder", FOLDERS)
def test_noise_after_a_day_changes_no_bit_of_a_past_conflict(folder: str) -> None:
    one = read_record(FLEE / folder)
    day = (one.start + one.end) // 2
    assert the_same_up_to(one, day, read_prior().unseen(one)) > 20


def test_what_is_learnt_elsewhere_does_not_know_the_crisis_left_out() -> None:
    one, other = record(), record(400)
    first = learn({"one": [one], "other": [other]}).without(["one"]).of("stock")
    second = learn({"one": [noise_after(one, 0)], "other": [other]}).without(["one"]).of("stock")
    for name in ("repeats", "error", "factor", "loss", "shape"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()


@pytest.mark.skipif(not FLEE.exists(), reason="the past conflicts are not here")
@pytest.mark.parametrize("folder", sorted(f.name for f in FLEE.glob("*") if f.is_dir()))
def test_a_past_conflict_is_recognised_by_its_counts_also_with_noise_after(folder: str) -> None:
    one, prior = read_record(FLEE / folder), read_prior()
    assert prior.recognised(one) == (folder,)
    renamed = Record("other", one.series, None, one.start, one.end)
    half = noise_after(renamed, (one.start + one.end) // 2)
    assert prior.recognised(half) == (folder,)
    assert folder not in prior.unseen(half).crises


def test_a_crisis_that_nobody_learnt_from_is_not_recognised() -> None:
    assert read_prior().recognised(record()) == ()
    assert read_prior().recognised(read_record("belarus-2021")) == ()
