"""The report in a real browser: it moves, it fits, it asks nothing of any network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import marchland as ml
from marchland.study.runs.coarse import protected
from marchland.view.report.write import write_report
from view.synthetic import crisis, runs

pytestmark = pytest.mark.browser

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


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with everything that a report can have."""
    scenario = crisis()
    target = tmp_path_factory.mktemp("report") / "report.html"
    return write_report(protected(runs(scenario, members=8)), scenario, target, SPREAD)


class Opened:
    """A page, with what it asked for and what it complained of."""

    def __init__(self, browser: Any, report: Path, width: int, scheme: str = "light") -> None:
        self.page = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.wrong.append(said.text) if said.type in ("error", "warning") else 0,
        )
        self.page.goto(report.as_uri())
        self.page.wait_for_selector("#people-map .scatterlayer")

    def drawn(self) -> int:
        """Scroll through the page and count the pictures that were drawn."""
        for plot in self.page.query_selector_all("section .plot"):
            plot.scroll_into_view_if_needed()
            self.page.wait_for_function(
                "node => node.classList.contains('js-plotly-plot')", arg=plot
            )
        return len(self.page.query_selector_all(".js-plotly-plot .main-svg:first-child"))


@pytest.fixture(scope="module", params=[(1280, "light"), (390, "light"), (390, "dark")])
def opened(request: pytest.FixtureRequest, browser: Any, report: Path) -> Iterator[Opened]:
    found = Opened(browser, report, *request.param)
    yield found
    found.page.close()


def test_all_is_drawn_and_nothing_leaves_the_page(opened: Opened, report: Path) -> None:
    for fold in opened.page.query_selector_all("details > summary"):
        fold.click()
    assert opened.drawn() == len(opened.page.query_selector_all("section .plot"))
    assert opened.asked == [report.as_uri()]
    assert opened.wrong == []


def test_it_fits_the_screen(opened: Opened) -> None:
    opened.drawn()
    wide, room = opened.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= room
    beyond = opened.page.evaluate(
        "[...document.querySelectorAll('.plot svg.main-svg')].filter("
        "s => s.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length"
    )
    assert beyond == 0


def test_the_slider_moves_the_day_the_numbers_and_the_map(opened: Opened) -> None:
    page = opened.page
    before = page.inner_text("#map-day"), page.inner_text("#map .legend"), marks(page)
    page.focus("#map-slider")
    page.keyboard.press("Home")
    page.wait_for_timeout(300)
    after = page.inner_text("#map-day"), page.inner_text("#map .legend"), marks(page)
    assert all(a != b for a, b in zip(before, after, strict=True))
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#map-day") != after[0]


def marks(page: Any) -> list[float]:
    """Sizes of the marks on the map."""
    found: list[float] = page.evaluate(
        "document.getElementById('people-map').data.flatMap(t => t.marker?.size ?? [])"
    )
    return found


def test_play_runs_and_stops(opened: Opened) -> None:
    page = opened.page
    page.fill("#map-slider", "0")
    first = page.inner_text("#map-day")
    page.click("#map-play")
    page.wait_for_function("() => document.getElementById('map-slider').value >= 2")
    page.click("#map-play")
    stood = page.inner_text("#map-day")
    page.wait_for_timeout(900)
    assert first != stood == page.inner_text("#map-day")


def test_the_area_shown_can_be_changed(opened: Opened) -> None:
    page = opened.page
    near = page.evaluate("document.getElementById('people-map').layout.xaxis.range")
    page.click("text=Whole area")
    page.wait_for_timeout(200)
    far = page.evaluate("document.getElementById('people-map').layout.xaxis.range")
    assert far[1] - far[0] > near[1] - near[0]
    assert page.get_attribute("text=Whole area", "aria-pressed") == "true"


def test_the_colours_follow_the_system(browser: Any, report: Path) -> None:
    opened = Opened(browser, report, 1280)
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    light = opened.page.evaluate(colour)
    opened.page.emulate_media(color_scheme="dark")
    opened.page.wait_for_timeout(500)
    assert opened.page.evaluate(colour) != light
    assert opened.wrong == []
    opened.page.close()


