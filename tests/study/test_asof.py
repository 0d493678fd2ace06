"""One forecast of one crisis, scored by what came later."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import marchland as ml
from marchland.cli import main
from marchland.errors import RequestError
from marchland.study.validate.asof import score_as_of


@pytest.mark.compiled
def test_every_count_of_a_known_series_is_scored_once() -> None:
    crisis = ml.read("belarus-2021")
    scored = score_as_of(crisis, date(2021, 10, 31), date(2021, 12, 31), members=4, threads=1)
    rows = scored.rows("pl_attempts")
    assert scored.outcome[rows].tolist() == [8900.0, 1700.0]
    assert "bruzgi_camp_people" not in scored.series  # nobody had counted there yet
    losses = scored.losses()
    for name in scored.series:
        at = scored.rows(name)
        ratio = losses["forecast"][at].sum() / losses["persistence"][at].sum()
        assert scored.ratio(name) == pytest.approx(ratio)
    logs = [np.log(scored.ratio(name)) for name in scored.series]
    assert scored.mean() == pytest.approx(np.exp(np.mean(logs)))
    low, high = scored.interval()
    assert low <= scored.mean() <= high


@pytest.mark.compiled
def test_the_command_writes_what_it_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "scores.json"
    asked = ["backtest", "belarus-2021", "--as-of", "2021-11-15", "--until", "2021-12-31"]
    assert main([*asked, "--members", "4", "--json", str(target)]) == 0
    told, scores = capsys.readouterr().out, json.loads(target.read_text("utf-8"))
    assert f"{scores['mean_ratio']['forecast']:.2f}" in told
    assert scores["mean_ratio"]["persistence"] == 1.0
    assert "over series. Its weight:" in told


def test_nothing_to_score_is_refused() -> None:
    with pytest.raises(RequestError, match="no count between"):
        score_as_of(ml.read("belarus-2021"), date(2022, 3, 28), date(2022, 3, 30), members=4)
