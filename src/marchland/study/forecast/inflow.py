"""People displaced after the last day that is known: as of late, with a spread of past crises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from marchland.model.amounts import Amount
from marchland.model.scenario import Scenario
from marchland.study.forecast.bands import LEADS, hats
from marchland.study.forecast.known import rebuilt
from marchland.study.forecast.prior import KindPrior
from marchland.study.forecast.series import Floats
from marchland.study.scores.quantiles import LEVELS

LATELY = 28
"""Days whose mean is taken to go on (assumed)."""
BLOCK = 7
"""Days for which one number holds ahead."""
DAMPING = (0.3, 1.0)
"""Range of the part of the recent inflow that goes on, drawn evenly in its logarithm, one a member.

On nine past conflicts a restarted engine did best with 0.3 of it, and lost to repeating the last
count with all of it; 1 is that all of it goes on.
"""
SCENARIOS = {"less": 0.5, "same": 1.0, "more": 1.5}
"""Factors on the people displaced ahead, run side by side (assumed)."""


def going_on(known: Scenario, day: int) -> Scenario:
    """Return a scenario in which people enter after a day as they did of late.

    Parameters
    ----------
    known
        The scenario as it was known on the day.
    day
        The day, from 1970-01-01 on.

    Returns
    -------
        For each week ahead, and each parameter that the recent rows are multiples of, rows that are
        multiples of a parameter of :func:`factors`.
    """
    rows = [*known.displaced.rows(), *_ahead(known, day)]
    return replace(known, displaced=rebuilt(known.displaced, rows))


def factors(
    known: Scenario,
    day: int,
    values: dict[str, Floats],
    prior: KindPrior,
    seed: int,
    scale: float = 1.0,
) -> dict[str, Floats]:
    """Return the parameters that :func:`going_on` asks for, one value a member.

    Parameters
    ----------
    known, day
        As for :func:`going_on`.
    values
        Values of the scenario's parameters (m).
    prior
        What past crises say of flows: how far a flow goes from what it was, by lead.
    seed
        Seed of the members' ranks.
    scale
        Factor on all of it, as the user supposes.
    """
    members = len(next(iter(values.values())))
    chance = np.random.default_rng(seed)
    rank, damping = ((chance.permutation(members) + 0.5) / members for _ in range(2))
    part = scale * DAMPING[0] * (DAMPING[1] / DAMPING[0]) ** damping
    found = {}
    for block in range(_blocks(known, day)):
        lead = np.array([BLOCK * (block + 0.5)])
        moved = np.interp(rank, LEVELS, (hats(lead, LEADS) @ prior.repeats)[0])
        for name in {cell[2] for cell in _lately(known, day)}:
            one = values[name] if name else np.ones(members)
            found[_called(block, name)] = one * part * np.exp(moved)
    return found


def _ahead(known: Scenario, day: int) -> Iterator[dict[str, Any]]:
    """Yield the rows of the weeks to come."""
    cells, last = _lately(known, day), _last(known)
    for block in range(_blocks(known, day)):
        first = np.datetime64(day + 1 + BLOCK * block, "D")
        for (place, group, name), people in cells.items():
            yield {
                "date": first,
                "date_to": min(first + np.timedelta64(BLOCK - 1, "D"), np.datetime64(last, "D")),
                "place": place,
                "group": group,
                "people": Amount(people, people, _called(block, name)),
                "source": f"assumed: as in the {LATELY} days before",
            }


def _lately(known: Scenario, day: int) -> dict[tuple[str, str, str], float]:
    """Return people a day of late by place, group and the parameter they are a multiple of."""
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in known.displaced.rows():
        first = int(row["date"].astype(np.int64))
        last = first if np.isnat(row["date_to"]) else int(row["date_to"].astype(np.int64))
        days = min(last, day) - max(first, day - LATELY + 1) + 1
        amount = row["people"]
        people = amount.low if amount.parameter else (amount.low + amount.high) / 2
        if days > 0 and people > 0:
            found[row["place"], row["group"], amount.parameter] += people * days / LATELY
    return dict(found)


def _blocks(known: Scenario, day: int) -> int:
    return max(0, -(-(_last(known) - day) // BLOCK))


def _last(known: Scenario) -> int:
    """Return the last day of a scenario."""
    return int(np.datetime64(known.start, "D").astype(np.int64)) + known.days - 1


def _called(block: int, name: str) -> str:
    return f"ahead_{block}_{name}"