def test_it_can_be_read_without_scripts(browser: Any, report: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(report.as_uri())
    assert "<noscript>" in page.content()
    assert page.is_visible("#says li")
    page.close()


def test_the_first_printed_page_is_the_brief(browser: Any, report: Path) -> None:
    opened = Opened(browser, report, 680)
    page = opened.page
    assert not page.is_visible(".brief"), "the screen stays as it is"
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_selector("#brief-map .scatterlayer")
    drawn = page.query_selector_all(".brief .js-plotly-plot .scatterlayer")
    assert len(drawn) == 4, "a map and three pictures"
    high = page.evaluate("document.querySelector('.brief').getBoundingClientRect().height")
    page_px = (297 - 28) / 25.4 * 96
    assert high <= 2 * page_px
    before = page.evaluate("document.querySelector('.brief').nextElementSibling.tagName")
    assert before == "HEADER"
    assert opened.wrong == []
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert not page.is_visible(".brief")
    page.close()


NAMES = """() => {
  const edge = document.querySelector("#people-map .nsewdrag").getBoundingClientRect();
  return [...document.querySelectorAll("#people-map .textpoint text")]
    .filter((node) => getComputedStyle(node).visibility !== "hidden")
    .map((node) => { const box = node.getBoundingClientRect();
      const spaces = /^\\u2002+|\\u2002+$/.exec(node.textContent);
      const indent = spaces ? node.getSubStringLength(spaces.index, spaces[0].length) : 0;
      const right = spaces && spaces.index === 0;
      return [box.left + (right ? indent : 0), box.right - (right ? 0 : indent), box.top,
        box.bottom, box.left >= edge.left - 1 && box.right <= edge.right + indent + 1]; });
}"""


@pytest.fixture(scope="module")
def camps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of a crisis whose sites lie close together."""
    scenario = ml.read(Path(__file__).parents[1] / "scenarios" / "el-geneina")
    target = tmp_path_factory.mktemp("camps") / "report.html"
    return write_report(ml.simulate(scenario, members=3, seed=1), scenario, target)


@pytest.mark.parametrize("width", [390, 1280])
def test_names_on_the_map_never_run_into_each_other(browser: Any, camps: Path, width: int) -> None:
    opened = Opened(browser, camps, width)
    opened.page.wait_for_timeout(500)
    shown = [opened.page.evaluate(NAMES)]
    for button in ("Zoom in", "Zoom in", "Reset axes"):
        opened.page.click(f'#people-map [data-title="{button}"]', force=True)
        opened.page.wait_for_timeout(400)
        shown.append(opened.page.evaluate(NAMES))
    assert len(shown[0]) >= 4
    for names in shown:
        for i, (left, right, top, bottom, inside) in enumerate(names):
            assert inside
            for other in names[i + 1 :]:
                apart = right <= other[0] or other[1] <= left or bottom <= other[2]
                assert apart or other[3] <= top
    assert not opened.wrong
    opened.page.close()


PNG = b"\x89PNG\r\n\x1a\n"


def test_one_picture_is_copied_saved_and_printed(browser: Any, report: Path) -> None:
    opened = Opened(browser, report, 1280)
    page = opened.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    frame = page.locator("figure", has=page.locator("#events-plot"))
    frame.scroll_into_view_if_needed()
    page.wait_for_selector("#events-plot .main-svg")
    with page.expect_download() as saved:
        frame.get_by_role("button", name="Save image").click()
    assert Path(saved.value.path()).read_bytes().startswith(PNG)
    assert saved.value.suggested_filename.endswith(".png")
    with page.expect_download() as saved:
        page.locator("figure:has(#people-map) [data-take=save]").click()
    assert page.locator("#map-day").inner_text().replace(" ", "-") in saved.value.suggested_filename
    frame.get_by_role("button", name="Copy").click()
    frame.get_by_role("button", name="Copied").wait_for()
    held = "navigator.clipboard.read().then((all) => all.flatMap((one) => one.types))"
    assert "image/png" in page.evaluate(held)
    page.evaluate("window.print = () => {}")
    frame.get_by_role("button", name="Print").click()
    page.emulate_media(media="print")
    assert page.locator("#events-plot").is_visible()
    assert not page.locator("header h1").is_visible()
    assert not page.locator("#people-map").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("header h1").is_visible()
    assert not opened.wrong
    page.close()
