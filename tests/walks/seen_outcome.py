"""What a new outcome must show by itself: run in the copy in which the walk was made."""

from __future__ import annotations

from importlib import import_module

import marchland as ml
from marchland.study.compare.paired import compare
from verify.cases import crisis, enter, event, place, route


def closing(*timeline: object) -> ml.Scenario:
    """Return people on the way to a camp, which may close before they come."""
    return crisis(
        [place("town", "settlement"), place("camp", "camp")],
        [route("town-camp", 2000, both_ways=True)],
        [enter("town", 200)],
        timeline,  # type: ignore[arg-type]
        parameters={"leave_settlement": 1.0},
    )


def test_comparisons_have_it_with_its_label_and_unit() -> None:
    open_, closed = (
        ml.simulate(closing(*events), members=3, seed=1)
        for events in ((), (event(2, "close", "camp"),))
    )
    row = compare(open_, closed).set_index("outcome").loc["turned_around"]
    assert row["label"] == "Times people had to turn around on their way"
    assert row["unit"] == "people" and row["human_cost"]
    assert row["before"] == 0 < row["after"]


def test_the_dictionary_has_it() -> None:
    dictionary = import_module("dictionary")
    assert "| `turned_around` | people | Times people had to turn around" in dictionary.page(
        dictionary.runs_for_page()
    )
