"""Levers: pulled without touching chance, with the last word on what they set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from marchland.errors import RequestError
from marchland.io.read import read
from marchland.model.levers import Change, Lever, LeverKind, Pull
from marchland.model.parameters import Parameter
from marchland.model.pulling import unanswered
from marchland.model.scenario import Scenario
from marchland.model.tables import Timeline

START = date(2021, 6, 1)


def lever(name: str, *changes: str, kind: LeverKind = "neutral", **more: object) -> Lever:
    made = tuple(map(Change.of, changes))
    plain = Lever(name, name, "what it does", "somebody", kind, date(2021, 6, 3), made)
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.fixture
def ring_with_levers(ring: Scenario) -> Scenario:
    """Return the ring with a timeline and some levers, after its routes."""
    first, *others = ring.routes.id
    timeline = Timeline.from_columns(
        {
            "date": [date(2021, 6, 2), date(2021, 6, 5), date(2021, 6, 6)],
            "what": ["close", "close", "open"],
            "where": [first, first, others[0]],
        }
    )
    levers = [
        lever("early", f"open {first}"),
        lever("late", f"close {first}"),
        lever("all", "leave AAA = 0.5"),
        lever("one", "leave town = 0.1"),
        lever(
            "strong",
            "leave town = 0.5*strength",
            kind="protective",
            strength=Parameter(1, 0.2, 2, "fixed"),
        ),
        lever("never", "leave AAA = 0.2", excludes=("late",)),
        lever("harm", "push town = 1", kind="stress", answers=("strong",)),
    ]
    return replace(ring, timeline=timeline, levers={one.name: one for one in levers})


def events(scenario: Scenario) -> list[str]:
    rows = scenario.timeline.rows()
    return sorted(f"{r['date']} {r['what']} {r['where']} {r['value']}".strip() for r in rows)


@pytest.mark.parametrize(
    "text", ["open a", "open a for IRQ", "leave a = 0.5*x", "note", "close b c after 3 days"]
)
def test_a_change_is_written_as_it_is_read(text: str) -> None:
    assert str(Change.of(text)) == text


def test_a_change_that_is_none_says_how_to_write_one() -> None:
    with pytest.raises(ValueError, match="not a change"):
        Change.of("Open the road!")


def test_a_pull_is_written_as_it_is_read() -> None:
    for text in ("corridor", "corridor@2021-11-12", "corridor@2021-11-12:200", "corridor:0.5"):
        assert str(Pull.of(text)) == text
    for text in ("", "corridor@soon", "corridor@2021-13-01", "corridor:x"):
        with pytest.raises(ValueError):
            Pull.of(text)


def test_pulling_leaves_the_scenario_as_it_was(ring_with_levers: Scenario) -> None:
    before = events(ring_with_levers)
    open_ = ring_with_levers.pull("early", date="2021-06-04")
    assert events(ring_with_levers) == before
    assert [str(pull) for pull in open_.pulls] == ["early@2021-06-04"]
    assert open_.base is ring_with_levers
    assert open_.pulled(()) is ring_with_levers


def test_a_lever_has_the_last_word_from_its_date_on(ring_with_levers: Scenario) -> None:
    first = ring_with_levers.routes.id[0]
    made = events(ring_with_levers.pull("early", "2021-06-04"))
    assert f"2021-06-02 close {first}" in made
    assert f"2021-06-05 close {first}" not in made
    assert f"2021-06-04 open {first}" in made


def test_the_more_particular_of_two_levers_holds(ring_with_levers: Scenario) -> None:
    one_way = ring_with_levers.pull("one", "2021-06-03").pull("all", "2021-06-05")
    other_way = ring_with_levers.pull("all", "2021-06-05").pull("one", "2021-06-03")
    assert events(one_way) == events(other_way)
    assert "2021-06-05 leave town 0.1" in events(one_way)


def test_strength_is_a_factor_within_its_range(ring_with_levers: Scenario) -> None:
    made = ring_with_levers.pull("strong", "2021-06-04", strength=0.4)
    assert "2021-06-04 leave town 0.2" in events(made)
    assert str(made.pulls[0]) == "strong@2021-06-04:0.4"


@pytest.mark.parametrize(
    ("pulls", "said"),
    [
        (["erly"], "did you mean 'early'"),
        (["early", "late"], "both set opening"),
        (["early", "early"], "2 times"),
        (["late", "never"], "exclude each other"),
        (["early@2022-01-01"], "must be between 2021-06-01 and"),
        (["early@2021-06-03:2"], "no strength"),
        (["strong@2021-06-03:9"], "between 0.2 and 2"),
        (["all", "never"], "both set leave"),
    ],
)
def test_what_cannot_be_pulled_says_why(
    ring_with_levers: Scenario, pulls: list[str], said: str
) -> None:
    with pytest.raises(RequestError, match=said):
        ring_with_levers.pulled(map(Pull.of, pulls))


def test_everything_wrong_is_told_at_once(ring_with_levers: Scenario) -> None:
    with pytest.raises(RequestError) as told:
        ring_with_levers.pulled(map(Pull.of, ["erly", "early@1999-01-01"]))
    assert "erly" in str(told.value)
    assert "1999" in str(told.value)


def test_a_strength_is_told_as_it_is(ring_with_levers: Scenario) -> None:
    strong = ring_with_levers.levers["strong"]
    assert (strong.strongly(0.6), strong.strongly(1200)) == ("0.6", "1,200")
    assert ring_with_levers.levers["one"].strongly(None) == ""


def test_a_stress_stands_beside_its_answer(ring_with_levers: Scenario) -> None:
    alone = ring_with_levers.pull("harm")
    assert "pull with it one of strong" in unanswered(alone.pulls, alone.levers)
    both = alone.pull("strong")
    assert unanswered(both.pulls, both.levers) == ""


@pytest.mark.compiled
def test_members_share_their_chance_until_the_lever(ring_with_levers: Scenario) -> None:
    from marchland.engine.simulate import simulate

    base = simulate(ring_with_levers, members=5, seed=3)
    made = simulate(ring_with_levers.pull("one", "2021-06-05"), members=5, seed=3)
    assert np.array_equal(base["stock"][:, :4], made["stock"][:, :4])
    assert not np.array_equal(base["stock"], made["stock"])
    assert np.array_equal(base["parameters"], made["parameters"])


def test_levers_of_belarus_protect_or_say_that_they_do_not() -> None:
    crisis = read("belarus-2021")
    kinds = {kind: 0 for kind in ("protective", "neutral", "stress")}
    for one in crisis.levers.values():
        kinds[one.kind] += 1
        assert one.source
        assert one.side_effects
        crisis.pull(one.name)
    assert kinds["protective"] >= 7
    assert kinds["stress"] >= 2
    everything = [n for n, one in crisis.levers.items() if one.kind == "protective"]
    assert len(crisis.pulled(map(Pull, everything)).pulls) == len(everything)


def test_a_corridor_stays_open_though_the_border_hardens_later() -> None:
    made = read("belarus-2021").pull("corridor", date="2021-10-15")
    later = [r for r in made.timeline.rows() if r["where"] == "kuznica_post"]
    assert not [r for r in later if r["what"] == "close" and str(r["date"]) >= "2021-10-15"]
    hardened = [r for r in later if r["what"] == "permeability"]
    assert {str(r["value"]) for r in hardened} == {"1"}
    assert "2021-12-01" in {str(r["date"]) for r in hardened}
