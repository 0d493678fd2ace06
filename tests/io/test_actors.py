"""``actors.yaml``, ``moves.yaml`` and ``terms.yaml``: read, checked at once, and written back."""

from __future__ import annotations

from pathlib import Path

import pytest

import marchland as ml
from io_broken import told, written
from marchland.io.native import read_native, write_scenario

ACTORS = """\
minsk: {label: Minsk, source: assumed}
warsaw: {label: Warsaw, source: assumed}
"""
MOVES = """\
drives: {actor: minsk, label: Drives, explanation: As it did., kind: neutral, recorded: yes,
  since: 2021-06-10, source: assumed}
stops: {actor: minsk, label: Stops, explanation: No more., kind: neutral, leaves_out: yes,
  source: assumed}
holds: {actor: warsaw, label: Holds, explanation: As it did., kind: neutral, recorded: yes,
  source: assumed}
opens: {actor: warsaw, label: Opens, explanation: Opens., kind: protective, changes: [open line],
  needs: [stops], source: assumed}
closes: {actor: warsaw, label: Closes, explanation: Closes., kind: stress, changes: [close line],
  answers: [frees], source: assumed}
frees: {actor: minsk, label: Frees, explanation: Frees., kind: protective, source: assumed}
"""
TERMS = """\
harm: {label: Harm, of: stranded_person_nights, sign: cost, scale: 100, weights: {minsk: 0-0.5},
  source: assumed}
talks: {label: Talks, of: judged, sign: gain, gain: talks, scale: 1, weights: {minsk: 1},
  source: assumed}
"""
JUDGED = "term,actor,move,low,high,source\ntalks,minsk,stops,0,1,assumed\n"
FILES = {"actors.yaml": ACTORS, "moves.yaml": MOVES, "terms.yaml": TERMS, "judged.csv": JUDGED}


def folder(tmp_path: Path, old: str = "", new: str = "") -> Path:
    made = written(tmp_path)
    for name, text in FILES.items():
        (made / name).write_text(text.replace(old, new, 1) if old else text)
    return made


def test_they_are_read_and_written_back(tmp_path: Path) -> None:
    scenario = read_native(folder(tmp_path))
    assert list(scenario.actors) == ["minsk", "warsaw"] and scenario.moves["drives"].recorded
    assert scenario.terms["harm"].weights["minsk"].high == 0.5
    again = read_native(write_scenario(scenario, tmp_path / "again"))
    for name in ("actors", "moves", "terms"):
        assert getattr(again, name) == getattr(scenario, name)


def test_the_crisis_of_2021_is_written_back_whole(tmp_path: Path) -> None:
    scenario = ml.read("belarus-2021")
    assert ml.read(write_scenario(scenario, tmp_path / "belarus-2021")) == scenario


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("actor: minsk", "actor: minks", "moves.yaml:1  drives.actor has 'minks', which is not in"),
        ("recorded: yes", "recorded: maybe", "drives.recorded 'maybe' must be yes or no"),
        ("recorded: yes", "recorded: no", "minsk has no recorded move, each actor has exactly one"),
        ("answers: [frees]", "answers: []", "closes.answers is missing: a stress is shown only"),
        ("answers: [frees]", "answers: [stops]", "'stops', which is neutral, must be protective"),
        ("answers: [frees]", "answers: [opens]", "'opens', which is a move of the same actor"),
        ("needs: [stops]", "needs: [stop]", "(did you mean 'stops'?)"),
        ("needs: [stops]", "levers: [bus]", "opens.levers has 'bus', which is not in levers.yaml"),
        ("[open line]", "[shut line]", "shut is no kind of event"),
        ("label: Drives", "lable: Drives", "(did you mean 'label'?)"),
        ("sign: cost", "sign: good", "harm.sign 'good' must be one of gain, cost"),
        ("gain: talks", "gain: fear", "talks.gain 'fear' must be one of talks"),
        ("sign: cost", "sign: gain", "harm.gain '' must be one of"),
        ("{minsk: 0-0.5}", "{minks: 0-0.5}", "harm.weights has 'minks'"),
        ("{minsk: 0-0.5}", "{minsk: half}", "'half'"),
        ("scale: 100", "scale: 0", "harm.scale must be above 0"),
        ("stops,0,1", "stops,2,1", "judged.csv:2  low is above high"),
        ("talks,minsk,stops", "harm,minsk,stops", "is simulated (stranded_person_nights)"),
        ("talks,minsk,stops", "talks,minsk,stop", "judged.csv:2  move 'stop' is not in moves.yaml"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, problem: str) -> None:
    found = told(folder(tmp_path, old, new))
    assert any(problem in line for line in found), found


def test_who_decided_must_be_an_actor_where_there_are_some(tmp_path: Path) -> None:
    made = folder(tmp_path)
    table = (made / "timeline.csv").read_text().splitlines()
    table[0] += ",by"
    table[1:] = [line + ",mars" for line in table[1:]]
    (made / "timeline.csv").write_text("\n".join(table) + "\n")
    assert any("by 'mars' is not in actors.yaml" in line for line in told(made))
