"""Who sets out: rows of the displaced table, as far as the timeline lets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

import marchland as ml
from marchland.model.arrivals import arrivals_by_month, spans
from marchland.model.scenario import Scenario
from marchland.model.tables import Timeline
from verify import cases


def with_events(*events: Mapping[str, Any]) -> Scenario:
    line = cases.line()
    rows = [*line.timeline.rows(), *events]
    made = cases.table(Timeline, rows)
    return replace(line, timeline=made, rules=replace(line.rules, displacement="given"))


def told(scenario: Scenario) -> float:
    months = arrivals_by_month(scenario).values()
    return sum(high for ends in months for _, high in ends.values())


@pytest.mark.parametrize(
    "events",
    [
        (cases.event(1, "departures", "a", 0.5),),
        (cases.event(1, "departures", "", 2.0), cases.event(1, "departures", "a", 0.0)),
        (cases.event(1, "departures", "a", 0.0), cases.event(3, "departures", "a", 1.0)),
        (cases.event(1, "drawn", "a", 0.5), cases.event(2, "departures", "", 2.0)),
    ],
    ids=["half", "the particular last", "for two days", "drawn"],
)
def test_as_many_are_told_as_enter(events: tuple[Mapping[str, Any], ...]) -> None:
    scenario = with_events(*events)
    entered = int(ml.simulate(scenario, 1, 1)["entered"].sum())
    assert told(scenario) == entered != told(cases.line())


def test_nobody_is_drawn_by_nothing() -> None:
    scenario = with_events(cases.event(0, "drawn", "", 0.0))
    plain = with_events()
    one, other = (ml.simulate(s, 2, 1) for s in (scenario, plain))
    for name in one.data_vars:
        assert one[name].values.tobytes() == other[name].values.tobytes()


def test_a_row_is_one_span_where_nothing_is_set() -> None:
    line = cases.line()
    assert len(list(spans(line))) == len(line.displaced)
