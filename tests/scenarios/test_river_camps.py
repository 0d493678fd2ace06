"""A made-up contest over camps: host government, armed group, UN agency, donors.

None of its words is of another crisis, so that it shows what a game knows by itself.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import marchland as ml
from marchland.game.ledger import Entry
from marchland.game.play import Game, play
from marchland.game.profiles import Profiles, profiles
from marchland.view.words.game import game_in_words

FOLDER = Path(__file__).parent / "river-camps"


@pytest.fixture(scope="module")
def found() -> Profiles:
    return profiles(ml.read(FOLDER), members=4)


@pytest.fixture(scope="module")
def game(found: Profiles) -> Game:
    return play(found, 100)


def entry(game: Game, name: str) -> Entry:
    return next(one for one in game.ledger.entries if one.move.name == name)


def test_it_passes_every_check() -> None:
    assert [str(one) for one in ml.read(FOLDER).warnings] == []


def test_each_move_is_read_by_the_harm_that_it_changes(game: Game) -> None:
    assert game.found.hardships == (
        "stranded_person_nights",
        "in_danger_nights",
        "over_capacity_nights",
    )
    assert entry(game, "opens").harm == "stranded_person_nights"
    assert entry(game, "opens").changes["stranded_person_nights"].high90 < 0
    assert entry(game, "fights_on").harm == "in_danger_nights"
    cut = entry(game, "cuts")
    assert cut.harm == "over_capacity_nights" and cut.changes[cut.harm].median > 0
    assert cut.answer is not None and cut.answered is not None
    assert cut.answered.median < cut.changes[cut.harm].median


def test_its_words_are_its_own(game: Game) -> None:
    text = game_in_words(game)
    assert "Host government" in text and "nights people spent over capacity" in text
    for word in ("Belarus", "Minsk", "Poland", "EU", "Russia", "airline"):
        assert word not in text
