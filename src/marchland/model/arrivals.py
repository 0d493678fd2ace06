"""How many people the displaced table lets in, as far as the timeline lets them set out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from marchland.model.amounts import Amount, distinct
from marchland.model.events import EVENTS
from marchland.model.ground import Ground
from marchland.model.scenario import Scenario

_DAY, _MONTH = np.timedelta64(1, "D"), np.timedelta64(1, "M")
_FACTORS = ("departures", "drawn")


@dataclass(frozen=True)
class Span:
    """Days on which as many people a day enter at a place.

    Parameters
    ----------
    place, group
        Where they enter, and who they are.
    first, last
        First and last day.
    low, high
        People a day, at least and at most.
    """

    place: str
    group: str
    first: np.datetime64
    last: np.datetime64
    low: float
    high: float

    def days(self, begin: np.datetime64, end: np.datetime64) -> int:
        """Return on how many days of a period they enter."""
        return max(0, int((min(self.last, end) - max(self.first, begin)) / _DAY) + 1)


def spans(scenario: Scenario) -> Iterator[Span]:
    """Yield who enters when, a row of displaced.csv in pieces where the timeline changes it.

    Ends of ranges and of parameters are taken by themselves. Rows without a number, and events that
    say nothing known, are left out.
    """
    table, ends = scenario.displaced, _ends(scenario.displaced.people, scenario)
    set_ = sorted(_set(scenario), key=lambda one: one["order"])
    until = np.where(np.isnat(table.date_to), table.date, table.date_to)
    rows = zip(table.place, table.group, table.date, until, table.people, strict=True)
    for place, group, first, last, people in rows:
        low, high = ends[id(people)]
        if np.isnan(low + high) or not first <= last:
            continue
        own = [one for one in set_ if place in one["places"] and one["group"] in ("", group)]
        yield from _pieces(Span(place, group, first, last, low, high), own)


def _pieces(whole: Span, own: list[dict[str, Any]]) -> Iterator[Span]:
    """Cut a span where an event sets a factor anew."""
    held = {name: (float(name == "departures"),) * 2 for name in _FACTORS}
    first = whole.first
    for one in own:
        if one["date"] > whole.last:
            break
        if one["date"] > first:
            yield _times(whole, first, one["date"] - _DAY, held)
            first = one["date"]
        held = {**held, one["sets"]: one["ends"]}
    yield _times(whole, first, whole.last, held)


def _times(
    whole: Span, first: np.datetime64, last: np.datetime64, held: Mapping[str, tuple[float, float]]
) -> Span:
    low, high = (a * (1 + b) for a, b in zip(*(held[name] for name in _FACTORS), strict=True))
    return replace(whole, first=first, last=last, low=whole.low * low, high=whole.high * high)


def _set(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Yield what the timeline sets of those who set out, with the order in which it holds."""
    rows = [row for row in scenario.timeline.rows() if row["what"] in _FACTORS]
    if not rows:
        return
    ground = Ground(scenario.places, scenario.routes)
    ends = _ends(scenario.timeline.value, scenario)
    for row in rows:
        at = ground.names.get(row["where"])
        if at is None or np.isnat(row["date"]) or np.isnan(sum(ends[id(row["value"])])):
            continue
        kind = EVENTS[row["what"]]
        yield {
            "date": row["date"],
            "sets": kind.sets,
            "group": row["group"],
            "places": ground.concerned(kind, row["where"]),
            "ends": ends[id(row["value"])],
            "order": (row["date"], at.rank, row["group"] != ""),
        }


def arrivals_by_month(scenario: Scenario) -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """Return the people who enter within the period, by group and month, as lowest and highest.

    Ends of ranges and of parameters are added up, so that the whole span is wider than that of
    draws, which seldom are all low or all high. Chance in the draws of people is left out.
    """
    first = np.datetime64(scenario.start, "D")
    last = first + (scenario.days - 1) * _DAY
    months = np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + _MONTH)
    periods = {
        str(month): (
            max(first, month.astype("datetime64[D]")),
            min(last, (month + _MONTH).astype("datetime64[D]") - _DAY),
        )
        for month in months
    }
    found = {group: dict.fromkeys(periods, (0.0, 0.0)) for group in scenario.groups}
    for one in spans(scenario):
        ends = found[one.group]
        for month, period in periods.items():
            if days := one.days(*period):
                low, high = ends[month]
                ends[month] = (low + one.low * days, high + one.high * days)
    return {group: ends for group, ends in found.items() if any(map(any, ends.values()))}


def _ends(amounts: tuple[Amount, ...], scenario: Scenario) -> dict[int, tuple[float, float]]:
    """Return lowest and highest value of each amount, by its object."""
    known: dict[int, tuple[float, float]] = {}
    for amount in distinct(amounts):
        low, high = amount.low, amount.high
        if amount.parameter:
            one = scenario.parameters.get(amount.parameter)
            low, high = (
                (amount.low * one.low, amount.low * one.high) if one else (float("nan"),) * 2
            )
        known[id(amount)] = (low, high)
    return known
