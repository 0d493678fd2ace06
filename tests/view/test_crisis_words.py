"""The crisis in words: it says what the tables say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from io_broken import OBSERVATIONS, TIMELINE, written
from marchland.io.native import read_native
from marchland.model.arrivals import arrivals_by_month
from marchland.model.scenario import Scenario
from marchland.view.words.crisis import describe, spread
from strategies import scenarios


def test_the_words_name_everything_that_matters(tmp_path: Path) -> None:
    timeline = TIMELINE.replace("value\n", "value,label\n").replace(",,\n", ",,,\n")
    timeline = timeline.replace("m2,,,\n", "m2,,,The road closes\n", 1)
    words = describe(read_native(written(tmp_path, timeline=timeline)))
    for expected in (
        "A border (",
        "From 1 June 2021 to 30 July 2021: 60 days, 2 groups (IRQ, SYR).",
        "hub in Belarus: Minsk",
        "road: 3 routes, 20 to 750 km long",
        "Belarus to Poland: 1 crossing, line",
        "IRQ: 600 to 1,200 people in all (2021-06 600 to 1,200)",
        "SYR: 15 people in all (2021-06 15)",
        "2021-06-10  The road closes",
        "and 1 change without a label",
        "tries: 1 count of attempts at Belarus to Poland, 2021-06-01 to 2021-06-30 (1 to score)",
        "through 0.2 (0.1 to 0.4), of this scenario: Chance at the line.",
        "routes.csv: 4 of 4 rows without a source",
    ):
        assert expected in words
    assert "0.1 to 0.4" not in words.split("Gates")[1].split("Who comes")[0]
    assert OBSERVATIONS.count("\n") == 2


def test_arrivals_outside_the_period_are_left_out(line: Scenario) -> None:
    assert arrivals_by_month(line) == {"all": {"2021-06": (3000.0, 3000.0)}}
    assert arrivals_by_month(replace(line, days=2)) == {"all": {"2021-06": (2000.0, 2000.0)}}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_any_scenario_can_be_told(scenario: Scenario) -> None:
    assert scenario.name in describe(scenario)


def test_spreads_are_short() -> None:
    assert spread(1200, 1500) == "1,200 to 1,500"
    assert spread(3, 3) == "3"
    assert spread(0, 0.25) == "0 to 0.25"
