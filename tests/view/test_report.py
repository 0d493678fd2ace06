"""The report: one file that fetches nothing, says what it must, and betrays nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
import xarray as xr

from marchland.model.levers import Lever, Pull
from marchland.model.scenario import Scenario
from marchland.model.tables import Observations, Timeline
from marchland.study.measures.read import read
from marchland.study.runs.coarse import protected
from marchland.study.runs.ensemble import simulate
from marchland.view.report.write import page, write_report
from unpacked import held, pictures, unpacked
from view.synthetic import crisis, runs

SPREAD = pd.DataFrame(
    {
        "outcome": ["stranded_person_nights"] * 2,
        "label": ["Nights stranded"] * 2,
        "unit": ["person-nights"] * 2,
        "source": ["all", "chance"],
        "median": [10.0, 10.0],
        "low90": [5.0, 9.0],
        "high90": [20.0, 11.0],
    }
)


class Outline(HTMLParser):
    """Sections, ids, links and what is loaded, of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.loaded: list[str] = []
        self.feed(re.sub(r"(?s)<script>.*?</script>", "", text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [str(found["id"])] if "id" in found else []
        if tag == "a":
            self.targets.append(str(found.get("href")))
        self.loaded += [
            str(found[name])
            for name in ("src", "data", "poster")
            if name in found and tag != "script"
        ]
        if tag in ("link", "iframe", "object", "embed"):
            self.loaded.append(tag)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return crisis()


@pytest.fixture(scope="module")
def ds(scenario: Scenario) -> xr.Dataset:
    return protected(runs(scenario, members=8))


@pytest.fixture(scope="module")
def text(ds: xr.Dataset, scenario: Scenario) -> str:
    return page(read(ds, scenario, SPREAD))


def test_ids_are_unique_and_links_lead_somewhere(text: str) -> None:
    outline = Outline(text)
    assert len(outline.ids) == len(set(outline.ids))
    assert {t.removeprefix("#") for t in outline.targets} <= set(outline.ids)


def test_nothing_is_loaded_from_anywhere(text: str) -> None:
    assert Outline(text).loaded == []
    assert "default-src 'none'" in text


def test_it_has_what_a_newcomer_needs(text: str) -> None:
    wanted = {"says", "cannot", "map", "stranded", "events", "counted", "scores", "states"}
    wanted |= {"uncertainty", "balance", "assumed", "sources", "provenance", "use"}
    assert wanted <= set(Outline(text).ids)


def test_paper_begins_with_the_brief(text: str) -> None:
    brief = text.split('<div class="brief">')[1].split("<header>", maxsplit=1)[0]
    plots = re.findall(r'class="plot" id="(brief-[a-z]+)"', brief)
    assert plots == ["brief-map", "brief-stranded", "brief-people", "brief-needs"]
    for needed in ("What people need in the week of", "How sure this is", "must not be used to"):
        assert needed in brief
    assert brief.count("<tr>") > 1


def test_human_cost_stands_first(text: str) -> None:
    screen = text.split("<header>")[1]
    tiles = re.findall(r"<li><b>.*?</b> <span>(.*?)</span>", screen)
    assert [re.search(r"died|stranded|turned back", tile)[0] for tile in tiles] == [  # type: ignore[index]
        "died",
        "stranded",
        "stranded",
        "turned back",
    ]
    assert text.index('class="tiles"') < text.index('id="says"') < text.index('id="map"')


def test_each_source_of_uncertainty_is_told_apart(text: str) -> None:
    assert "all together 5 to 20; only chance 9 to 11" in text


def test_every_picture_is_data_and_every_number_finite(text: str) -> None:
    drawn = list(pictures(text).values())
    assert len(drawn) > 10
    assert all(picture["data"] for picture in drawn)
    widths = [one["width"] for picture in drawn for one in picture["data"] if "width" in one]
    assert widths
    assert min(map(min, widths)) > 0
    assert "NaN" not in unpacked(text)


def test_the_page_draws_by_what_it_holds_and_stays_small(text: str) -> None:
    found = held(text)
    assert re.search(r"plotly.js \(cartesian - minified\) v\d", found["plotly"][:100])
    assert "Licensed under the MIT license" in found["plotly"][:200]
    kinds = {trace.get("type") for one in pictures(text).values() for trace in one["data"]}
    assert kinds <= {"scatter", "bar", "heatmap"}  # all of them in Plotly's bundle of charts
    assert len(text) < 1_500_000


def test_a_list_that_pictures_have_in_common_is_there_once(text: str) -> None:
    data = held(text)["pictures"]
    days = [f'"{day:%Y-%m-%d}"' for day in pd.date_range("2021-06-01", periods=30)]
    assert data.count(",".join(days)) == 1


def test_no_place_beyond_a_line_and_no_permeability_is_told(text: str) -> None:
    body = unpacked(text)
    assert "Kuźnica" in body  # the strip is
    assert "Forest west of Kuźnica" not in body
    assert "_forest" not in body
    assert "kuznica_line" not in body


def test_deaths_under_ten_are_not_told(text: str) -> None:
    assert "<b>fewer than ten</b> <span>people died" in text


def test_what_comes_from_a_scenario_is_escaped(ds: xr.Dataset, scenario: Scenario) -> None:
    evil = "<script>alert(1)</script>"
    label = Timeline.from_columns(
        {"date": ["2021-06-01"], "what": ["note"], "label": [evil], "source": [evil]}
    )
    told = page(read(ds, replace(scenario, title=evil, card=f"# x\n\n{evil}", timeline=label)))
    assert "<script>alert" not in told


def test_levers_that_are_pulled_stand_at_the_top(ds: xr.Dataset, scenario: Scenario) -> None:
    day = pd.Timestamp("2021-11-12").date()
    lever = Lever(
        "corridor", "A corridor", "x", "Poland", "protective", day, (), side_effects="Others wait."
    )
    pulled = replace(scenario, levers={"corridor": lever}, pulls=(Pull("corridor", day),))
    told = page(read(ds, pulled))
    assert "A corridor from 12 November 2021. Others wait." in told
    assert told.index("A corridor from") < told.index('class="tiles"')


def plain(scenario: Scenario) -> Scenario:
    """The crisis without counts, events, card or borders."""
    none = {"observations": Observations.empty(), "timeline": Timeline.empty(), "card": ""}
    return replace(scenario, **none)  # type: ignore[arg-type]


def test_a_scenario_without_borders_counts_or_events_has_a_fine_report(
    ds: xr.Dataset, scenario: Scenario, tmp_path: Path
) -> None:
    inland = ds.sel(place=["baghdad", "minsk", "bruzgi", "germany"]).isel(border=[], route=[])
    told = write_report(inland, plain(scenario), tmp_path / "report.html").read_text("utf-8")
    ids = set(Outline(told).ids)
    assert {"says", "map", "states"} <= ids
    assert not {"counted", "scores", "events", "stranded"} & ids
    assert "at its borders" not in told
    assert "turned back" not in re.sub(r"(?s)<script.*?</script>", "", told).split('id="use"')[0]


def test_a_day_on_which_nobody_is_anywhere_is_drawn(ds: xr.Dataset, scenario: Scenario) -> None:
    empty = ds.copy()
    for name in ("stock", "stranded", "travelling", "entered", "flow", "stranded_cause"):
        empty[name] = xr.zeros_like(ds[name])
    empty["beyond_at_end"] = xr.zeros_like(ds["beyond_at_end"])
    assert "nobody is lost" in page(read(empty, scenario))


@pytest.mark.compiled
def test_places_without_coordinates_leave_the_map_out(fork: Scenario, tmp_path: Path) -> None:
    write_report(simulate(fork, members=5, seed=1, days=3), fork, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text("utf-8")
    assert "No place has coordinates: give lat and lon in places.csv" in text
    assert 'id="people-map"' not in text
