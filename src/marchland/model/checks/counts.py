"""Counts from the field: what is observed, where, and that no person can be made out in it."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from marchland.errors import Problem
from marchland.language import say
from marchland.model.amounts import plain
from marchland.model.checks.case import Case
from marchland.model.checks.events import check_period, check_where
from marchland.model.checks.names import rows_by_value
from marchland.model.near import either
from marchland.model.tables import Observations
from marchland.model.where import sort_name

_SIDE = ("border", "country")

COUNTED_AT: Mapping[str, tuple[str, ...]] = {
    "attempts": _SIDE,
    "turned_back": _SIDE,
    "detected": _SIDE,
    "deaths": _SIDE,
    "transferred": ("route", "border", "country", "tag"),
}
"""Where a measure can be counted, for those that cannot be counted at any place."""

AT_LINES = ("attempts", "turned_back", "detected")
"""Measures of what happens at a closed line."""

_FEWEST = 10


def check_observations(case: Case) -> Iterator[Problem]:
    """Counts are of a place and a period that the model has, and of no single person."""
    table = case.scenario.observations
    until = np.where(np.isnat(table.date_to), table.date_from, table.date_to)
    yield from check_where(case, Observations, table.where)
    yield from check_period(case, Observations, table.date_from, until)
    for row in np.flatnonzero(until < table.date_from).tolist():
        yield case.problem(
            Observations,
            row,
            say(
                "date_to {until} is before date_from {since}",
                until=until[row],
                since=table.date_from[row],
            ),
        )
    for row in np.flatnonzero(
        (table.low > table.value) | (table.value > table.high) | (table.low > table.high)
    ).tolist():
        yield case.problem(
            Observations,
            row,
            say(
                "low {low}, value {value} and high {high} must rise in this order",
                low=plain(table.low[row]),
                value=plain(table.value[row]),
                high=plain(table.high[row]),
            ),
        )
    yield from _measures(case)
    yield from _repeated(case, until)
    yield from _deaths(case, until)


def _measures(case: Case) -> Iterator[Problem]:
    """Each measure is counted where it can be, and only deaths have a cause."""
    table = case.scenario.observations
    keys = zip(table.measure, table.where, [bool(cause) for cause in table.cause], strict=True)
    for (measure, where, caused), rows in rows_by_value(keys).items():
        may = COUNTED_AT.get(measure)
        sorts = [one.sort for one in case.names.every(where)] if where else []
        if may and case.network_known and sorts and not set(sorts) & set(may):
            yield case.grouped(
                Observations,
                rows,
                say(
                    "{measure} at '{where}', a {sort}; give the {sorts} (merge upward what is "
                    "finer)",
                    measure=measure,
                    where=where,
                    sort=sort_name(sorts[0]),
                    sorts=either(map(sort_name, may)),
                ),
            )
        if measure in AT_LINES and where in case.borders - case.closed_borders:
            yield case.grouped(
                Observations,
                rows,
                say(
                    "{measure} at '{where}', over which no crossing leads; people who pass an "
                    "open border are entered",
                    measure=measure,
                    where=where,
                ),
            )
        if measure == "entered" and case.network_known and not _way_in(case, where):
            yield case.grouped(
                Observations,
                rows,
                say(
                    "entered at '{where}', into which no open route leads; people beyond a "
                    "closed line are attempts, detected or registered",
                    where=where,
                ),
            )
        if caused and measure and measure != "deaths":
            yield case.grouped(
                Observations,
                rows,
                say("cause is given for {measure}, it is for deaths only", measure=measure),
            )


def _way_in(case: Case, where: str) -> bool:
    """Whether a route that is no crossing leads into a place, country or tag, or over a border."""
    modes = dict(zip(case.scenario.routes.id, case.scenario.routes.mode, strict=True))
    found = case.names.get(where)
    into = case.ground.directions(found) if found else ()
    return any(modes[one.route] != "crossing" for one in into)


def _repeated(case: Case, until: np.ndarray) -> Iterator[Problem]:
    """A count stands once, or it would weigh double."""
    table = case.scenario.observations
    keys = zip(
        table.series,
        table.date_from.tolist(),
        until.tolist(),
        table.measure,
        table.where,
        table.group,
        table.cause,
        strict=True,
    )
    for (series, since, *_), rows in rows_by_value(keys).items():
        if len(rows) > 1 and since is not None:
            first = case.line(Observations, rows[0])
            yield case.grouped(
                Observations,
                rows[1:],
                say(
                    "{series} from {since} is counted already on line {first}; where sources "
                    "differ, give low and high",
                    series=series,
                    since=since,
                    first=first,
                ),
            )


def _deaths(case: Case, until: np.ndarray) -> Iterator[Problem]:
    """Deaths are told by month, side and cause group, and by nothing finer."""
    table = case.scenario.observations
    for row in np.flatnonzero([measure == "deaths" for measure in table.measure]).tolist():
        since, last = table.date_from[row], until[row]
        if np.isnat(since) or last < since:
            continue
        if not _whole_months(since.item(), last.item()):
            yield case.problem(
                Observations,
                row,
                say(
                    "deaths from {since} to {last}; they enter by whole months only, merge "
                    "them into the month",
                    since=since,
                    last=last,
                ),
            )
        if table.group[row]:
            yield case.problem(
                Observations,
                row,
                say(
                    "deaths of one group; they enter by month, side and cause group only, "
                    "leave group blank"
                ),
            )
        if table.use[row] == "fit":
            yield case.problem(
                Observations,
                row,
                say("use is fit; nothing is fitted to deaths, write score or show"),
            )
        if 0 < table.value[row] < _FEWEST:
            yield case.problem(
                Observations,
                row,
                say(
                    "{number} deaths are under {fewest}: merge upward, over causes first, then "
                    "over months, until the row is the coarsest that was published",
                    number=plain(table.value[row]),
                    fewest=_FEWEST,
                ),
                warning=True,
            )


def _whole_months(since: date, last: date) -> bool:
    month_end = calendar.monthrange(last.year, last.month)[1]
    return since.day == 1 and last.day == month_end
