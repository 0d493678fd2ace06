"""Profiles: taken apart and put together, run from a branch, the same for any ensemble."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import marchland as ml
from game_small import contest
from marchland.engine.simulate import simulate
from marchland.errors import RequestError
from marchland.game.compose import Board, alike, composed, same_run
from marchland.game.profiles import Plan, profiles
from marchland.model.checks.every import problems
from marchland.study.measures.outcomes import outcomes
from marchland.study.measures.since import outcomes_since

Floats = npt.NDArray[np.float64]


def test_the_tiny_contest_has_no_problem() -> None:
    found = [str(one) for one in problems(contest()) if not one.warning]
    assert [one for one in found if not one.startswith("scenario.yaml")] == []


@pytest.mark.parametrize("name", ["tiny", "belarus-2021"])
def test_the_recorded_profile_is_the_shipped_run_bit_for_bit(name: str) -> None:
    shipped = contest() if name == "tiny" else ml.read(name)
    board = Board.of(shipped)
    again = composed(board, board.recorded)
    one, other = (simulate(s, members=2, seed=5) for s in (shipped, again))
    for variable in one.data_vars:
        assert one[variable].values.tobytes() == other[variable].values.tobytes(), variable


def test_an_actor_s_own_rows_are_taken_out_and_nobody_else_s() -> None:
    board = Board.of(contest())
    made = composed(board, ("drives", "holds", "waits"))
    assert len(made.timeline) == 0
    assert board.recorded == ("lets_be", "holds", "waits")
    assert len(board.profiles) == 2 * 3 * 2 and board.day == date(2021, 6, 6)


def test_going_on_from_the_branch_is_as_running_whole() -> None:
    board, found = Board.of(contest()), profiles(contest(), members=3, seed=2)
    for i, profile in enumerate(board.profiles):
        whole = outcomes_since(simulate(composed(board, profile), members=3, seed=2), board.day)
        for name in whole:
            assert np.array_equal(found.of(str(name))[:, i], whole[name].to_numpy(float)), profile


def test_a_member_is_the_same_in_an_ensemble_of_any_size() -> None:
    few, many = (profiles(contest(), members=n, seed=2) for n in (2, 5))
    assert np.array_equal(few.values, many.values[:, :2])


def test_profiles_that_are_alike_are_one_run_and_what_was_made_is_kept(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    scenario = contest()
    found = profiles(scenario, members=2, out=tmp_path, progress=lambda *n: told.append(n))
    assert found.runs == 12 and told[-1] == (12, 12)
    kept = sorted((tmp_path / "runs").iterdir())
    kept[0].unlink()
    told.clear()
    again = profiles(scenario, members=2, out=tmp_path, progress=lambda *n: told.append(n))
    assert told == [(12, 12)] and np.array_equal(found.values, again.values)


def test_moves_that_nobody_feels_need_no_run_of_their_own() -> None:
    scenario = contest()
    still = {**scenario.moves, "calls": replace(scenario.moves["calls"], changes=())}
    assert profiles(replace(scenario, moves=still), members=2).runs == 6


def test_a_move_with_two_keys_needs_both() -> None:
    scenario = contest()
    keyed = {**scenario.moves, "opens": replace(scenario.moves["opens"], needs=("calls",))}
    board = Board.of(replace(scenario, moves=keyed))
    alone, without, both = (
        same_run(composed(board, ("lets_be", *rest)))
        for rest in (("opens", "waits"), ("holds", "waits"), ("opens", "calls"))
    )
    assert alone == without != both


def test_routes_that_are_added_move_nobody() -> None:
    board = Board.of(contest())
    made = [composed(board, profile) for profile in board.profiles]
    padded = alike(made)
    for one, other in zip(made[:3], padded[:3], strict=True):
        left, right = (outcomes(simulate(s, members=2, seed=1)) for s in (one, other))
        assert left.equals(right)


def test_what_cannot_be_played_is_refused() -> None:
    with pytest.raises(RequestError, match="'drover' has no moves to choose"):
        Board.of(contest(), ["drover"])
    with pytest.raises(RequestError, match="must be after"):
        Board.of(contest(), None, "2031-01-01")
    with pytest.raises(RequestError, match="has no moves to choose; write some"):
        Board.of(ml.read("ukraine-2022"))


def test_what_a_ledger_needs_is_run_first_and_what_is_missing_is_blank() -> None:
    board = Board.of(contest())
    plan = Plan.of(board, 2, seed=2)
    jobs = plan.jobs(1)
    assert len(jobs) == len(plan.made) == 12
    for job in jobs[: len(board.single())]:
        job.run(1)
    found = plan.found()
    assert [p for p, done in zip(board.profiles, plan.done, strict=True) if done] == [
        p for p in board.profiles if p in board.single()
    ]
    assert np.isfinite(found.values[0][:, plan.done]).all()
    assert np.isnan(found.values[:, :, ~plan.done]).all()
    assert len(plan.jobs(1)) == 12 - len(board.single())


def test_a_stress_is_answered_by_others_alone() -> None:
    board = Board.of(contest())
    assert board.answered(("drives", "holds", "waits"), "opens") == ("drives", "opens", "waits")
    assert ("lets_be", "walls", "calls") in board.single()


def test_flights_go_on_where_nobody_stops_them() -> None:
    """Departures are a row of whoever stopped them, so that leaving it out lets people set out."""
    board = Board.of(ml.read("belarus-2021"))
    airlines = board.actors.index("airlines")
    fly_on = tuple("fly_on" if i == airlines else m for i, m in enumerate(board.recorded))
    entered = [
        float(simulate(composed(board, one), 1, 1, days=200)["entered"].sum())
        for one in (board.recorded, fly_on)
    ]
    assert entered[1] > 1.1 * entered[0]


def test_protection_may_draw_people_and_nothing_draws_nobody() -> None:
    crisis = ml.read("belarus-2021")
    board = Board.of(crisis)
    poland = board.actors.index("poland")
    protects = tuple("protects" if i == poland else m for i, m in enumerate(board.recorded))
    for move in crisis.moves.values():
        drawn = [change for change in move.changes if change.what == "drawn"]
        assert bool(drawn) == (move.kind == "protective" and not move.recorded)

    def setting_out(drawn: float) -> Floats:
        board = Board.of(ml.with_parameters(crisis, drawn_by_protection=drawn))
        return simulate(composed(board, protects), 1, 1, days=200)["entered"].values

    moves = {n: replace(m, changes=()) for n, m in crisis.moves.items()}
    without = composed(Board.of(replace(crisis, moves=moves)), protects)
    plain = simulate(without, 1, 1, days=200)["entered"].values
    assert np.array_equal(setting_out(0.0), plain)
    assert setting_out(0.3).sum() > plain.sum()
