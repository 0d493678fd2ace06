"""The invented conflict of tests/flee_tiny, whose README works out by hand what must come out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from marchland.io.flee import is_flee, read_flee, read_flee_with_report
from marchland.model.scenario import Scenario

TINY = Path(__file__).parents[2] / "flee_tiny"


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    return read_flee(TINY)


def _events(scenario: Scenario, where: str) -> list[tuple[int, str, str]]:
    """Day, kind and value of what happens at a place or a route."""
    return [
        (
            int((row["date"] - np.datetime64(scenario.start)).astype(int)),
            row["what"],
            str(row["value"]),
        )
        for row in scenario.timeline.rows()
        if row["where"] == where
    ]


def _daily(scenario: Scenario, places: set[str]) -> list[float]:
    """People displaced at the places, by day."""
    people = np.zeros(scenario.days)
    for row in scenario.displaced.rows():
        if row["place"] in places:
            first = int((row["date"] - np.datetime64(scenario.start)).astype(int))
            last = (
                first
                if np.isnat(row["date_to"])
                else int((row["date_to"] - np.datetime64(scenario.start)).astype(int))
            )
            people[first : last + 1] += row["people"].low
    return people.tolist()


def test_period_and_shape(tiny: Scenario) -> None:
    assert (tiny.name, tiny.start, tiny.days) == ("flee_tiny", date(2024, 1, 1), 10)
    assert (len(tiny.places), len(tiny.groups)) == (10, 1)


def test_kinds_and_countries(tiny: Scenario) -> None:
    kinds = dict(zip(tiny.places.id, tiny.places.kind, strict=True))
    assert kinds["Ford"] == kinds["Gate"] == "hub"
    assert {kinds[name] for name in ("Alda", "Bora", "Cado", "Dor")} == {"settlement"}
    assert {kinds[name] for name in kinds if name.startswith("Camp")} == {"camp"}
    assert set(tiny.places.country) == {"CAF", "TCD", "XAA"}


def test_only_camps_have_a_capacity_and_none_of_0(tiny: Scenario) -> None:
    capacity = dict(zip(tiny.places.id, tiny.places.capacity.tolist(), strict=True))
    assert {name: c for name, c in capacity.items() if c > 0} == {
        "Camp_One": 2000,
        "Camp_Four": 500,
    }


def test_displaced_by_hand(tiny: Scenario) -> None:
    camps = {name for name in tiny.places.id if name.startswith("Camp")}
    assert _daily(tiny, camps) == [250, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert _daily(tiny, {"Alda", "Bora"}) == [0, 300, 300, 300, 0, 100, 200, 200, 200, 200]
    assert _daily(tiny, {"Bora"}) == [0, 0, 0, 0, 0, 33, 67, 67, 66, 67]


def test_observations_are_the_corrected_counts(tiny: Scenario) -> None:
    rows = [row for row in tiny.observations.rows() if row["where"] == "Camp_Three"]
    assert [(str(row["date_from"]), row["value"], row["use"]) for row in rows] == [
        ("2023-12-22", 100, "show"),
        ("2024-01-06", 100, "score"),
        ("2024-01-07", 100, "score"),
        ("2024-01-10", 100, "score"),
    ]


def test_links_keep_the_shorter_and_lead_somewhere(tiny: Scenario) -> None:
    lengths = dict(zip(tiny.routes.id, tiny.routes.length_km.tolist(), strict=True))
    assert lengths["Camp_Four - Dor"] == 35
    assert "Cado - Dor" in lengths
    assert not any("Bora - Bora" in name for name in lengths)


def test_closures_by_their_intent(tiny: Scenario) -> None:
    assert _events(tiny, "Cado - Camp_Three") == [(2, "close", "")]
    assert _events(tiny, "Camp_Four - Dor") == [(4, "close", ""), (6, "open", "")]
    assert _events(tiny, "Alda - Cado") == [(1, "close", ""), (3, "open", "")]
    assert _events(tiny, "Camp_Four") == [(7, "attraction", "0"), (7, "leave", "leave_settlement")]


def test_forced_redirections_leave_one_way_open(tiny: Scenario) -> None:
    assert _events(tiny, "Ford") == [(0, "push", "1")]
    assert _events(tiny, "Ford to Alda") == _events(tiny, "Gate to Camp_One") == [(0, "close", "")]
    assert _events(tiny, "Ford to Camp_Two") == _events(tiny, "Gate to Camp_Two") == []
    assert _events(tiny, "Alda to Ford") == []


def test_a_closed_camp_that_sends_on_opens_on_its_day(tiny: Scenario) -> None:
    assert _events(tiny, "Camp_One to Gate") == [(0, "close", ""), (3, "open", "")]
    assert _events(tiny, "Camp_One") == [
        (0, "attraction", "0"),
        (0, "leave", "leave_settlement"),
        (0, "push", "1"),
        (3, "attraction", "1"),
        (3, "leave", "leave_camp"),
        (3, "push", "0"),
    ]


def test_conflicts_push(tiny: Scenario) -> None:
    assert _events(tiny, "Alda") == [(0, "push", "1")]
    assert _events(tiny, "Bora") == [(5, "push", "1")]
    assert _events(tiny, "Dor") == [(8, "push", "1")]


@pytest.mark.parametrize(
    "words",
    [
        "'Cado' stands already",
        "Camp_Four and Dor are joined already",
        "ends after 9 of 10 days",
        "2 files added up",
        "taken times 0.500",
        "displace nobody, as in Flee: Dor",
        "country 'Freedonia' is not known; called XAA",
        "read as from Gate to Camp_Two",
        "read as from Camp_One to Camp_Two",
    ],
)
def test_report_tells_what_was_corrected(words: str) -> None:
    _, report = read_flee_with_report(TINY)
    assert words in "\n".join(report.corrected)


@pytest.mark.parametrize(
    "words",
    [
        "log_levels",
        "move_rules",
        "hasten",
        "Bora to itself",
        "ends on day 2",
        "'Atlantis'",
        "Elsewhere",
        "data_layout.csv:6: 'Gone'",
        "registration_corrections.csv:2: 'Gone'",
    ],
)
def test_report_tells_what_was_ignored(words: str) -> None:
    _, report = read_flee_with_report(TINY)
    assert words in "\n".join(report.ignored)


def test_the_card_holds_the_report(tiny: Scenario) -> None:
    _, report = read_flee_with_report(TINY)
    assert str(report) in tiny.card


def test_parts_may_lie_apart(tiny: Scenario, tmp_path: Path) -> None:
    (tmp_path / "graph").symlink_to(TINY / "input_csv")
    (tmp_path / "counts").symlink_to(TINY / "source_data")
    apart = read_flee(tmp_path / "graph", tmp_path / "counts")
    assert is_flee(tmp_path / "graph")
    assert len(apart.observations) == len(tiny.observations)


def test_a_flee_folder_is_told_from_others(tmp_path: Path) -> None:
    assert is_flee(TINY)
    assert is_flee(TINY / "input_csv")
    assert not is_flee(tmp_path)
