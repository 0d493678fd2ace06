"""Rules that keep a game from advising harm, on every shipped scenario that has one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

import marchland as ml
from game_small import contest, term
from marchland.errors import RequestError
from marchland.game.ledger import ledger
from marchland.game.payoffs import PROXIES, payoffs
from marchland.game.play import play, safe
from marchland.game.profiles import Profiles, profiles
from marchland.game.rules import against_harm, check_against_harm, check_over, with_harm
from marchland.io.read import built_in
from marchland.model.actors import GAINS, Term
from marchland.model.amounts import Amount
from marchland.model.checks.every import problems
from marchland.model.scenario import Scenario
from marchland.model.tables import Judged
from marchland.view.game.write import of_game, page
from marchland.view.words.game import game_in_words
from verify.cases import table

SHIPPED = [name for name in built_in() if ml.read(name).moves]
LATER = date(2030, 1, 1)


@pytest.fixture(scope="module", params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> Profiles:
    return profiles(ml.read(request.param), members=3)


@pytest.fixture(scope="module")
def tiny() -> Profiles:
    return profiles(contest(), members=4)


def test_there_is_a_game_to_look_at() -> None:
    assert "belarus-2021" in SHIPPED


def test_harm_is_only_ever_a_cost(shipped: Profiles) -> None:
    """R1, in what is declared and in what is computed."""
    worth = payoffs(shipped, 50)
    for one in worth.terms:
        if one.of in PROXIES:
            assert one.sign == "cost"
            more = shipped.change(one.of) > 0
            for actor in worth.actors:
                assert (worth.part(one, actor)[more] < 0).all()
        if one.sign == "gain":
            assert one.gain in GAINS
    assert (worth.weights >= 0).all()


def test_no_gain_goes_with_harm(shipped: Profiles) -> None:
    """R2."""
    worth = payoffs(shipped, 200)
    check_against_harm(worth)
    assert max(with_harm(worth).values(), default=0) <= 0.3
    assert min(against_harm(worth).values()) >= 0.95


def test_rows_stand_in_the_declared_order_and_a_stress_is_answered(shipped: Profiles) -> None:
    """R3 and R4."""
    found = play(shipped, 60)
    board = shipped.board
    order = [m.name for moves in board.moves.values() for m in moves if not m.recorded]
    assert [one.move.name for one in found.ledger.entries] == order
    for one in found.ledger.entries:
        assert next(iter(one.changes)) == shipped.harm
        if one.move.kind == "stress":
            assert one.answer is not None and one.answer.kind == "protective"
            assert one.answer.actor != one.move.actor
    assert all(board.scenario.moves[name].kind != "stress" for name in found.regret)
    table = found.table()
    assert [tuple(row) for row in table[list(board.actors)].to_numpy()] == board.profiles
    text = game_in_words(found)
    for one in found.ledger.entries:
        if one.move.kind == "stress":
            assert text.count("Answered by") >= 1
    assert "does not predict" in text and "advises nobody" in text


def test_the_page_names_no_crossing_and_nothing_behind_one(shipped: Profiles) -> None:
    """R5: border and month at the finest."""
    text = page(of_game(play(shipped, 20)))
    scenario = shipped.board.scenario
    lines = zip(scenario.routes.id, scenario.routes.mode, strict=True)
    behind = zip(scenario.places.id, scenario.places.kind, strict=True)
    ids = [i for i, mode in lines if mode == "crossing"]
    ids += [i for i, kind in behind if kind == "forest"]
    assert ids and not [one for one in ids if one in text]
    assert "permeab" not in text


def test_a_crisis_that_goes_on_is_refused() -> None:
    """R5."""
    scenario = contest()
    with pytest.raises(RequestError, match="no game is played over a crisis that goes on"):
        check_over(scenario, date(2021, 6, 20))
    check_over(scenario, date(2021, 6, 21))
    check_over(replace(scenario, judged=scenario.judged.empty()), date(2021, 6, 2))


@pytest.mark.parametrize("of", ["attempts", "turned_back", "stranded_person_nights"])
def test_a_term_that_makes_harm_a_gain_is_refused(tiny: Profiles, of: str) -> None:
    bad = term("bad", of, "gain", 10, "money", driver="1")
    board = replace(tiny.board, scenario=_with(tiny.board.scenario, bad))
    with pytest.raises(RequestError, match="only ever a cost"):
        payoffs(replace(tiny, board=board), 5)


def test_a_gain_that_goes_with_harm_is_refused_by_name(tiny: Profiles) -> None:
    scenario = tiny.board.scenario
    rows = [row for row in scenario.judged.rows() if row["move"] == "drives"]
    told = [{**row, "low": 0.9, "high": 1.0} for row in rows]
    table = scenario.judged.from_columns(
        {name: [row[name] for row in told] for name in scenario.judged.columns()}
    )
    board = replace(tiny.board, scenario=replace(scenario, judged=table))
    with pytest.raises(RequestError, match="the gain 'talks' of driver goes with harm"):
        ledger(replace(tiny, board=board), 20, today=LATER)


def test_a_payoff_that_rises_with_harm_is_refused_naming_its_term(tiny: Profiles) -> None:
    """R2, where no gain goes with harm: a cost of protecting is enough."""
    scenario = _with(tiny.board.scenario, term("home_front", "judged", "cost", 1, holder="1"))
    dear = {"term": "home_front", "actor": "holder", "low": 0.9, "high": 1.0, "source": "x"}
    rows = [*scenario.judged.rows(), *({**dear, "move": m} for m in ("opens", "lets_be", "calls"))]
    harm = {"holder": Amount.of(0.01)}
    heavy = replace(
        scenario,
        judged=table(Judged, rows),
        terms={**scenario.terms, "harm": replace(scenario.terms["harm"], weights=harm)},
    )
    board = replace(tiny.board, scenario=heavy)
    with pytest.raises(RequestError, match=r"the payoff of holder goes with harm .*'home_front'"):
        play(replace(tiny, board=board), 20, today=LATER)


def test_each_verb_refuses_a_crisis_that_goes_on(shipped: Profiles) -> None:
    """R5, on every shipped scenario: nobody's gain is shown before its last day is over."""
    scenario = shipped.board.scenario
    last = scenario.start + timedelta(days=scenario.days - 1)
    for verb in (play, ledger):
        for day in (last, last - timedelta(days=30)):
            with pytest.raises(RequestError, match="a crisis that goes on"):
                verb(shipped, 2, today=day)
    check_over(scenario, last + timedelta(days=1))


