"""Needs and expected harm on the page: bands alone, by week and month, beside without levers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import xarray as xr
from plotly.utils import PlotlyJSONEncoder

from marchland.model.levers import Change, Lever
from marchland.model.scenario import Scenario
from marchland.study.measures import needs
from marchland.study.measures.bands import bands
from marchland.study.runs.ensemble import simulate
from marchland.view.figures.beside import month_figure, week_figure
from verify import cases

pytest.importorskip("dash", reason="the extra 'app' is not installed")

from marchland.study.compare.paired import reading
from marchland.view.app import panels
from marchland.view.app.answers import Shown
from marchland.view.app.jobs import Done, Part
from marchland.view.app.outlook import harm_panel, needs_panel


def done(runs: xr.Dataset, scenario: Scenario) -> Done:
    return Done(scenario, [Part(runs, reading(runs))])


@pytest.fixture(scope="module")
def shelter() -> Scenario:
    change = Change.of("shelter s = 1")
    lever = Lever("shelter", "Shelter", "x", "x", "protective", date(2021, 6, 2), (change,))
    return replace(cases.cold(), levers={"shelter": lever})


@pytest.fixture(scope="module")
def shown(shelter: Scenario) -> Shown:
    pulled = shelter.pull("shelter")
    base, now = (done(simulate(one, members=10, seed=1), one) for one in (shelter, pulled))
    return Shown(base, now, 10, pulled)


def words_of(parts: list[Any]) -> str:
    """Return parts of a page as text."""
    return json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_harm_is_what_the_model_expects_as_a_band(shown: Shown) -> None:
    told = words_of(harm_panel(shown, night=False))
    assert told.count("In all the model expects") == 2
    low, high = (float(bands(shown.now.runs["severe_expected"].sum(["month", "side"]))
                       .sel(band=b)) for b in ("low90", "high90"))  # fmt: skip
    assert f"{round(low):,} to {round(high):,} (median" in told
    assert "without levers" in told and "The levers change that by −" in told


def test_a_card_of_what_is_expected_has_a_band_for_its_number(shown: Shown) -> None:
    cards = {one.id: one for one in panels.headline(shown.base.reading, shown.now.reading, True)}
    assert " to " in cards["card-severe_expected"].children[1].children
    assert " to " not in cards["card-turned_back"].children[1].children


def test_no_picture_of_harm_is_finer_than_a_month(shown: Shown) -> None:
    deaths = shown.now.runs["deaths_expected"].sum("side")
    drawn = month_figure(deaths, deaths).data
    assert {len(one["x"]) for one in drawn} == {deaths.sizes["month"]}
    assert len(drawn) == 6


def test_bars_of_a_month_hold_the_bands_of_the_members(shown: Shown) -> None:
    severe = shown.base.runs["severe_expected"].sum("side")
    found = bands(severe)
    wide, narrow, middle = month_figure(severe).data
    assert (wide["base"] + wide["y"]).tolist() == pytest.approx(
        found.sel(band="high90").values.tolist(), abs=0.02
    )
    assert (narrow["base"] >= wide["base"]).all()
    assert middle["y"].tolist() == pytest.approx(found.sel(band="median").values.tolist(), abs=0.01)


def test_needs_stand_beside_those_without_levers(shown: Shown) -> None:
    told = words_of(needs_panel(shown, night=True))
    assert "Water, 15 L a day" in told and "Litres a week; in all" in told
    assert "Blankets, on the day of most need" in told
    week = needs.together(needs.needs(shown.now.runs, shown.scenario))["people"]
    assert len(week_figure(week).data) == 5
    assert len(week_figure(week, week).data) == 8


def test_a_crisis_without_aid_or_weather_says_so(fork: Scenario) -> None:
    every = simulate(fork, members=2, seed=1)
    at_home = np.full(every.sizes["place"], "home")
    runs = done(every.assign_coords(kind=("place", at_home)), fork)
    plain = Shown(runs, runs, 2, fork)
    assert "no weather" in words_of(harm_panel(plain, night=False))
    assert "No place" in words_of(needs_panel(plain, night=False))
