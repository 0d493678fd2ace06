"""The app's game page: moves and weights in the address, wrong addresses refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("flask")

from flask import Flask

import marchland as ml
from marchland.view.app import desk, game, rounds
from marchland.view.app.offer import Offer
from marchland.view.app.rounds import Rounds

FOLDER = str(Path(__file__).parents[1] / "scenarios" / "river-camps")
STAGES = (2, 3)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    server = Flask("test")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(game, "DRAWS", 40)
        patch.setattr(game, "PATIENCE", 600)
        patch.setattr(desk, "PATIENCE", 600)
        game.add_game(server, Offer([FOLDER]), desk.Desk(), Rounds(1, STAGES))
        yield server.test_client()


def settled(client: Any, search: str = "") -> str:
    """Return the page once all runs are done."""
    address = f"/game?scenario=river-camps{search}"
    for _ in range(600):
        text: str = client.get(address).text
        if 'data-seen="all"' in text:
            return text
        time.sleep(0.2)
    raise AssertionError("the runs do not end")


@pytest.mark.compiled
def test_moves_and_weights_are_in_the_address(client: Any) -> None:
    text = settled(client, "&move=cuts&move=opens&weight=agency:crowded:0.7")
    assert '<option value="cuts" selected>Cut rations (stress)</option>' in text
    assert "Host government: Keeps the crossing open; Donors: Cut rations." in text
    assert "Cut rations adds" in text and "Answered by" in text
    assert 'data-of="agency:crowded" min="0" max="1" step="0.05" value="0.7"' in text
    assert "<output>0.7 (yours)</output>" in text and "All done: each combination" in text
    assert text.index('id="choose"') < text.index('<section id="choice">')


@pytest.mark.compiled
def test_a_part_has_what_changes_and_a_page_that_has_seen_it_gets_no_more(client: Any) -> None:
    settled(client)
    part = client.get("/game?scenario=river-camps&move=truce&part=1").text
    assert '<section id="choice">' in part and "<html" not in part and 'id="strip"' not in part
    seen = client.get("/game?scenario=river-camps&part=1&seen=all").text
    assert "<section" not in seen and 'data-seen="all"' in seen


@pytest.mark.compiled
def test_weights_by_which_a_payoff_goes_with_harm_show_no_gain(client: Any) -> None:
    text = settled(client, "&move=cuts" + "".join(
        f"&weight={actor}:{term}:0"
        for actor, term in (("donor", "stranded"), ("donor", "crowded"), ("host", "stranded"))
    ))  # fmt: skip
    assert "No gains are shown" in text and "(rule R2)" in text
    assert "better off" not in text and "Cut rations adds" in text


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("scenario=../etc", "is not offered here"),
        ("scenario=ukraine-2022", "has no moves to choose"),
        ("scenario=river-camps&move=<b>", "&lt;b&gt;"),
        ("scenario=river-camps&move=opens&move=stays_shut", "are both moves of host"),
        ("scenario=river-camps&weight=host", "write actor:term:number"),
        ("scenario=river-camps&weight=host:talks:0.5", "write actor:term:number"),
        ("scenario=river-camps&weight=host:stranded:-0.1", "must be a number from 0 to 1"),
        ("scenario=river-camps&weight=host:stranded:nan", "must be a number from 0 to 1"),
        ("scenario=river-camps&weight=host:stranded:1e999", "must be a number from 0 to 1"),
    ],
)
def test_wrong_addresses_are_refused(client: Any, search: str, told: str) -> None:
    answer = client.get(f"/game?{search}")
    assert answer.status_code == 400
    assert told in answer.text and "<b>" not in answer.text


@pytest.mark.compiled
def test_a_game_that_nobody_asks_for_is_dropped_and_resumed(monkeypatch: Any) -> None:
    crisis, several = ml.read(FOLDER), Rounds(1, (2,))
    monkeypatch.setattr(rounds, "SILENCE", -1.0)
    one = several.want(crisis)
    assert one is not None
    _done(one)
    assert (one.whole, one.found, one.failed) == (0, None, "")
    monkeypatch.setattr(rounds, "SILENCE", 600.0)
    assert several.want(crisis) is one
    _done(one)
    assert one.found is not None and one.found.members == 2
    assert several.want(crisis) is one and not one.running


@pytest.mark.compiled
def test_single_moves_come_first_and_are_kept(monkeypatch: Any) -> None:
    crisis, several = ml.read(FOLDER), Rounds(1, (2,))
    seen: list[int] = []

    def left(one: rounds.Round) -> bool:
        seen.append(one.done)
        return one.done >= 3

    monkeypatch.setattr(rounds.Round, "left", property(left))
    one = several.want(crisis)
    assert one is not None
    _done(one)
    assert one.done == 3 and one.whole == 0 and one.plan is not None and one.found is not None
    done = {p for p, there in zip(one.found.board.profiles, one.plan.done, strict=True) if there}
    assert done <= set(one.found.board.single()) and len(done) >= 3


def test_games_that_were_asked_for_long_ago_are_forgotten(monkeypatch: Any) -> None:
    monkeypatch.setattr(rounds.Rounds, "_play", lambda self, one: setattr(one, "running", False))
    several = Rounds(1, (2,))
    made = [several.want(ml.read(FOLDER)) for _ in range(2)]
    assert made[0] is not made[1]  # read anew, its files may say something else
    crisis = ml.read(FOLDER)
    for number in range(50):
        one = several.want(replace(crisis, digest=str(number)))
        assert one is not None
        _done(one)
    assert [int(key.split()[-1]) for key in several._rounds] == list(range(46, 50))


def _done(one: rounds.Round) -> None:
    """Wait until nothing of a game is run any more."""
    for _ in range(3000):
        if not one.running:
            return
        time.sleep(0.1)
    raise AssertionError("it takes too long")
