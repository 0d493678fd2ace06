"""Counts and events of a scenario that is built: as observations and notes, and their total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from marchland.io.formats.read import Facts
from marchland.io.imports.joining import Unjoined
from marchland.io.imports.made import Asked
from marchland.io.imports.merging import merge
from marchland.io.imports.rows import rows_of
from marchland.model.scenario import Scenario
from marchland.model.tables import Observations, Timeline


@dataclass(frozen=True)
class Counted:
    """How counts and events were joined to places.

    Parameters
    ----------
    unjoined
        What could not be joined to a place.
    far
        What was joined by its position: area, place and km.
    outside
        Counts and notes that lie outside the period.
    """

    unjoined: tuple[Unjoined, ...]
    far: tuple[tuple[str, str, float], ...]
    outside: int


def with_counts(draft: Scenario, facts: Sequence[Facts], counting: str) -> tuple[Scenario, Counted]:
    """Return the scenario with counts as observations and events as notes."""
    asked, lost, far, outside = Asked(counting=counting), [], [], 0
    last = draft.start + timedelta(days=draft.days - 1)
    observations, timeline = draft.observations, draft.timeline
    for one in facts:
        if one.format.gives not in ("counts", "deaths", "events", "notes"):
            continue
        made = rows_of(one, draft, "", asked)
        lost += list(made.joined.unjoined) if made.joined else []
        far += list(made.joined.far) if made.joined else []
        when = "date_from" if made.target == "observations" else "date"
        rows = [row for row in made.rows if draft.start <= row[when] <= last]
        outside += len(made.rows) - len(rows)
        if made.target == "observations":
            observations = _as(Observations, merge(observations, rows).table)
        else:
            timeline = _as(Timeline, merge(timeline, rows).table)
    counted = replace(draft, observations=observations, timeline=timeline)
    return counted, Counted(tuple(lost), tuple(far), outside)


def _as(kind: Any, table: Any) -> Any:
    assert isinstance(table, kind)
    return table


def total(draft: Scenario) -> float:
    """Return people there at the last count of each series, places before their whole country."""
    last: dict[str, tuple[Any, str, float]] = {}
    for row in draft.observations.rows():
        if row["measure"] == "stock" or row["cumulative"]:
            last[row["series"]] = max(
                last.get(row["series"], (row["date_from"], "", 0.0)),
                (row["date_from"], row["where"], float(row["value"])),
            )
    country = dict(zip(draft.places.id, draft.places.country, strict=True))
    by_place: dict[str, float] = {}
    whole: dict[str, float] = {}
    for _, where, value in last.values():
        if where in country:
            by_place[country[where]] = by_place.get(country[where], 0.0) + value
        else:
            whole[where] = max(whole.get(where, 0.0), value)
    return sum(max(by_place.get(c, 0.0), whole.get(c, 0.0)) for c in {*by_place, *whole})
