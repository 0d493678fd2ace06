"""Kinds of events: each is declared once, and the engine has an effect for each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, get_args

import pytest

from marchland.engine.effects import EFFECTS, effect_of
from marchland.engine.simulate import simulate
from marchland.errors import RequestError
from marchland.model.cells import read_cell
from marchland.model.checks import problems
from marchland.model.events import EVENTS, OTHER_WORDS, EventKind, Lane, by_lane, kind_of, names
from marchland.model.near import bare
from marchland.model.scenario import Scenario
from marchland.model.tables import Timeline
from marchland.model.where import SORTS
from verify import cases


def happens(*event: Any) -> Scenario:
    """Return the case of the hard camp, in which this happens on its first day."""
    scene = cases.hard()
    rows = [*scene.timeline.rows(), cases.event(0, *event)]
    return replace(scene, timeline=cases.table(Timeline, rows))


@pytest.mark.parametrize("kind", EVENTS.values(), ids=list(EVENTS))
def test_a_declaration_is_whole(kind: EventKind) -> None:
    assert kind.meaning.endswith(".") and kind.lane in get_args(Lane)
    assert kind.targets and set(kind.targets) < set(SORTS)
    assert bool(kind.sets) == (kind.concerns != "nothing")
    if kind.value is not None:
        assert kind.value.kind == "amount" and kind.value.low == 0 and kind.value.meaning


def test_the_engine_has_an_effect_for_each_and_no_other() -> None:
    assert set(EFFECTS) == {kind.sets for kind in EVENTS.values()} - {""}


@pytest.mark.parametrize("change", [{"sets": "beds"}, {"concerns": "routes"}])
def test_a_declaration_without_an_effect_fails(change: dict[str, Any]) -> None:
    with pytest.raises(NotImplementedError, match=r"event 'push' sets .* which has no effect"):
        effect_of(replace(EVENTS["push"], **change))


def test_a_kind_that_is_not_declared_is_refused_everywhere() -> None:
    scene = happens("beds", "full")
    with pytest.raises(RequestError, match="'beds' is no kind of event"):
        kind_of("beds")
    with pytest.raises(RequestError, match="'beds' is no kind of event"):
        simulate(scene, members=1, seed=1)
    assert any("'beds' is none that there is" in str(one) for one in problems(scene))


def test_a_place_that_is_not_there_is_refused_by_the_engine() -> None:
    with pytest.raises(RequestError, match=r"where 'fulll' is no place.*did you mean"):
        simulate(happens("push", "fulll", 1.0), members=1, seed=1)


def test_names_can_be_asked_for_by_what_is_declared() -> None:
    assert names(value=None) == "open, close, note"
    assert names(by_group=True) == "open, close, departures, drawn, attraction, note"


def test_every_kind_belongs_to_one_lane_and_other_words_name_kinds() -> None:
    listed = [name for kinds in by_lane().values() for name in kinds]
    assert sorted(listed) == sorted(EVENTS)
    assert not set(OTHER_WORDS) & set(EVENTS)
    assert {bare(word) for word in OTHER_WORDS} == set(OTHER_WORDS)
    assert {name for meant in OTHER_WORDS.values() for name in meant} <= set(EVENTS)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Fighting", "must be push (people are driven out"),
        ("relocation", "must be transfer_per_day (people are moved along a route every day"),
        ("transfer per day", "did you mean 'transfer_per_day'?"),
        ("xyzzy", "kits              dry clothes"),
    ],
)
def test_a_word_for_an_event_gets_the_kind_that_is_meant(written: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        read_cell(Timeline.columns()["what"], written)
