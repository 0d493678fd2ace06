"""The weight of the simulator beside the mix, which its verified forecasts must earn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from marchland.study.forecast.roll import Rolled
from marchland.study.forecast.series import KINDS, Floats, Kind, Record
from marchland.study.scores.quantiles import LEVELS, crps, level, within

FIRST = 0.1
"""Weight before anything is known: for places that report, past conflicts gave it hardly any
(assumed, range 0 to 0.3)."""
BOLDNESS = 8.0
"""How fast weight goes to who did better (assumed, range 4 to 16)."""
ELSEWHERE = 10.0
"""So many forecasts at a loss of ``LOSS`` are put to those of the crisis (assumed)."""
LOSS = 1.05
"""Loss of the simulator over that of the mix before anything is known (assumed)."""


@dataclass(frozen=True)
class Earned:
    """How the simulator did beside the mix on one kind of series.

    Parameters
    ----------
    kind
        Kind of series.
    forecasts
        Verified forecasts that both made.
    ratio
        Loss of the simulator over that of the mix, NaN without any.
    inside
        How many of the simulator's held the count in their 90 % band.
    weight
        Its weight now.
    """

    kind: Kind
    forecasts: int
    ratio: float
    inside: int
    weight: float


def banded(points: Floats, asked: Rolled) -> Floats:
    """Put bands around points: those of the mix, which adapted to the record.

    Parameters
    ----------
    points
        Medians (question), NaN where there is none.
    asked
        The questions, with the mix.

    Returns
    -------
        Quantiles, whole people (question, level), NaN where there is no point.
    """
    offset = asked.offset[:, None]
    middle = asked.people[:, level(0.5), None]
    moved = (asked.people + offset) * (points[:, None] + offset) / (middle + offset) - offset
    return np.asarray(np.round(np.maximum(moved, 0.0)))


def earned(record: Record, past: Rolled, told: Floats) -> dict[Kind, Earned]:
    """Return the simulator's weight by kind of series.

    Parameters
    ----------
    record
        The crisis.
    past
        Earlier forecasts with their counts.
    told
        The simulator's quantiles for the same (question, level), NaN where it has none.
    """
    kinds = np.array([record.series[int(i)].kind for i in past.questions.series], dtype=object)
    both = np.isfinite(told).all(axis=1) & np.isfinite(past.questions.outcome)
    scale = np.maximum(past.last_people + past.offset, 1.0)
    found: dict[Kind, Earned] = {}
    for kind in KINDS:
        rows = np.flatnonzero(both & (kinds == kind))
        counted = past.questions.outcome[rows]
        its = (crps(told[rows], counted) / scale[rows]).sum()
        other = (crps(past.people[rows], counted) / scale[rows]).sum()
        usual = other / max(len(rows), 1) or 1.0
        ratio = (ELSEWHERE * usual * LOSS + its) / (ELSEWHERE * usual + other)
        gain = FIRST * np.exp(-BOLDNESS * (ratio - 1.0))
        found[kind] = Earned(
            kind=kind,
            forecasts=len(rows),
            ratio=float(its / other) if other > 0 else float("nan"),
            inside=int(within(told[rows], counted, 0.9).sum()),
            weight=float(gain / (gain + 1.0 - FIRST)),
        )
    return found


def together(asked: Rolled, told: Floats, record: Record, by_kind: dict[Kind, Earned]) -> Floats:
    """Return the mix with the simulator in it: quantiles averaged by weight (question, level)."""
    people = asked.people.copy()
    for k in np.flatnonzero(np.isfinite(told).all(axis=1)).tolist():
        one = record.series[int(asked.questions.series[k])]
        weight = by_kind[one.kind].weight
        people[k] = (1.0 - weight) * people[k] + weight * told[k]
        if one.kind == "total":
            people[k] = np.maximum(people[k], asked.last_people[k])
    assert people.shape[1] == len(LEVELS)
    return np.asarray(np.sort(np.round(people), axis=1))
