"""The tables of the scenario that a Flee folder becomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from marchland.io.flee.closures import NEVER, Closure, Span, Way, union
from marchland.io.flee.forced import Restrictions
from marchland.io.flee.graph import FleeLink, FleePlace
from marchland.io.flee.series import CampCounts
from marchland.model.tables import Displaced, Observations, Places, Routes, Timeline

_GROUP = "all"
_COLLECTION = "Flee's folder"


def _columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Turn rows with the same keys into columns."""
    columns: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        for name, value in row.items():
            columns[name].append(value)
    return columns


def places_table(places: Mapping[str, FleePlace]) -> Places:
    """Return the places; only camps have a capacity, only others a population."""
    return Places.from_columns(
        _columns(
            {
                "id": name,
                "name": name.replace("_", " "),
                "country": place.country,
                "lat": None if np.isnan(place.lat) else place.lat,
                "lon": None if np.isnan(place.lon) else place.lon,
                "kind": place.kind,
                "capacity": place.size if place.kind == "camp" else None,
                "population": None if place.kind == "camp" else place.size,
                "tags": ["idp"] if place.idp else [],
                "source": f"{_COLLECTION}, {place.where}",
            }
            for name, place in places.items()
        )
    )


def routes_table(links: Sequence[FleeLink], limits: Restrictions) -> tuple[Routes, dict[Way, str]]:
    """Return the routes, and the id by which the timeline calls each way.

    A link is one route for both ways, unless only one of its ways is ever shut.
    """
    rows: list[dict[str, Any]] = []
    ids: dict[Way, str] = {}
    for link in links:
        a, b = link.ends
        single = frozenset(link.ends) in limits.one_way
        ways = [(a, b), (b, a)] if single else [(a, b)]
        for origin, to in ways:
            ids[origin, to] = f"{origin} to {to}" if single else f"{origin} - {to}"
            rows.append(
                {
                    "id": ids[origin, to],
                    "origin": origin,
                    "destination": to,
                    "length_km": link.km,
                    "mode": "road",
                    "both_ways": not single,
                    "source": f"{_COLLECTION}, {link.where}",
                }
            )
    return Routes.from_columns(_columns(rows)), ids


def displaced_table(
    people: Mapping[str, npt.NDArray[np.int64]], at_start: Mapping[str, int], start: date
) -> Displaced:
    """Return who is displaced: those in camps on day 0, then each day's by conflict place.

    Days in a row with the same number share a row.
    """
    rows: list[dict[str, Any]] = [
        {
            "date": start,
            "date_to": None,
            "place": camp,
            "group": _GROUP,
            "people": number,
            "source": f"{_COLLECTION}: counted there on day 0",
        }
        for camp, number in at_start.items()
        if number > 0
    ]
    for place, numbers in people.items():
        edges = np.flatnonzero(np.diff(numbers, prepend=-1))
        for first, last in zip(edges, [*(edges[1:] - 1), len(numbers) - 1], strict=True):
            if numbers[first] > 0:
                rows.append(
                    {
                        "date": start + timedelta(days=int(first)),
                        "date_to": start + timedelta(days=int(last)) if last > first else None,
                        "place": place,
                        "group": _GROUP,
                        "people": int(numbers[first]),
                        "source": f"{_COLLECTION}: share of that day's rise of the camps' counts",
                    }
                )
    rows.sort(key=lambda row: row["date"])
    return Displaced.from_columns(_columns(rows))


def timeline_table(
    closures: Sequence[Closure],
    limits: Restrictions,
    ids: Mapping[Way, str],
    intensities: Mapping[str, npt.NDArray[np.float64]],
    start: date,
    days: int,
) -> Timeline:
    """Return what happens: conflicts, closures, camps that open or close, people sent on."""
    shut: dict[str, list[Span]] = defaultdict(list)
    for way, spans in limits.shut.items():
        shut[ids[way] if way in ids else ids[way[::-1]]] += spans
    conflicts = {name: _above_zero(level) for name, level in intensities.items()}
    pushed: dict[str, list[Span]] = defaultdict(list)
    for place, spans in (*conflicts.items(), *limits.sending_on.items()):
        pushed[place] += spans
    rows = [
        *_switch("close", "open", shut, (None, None)),
        *_switch("attraction", "attraction", limits.refusing, (0, 1)),
        *_switch("leave", "leave", limits.refusing, ("leave_settlement", "leave_camp")),
        *_switch("push", "push", pushed, (1, 0)),
        *_notes(closures, conflicts),
    ]
    kept = sorted((row for row in rows if row["date"] < days), key=lambda row: row["date"])
    return Timeline.from_columns(
        _columns(
            {**row, "date": start + timedelta(days=row["date"]), "source": _COLLECTION}
            for row in kept
        )
    )


def _switch(
    on: str, off: str, spans: Mapping[str, Sequence[Span]], values: tuple[Any, Any]
) -> list[dict[str, Any]]:
    """Return an event for the start of each span, and one for its end."""
    rows = []
    for where, some in spans.items():
        for first, end in union(some):
            rows.append(_event(first, on, where, values[0]))
            if end < NEVER:
                rows.append(_event(end, off, where, values[1]))
    return rows


def _event(day: int, what: str, where: str, value: Any, label: str = "") -> dict[str, Any]:
    return {"date": day, "what": what, "where": where, "value": value, "label": label}


def _notes(
    closures: Sequence[Closure], conflicts: Mapping[str, Sequence[Span]]
) -> list[dict[str, Any]]:
    """Return the words for the list of events."""
    rows = []
    for closure in closures:
        rows.append(_event(closure.start, "note", "", None, closure.words))
        if closure.end < NEVER:
            rows.append(_event(closure.end, "note", "", None, closure.words_at_end))
    for place, spans in conflicts.items():
        shown = place.replace("_", " ")
        for first, end in spans:
            rows.append(_event(first, "note", "", None, f"Conflict reaches {shown}"))
            if end < NEVER:
                rows.append(_event(end, "note", "", None, f"Conflict leaves {shown}"))
    return rows


def _above_zero(level: npt.NDArray[np.float64]) -> list[Span]:
    """Return the spans of days with conflict; one that lasts to the last day does not end."""
    steps = np.diff(np.concatenate([[0], level > 0, [0]]).astype(int))
    starts, ends = np.flatnonzero(steps > 0), np.flatnonzero(steps < 0)
    return [
        (int(first), int(end) if end < len(level) else NEVER)
        for first, end in zip(starts, ends, strict=True)
    ]


def observations_table(counts: Mapping[str, CampCounts], start: date, days: int) -> Observations:
    """Return the counts at the camps; the last before and the first after the run are shown only.

    They are kept so that the counts of the first and the last day can be told.
    """
    rows = []
    for camp, one in counts.items():
        first = max(0, int(np.searchsorted(one.days, 0, side="right")) - 1)
        last = int(np.searchsorted(one.days, days - 1))
        for day, people in zip(
            one.days[first : last + 1], one.people[first : last + 1], strict=True
        ):
            when = start + timedelta(days=int(day))
            rows.append(
                {
                    "series": camp,
                    "date_from": when,
                    "date_to": when,
                    "measure": "stock",
                    "where": camp,
                    "value": float(people),
                    "quality": "medium",
                    "use": "score" if 0 <= day < days else "show",
                    "source": f"UNHCR by {_COLLECTION}: {one.source}",
                }
            )
    return Observations.from_columns(_columns(rows))
