"""Scores of kept forecasts by counts that came later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from marchland.errors import RequestError
from marchland.io.forecasts import CountRow, KeptRow
from marchland.language import say
from marchland.study.scores.quantiles import LEVELS, crps, wis, within

TOLERANCE: Mapping[int, int] = {7: 3, 30: 7, 90: 14}
"""Days by which a count may lie off the day that was forecast, for up to so many days ahead."""
_Key = tuple[str, date, str, int, date, date, str]


@dataclass(frozen=True)
class KeptScore:
    """The score of one kept forecast.

    Parameters
    ----------
    model, location, target
        Who forecast what.
    origin, last
        Day on which it was made, and last day of what it was made for.
    horizon
        Days ahead.
    off
        Days by which the count lies off the day that was forecast.
    counted
        The count.
    median
        Median of the forecast.
    crps, wis
        Scores, in people.
    in50, in90
        Whether the count lies in the central band.
    """

    model: str
    location: str
    target: str
    origin: date
    last: date
    horizon: int
    off: int
    counted: float
    median: float
    crps: float
    wis: float
    in50: bool
    in90: bool


def score_kept(kept: Iterable[KeptRow], counts: Sequence[CountRow]) -> list[KeptScore]:
    """Score each kept forecast that a count answers.

    A count of a period must be of the days that were forecast; one on a day may lie off it by up
    to 3, 7 or 14 days, for 7, 30 and 90 days ahead, and the nearest is taken; it answers no
    forecast where another of the same table is nearer to it. It must be later than the day of the
    forecast. Where a file has fewer levels than ours, those between are read off a
    straight line, and beyond the outermost its own value stands.

    Raises
    ------
    RequestError
        If no count answers any forecast.
    """
    forecasts: dict[_Key, list[tuple[float, float]]] = defaultdict(list)
    for row in kept:
        about = (row.target, row.horizon, row.first, row.last, row.location)
        forecasts[(row.model, row.origin, *about)].append((row.level, row.people))
    by_location: dict[str, list[CountRow]] = defaultdict(list)
    for count in counts:
        by_location[count.location].append(count)
    days: dict[tuple[Any, ...], set[date]] = defaultdict(set)
    for key in forecasts:
        days[_rows_like(key)].add(key[5])
    found = []
    for key, levels in forecasts.items():
        answer = _answer(key, by_location[key[6]], days[_rows_like(key)])
        if answer is not None:
            found.append(_scored(key, levels, answer))
    if not found:
        raise RequestError(
            say(
                "no count answers any of the forecasts: names of series must be those of "
                "the column 'location', and counts must be of the days that were forecast, "
                "or near them"
            )
        )
    return sorted(found, key=lambda one: (one.location, one.horizon, one.last, one.model))


def summary(scores: Sequence[KeptScore]) -> list[dict[str, Any]]:
    """Return mean scores by model, target and horizon."""
    groups: dict[tuple[str, str, int], list[KeptScore]] = defaultdict(list)
    for one in scores:
        groups[one.target, one.model, one.horizon].append(one)
    return [
        {
            "model": model,
            "target": target,
            "horizon": horizon,
            "forecasts": len(some),
            "crps": float(np.mean([one.crps for one in some])),
            "wis": float(np.mean([one.wis for one in some])),
            "coverage50": float(np.mean([one.in50 for one in some])),
            "coverage90": float(np.mean([one.in90 for one in some])),
        }
        for (target, model, horizon), some in sorted(groups.items())
    ]


def document(scores: Sequence[KeptScore]) -> dict[str, Any]:
    """Return the scores as a document that can be written as JSON."""
    rows = [asdict(one) | {"origin": str(one.origin), "last": str(one.last)} for one in scores]
    return {"forecasts": rows, "means": summary(scores)}


def _rows_like(key: _Key) -> tuple[Any, ...]:
    """Return what forecasts of one series by one model on one day share."""
    return (*key[:3], key[6])


def _answer(key: _Key, counts: Sequence[CountRow], days: Collection[date]) -> CountRow | None:
    """Return the count that a forecast was made for; the last listed of those equally near.

    Parameters
    ----------
    days
        Last days of all forecasts of the series that were made together.
    """
    _, origin, _, horizon, first, last, _ = key
    later = [one for one in counts if one.last > origin]
    if first != last:
        same = [one for one in later if (one.first, one.last) == (first, last)]
        return same[-1] if same else None
    near = next(
        (off for days, off in TOLERANCE.items() if horizon <= days), max(TOLERANCE.values())
    )
    fits = [
        one
        for one in later
        if abs(one.last - last).days <= near
        and abs(one.last - last) <= min(abs(one.last - day) for day in days)
    ]
    return min(reversed(fits), key=lambda one: abs((one.last - last).days), default=None)


def _scored(key: _Key, levels: list[tuple[float, float]], count: CountRow) -> KeptScore:
    model, origin, target, horizon, _, last, location = key
    at, people = np.array(sorted(levels)).T
    quantiles = np.interp(LEVELS, at, people)[None]
    counted = np.array([count.people])
    return KeptScore(
        model=model,
        location=location,
        target=target,
        origin=origin,
        last=last,
        horizon=horizon,
        off=abs((count.last - last).days),
        counted=count.people,
        median=float(quantiles[0, len(LEVELS) // 2]),
        crps=float(crps(quantiles, counted)[0]),
        wis=float(wis(quantiles, counted)[0]),
        in50=bool(within(quantiles, counted, 0.5)[0]),
        in90=bool(within(quantiles, counted, 0.9)[0]),
    )
