"""What was known on a day, and scores beside what could be repeated then."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from marchland.cli import main
from marchland.errors import RequestError
from marchland.io.native import write_scenario
from marchland.model.amounts import Amount
from marchland.model.scenario import Scenario
from marchland.model.tables import Displaced, Observations, Timeline
from marchland.study.runs.horizon import blind, rows_until
from marchland.study.scores.score import score
from marchland.study.scores.skill import document, pooled, skill
from marchland.view.words.scores import scores_in_words
from view.synthetic import crisis, observations, runs

SOURCE = "made up for tests"


@pytest.fixture
def told(line: Scenario) -> Scenario:
    """Return the line with arrivals in three spells, two events and counts of each day."""
    days = [date(2021, 6, day) for day in range(1, 11)]
    arrivals = Displaced.from_columns(
        {
            "date": [days[0], days[3], days[8]],
            "date_to": [days[2], days[5], days[9]],
            "place": ["town"] * 3,
            "group": ["all"] * 3,
            "people": [100.0, 200.0, 300.0],
            "source": [SOURCE] * 3,
        }
    )
    events = Timeline.from_columns(
        {
            "date": [days[1], days[6]],
            "what": ["attraction"] * 2,
            "where": ["camp"] * 2,
            "value": [Amount.of(2.0), Amount.of(3.0)],
            "source": [SOURCE] * 2,
        }
    )
    counts = Observations.from_columns(
        {
            "series": ["camp"] * 10,
            "date_from": days,
            "measure": ["stock"] * 10,
            "where": ["camp"] * 10,
            "value": [100.0 * day for day in range(10)],
            "quality": ["high"] * 10,
            "use": ["fit"] * 4 + ["score"] * 6,
            "source": [SOURCE] * 10,
        }
    )
    return replace(line, displaced=arrivals, timeline=events, observations=counts)


def test_rows_after_the_day_are_not_known(told: Scenario) -> None:
    known = rows_until(told, date(2021, 6, 4))
    assert len(known.displaced) == 2
    assert len(known.timeline) == 1


def test_who_is_setting_out_goes_on_in_the_blind(told: Scenario) -> None:
    known = blind(told, date(2021, 6, 4))
    assert list(known.displaced.date_to) == [
        np.datetime64("2021-06-03"),
        np.datetime64("2021-06-10"),
    ]
    assert known.days == told.days
    assert len(blind(told, date(2021, 6, 9)).displaced) == 3


@pytest.mark.parametrize("day", ["2021-05-31", "2021-06-10"])
def test_a_day_outside_the_scenario_is_refused(told: Scenario, day: str) -> None:
    with pytest.raises(RequestError, match="last day known"):
        blind(told, date.fromisoformat(day))


def test_persistence_knows_no_count_after_its_origin() -> None:
    known = np.datetime64("2021-09-30")
    row = score(runs(crisis()), observations(), known_until=known)
    told = row.set_index("series").loc["pl_attempts"]
    errors = [abs(7700 * 31 / 30 - 17447), abs(7700 - 8900)]
    assert told["crps_persistence"] == pytest.approx(np.mean(errors))


def test_skill_is_told_beside_both_ways_to_repeat(told: Scenario) -> None:
    from marchland.engine.simulate import simulate

    made = simulate(told, 4, 1)
    table = skill(made, told).set_index("use")
    # the last count known to the fit is 300; of the scored days the mean is 650
    assert table.loc["score", "crps_persistence_origin"] == pytest.approx(350)
    assert table.loc["score", "crps_persistence"] == pytest.approx(100)
    assert math.isnan(table["ratio_origin"].to_dict()["fit"])
    assert pooled(table.reset_index()) == pytest.approx(table.loc["score", "ratio_origin"])
    few = skill(made, told, date(2021, 6, 9), date(2021, 6, 10))
    assert list(few["n"]) == [2]
    assert few["crps_persistence_origin"].item() == pytest.approx(550)
    assert "camp" in scores_in_words(few)
    assert document(few)["series"][0]["n"] == 2


def test_the_command_scores_a_scenario_and_a_result(
    told: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = write_scenario(told, tmp_path / "line"), tmp_path / "scores.json"
    asked = ["score", str(folder), "--members", "4", "--seed", "2"]
    assert main([*asked, "--json", str(out)]) == 0
    found = json.loads(out.read_text())
    assert (found["members"], found["seed"], found["blind_after"]) == (4, 2, None)
    assert [row["use"] for row in found["series"]] == ["fit", "score"]
    assert "camp" in capsys.readouterr().out
    assert main([*asked, "--blind-after", "2021-06-04", "--from", "2021-06-08"]) == 0
    assert main(["score", str(folder), "--from", "2022-01-01"]) == 2
    assert main([*asked, "--runs", str(tmp_path)]) == 2
    assert "leave out --members, --seed" in capsys.readouterr().err
