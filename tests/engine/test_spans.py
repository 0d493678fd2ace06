"""Days that members are carried through at once: the same bits as day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import get_ident

import numpy as np
import pytest
import xarray as xr

from marchland.engine import exposure
from marchland.engine import run as running
from marchland.engine.branch import go_on, run_with_branches
from marchland.engine.run import Run
from marchland.engine.simulate import simulate
from marchland.model.design import Design, Keep
from marchland.model.expression import Expression
from marchland.model.levers import Change
from marchland.model.reactions import Reaction
from marchland.model.scenario import Scenario
from verify import cases

pytestmark = pytest.mark.compiled

ANSWERS = {
    "noted": ("entered(2 days) > 1", 1, "note s1", None),
    "tried": ("attempts(BLR>POL, 2 days) > 3", 2, "permeability BLR>POL = 0.9", None),
    "full": ("people(f1, 2 days) > 1", 1, "pick_up f1 = 0.1", 4),
    "counted": ("people(BLR, 2 days) < 60", 1, "note s1", None),
    "closed": ("people(BLR) < 80", 2, "close s2-f2 after 2 days", None),
    "moved": ("people(open) > 2", 3, "transfer f2-open = 3", None),
}
"""When, for how many days, what changes, and from which day on it is asked."""


def answering(scenario: Scenario, names: tuple[str, ...]) -> Scenario:
    made = {}
    for name in names:
        when, days, change, since = ANSWERS[name]
        asked = None if since is None else scenario.start + timedelta(days=since)
        what = (Change.of(change),)
        made[name] = Reaction(name, name, Expression.of(when), days, what, asked, None, "assumed")
    return replace(scenario, reactions=made)


def same(one: xr.Dataset, other: xr.Dataset) -> None:
    """Hold two runs to the bit, but for when they were made."""
    assert set(one) == set(other)
    for name in other:
        assert one[name].identical(other[name]), name


def both(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> tuple[xr.Dataset, xr.Dataset]:
    spans: list[int] = []
    advance, here = Run.advance, get_ident()

    def noted(self: Run, day: int, stop: int) -> int:
        until = advance(self, day, stop)
        if get_ident() == here:  # not what a page of another test still runs ahead
            spans.append(until - day)
        return until

    monkeypatch.setattr(Run, "advance", noted)
    together = simulate(scenario, members=12, seed=3, threads=2)
    assert max(spans) > 1, "nothing was carried through more days than one"
    monkeypatch.setattr(running, "LONGEST", 1)
    spans.clear()
    by_day = simulate(scenario, members=12, seed=3, threads=2)
    assert max(spans) == 1
    return together, by_day


@pytest.mark.parametrize(
    "names", [(), ("noted",), *((name,) for name in ANSWERS if name != "noted"), tuple(ANSWERS)]
)
def test_reactions_see_and_do_the_same(
    names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = answering(replace(cases.border(), days=14), names)
    together, by_day = both(scene, monkeypatch)
    same(together, by_day)
    if names:
        fired = by_day["fired"].sel(reaction=list(names)).values
        assert (fired >= 0).any(axis=0).all(), "each has happened somewhere"


def test_nights_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = cases.cold()
    together, by_day = both(scene, monkeypatch)
    assert float(together["deaths_expected"].sum()) > 0.0
    same(together, by_day)


def test_weather_may_be_known_for_less_than_a_span(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = cases.cold()
    whole = simulate(scene, members=12, seed=3)
    monkeypatch.setattr(exposure, "MOST_FORESEEN", 12 * 3 * 2)
    same(whole, simulate(scene, members=12, seed=3))


def quiet(scenario: Scenario) -> Scenario:
    """Return a scenario of 14 days on which the timeline sets nothing."""
    return replace(scenario, days=14, timeline=type(scenario.timeline).from_columns({}))


def test_what_happens_in_the_last_days_is_noted() -> None:
    runs = simulate(answering(quiet(cases.border()), ("noted",)), members=12, seed=3)
    entered = runs["entered"].sum("group").values
    first = [int(np.argmax(one)) + 1 for one in entered > 2]
    assert runs["fired"].sel(reaction="noted").values.tolist() == first


@pytest.mark.parametrize("names", [("counted",), tuple(ANSWERS)])
def test_going_on_after_a_state_was_kept_sees_the_same(names: tuple[str, ...]) -> None:
    scene = answering(quiet(cases.border()), names)
    how = Design(members=12, seed=3, days=14, keep=Keep())
    whole, kept = simulate(scene, design=how), [3, 5, 6, 10]
    runs, states = run_with_branches(scene, kept, how)
    same(runs, whole)
    for state in states:
        assert go_on(state, scene)["fired"].identical(whole["fired"])
