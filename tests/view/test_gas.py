"""The gas page: what it says first, what it lists under every result, and that it asks nobody."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import xarray as xr

pytest.importorskip("scipy")

from marchland.cli import main
from marchland.gas.outcomes import SPARED, countries, full_pipes, paired, replacement, weekly
from marchland.gas.simulate import simulate
from marchland.io.read import read
from marchland.model.scenario import Scenario
from marchland.study.measures import read as found
from marchland.view.figures.gas import gas_map, loss_figure
from marchland.view.gas.write import page
from marchland.view.report import write as report
from view import synthetic

CHROMIUM = next(
    (p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))),
    None,
)
CUT = "all-russia@2021-11-12"


@pytest.fixture(scope="module")
def belarus() -> Scenario:
    return read("belarus-2021")


@pytest.fixture(scope="module")
def runs(belarus: Scenario) -> xr.Dataset:
    return paired(*(simulate(belarus, cuts, members=2) for cuts in ([], [CUT])))


def test_who_loses_is_told_with_bands_and_members(runs: xr.Dataset) -> None:
    table = countries(runs).set_index("node")
    assert (table["lost_twh_low"] <= table["lost_twh"]).all()
    assert (table["lost_twh"] <= table["lost_twh_high"]).all()
    assert table.loc["POL", "outcome"] != SPARED
    assert (table["lost_in"] <= 2).all()


def test_weeks_are_tidy_and_pipes_are_full(runs: xr.Dataset) -> None:
    tidy = weekly(runs)
    assert not tidy.duplicated(["case", "node", "week", "measure"]).any()
    assert set(tidy["measure"]) == {"unserved", "demand", "stock"}
    assert "NOR>DEU" in set(full_pipes(runs)["border"])
    cost = replacement(runs)
    parts = cost["unserved"] + cost["by ship"] + cost["stock"]
    assert cost["twh"] == pytest.approx(parts)


def test_the_page_says_users_first_and_what_it_rests_on(
    runs: xr.Dataset, belarus: Scenario
) -> None:
    text = page(runs, belarus)
    order = [text.index(f'id="{name}"') for name in ("says", "losses", "gas", "stores", "assumed")]
    assert order == sorted(order)
    for words in ("lower bound", "knows no prices", "norway", "gas_cold", "undetermined"):
        assert words in text
    outside = re.findall(r'(?:src|href)="(?!#)[^"]*"', text.split("<script>", maxsplit=1)[0])
    assert outside == []


def test_the_report_on_people_has_it_as_a_section(runs: xr.Dataset) -> None:
    people = synthetic.crisis(days=60)
    text = report.page(found.read(synthetic.runs(people, members=4), people, cut=runs))
    assert f"Cut: {CUT}." in text
    assert '<a href="#gas-cut">' in text
    ids = re.findall(r'<section id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_the_map_has_a_picture_for_each_week(runs: xr.Dataset) -> None:
    drawn, first = gas_map(runs)
    assert len(drawn.frames) == runs.sizes["week"] > first
    assert {len(frame["data"]) for frame in drawn.frames} == {len(drawn.frames[0]["traces"])}
    assert loss_figure(runs) is not None


def test_the_command_writes_a_result_and_refuses_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "gas"
    call = ["gas", "belarus-2021", "--members", "1", "--cut", "yamal@2021-11-12"]
    assert main([*call, "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "Nobody loses gas" in told and "lower bound" in told and "production-nld" in told
    assert {"gas.html", "gas.csv", "runs.nc"} <= {path.name for path in out.iterdir()}
    assert main(["gas", "belarus-2021", "--cut", "yaml"]) == 2
    assert "did you mean 'yamal'" in capsys.readouterr().err
    assert main(["gas", "belarus-2021", "--demand", "much"]) == 2
    assert "--demand is 'much'" in capsys.readouterr().err


def test_without_scipy_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "scipy.optimize", None)
    assert main(["gas", "belarus-2021"]) == 2
    assert "pip install 'marchland[gas]'" in capsys.readouterr().err


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_the_page_draws_and_its_slider_moves(
    runs: xr.Dataset, belarus: Scenario, tmp_path: Path
) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    file, wrong = tmp_path / "gas.html", []
    file.write_text(page(runs, belarus), encoding="utf-8")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (1280, 390):
            tab = browser.new_page(viewport={"width": width, "height": 900})
            tab.on("pageerror", lambda error: wrong.append(str(error)))
            tab.on("request", lambda r: wrong.extend([r.url] * r.url.startswith("http")))
            tab.goto(file.as_uri())
            tab.wait_for_selector("#gas-map .scatterlayer")
            before = tab.inner_text("#gas-week")
            tab.focus("#gas-slider")
            tab.keyboard.press("Home")
            tab.wait_for_function(f"document.getElementById('gas-week').innerText !== {before!r}")
            assert tab.inner_text("#gas-week") == "1 November 2021"
            assert tab.evaluate("document.documentElement.scrollWidth") == width
        browser.close()
    assert wrong == []
