"""What was known on a day: a scenario without what happened later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.columns import Table
from marchland.model.scenario import Scenario
from marchland.model.tables import Displaced

Day = date | np.datetime64
T = TypeVar("T", bound=Table)


def rows_until(scenario: Scenario, day: Day) -> Scenario:
    """Return the scenario without events and arrivals that begin after a day."""
    end = np.datetime64(str(day), "D")
    return replace(
        scenario, timeline=_until(scenario.timeline, end), displaced=_until(scenario.displaced, end)
    )


def blind(scenario: Scenario, day: Day) -> Scenario:
    """Return the scenario as somebody would write it who knows nothing of what comes after a day.

    Events after the day are left out. Whoever is setting out on the day goes on setting out to
    the end, as many a day as then; those whose first day is later are left out.

    Parameters
    ----------
    scenario
        The scenario with all that is known.
    day
        Last day of which anything is known, within the scenario.

    Raises
    ------
    RequestError
        If the day is not one of the scenario's.
    """
    end = np.datetime64(str(day), "D")
    first = np.datetime64(scenario.start)
    last = first + np.timedelta64(scenario.days - 1, "D")
    if not first <= end < last:
        raise RequestError(
            say(
                "the last day known is {end}, must be from {first} to {last}",
                end=end,
                first=first,
                last=last - np.timedelta64(1, "D"),
            )
        )
    known = rows_until(scenario, end)
    rows = list(known.displaced.rows())
    for row in rows:
        if (row["date"] if np.isnat(row["date_to"]) else row["date_to"]) >= end:
            row["date_to"] = last
    columns = {name: [row[name] for row in rows] for name in Displaced.columns()}
    return replace(known, displaced=Displaced.from_columns(columns))


def _until(table: T, end: np.datetime64) -> T:
    """Return the rows that begin on the day or before."""
    rows = [row for row in table.rows() if row["date"] <= end]
    return type(table).from_columns({name: [row[name] for row in rows] for name in table.columns()})
