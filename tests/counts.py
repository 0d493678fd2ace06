"""A run's dataset as the counts by day that ``person.py`` and ``twin.py`` give."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from marchland.model.variables import VARIABLES, Nature
from person import Day

WITH_WEATHER = ("hospital", "died", "severe_injury")
"""What only runs with weather count."""
_DAILY = [
    name for name, one in VARIABLES.items() if one.nature is not Nature.NUMBER and "day" in one.axes
]
COUNTED = tuple(name for name in _DAILY if name not in WITH_WEATHER)
"""What the engine tells by day."""
BY_MONTH = {"crossed": "border", "died": "side", "severe_injury": "side"}
"""What the engine draws by day and tells by month only, and of what."""


def counted(runs: Any) -> list[str]:
    """Return the names of the daily counts that some runs have."""
    return [*COUNTED, *(name for name in WITH_WEATHER if name in runs and name in _DAILY)]


def days_of(runs: Any, member: int) -> list[Day]:
    """Return the counts of one member, by day and without zeros; crossings are left out."""
    one = runs.sel(member=member)
    days: list[Day] = [Counter() for _ in range(one.sizes["day"])]
    for name in counted(runs):
        values = one[name].transpose("day", ...)
        names = [[str(text) for text in one[dim].values] for dim in values.dims[1:]]
        array = values.values
        for where in zip(*np.nonzero(array), strict=True):
            key = (name, *(names[axis][i] for axis, i in enumerate(where[1:])))
            days[where[0]][key] += int(array[where])
    return days


def total_in(days: list[Day], name: str) -> Counter[str]:
    """Return how many there were in all of what is told by month, by border or country."""
    total: Counter[str] = Counter()
    for day in days:
        for key, count in day.items():
            if key[0] == name:
                total[key[1]] += count
    return +total


def without_monthly(days: list[Day]) -> list[Day]:
    """Return the days without what the engine tells by month only."""
    return [Counter({key: n for key, n in day.items() if key[0] not in BY_MONTH}) for day in days]
