"""A forecast as a document for other programs, and what changed since an earlier one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from marchland.study.forecast.alerts import Answered
from marchland.study.forecast.answer import Forecast
from marchland.study.forecast.figures import Figure
from marchland.study.forecast.series import Floats
from marchland.study.forecast.table import day_of
from marchland.study.scores.quantiles import level

BAND = {"low90": 0.05, "low50": 0.25, "median": 0.5, "high50": 0.75, "high90": 0.95}
"""Ends of bands by name, and their levels."""


@dataclass(frozen=True)
class Change:
    """What changed in the forecast of one count since an earlier forecast.

    Parameters
    ----------
    series
        The series.
    last
        Last day of the count that both forecast, as text.
    before, now
        Medians.
    counted_before, counted
        The last counts that each knew.
    surprise
        Where the new count lay in the earlier band for its day: ``above``, ``below``, ``within``;
        blank where there is no new count, or it was not forecast.
    """

    series: str
    last: str
    before: float
    now: float
    counted_before: float
    counted: float
    surprise: str


def document(
    found: Forecast, alerts: Sequence[Answered] = (), changed: Sequence[Change] = ()
) -> dict[str, Any]:
    """Return a forecast as a document that can be written as JSON; no NaN is in it."""
    said = found.simulated
    return {
        "crisis": found.record.name,
        "title": found.title,
        "as_of": str(day_of(found.day)),
        "shown": list(found.shown),
        "left_out_of_what_was_learnt": list(found.counts.left_out),
        "series": [_question(found, k) for k in range(len(found.people))],
        "sums": [
            {
                "sum": name,
                "ahead": days,
                "last_count": float(found.sums.last_people[n]),
                **_bands(found.sums.people[n, h]),
            }
            for n, name in enumerate(found.sums.names)
            for h, days in enumerate(found.sums.ahead)
        ],
        "simulator": None
        if said is None
        else {
            "members": int(said.runs.sizes["member"]),
            "weights": {
                kind: {
                    "weight": round(one.weight, 4),
                    "forecasts": one.forecasts,
                    "ratio": _number(one.ratio),
                    "inside90": one.inside,
                }
                for kind, one in said.earned.items()
            },
            "figures": [_figure(one) for one in said.figures],
            "inflow": {name: [_figure(one) for one in some] for name, some in said.inflow.items()},
        },
        "levers": None
        if said is None or said.effect is None
        else {
            "pulled": [str(pull) for pull in said.effect.pulls],
            "change": [_figure(one) for one in said.effect.figures],
        },
        "alerts": [
            {
                "alert": str(one.alert),
                "chance": round(one.chance, 4),
                "by": one.by,
                "raised": one.raised,
            }
            for one in alerts
        ],
        "changed": [asdict(one) for one in changed],
    }


def read_earlier(path: Path, crisis: str) -> dict[str, Any] | None:
    """Return an earlier forecast of the same crisis that lies there, None where none does."""
    try:
        found = json.loads(path.read_text("utf-8"))
        same = found["crisis"] == crisis and isinstance(found["series"], list)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if same else None


def changes(found: Forecast, earlier: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what changed since an earlier forecast, for the counts that both forecast.

    Parameters
    ----------
    found
        The forecast.
    earlier
        What :func:`document` returned of the earlier one.
    """
    then = {(one["series"], one["last"]): one for one in earlier["series"]}
    made = []
    for k in range(len(found.people)):
        now = _question(found, k)
        before = then.get((now["series"], now["last"]))
        if before is not None:
            made.append(
                Change(
                    series=now["series"],
                    last=now["last"],
                    before=before["median"],
                    now=now["median"],
                    counted_before=before["last_count"],
                    counted=now["last_count"],
                    surprise=_surprise(then, now, before),
                )
            )
    return tuple(made)


def _surprise(
    then: Mapping[tuple[str, str], Any], now: Mapping[str, Any], before: Mapping[str, Any]
) -> str:
    """Return where the new count lay in the band that was forecast for its day, or the nearest."""
    if now["counted_on"] == before["counted_on"]:
        return ""
    days = {
        last: abs(int((np.datetime64(last) - np.datetime64(now["counted_on"])).astype(int)))
        for name, last in then
        if name == now["series"]
    }
    nearest = min(days, key=lambda last: days[last])
    if days[nearest] > 4:
        return ""
    one = then[now["series"], nearest]
    if now["last_count"] > one["high90"]:
        return "above"
    return "below" if now["last_count"] < one["low90"] else "within"


def _question(found: Forecast, k: int) -> dict[str, Any]:
    """Return one forecast of a count."""
    rolled, said = found.counts.rolled, found.simulated
    asked = rolled.questions
    i = int(asked.series[k])
    one = found.record.series[i]
    inside, number = found.counts.held(i)
    effect = said.effect if said is not None else None
    return {
        "series": one.name,
        "kind": one.kind,
        "where": one.where,
        "ahead": int(asked.horizon[k]),
        "first": str(day_of(int(asked.first[k]))),
        "last": str(day_of(int(asked.last[k]))),
        "counted_on": str(day_of(int(rolled.last_day[k]))),
        "last_count": float(rolled.last_people[k]),
        **_bands(found.people[k]),
        "persistence": _bands(rolled.repeated[k]),
        "with_levers": None if effect is None else _bands(effect.forecast[k]),
        "simulator_weight": _weight(found, k),
        "earlier_forecasts": number,
        "earlier_inside90": inside,
    }


def _weight(found: Forecast, k: int) -> float:
    """Return the weight of the simulator in one forecast, 0 where it has no such series."""
    if found.simulated is None or not np.isfinite(found.simulated.told[k]).all():
        return 0.0
    kind = found.record.series[int(found.counts.rolled.questions.series[k])].kind
    return round(found.simulated.earned[kind].weight, 4)


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "what": one.what,
        "where": one.where,
        "last": str(day_of(one.last)),
        "ahead": one.ahead,
        **_bands(one.people),
    }


def _bands(people: Floats) -> dict[str, float]:
    return {name: float(people[level(at)]) for name, at in BAND.items()}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)
