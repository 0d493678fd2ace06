"""The comparison page: self-contained, human cost first, nothing ranked that must not be."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import get_args

import numpy as np
import pytest
import xarray as xr

from marchland.model.events import EVENTS, Lane
from marchland.model.levers import Pull
from marchland.model.scenario import Scenario
from marchland.study.compare.whatif import Case, WhatIf
from marchland.view.comparison.write import page
from marchland.view.figures import events
from marchland.view.words.levers import change, command_of
from marchland.view.words.numbers import signed
from study.test_compare import SHARE, base, found, levered
from unpacked import held, unpacked

__all__ = ["base", "found", "levered"]


@pytest.fixture(scope="module")
def text(found: WhatIf) -> str:
    return page(found, "marchland compare <x>")


def test_it_asks_nothing_of_any_network(text: str) -> None:
    assert "default-src 'none'" in text
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", text)


def test_what_protects_stands_first_and_a_stress_last(text: str) -> None:
    order = [text.index(f'<section id="{name}"') for name in ("says", "neutral", "stress")]
    assert order == sorted(order)
    ranked = text[order[0] : order[1]]
    assert ranked.index("Much") < ranked.index("Little")
    assert "Harm" not in ranked
    assert "Way" not in ranked


def test_each_harm_that_ranks_has_an_order_of_its_own(found: WhatIf) -> None:
    def dying(case: Case, share: float) -> Case:
        deaths = case.reading.outcomes.assign(deaths_expected=share)
        return replace(case, reading=replace(case.reading, outcomes=deaths))

    base = replace(found.base, outcomes=found.base.outcomes.assign(deaths_expected=10.0))
    cases = [dying(case, 1.0 if case.name == "little" else 5.0) for case in found.cases]
    both = page(replace(found, base=base, cases=tuple(cases), pairs=()))
    order = both[both.index("By each harm") :]
    first = order[order.index("<td>1.</td>") : order.index("<td>2.</td>")]
    assert "Much: " in first
    assert "Little: −9" in first
    assert "By each harm" not in page(found)


def test_texts_of_a_scenario_are_escaped(text: str) -> None:
    assert "marchland compare &lt;x&gt;" in text


def test_no_outcome_of_crossing_is_told(text: str) -> None:
    body = unpacked(text).partition("<main>")[2]
    assert "permeability" not in body
    assert "crossed" not in body[: body.index('<section id="use"')]
    assert "crossed" not in held(text)["pictures"]


def test_differences_carry_their_sign() -> None:
    assert (signed(-41.2), signed(0.2), signed(123456)) == ("−41", "0", "+120,000")
    assert change(np.array([-5.0, -5, -5])) == "−5"


def test_the_command_makes_the_same_result() -> None:
    pulls = [Pull("much", date(2021, 10, 1), 5.0), Pull("little")]
    command = command_of("x", pulls, 20, 3, "run")
    assert command == (
        "marchland run x --lever much@2021-10-01:5 --lever little --members 20 --seed 3"
    )


def test_shares_are_those_the_fixture_says(found: WhatIf, base: xr.Dataset) -> None:
    much = next(case for case in found.cases if case.name == "much")
    nights = (
        much.reading.outcomes["stranded_person_nights"]
        / found.base.outcomes["stranded_person_nights"]
    )
    assert np.allclose(nights, SHARE["much"], rtol=0.05)
    assert isinstance(found.scenario, Scenario)


def test_every_kind_of_event_has_a_row_in_the_picture() -> None:
    assert {kind.lane for kind in EVENTS.values()} == set(events.COLORS) == set(get_args(Lane))
