"""Numbers held against each other: who leaves and who lives there, room, counts, deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from marchland.errors import Problem
from marchland.language import mark, say
from marchland.model.aid import ITEMS, OTHER_WORDS, factor, units
from marchland.model.arrivals import spans
from marchland.model.checks.case import MANIFEST, Case
from marchland.model.checks.names import rows_by_value
from marchland.model.kinds import PLACE_KINDS
from marchland.model.near import either, hint
from marchland.model.parameters import DEFAULTS
from marchland.model.tables import Aid, Displaced, Observations, Places

MOST_PEOPLE = 2e9
"""As many people as a run can count: 64-bit while running, 32-bit in the output."""

_UNLIKE = 300
_AT_LOW = mark("parameter {name} has its lowest value as its value; is the range meant so?")
_AT_HIGH = mark("parameter {name} has its highest value as its value; is the range meant so?")


def check_sums(case: Case) -> Iterator[Problem]:
    """Numbers that are right by themselves fit each other."""
    yield from _aid(case)
    yield from _bounds(case)
    if not case.knows(Places, Displaced) or MANIFEST in case.unread or case.flawed:
        return
    leaving = _leaving(case)
    total = sum(high for _, high in leaving.values())
    if total > MOST_PEOPLE:
        yield Problem(
            Displaced.FILE,
            say(
                "displaces {total:,.0f} people, a run can count {most:,.0f}",
                total=total,
                most=MOST_PEOPLE,
            ),
        )
    yield from _lived(case, leaving)
    yield from _room(case, sum(low for low, _ in leaving.values()))
    yield from _counted(case, total)


def _leaving(case: Case) -> dict[str, tuple[float, float]]:
    """Return how many people enter at each place within the period, at least and at most."""
    scenario = case.scenario
    first = np.datetime64(scenario.start, "D")
    last = first + np.timedelta64(max(scenario.days, 1) - 1, "D")
    found: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for one in spans(scenario):
        if number := one.days(first, last):
            low, high = found[one.place]
            found[one.place] = (low + one.low * number, high + one.high * number)
    return found


def _lived(case: Case, leaving: dict[str, tuple[float, float]]) -> Iterator[Problem]:
    """No more people leave a place than live there."""
    places = case.scenario.places
    for row, place in enumerate(places.id):
        people, lived = leaving.get(place, (0.0, 0.0))[0], float(places.population[row])
        if people > lived:
            yield case.problem(
                Places,
                row,
                say(
                    "at least {people:,.0f} people leave '{place}', where {lived:,.0f} live",
                    people=people,
                    place=place,
                    lived=lived,
                ),
                warning=True,
            )


def _room(case: Case, people: float) -> Iterator[Problem]:
    """Places that receive people hold those who are displaced."""
    places = case.scenario.places
    rows = [
        row
        for row, kind in enumerate(places.kind)
        if kind in PLACE_KINDS and PLACE_KINDS[kind].receives
    ]
    capacity = places.capacity[rows]
    if rows and not np.isnan(capacity).any() and capacity.sum() < people:
        yield Problem(
            Places.FILE,
            say(
                "at least {people:,.0f} people are displaced, and all places that receive people "
                "hold {capacity:,.0f} together; leave a capacity blank where it is no limit",
                people=people,
                capacity=capacity.sum(),
            ),
            warning=True,
        )


def _counted(case: Case, total: float) -> Iterator[Problem]:
    """No more people are counted at a place than there are; not hundreds of times as many."""
    table = case.scenario.observations
    stock = np.array([measure == "stock" for measure in table.measure], dtype=bool)
    for row in np.flatnonzero(stock & (table.value > _UNLIKE * total)).tolist() if total else ():
        yield case.problem(
            Observations,
            row,
            say(
                "value {value:,.0f} is {times:,.0f} times all people who are displaced; is it "
                "wrong by 1,000?",
                value=table.value[row],
                times=table.value[row] / total,
            ),
            warning=True,
        )


def _meant(item: str) -> str:
    """Say which item of aid may be meant by a word, and its unit."""
    meant = OTHER_WORDS.get(item.strip().lower())
    if not meant:
        return hint(item, ITEMS)
    return say(" (is it {item}, in {units}?)", item=meant, units=either(units(meant)))


def _aid(case: Case) -> Iterator[Problem]:
    """Aid is of an item that serves a need, in a unit that can be compared, and given once."""
    table = case.scenario.aid
    for (item, unit), rows in rows_by_value(zip(table.item, table.unit, strict=True)).items():
        if item and item not in ITEMS:
            yield case.grouped(
                Aid,
                rows,
                say(
                    "item '{item}' serves no need that is counted{hint}; such are {items}",
                    item=item,
                    hint=_meant(item),
                    items=", ".join(ITEMS),
                ),
                warning=True,
            )
        elif unit and item and factor(item, unit) is None:
            yield case.grouped(
                Aid,
                rows,
                say(
                    "unit '{unit}' of {item} must be {units}{hint}",
                    unit=unit,
                    item=item,
                    units=either(units(item)),
                    hint=hint(unit, units(item)),
                ),
            )
    keys = zip(
        table.date.tolist(), table.place, table.item, table.unit, table.quantity.tolist(),
        strict=True,
    )  # fmt: skip
    for (day, place, item, *_), rows in rows_by_value(keys).items():
        if len(rows) > 1 and day is not None:
            yield case.grouped(
                Aid,
                rows,
                say(
                    "{item} for {place} on {day} is given {times} times alike, and every row "
                    "counts",
                    item=item,
                    place=place,
                    day=day,
                    times=len(rows),
                ),
                warning=True,
            )


def _bounds(case: Case) -> Iterator[Problem]:
    """A parameter at one end of its range was likely not meant to move one way alone."""
    for name, one in case.scenario.parameters.items():
        if one is DEFAULTS.get(name) or not one.low < one.high:
            continue
        if one.value in (one.low, one.high) and f"parameters.{name}" in case.keys:
            told = say(_AT_LOW if one.value == one.low else _AT_HIGH, name=name)
            yield case.key(f"parameters.{name}", told, warning=True)
