"""Who is badly off in a crisis of camps: crowding leads, and relocation shows as what it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import xarray as xr

from conftest import tiny
from marchland.engine.simulate import simulate
from marchland.model.amounts import Amount
from marchland.model.levers import Change, Lever, Pull
from marchland.model.scenario import Scenario
from marchland.study.compare.paired import by_place, leading, reading
from marchland.study.compare.whatif import WhatIf, what_if
from marchland.study.measures.crowding import crowding_of
from marchland.study.measures.hardships import HARDSHIPS
from marchland.study.measures.outcomes import OUTCOMES, outcomes
from marchland.study.measures.read import read
from marchland.view.comparison.write import page
from marchland.view.report.write import page as report
from marchland.view.words.levers import levers_in_words
from unpacked import unpacked

MOVED = 100
LINE_WORDS = (
    "push-back",
    "pushed back",
    "turned back",
    "strip",
    "diamond",
    "closed line",
    "turn-back",
)


@pytest.fixture(scope="module")
def crowded() -> Scenario:
    """Return a crisis in which people flee to a crowded site, from where they can be moved.

    ::

        town --40-- site (room for 100) --60-- camp (room for 100,000)
    """
    kinds = {"town": "settlement", "site": "camp", "camp": "camp"}
    made = tiny("crowded", kinds, {("town", "site"): 40, ("site", "camp"): 60}, 1000)
    places = replace(
        made.places,
        name=("Town", "Border site", "Far camp"),
        capacity=np.array([np.nan, 100, 100_000]),
        soft_or_hard=("", "soft", "soft"),
    )
    change = Change("transfer_per_day", "site-camp", value=Amount.of(MOVED))
    move = Lever(
        "move", "Move people", "x", "x", "protective", date(2021, 6, 3), (change,), source="assumed"
    )
    later = replace(move, name="later", label="Move people later", date=date(2021, 6, 6))
    return replace(made, places=places, levers={"move": move, "later": later})


@pytest.fixture(scope="module")
def runs(crowded: Scenario) -> xr.Dataset:
    return simulate(crowded, 10, 1)


@pytest.fixture(scope="module")
def found(crowded: Scenario) -> WhatIf:
    return what_if(crowded, [Pull("later"), Pull("move")], lambda one: simulate(one, 10, 1))


def test_crowding_is_counted_by_place_and_week(runs: xr.Dataset) -> None:
    crowding = crowding_of(runs)
    assert crowding is not None
    assert [one.name for one in crowding.places] == ["Border site"]
    assert set(crowding.weeks["week"]) == {"2021-05-31", "2021-06-07"}
    over = (runs["stock"].sel(place="site").sum("group") - 100).clip(min=0)
    assert (crowding.daily.sel(place="site").values == over.values).all()


def test_nobody_is_crowded_where_there_is_room(fork: Scenario) -> None:
    assert crowding_of(simulate(fork, 3, 1)) is None


def test_what_leads_is_what_happens_and_changes(runs: xr.Dataset, found: WhatIf) -> None:
    assert leading(reading(runs)) == found.lead == "over_capacity_nights"


def test_relocation_makes_the_site_less_crowded_and_the_camp_fuller(found: WhatIf) -> None:
    moved = dict(by_place(found.base, found.cases[1].reading))
    assert np.median(moved["site"]["people"]) < 0 < np.median(moved["camp"]["people"])
    assert np.median(moved["site"]["over_capacity"]) < 0 == moved["camp"]["over_capacity"].any()


def test_the_comparison_leads_with_what_is_sure_and_flags_unlike_dates(found: WhatIf) -> None:
    text = page(found)
    assert "whose effect is sure, “Move people” changes nights people spent over capacity" in text
    assert "begin on different days, from 3 June 2021 to 6 June 2021" in text
    assert "Border site" in text
    assert "Change in nights people spent over capacity" in levers_in_words(found)


def test_each_outcome_of_a_camp_crisis_is_counted(runs: xr.Dataset) -> None:
    table = outcomes(runs)
    stock = runs["stock"].sum("group")
    last = stock.isel(day=-1)
    assert (table["hosted"] == last.sel(place=["site", "camp"]).sum("place").values).all()
    over = (stock.sel(place="site") - 100).clip(min=0)
    assert (table["most_over_capacity"] == over.max("day").values).all()
    assert (table["busiest_week"] <= 3000 / 7).all()
    assert not table[["turned_back", "still_in_danger"]].to_numpy().any()
    assert "attempts" not in table


def test_report_and_comparison_speak_of_no_line_cold_or_gas(
    runs: xr.Dataset, crowded: Scenario, found: WhatIf
) -> None:
    for text in (report(read(runs, crowded)), page(found)):
        body = unpacked(text).partition("<main>")[2].lower()
        body = re.sub(
            '(?s)id="(provenance|use)".*?</section>', "", body
        )  # the words of responsible use name all
        held = [word for word in (*LINE_WORDS, "blanket", "°c", " gas ", "fitted") if word in body]
        assert not held


def test_the_report_opens_with_who_is_hosted_and_who_is_crowded(
    runs: xr.Dataset, crowded: Scenario
) -> None:
    text = report(read(runs, crowded))
    assert "people received and hosted, last day" in text
    assert "people over capacity on the most crowded day" in text
    assert "Border site" in text[text.index('<section id="crowding"') :]


def test_hardships_are_outcomes_that_rank() -> None:
    ranked = {one.name for one in OUTCOMES if one.ranks}
    assert {one.outcome for one in HARDSHIPS} <= ranked
