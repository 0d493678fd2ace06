"""How many people the displaced table lets in, by group and month."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from marchland.model.amounts import distinct
from marchland.model.scenario import Scenario

_DAY, _MONTH = np.timedelta64(1, "D"), np.timedelta64(1, "M")


def arrivals_by_month(scenario: Scenario) -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """Return the people who enter within the period, by group and month, as lowest and highest.

    Ends of ranges and of parameters are added up, so that the whole span is wider than that of
    draws, which seldom are all low or all high. Chance in the draws of people is left out.
    """
    table = scenario.displaced
    first = np.datetime64(scenario.start, "D")
    last = first + (scenario.days - 1) * _DAY
    until = np.where(np.isnat(table.date_to), table.date, table.date_to)
    low, high = _ends(scenario)
    months = np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + _MONTH)
    groups = np.array(table.group, dtype=object)
    found: dict[str, dict[str, tuple[float, float]]] = {group: {} for group in scenario.groups}
    for month in months:
        begin = max(first, month.astype("datetime64[D]"))
        end = min(last, (month + _MONTH).astype("datetime64[D]") - _DAY)
        days = (np.minimum(until, end) - np.maximum(table.date, begin)) // _DAY + 1
        days = np.maximum(days, 0)
        for group, ends in found.items():
            own = groups == group
            ends[str(month)] = (float(low[own] @ days[own]), float(high[own] @ days[own]))
    return {group: ends for group, ends in found.items() if any(map(any, ends.values()))}


def _ends(scenario: Scenario) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return lowest and highest people a day of each row."""
    known: dict[int, tuple[float, float]] = {}
    for amount in distinct(scenario.displaced.people):
        low, high = amount.low, amount.high
        if amount.parameter:
            one = scenario.parameters[amount.parameter]
            low, high = amount.low * one.low, amount.low * one.high
        known[id(amount)] = (low, high)
    ends = np.array([known[id(amount)] for amount in scenario.displaced.people]).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]
