"""Reviews from the command line: drawn from where asked, told in the result, refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import marchland as ml
from marchland.cli import main
from marchland.io.skeleton import write_skeleton

ROWS = """\
date,reviewer,of,about,verdict,low,best,high,reason
2026-03-01,AK,parameter,pace,replace,0.5,0.6,0.8,roads were better
2026-03-01,protection officer,parameter,pace,agree,,,,
2026-03-02,AK,parameter,party_size,doubt,,,,families were larger
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = write_skeleton(tmp_path / "crisis", "camps")
    (made / "reviews.csv").write_text(ROWS, "utf-8")
    return made


def test_a_run_draws_from_the_pool_and_says_how_far_it_moves(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    call = ["run", str(folder), "--members", "10", "--sources", "0", "--out", str(out)]
    assert main([*call, "--reviews", "pool"]) == 0
    assert "With all reviews pooled, compared run by run with none" in capsys.readouterr().out
    told = json.loads(ml.read_results(out).attrs["provenance"])
    assert told["reviews"] == "pool"
    assert told["reviewed"] == {"pace": ["AK 0.6 (0.5 to 0.8)", "protection officer as it is"]}
    report = (out / "report.html").read_text("utf-8")
    assert "Who doubted what" in report and "families were larger" in report
    assert (out / "reviewed.csv").read_text("utf-8").startswith("outcome,")
    assert main(call) == 0
    assert not (out / "reviewed.csv").exists()
    assert "reviews" not in json.loads(ml.read_results(out).attrs["provenance"])


@pytest.mark.parametrize("verb", ["run", "ensemble", "compare", "forecast", "game"])
def test_who_has_reviewed_nothing_is_refused(
    verb: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path / "out")]
    assert main([verb, str(folder), "--reviews", "BC", *out]) == 2
    told = capsys.readouterr().err
    assert "'BC' has reviewed nothing of crisis" in told and "AK, protection officer" in told
    assert not (tmp_path / "out").exists()


def test_the_list_is_given_to_other_programs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", str(folder), "--json", "-"]) == 0
    document = json.loads(capsys.readouterr().out)
    by = {(one["of"], one["about"]): one for one in document["inputs"]}
    assert by["parameter", "pace"]["standing"] == "doubted"
    assert [one["reviewer"] for one in by["parameter", "pace"]["said"]] == [
        "AK",
        "protection officer",
    ]
    assert by["parameter", "rest_days"]["standing"] == "open"


def test_a_crisis_in_words_says_what_is_doubted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "What people who know it say" in told and "families were larger" in told
    assert "2 inputs are doubted, 0 undisputed" in told
