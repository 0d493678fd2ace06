"""The page of a game: harm first, a gain only with its harm, a stress only beside its answer."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import marchland as ml
from marchland.game.play import Game, play
from marchland.game.profiles import Profiles, profiles
from marchland.model.scenario import Scenario
from marchland.model.tables import RUNGS
from marchland.view.figures.strip import strip_figure
from marchland.view.game.strip import strip
from marchland.view.game.write import Shown, of_game, page
from marchland.view.words import strip as words

FOLDER = Path(__file__).parents[1] / "scenarios" / "river-camps"
pytestmark = pytest.mark.compiled


@pytest.fixture(scope="module")
def camps() -> Scenario:
    return ml.read(FOLDER)


@pytest.fixture(scope="module")
def found(camps: Scenario) -> Profiles:
    return profiles(camps, members=4)


@pytest.fixture(scope="module")
def game(found: Profiles) -> Game:
    return play(found, 60)


@pytest.fixture(scope="module")
def text(game: Game) -> str:
    return page(of_game(game, "marchland game river-camps"))


def card(text: str, name: str) -> str:
    """Return the card of a move as it is read."""
    found = re.search(rf'<article [^>]*id="move-{name}">(.*?)</article>', text, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", " ", found[1])


def test_harm_is_on_top_and_moves_stand_in_the_declared_order(text: str, camps: Scenario) -> None:
    places = [text.index(f'<section id="{name}">') for name in ("harm", "ledger", "weak", "strip")]
    assert places == sorted(places)
    cards = re.findall(r'id="move-(\w+)"', text)
    assert cards == [move.name for move in camps.moves.values() if not move.recorded]
    for name in cards:
        told = card(text, name)
        assert told.index("People") < told.index("Who would be better or worse off")


def test_a_gain_of_a_stress_is_named_only_with_its_harm(text: str, camps: Scenario) -> None:
    """R3 and R4."""
    for move in camps.moves.values():
        if move.kind != "stress":
            continue
        told = card(text, move.name)
        sides, gain = told.split("Gain, with its harm:")
        mover = camps.actors[move.actor].label
        assert mover not in sides.split("Who would be better or worse off")[1]
        assert mover in gain and "Answered by" in gain
        assert re.search(r"[+−]\d|no change for people", gain)


def test_what_is_judged_and_what_is_simulated_is_said_by_word(text: str) -> None:
    assert '<span class="chip simulated">simulated</span>' in text
    assert '<span class="chip judged">judged by people</span>' in text
    assert "does not predict what anybody would do" in text


def test_while_runs_are_missing_harm_is_shown_and_no_gain(found: Profiles, game: Game) -> None:
    few = found.values.copy()
    few[:, :, ~np.isin(np.arange(few.shape[-1]), [0, 1, 2])] = np.nan
    part = replace(found, values=few)
    text = page(Shown(part, replace(game.ledger, found=part)))
    assert "Coming: 3 of 36" in text and "Harm by move" in text
    assert "better off" not in text and "equilibrium" not in text.split("Responsible use")[0]


def test_a_refused_game_shows_harm_and_says_why(found: Profiles, game: Game) -> None:
    text = page(Shown(found, game.ledger, None, "the gain 'talks' goes with harm"))
    assert "No gains are shown: the gain &#x27;talks&#x27; goes with harm." in text
    assert "better off" not in text and "Cut rations" in text


def test_rungs_are_an_order_with_all_their_names(camps: Scenario) -> None:
    drawn = strip_figure(camps)
    names = [one["text"] for one in drawn.layout["annotations"]]
    assert names == list(RUNGS[1:])
    marks = [(x, y) for trace in drawn.data for x, y in zip(trace["x"], trace["y"], strict=True)]
    assert sorted(marks) == [("2023-06-12", 2), ("2023-06-21", 3), ("2023-07-02", 5)]


def test_the_strip_names_who_claims_and_gives_ranges(camps: Scenario) -> None:
    text = re.sub(r"<[^>]+>", " ", strip(camps))
    assert "Armed group" in text and "not one side alone" in text and "1,000 or more" in text
    assert "how likely a war was" in text and "mean" not in text and "average" in words.NOTE
    assert words.people(3, float("nan")) == "3 or more"
    assert words.people(float("nan"), 5) == "up to 5"
    assert words.people(7, 7) == "7"


def test_there_is_no_strip_where_nothing_was_declared(camps: Scenario) -> None:
    bare = replace(camps, incidents=camps.incidents.empty(), forces=camps.forces.empty())
    assert strip(bare) == ""


def test_the_report_has_the_strip_under_who_is_stranded(camps: Scenario, tmp_path: Path) -> None:
    runs = ml.simulate(camps, members=4, seed=1)
    text = ml.write_report(runs, camps, tmp_path / "report.html").read_text("utf-8")
    assert 'id="strip"' in text and "Above them the people stranded" in text
    assert f"marchland game {FOLDER}" in text
    sides = text.split('<section id="sides">')[1].split("</section>")[0]
    rows = re.findall(r"<tr><td>(.*?)</tr>", sides)
    assert len(rows) == len(camps.moves)
    assert "Registers people and moves them on; A truce at once" in rows[-1]  # a stress is answered
    bare = replace(
        camps, incidents=camps.incidents.empty(), forces=camps.forces.empty(), moves={}, actors={}
    )
    text = ml.write_report(runs, bare, tmp_path / "bare.html").read_text("utf-8")
    assert 'id="strip"' not in text and 'id="sides"' not in text


def test_the_ledger_in_the_docs_has_the_moves_as_they_are_declared() -> None:
    text = (Path(__file__).parents[2] / "docs" / "how-to" / "game.md").read_text("utf-8")
    made = text.split("<!-- made by tools/ledger_table.py -->")[1].split("<!-- end -->")[0]
    rows = [
        line.split(" | ")[0].removeprefix("| ") for line in made.splitlines() if line[:2] == "| "
    ]
    crisis = ml.read("belarus-2021")
    assert rows[1:] == [
        f"{crisis.actors[move.actor].label}: {move.label} ({move.kind})"
        for move in crisis.moves.values()
        if not move.recorded
    ]