def test_nothing_that_is_said_ranks_a_stress_or_searches_its_gain(shipped: Profiles) -> None:
    """R3: no table is sorted by a payoff, and no row has one."""
    found = play(shipped, 3)
    for rows in (found.ledger.table(), found.table(), found.deciders()):
        assert not [name for name in map(str, rows) if "payoff" in name or "worth" in name]
    by_what = [one.what for one in found.decides]
    assert by_what == sorted(by_what, key=["weight", "judged", "scale"].index)
    assert 0 < sum(one.flips > 0 for one in found.decides) < len(found.decides)


def test_a_gain_from_another_list_is_no_scenario() -> None:
    scenario = _with(contest(), term("prize", "judged", "gain", 1, "pressure", driver="1"))
    found = [str(one) for one in problems(scenario)]
    assert any("nothing else is a gain" in one for one in found)


def test_the_harm_is_that_of_the_crisis(tiny: Profiles) -> None:
    """Where nobody is stranded by any move, the next hardship that a move changes leads."""
    assert tiny.harm == "stranded_person_nights"
    calm = tiny.values.copy()
    calm[tiny.names.index("stranded_person_nights")] = 0
    calm[tiny.names.index("over_capacity_nights")] = 50
    calm[tiny.names.index("waiting_nights")] = 100
    calm[tiny.names.index("waiting_nights"), :, 1] = 90
    found = replace(tiny, values=calm)
    assert found.hardships[:2] == ("waiting_nights", "over_capacity_nights")
    assert "stranded_person_nights" not in found.hardships


def test_the_tiny_game_is_played(tiny: Profiles) -> None:
    found = play(tiny, 40, today=LATER)
    assert 0 <= found.recorded <= 1 and found.draws == 40
    assert found.standing.share.sum() >= 1 - found.standing.none
    by_name = {one.move.name: one for one in safe(tiny)}
    harm, board = tiny.of(tiny.harm), tiny.board
    pairs = [
        (harm[:, i], harm[:, tiny.at((profile[0], "holds", profile[2]))])
        for i, profile in enumerate(board.profiles)
        if profile[1] == "walls"
    ]
    assert by_name["walls"].less == sum((a < b).mean() for a, b in pairs) / len(pairs)


def _with(scenario: Scenario, one: Term) -> Scenario:
    return replace(scenario, terms={**scenario.terms, one.name: one})
