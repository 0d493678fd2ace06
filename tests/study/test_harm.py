"""Harm in words, beside the records, in the summary and the report."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from marchland.model.scenario import Scenario
from marchland.model.tables import Composition, Observations, Weather
from marchland.study.measures.cold import cold_of
from marchland.study.measures.harm import beside_records
from marchland.study.measures.outcomes import outcomes
from marchland.study.measures.read import read
from marchland.study.measures.summary import summary
from marchland.study.runs.ensemble import simulate
from marchland.study.scores.score import score
from marchland.study.scores.skill import skill
from marchland.view.figures.harm import cold_figure
from marchland.view.report.harm import cold, needed
from marchland.view.words.harm import harm_in_words
from marchland.view.words.scores import scores_in_words as skill_in_words
from verify import cases


def crisis(recorded: float = 12) -> Scenario:
    rows = [
        {"series": f"deaths_{side}", "date_from": "2021-06-01", "date_to": "2021-06-30",
         "measure": "deaths", "where": side, "value": recorded, "use": "show", "source": "made up"}
        for side in ("BLR", "POL")
    ]  # fmt: skip
    shares = [{"group": "", "women": 0.2, "men": 0.6, "children": 0.2}]
    week = list(cases.cold().weather.rows())
    june = [week[i % 7] | {"date": cases.day(i)} for i in range(30)]
    return replace(
        cases.cold(),
        days=30,
        weather=cases.table(Weather, june),
        observations=cases.table(Observations, rows),
        composition=cases.table(Composition, shares),
    )


def test_sentences_say_that_the_model_expects_with_its_range() -> None:
    told = " ".join(harm_in_words(cold_of(simulate(crisis(), members=10, seed=1), crisis())))
    assert "the model expects" in told and told.count("90 % band") == 5
    assert harm_in_words(cold_of(simulate(cases.border(), members=2, seed=1), cases.border())) == []


def test_records_stand_beside_the_model_by_side_and_together() -> None:
    scene = crisis(recorded=500)
    runs = simulate(scene, members=20, seed=1)
    records = beside_records(runs, scene.observations)
    assert [one.where for one in records] == ["BLR", "POL", ""]
    assert records[-1].recorded == 1000 and not any(one.within for one in records)
    assert float(records[-1].expected.mean()) == pytest.approx(
        float(runs.deaths_expected.sum(["month", "side"]).mean())
    )


def test_records_of_a_period_that_the_runs_do_not_cover_are_left_out() -> None:
    scene = replace(crisis(recorded=500), days=29)
    assert beside_records(simulate(scene, members=2, seed=1), scene.observations) == []


def test_the_score_holds_records_of_deaths_as_a_lower_bound_by_side() -> None:
    scene = crisis(recorded=15)
    runs = simulate(scene, members=20, seed=1)
    table = score(runs, scene.observations).set_index("series")
    assert list(table.index) == ["deaths, BLR", "deaths, POL"]
    assert set(table["use"]) == {"lower bound"} and table["ratio"].isna().all()
    expected = runs.deaths_expected.sel(side="BLR", month="2021-06").values
    assert table.loc["deaths, BLR", "bias"] == pytest.approx(np.median(expected) - 15)
    assert "lower bound: deaths" in skill_in_words(skill(runs, scene))
    assert skill(runs, scene, last=date(2021, 6, 29)).empty


@pytest.mark.parametrize(("cause", "recorded"), [("drowning", 15), ("", 4)])
def test_other_causes_and_small_cells_are_not_scored(cause: str, recorded: float) -> None:
    scene = crisis(recorded)
    rows = [row | {"cause": cause} for row in scene.observations.rows()]
    counts = cases.table(Observations, rows)
    assert score(simulate(scene, members=2, seed=1), counts).empty


def test_deaths_are_told_by_month_and_side_and_never_by_place_or_day() -> None:
    runs = simulate(crisis(), members=5, seed=1)
    for name in ("died", "severe_injury", "deaths_expected", "severe_expected"):
        assert set(runs[name].dims) == {"member", "month", "side"}
    table = summary(runs)
    told = table[table["variable"] == "deaths_expected"]
    assert set(told["date"].str[:7]) == {"2021-06"} and set(told["where"]) == {"BLR", "POL"}


def test_comparisons_have_what_the_cold_does() -> None:
    found = outcomes(simulate(crisis(), members=3, seed=1))
    names = {"deaths_expected", "severe_expected", "frost_nights", "unreached_nights"}
    assert names <= set(found.columns)


def test_the_report_tells_cold_and_needs() -> None:
    scene = crisis()
    runs = simulate(scene, members=5, seed=1)
    found = read(runs, scene)
    told = cold(found) + needed(found)
    for words in (
        'id="cold-plot"',
        'id="need-water"',
        "Compared with the records",
        "by month and country",
        "fitted to nothing",
        "toilets",
    ):
        assert words in told
    mild = cases.border()
    assert cold(read(simulate(mild, members=2, seed=1), mild)) == ""


def test_the_report_says_what_wind_is_known_and_where_its_shift_is_held() -> None:
    scene = crisis()
    assert "Wind is known on 25 days" in cold(read(simulate(scene, members=2, seed=1), scene))
    assert "8 are outside 0.4 to 8 m/s" in cold(read(simulate(scene, members=2, seed=1), scene))
    still = replace(scene.weather, wind_ms=np.full(len(scene.weather), np.nan))
    still_scene = replace(scene, weather=still)
    told = cold(read(simulate(still_scene, members=2, seed=1), still_scene))
    assert "Wind was not measured and changes nothing" in told


def test_the_report_tells_the_worst_week_by_place_with_bands_and_none_beyond_a_line() -> None:
    scene = crisis()
    told = needed(read(simulate(scene, members=5, seed=1), scene))
    table = told.split("The week of most need by place, 90 % bands</caption>")[1].split("</table>")[
        0
    ]
    assert "water, 15 L a day (L)" in table and "(mean of the month), Poland</td>" in table
    assert re.search(r"<td>s</td><td>[\d,]+ \([\d,]+ to [\d,]+\)</td>", table)
    assert "<td>f</td>" not in table


def test_standards_are_told_with_their_edition_and_as_they_were_published() -> None:
    scene = crisis()
    told = needed(read(simulate(scene, members=2, seed=1), scene))
    assert ">edition</th>" in told and "<td>0.565</td>" in told and "<td>10,000</td>" in told


def test_rain_and_cold_stand_on_the_time_axis_of_the_people() -> None:
    drawn = cold_figure(simulate(crisis(), members=2, seed=1))
    rain = next(one for one in drawn.data if one.get("name") == "rain, north")
    cold_ = next(one for one in drawn.data if one.get("name") == "lowest temperature, north")
    assert rain["x"] == cold_["x"] and rain["y"][:3] == [0.0, 7.0, 14.0]
