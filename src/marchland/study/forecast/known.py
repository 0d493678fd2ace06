"""A scenario as it was known on a day: what had happened or was announced, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from marchland.model.columns import Table
from marchland.model.kinds import PLACE_KINDS
from marchland.model.parameters import DEFAULTS, Parameter
from marchland.model.reviews import until
from marchland.model.scenario import Scenario
from marchland.study.measures.observe import last_day

_T = TypeVar("_T", bound=Table)
_DAY = np.timedelta64(1, "D")

WEATHER_AGAIN = 14
"""The weather of the last so many days that are known comes again and again (assumed)."""


def known(scenario: Scenario, day: int, days: int, delay: int | Mapping[str, int] = 0) -> Scenario:
    """Return a scenario as it could be read on a day, to be run beyond it.

    Counts and reviews are those published by then; events those that had happened or were
    announced; people who were displaced up to that day; weather and aid up to it. Fitted draws are
    left out, since they may have seen later counts, and so are levers that were pulled. Where a
    scenario says nothing of its own, nobody leaves a camp without reason: the default chance is for
    explaining a crisis, and in a forecast it empties camps that stay full.

    Parameters
    ----------
    scenario
        The crisis, with whatever is known by now.
    day
        The day, from 1970-01-01 on.
    days
        Days that the scenario is to have.
    delay
        Days from the last day of a count until it was published: for all, or by series.

    Returns
    -------
        What came after the day changes no bit of it. Nobody is displaced after the day, see
        :mod:`marchland.study.forecast.inflow`.
    """
    base, upto = scenario.base or scenario, np.datetime64(day, "D")
    made = replace(
        base,
        days=days,
        displaced=rebuilt(base.displaced, _entered(base.displaced.rows(), upto)),
        timeline=rebuilt(base.timeline, _heard(base.timeline.rows(), upto)),
        weather=rebuilt(base.weather, _felt(base, upto, days)),
        aid=rebuilt(base.aid, (row for row in base.aid.rows() if row["date"] <= upto)),
        observations=rebuilt(
            base.observations,
            (row for row in base.observations.rows() if published(row, delay) <= upto),
        ),
        parameters=_staying(base.parameters),
        posterior=None,
        digest="",
        pulls=(),
        base=None,
    )
    return until(made, upto)


def published(row: Mapping[str, Any], delay: int | Mapping[str, int]) -> np.datetime64:
    """Return the day on which a count became known."""
    late = delay if isinstance(delay, int) else delay.get(row["series"], 0)
    day: np.datetime64 = last_day(dict(row)) + late * _DAY
    return day


def rebuilt(table: _T, rows: Iterable[Mapping[str, Any]]) -> _T:
    """Return a table of the same kind with other rows."""
    kept = list(rows)
    columns = {name: [_blank(row.get(name)) for row in kept] for name in table.columns()}
    return type(table).from_columns(columns)


def _blank(value: Any) -> Any:
    """Return None for a date that is not there, which no table takes."""
    return None if isinstance(value, np.datetime64) and np.isnat(value) else value


def _heard(rows: Iterable[dict[str, Any]], upto: np.datetime64) -> Iterable[dict[str, Any]]:
    for row in rows:
        if row["date"] <= upto or row["announced"] <= upto:
            yield row


def _entered(rows: Iterable[dict[str, Any]], upto: np.datetime64) -> Iterable[dict[str, Any]]:
    """Yield people displaced up to the day; a row that goes on beyond it ends there."""
    for row in rows:
        if row["date"] <= upto:
            late = not np.isnat(row["date_to"]) and row["date_to"] > upto
            yield {**row, "date_to": upto} if late else row


def _felt(base: Scenario, upto: np.datetime64, days: int) -> Iterable[dict[str, Any]]:
    """Yield the weather up to the day, and then that of the last days over and over."""
    rows = [row for row in base.weather.rows() if row["date"] <= upto]
    yield from rows
    last = {(row["station"], row["date"]): row for row in rows}
    stations = sorted({row["station"] for row in rows})
    end = np.datetime64(base.start, "D") + days * _DAY
    for number, date in enumerate(np.arange(upto + _DAY, end)):
        like = upto - (WEATHER_AGAIN - 1 - number % WEATHER_AGAIN) * _DAY
        for station in stations:
            row = last.get((station, like))
            if row is not None:
                yield {**row, "date": date, "source": "assumed"}


def _staying(parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Let nobody leave a camp, where the scenario has no chance of its own for it."""
    names = {kind.leave for kind in PLACE_KINDS.values() if kind.leave and kind.gathers}
    return {
        name: replace(one, value=0.0, low=0.0, high=0.0, law="fixed")
        if name in names and one == DEFAULTS.get(name)
        else one
        for name, one in parameters.items()
    }
