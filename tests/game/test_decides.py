"""What decides: one number at a time from the middle of all ranges, and nothing is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from game_small import contest
from marchland.game.decides import Decider, decides
from marchland.game.payoffs import payoffs
from marchland.game.play import play
from marchland.game.profiles import Profiles, profiles
from marchland.game.solve import equilibria
from marchland.model.amounts import Amount
from marchland.model.reviews import with_reviews
from marchland.model.scenario import Scenario
from marchland.model.tables import Judged
from reviewed import review, reviewed
from verify.cases import table

LATER = date(2030, 1, 1)
Bools = npt.NDArray[np.bool_]


@pytest.fixture(scope="module")
def tiny() -> Profiles:
    return profiles(contest(), members=4)


def over(tiny: Profiles, scenario: Scenario) -> Profiles:
    """Return the same profiles weighed by another scenario's terms."""
    return replace(tiny, board=replace(tiny.board, scenario=scenario))


def certain(scenario: Scenario, **ends: float) -> Scenario:
    """Return a scenario in which nothing that is weighed or judged has a range."""
    terms = {
        name: replace(
            one,
            weights={
                actor: Amount.of(ends.get(name, (w.low + w.high) / 2))
                for actor, w in one.weights.items()
            },
        )
        for name, one in scenario.terms.items()
    }
    rows = [
        {**row, "low": ends.get("judged", middle), "high": ends.get("judged", middle)}
        for row in scenario.judged.rows()
        for middle in ((row["low"] + row["high"]) / 2,)
    ]
    return replace(scenario, terms=terms, judged=table(Judged, rows))


def test_it_is_the_same_whatever_is_drawn(tiny: Profiles) -> None:
    one, other = (decides(payoffs(tiny, draws, seed)) for draws, seed in ((3, 1), (50, 7)))
    assert one == other == play(tiny, 5, today=LATER).decides
    assert [(d.what, d.term, d.actor, d.move) for d in one] == [
        ("weight", "harm", "driver", ""),
        ("judged", "talks", "driver", "lets_be"),
        ("judged", "talks", "driver", "drives"),
        ("scale", "harm", "", ""),
    ]


def test_what_flips_is_what_a_game_with_that_number_says(tiny: Profiles) -> None:
    """Each end against the enumeration of the game in which everything else is certain."""
    scenario = contest()
    usual = _stands(over(tiny, certain(scenario)))
    found = {(d.what, d.move): d for d in decides(payoffs(tiny, 3))}
    for low in (True, False):
        harm = 0.1 if low else 0.3
        made = certain(scenario, harm=harm)
        others = {a: certain(scenario).terms["harm"].weights[a] for a in ("holder", "third")}
        terms = {
            **made.terms,
            "harm": replace(made.terms["harm"], weights={"driver": Amount.of(harm), **others}),
        }
        flips = _flips(_stands(over(tiny, replace(made, terms=terms))), usual)
        told = found["weight", ""]
        assert flips == (told.flips_low if low else told.flips_high)
    assert any(one.flips > 0 for one in found.values())


def test_a_number_that_counts_for_nothing_flips_nothing(tiny: Profiles) -> None:
    scenario = contest()
    mute = {
        **scenario.terms,
        "talks": replace(scenario.terms["talks"], weights={"driver": Amount.of(0.0)}),
    }
    found = decides(payoffs(over(tiny, replace(scenario, terms=mute)), 3))
    assert [d.flips for d in found if d.term == "talks"] == [0.0, 0.0]


def test_reviewers_widen_what_is_judged(tiny: Profiles) -> None:
    rows = [
        review("AK", "judged", "talks driver drives", "replace", 0.0, 0.1, 2.0),
        review("B", "judged", "talks driver drives"),
    ]
    held = with_reviews(reviewed(*rows), "pool")
    (one,) = [d for d in decides(payoffs(over(tiny, held), 3)) if d.move == "drives"]
    assert (one.low, one.high) == (0.0, 2.0)
    drawn = payoffs(over(tiny, held), 400).judged["talks", "driver"]
    alone = payoffs(over(tiny, with_reviews(reviewed(*rows), "none")), 400)
    assert np.ptp(drawn) > np.ptp(alone.judged["talks", "driver"])
    agreed = payoffs(over(tiny, with_reviews(reviewed(*rows), "B")), 400)
    assert np.array_equal(agreed.judged["talks", "driver"], alone.judged["talks", "driver"])


def test_rows_stand_in_the_order_of_the_files_and_say_no_gain(tiny: Profiles) -> None:
    found = play(tiny, 5, today=LATER)
    assert list(found.deciders()["what"]) == [d.what for d in found.decides]
    assert not {"worth", "gain", "payoff"} & set(Decider.__dataclass_fields__)


def _stands(found: Profiles) -> Bools:
    return np.asarray(equilibria(payoffs(found, 1).worth, found.board.shape)[0])


def _flips(one: Bools, other: Bools) -> float:
    return float((one != other).any(axis=-1).mean())
