"""A profile that somebody chose: who is not named does as recorded, each stress is answered."""

from __future__ import annotations

import numpy as np
import pytest

from game_small import contest
from marchland.errors import RequestError
from marchland.game.choice import choice, chosen, sides
from marchland.game.ledger import entries
from marchland.game.payoffs import payoffs
from marchland.game.profiles import Profiles, profiles


@pytest.fixture(scope="module")
def tiny() -> Profiles:
    return profiles(contest(), members=4)


def test_who_is_not_named_does_as_recorded(tiny: Profiles) -> None:
    assert chosen(tiny.board, []) == tiny.board.recorded
    assert chosen(tiny.board, ["calls", "drives"]) == ("drives", "holds", "calls")


def test_moves_that_cannot_be_made_together_are_refused(tiny: Profiles) -> None:
    with pytest.raises(RequestError, match=r"'opened' is no move .*'opens'.*both moves of holder"):
        chosen(tiny.board, ["opened", "opens", "walls"])


def test_a_profile_of_one_move_is_its_line_in_the_ledger(tiny: Profiles) -> None:
    worth = payoffs(tiny, 30)
    for one in entries(worth).entries:
        profile = chosen(tiny.board, [one.move.name])
        made = choice(tiny, profile)
        assert made.harm == one.harm and made.changes[made.harm] == one.changes[one.harm]
        assert sides(worth, profile) == {
            actor: (one.gains[actor], one.loses[actor]) for actor in worth.actors
        }
        if one.answer is not None:
            (answered,) = made.answered
            assert answered.answer == one.answer
            assert answered.adds == one.changes[one.harm] and answered.answered == one.answered


def test_each_stress_of_a_profile_is_answered_by_who_is_left(tiny: Profiles) -> None:
    made = choice(tiny, chosen(tiny.board, ["drives", "walls"]))
    by = {one.move.name: one.answer and one.answer.name for one in made.answered}
    assert by == {"drives": "opens", "walls": "calls"}
    opened = choice(tiny, chosen(tiny.board, ["drives", "opens"]))
    (one,) = opened.answered
    assert one.answer is None and one.adds == one.answered
    harm = tiny.of(one.harm)
    adds = (
        harm[:, tiny.at(("drives", "opens", "waits"))]
        - harm[:, tiny.at(("lets_be", "opens", "waits"))]
    )
    assert one.adds.median == np.median(adds)
