"""A stress is never shown alone: not by the command line, and not by the public calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import marchland as ml
from marchland.cli import main
from marchland.errors import RequestError
from marchland.io.read import built_in
from marchland.model.levers import Pull
from marchland.study.compare.whatif import what_if

MADE = str(Path(__file__).parents[1] / "scenarios" / "el-geneina")


def stresses() -> Iterator[tuple[str, str]]:
    for name in (*built_in(), MADE):
        for lever in ml.read(name).levers.values():
            if lever.kind == "stress":
                yield name, lever.name


EVERY = list(stresses())


def test_every_shipped_scenario_has_a_stress_to_look_at() -> None:
    assert {name for name, _ in EVERY} >= set(built_in())


@pytest.mark.parametrize(("name", "stress"), EVERY)
def test_a_stress_is_pulled_with_its_answer_or_not_at_all(name: str, stress: str) -> None:
    crisis = ml.read(name)
    lever = crisis.levers[stress]
    with pytest.raises(RequestError, match=f"'{stress}' is a stress and is shown only beside"):
        ml.pull(crisis, stress)
    for answer in lever.answers:
        assert crisis.levers[answer].kind == "protective"
        both = ml.pull(crisis, stress, Pull(answer))
        assert {one.lever for one in both.pulls} == {stress, answer}
        assert ml.pull(ml.pull(crisis, answer), stress).digest == both.digest


@pytest.mark.parametrize(("name", "stress"), EVERY)
@pytest.mark.parametrize("verb", ["run", "ensemble", "forecast"])
def test_the_command_line_refuses_it_alone(
    verb: str, name: str, stress: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path / "out")]
    assert main([verb, name, "--lever", stress, "--members", "2", *out]) == 2
    assert f"'{stress}' is a stress" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("name", "stress"), EVERY)
def test_a_comparison_has_its_answers_beside_it(name: str, stress: str) -> None:
    crisis = ml.read(name)
    found = what_if(crisis, [Pull(stress)], lambda one: ml.simulate(one, 1, 1, days=20))
    told = [({pull.lever for pull in case.pulls}, case.against) for case in found.cases]
    assert told == [
        ({stress}, ""),
        *(({stress, answer}, stress) for answer in crisis.levers[stress].answers),
    ]


def test_what_is_shown_of_runs_refuses_a_stress_alone(tmp_path: Path) -> None:
    crisis = ml.read("belarus-2021")
    alone = crisis.pull("complete_fence", "2021-06-02")
    runs, base = (ml.simulate(one, 1, 1, days=20) for one in (alone, crisis))
    with pytest.raises(RequestError, match="'complete_fence' is a stress"):
        ml.compare(base, runs)
    with pytest.raises(RequestError, match="'complete_fence' is a stress"):
        ml.write_report(runs, alone, tmp_path / "r.html")
    both = ml.simulate(ml.pull(alone, "corridor@2021-06-02"), 1, 1, days=20)
    assert len(ml.compare(base, both))


def test_all_that_cannot_be_pulled_is_said() -> None:
    with pytest.raises(RequestError, match=r"'corridor@x' is not a lever .*; '2021-13-01'"):
        ml.pull(ml.read("belarus-2021"), "corridor@x", "shelter@2021-13-01")
