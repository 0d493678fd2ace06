"""Made-up records of every kind, for the tests of forecasts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from marchland.study.forecast.series import Record, Series, series

START = 16_000


def stock(name: str, seed: int, days: int = 500, **about: object) -> Series:
    """A camp counted on irregular days, with a rise, repeats and a re-registration."""
    chance = np.random.default_rng(seed)
    gaps = chance.integers(3, 21, 80)
    last = START + np.cumsum(gaps)
    last = last[last < START + days]
    people = 500.0 + np.cumsum(chance.poisson(150 * np.exp(-np.arange(len(last)) / 30)))
    people = np.where(np.arange(len(last)) % 5 == 0, np.roll(people, 1), people)
    people = np.where(np.arange(len(last)) < len(last) // 2, people, 0.8 * people)
    return series(name, "stock", last, last, np.round(people), **about)


def flow(name: str, seed: int, length: int = 30, number: int = 24) -> Series:
    """Arrivals by period, with a season, zeros and a sudden stop."""
    chance = np.random.default_rng(seed)
    first = START + length * np.arange(number)
    mean = 400 * (1.1 + np.sin(np.arange(number) * 2 * np.pi * length / 365))
    mean[number // 3] = mean[-number // 4 :] = 0.0
    return series(name, "flow", first, first + length - 1, chance.poisson(mean).astype(float))


def record(days: int = 500) -> Record:
    """Three camps in two countries, a running total, two flows and a reported total."""
    camps = [
        stock("north", 1, days, inside=("AAA", "all")),
        stock("south", 2, days, inside=("AAA", "all")),
        stock("west", 3, days, inside=("BBB", "all"), delay=5),
    ]
    monthly = flow("coast", 4)
    counted = series("so far", "total", monthly.last, monthly.last, np.cumsum(monthly.people))
    return Record(
        "made up",
        (*camps, counted, monthly, flow("weekly", 5, 7, 60)),
        stock("reported", 6, days),
        START,
        START + days,
    )


def noise_after(one: Record, day: int, seed: int = 9) -> Record:
    """The record with everything that was published after a day replaced by other counts."""
    chance = np.random.default_rng(seed)

    def changed(some: Series) -> Series:
        later = some.last + some.delay > day
        people = np.where(later, np.round(chance.gamma(1.0, 5e4, len(some))), some.people)
        shift = np.where(later, np.sort(chance.integers(0, 3, len(some))), 0)
        return replace(some, people=people, last=some.last + shift, first=some.first + shift)

    reported = None if one.reported is None else changed(one.reported)
    return replace(one, series=tuple(changed(some) for some in one.series), reported=reported)
