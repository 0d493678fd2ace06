"""The app in a real browser: open, move the slider, pull a lever, come back, take a file away."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chromium import CHROMIUM, served
from marchland.io.skeleton import write_skeleton

pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
pytest.importorskip("dash", reason="the extra 'app' is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.compiled,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]
WAIT = 60_000
LEFT: list[int] = []
SHUTTLE = "A shuttle from the line to the camp"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_skeleton(tmp_path_factory.mktemp("app") / "made-up")


def note(answer: Any) -> Any:
    """Note what pages are answered that say that they are closed."""
    from flask import request

    if request.path.startswith("/left/"):
        LEFT.append(answer.status_code)
    return answer


@pytest.fixture(scope="module")
def address(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a small crisis, and one that is broken; what compiles has compiled before."""
    from marchland.io.read import read
    from marchland.study.runs.ensemble import simulate
    from marchland.view.app.server import make_app

    simulate(read(folder), members=1)
    broken = write_skeleton(tmp_path_factory.mktemp("app") / "broken")
    (broken / "places.csv").write_text("id,kind\nx,castle\n")
    app = make_app([str(folder), str(broken)], members=30)
    app.server.after_request(note)
    with served(app) as at:
        yield at


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Open a page, on which every error and every request elsewhere is a failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    one = context.new_page()
    wrong: list[str] = []
    one.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    one.on("pageerror", lambda error: wrong.append(str(error)))
    one.on("request", lambda r: None if _here(r.url) else wrong.append(f"asked for {r.url}"))
    yield one
    context.close()
    assert wrong == []


def _here(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def opened(page: Any, address: str, search: str = "", runs: str = "30 runs") -> None:
    page.goto(address + search)
    page.wait_for_selector("#card-stranded_person_nights .number", timeout=WAIT)
    page.wait_for_selector(f"#status:has-text('{runs}')", timeout=WAIT)
    page.wait_for_selector(".card[data-members='30']", timeout=WAIT)
    page.wait_for_selector("#day:not(:empty)", timeout=WAIT)


def test_it_opens_moves_pulls_and_comes_back(page: Any, address: str) -> None:
    opened(page, address)
    assert page.inner_text("h1") == "A made-up crisis to be replaced by yours"
    before = page.inner_text("#card-stranded_person_nights .number")
    first = page.inner_text("#day")
    page.focus("#slider")
    page.keyboard.press("Home")
    page.wait_for_selector(f"#day:not(:has-text('{first}'))", timeout=WAIT)
    page.click(f"text={SHUTTLE}")
    page.wait_for_selector("#card-stranded_person_nights .change.fewer", timeout=WAIT)
    page.wait_for_selector("#status:has-text('30 with')", timeout=WAIT)
    page.wait_for_selector(".card[data-members='30'] .change", timeout=WAIT)
    after = page.inner_text("#card-stranded_person_nights .number")
    assert after != before
    page.wait_for_timeout(1000)  # the map follows the numbers
    day = page.inner_text("#day")
    assert day != first
    told = "() => location.search.includes('lever=shuttle@2021-10-20:50')"
    page.wait_for_function(told, timeout=WAIT)
    page.wait_for_selector("#command:has-text('--lever shuttle@2021-10-20:50')", timeout=WAIT)

    page.reload()
    opened(page, page.url, "")
    assert page.inner_text("#card-stranded_person_nights .number") == after
    page.wait_for_selector(f"#day:has-text('{day}')", timeout=WAIT)
    assert page.is_checked(f"label:has-text('{SHUTTLE}') input")


def test_a_lever_is_pulled_and_set_by_keyboard(page: Any, address: str) -> None:
    opened(page, address)
    page.focus(f"label:has-text('{SHUTTLE}') input")
    page.keyboard.press("Space")
    page.wait_for_selector("#card-stranded_person_nights .change", timeout=WAIT)
    page.focus(".chosen:not([hidden]) input[type=range]")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".told:has-text('21 October 2021')", timeout=WAIT)
    page.wait_for_selector("#command:has-text('shuttle@2021-10-21')", timeout=WAIT)


def test_every_control_has_a_name_that_can_be_read_out(page: Any, address: str) -> None:
    opened(page, address, "?lever=shuttle")
    nameless = """() => [...document.querySelectorAll("input, button, a, select")]
      .filter(one => one.type !== "hidden" && one.offsetParent && !one.ariaHidden)
      .filter(one => !one.textContent.trim() && !(one.labels && one.labels.length)
        && !one.getAttribute("aria-label") && !one.closest("label") && !one.title)
      .map(one => one.outerHTML.slice(0, 200))"""
    assert page.evaluate(nameless) == []


def test_the_map_turns_to_the_whole_area_and_back_in_time(page: Any, address: str) -> None:
    opened(page, address, "?day=2021-10-12")
    page.wait_for_selector("#day:has-text('12 October 2021')", timeout=WAIT)
    page.click("label:has-text('Whole area')")
    wide = "() => document.querySelector('#map .js-plotly-plot').layout.xaxis.range[0]"
    page.wait_for_function(f"() => ({wide})() < 15", timeout=WAIT)
    page.click("#play")
    page.wait_for_selector("#day:not(:has-text('12 October 2021'))", timeout=WAIT)
    page.click("#play")
    page.wait_for_selector("#play:has-text('Play')", timeout=WAIT)
    page.wait_for_function("() => location.search.includes('day=2021-')", timeout=WAIT)


def test_the_map_shows_what_changes_and_on_request_what_is(page: Any, address: str) -> None:
    opened(page, address)
    assert page.is_hidden("#which-shown")
    page.click(f"text={SHUTTLE}")
    page.wait_for_selector("#legend:has-text('fewer people with the levers')", timeout=WAIT)
    page.wait_for_selector("#status:has-text('30 with')", timeout=WAIT)
    page.wait_for_timeout(2500)  # a new figure is drawn in its own time
    drawn = "() => document.querySelector('#map .js-plotly-plot').data.at(-1).marker.symbol"
    assert page.evaluate(drawn) == "triangle-up"
    page.click("label:has-text('without levers')")
    page.wait_for_selector("#legend:has-text('in camps')", timeout=WAIT)


def test_the_map_keeps_its_shape(page: Any, address: str) -> None:
    opened(page, address, "?lever=shuttle")
    shape = """() => {
      const { xaxis, yaxis } = document.querySelector('#map .js-plotly-plot')._fullLayout;
      return xaxis._m / yaxis._m; }"""
    for area in ("Whole area", "At the border"):
        page.click(f"label:has-text('{area}')")
        page.wait_for_timeout(2500)  # a new figure is drawn in its own time
        assert page.evaluate(shape) == pytest.approx(-1, abs=0.01)


def test_harm_and_needs_are_there_with_the_levers(page: Any, address: str) -> None:
    opened(page, address, "?lever=shuttle")
    page.wait_for_selector("#needs:has-text('The levers change that by')", timeout=WAIT)
    assert page.locator("#needs figure").count() == 6
    harm = page.inner_text("#harm")
    assert "the model expects" in harm or "no weather" in harm


def test_files_can_be_taken_away(page: Any, address: str) -> None:
    opened(page, address, "?lever=shuttle")
    page.wait_for_selector("#status:has-text('30 with')", timeout=WAIT)
    for button, ending in (("excel", ".xlsx"), ("csv", ".csv"), ("daily", ".csv"), ("report", "")):
        page.wait_for_selector(f"#{button}:not([disabled])", timeout=WAIT)
        with page.expect_download(timeout=WAIT) as waiting:
            page.click(f"#{button}")
        got = waiting.value
        assert got.suggested_filename.startswith("marchland-made-up")
        assert got.suggested_filename.endswith(ending)
        assert Path(got.path()).stat().st_size > 500


def test_a_broken_crisis_gives_what_to_mend(page: Any, address: str) -> None:
    page.goto(address + "?scenario=broken")
    page.wait_for_selector("#broken:has-text('places.csv')", timeout=WAIT)
    assert page.is_hidden("#content")
    assert "Traceback" not in page.inner_text("body")


@pytest.mark.parametrize("width", [1280, 768, 390])
@pytest.mark.parametrize(
    ("colours", "language", "runs"), [("light", "fr", "30 simulations"), ("dark", "en", "30 runs")]
)
def test_nothing_is_wider_than_the_screen(
    browser: Any, address: str, width: int, colours: str, language: str, runs: str
) -> None:
    size = {"width": width, "height": 844}
    context = browser.new_context(viewport=size, color_scheme=colours, locale=language)
    page = context.new_page()
    opened(page, address, "?lever=shuttle", runs)
    assert page.get_attribute("html", "lang") == language
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    paper = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    context.close()
    assert wide <= width
    assert (sum(map(int, re.findall(r"\d+", paper)[:3])) > 384) == (colours == "light")


def test_another_language_is_chosen_on_the_page_and_stays(browser: Any, address: str) -> None:
    context = browser.new_context(locale="fr")
    page = context.new_page()
    page.goto(address + "?scenario=made-up&lever=shuttle@2021-10-25")
    page.click("a[data-lang=en]")
    page.wait_for_selector("html[lang=en] #levers .lever", timeout=WAIT)
    assert "lever=shuttle@2021-10-25" in page.url and "lang" not in page.url
    page.goto(address)
    assert page.get_attribute("html", "lang") == "en"
    context.close()


def test_a_page_that_is_closed_says_so(page: Any, address: str) -> None:
    opened(page, address)
    LEFT.clear()
    page.goto(address + "_favicon.ico")
    until = time.monotonic() + WAIT / 1000
    while not LEFT and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert LEFT == [204]


def test_two_people_do_not_disturb_each_other(browser: Any, address: str) -> None:
    one, other = (browser.new_context().new_page() for _ in range(2))
    opened(one, address)
    opened(other, address, "?lever=shuttle")
    other.wait_for_selector("#status:has-text('30 with')", timeout=WAIT)
    assert not one.is_checked(f"label:has-text('{SHUTTLE}') input")
    assert other.is_checked(f"label:has-text('{SHUTTLE}') input")
    for page in (one, other):
        page.context.close()


def test_what_was_tried_stands_side_by_side_and_can_be_undone(page: Any, address: str) -> None:
    opened(page, address)
    assert page.is_disabled("#undo")
    assert page.is_hidden("#of-tried")
    page.click(f"text={SHUTTLE}")
    page.wait_for_selector("#of-tried tbody tr:nth-child(2)", timeout=WAIT)
    rows = page.locator("#of-tried tbody tr").all_inner_texts()
    assert rows[0].startswith("Without levers")
    assert rows[1].startswith(SHUTTLE)
    assert page.inner_text("#of-tried th[aria-current]") == SHUTTLE
    page.click("#undo")
    page.wait_for_selector("#of-tried th[aria-current]:has-text('Without levers')", timeout=WAIT)
    assert not page.is_checked(f"label:has-text('{SHUTTLE}') input")
    page.click(f"#of-tried a:has-text('{SHUTTLE}')")
    page.wait_for_selector(f"#of-tried th[aria-current]:has-text('{SHUTTLE}')", timeout=WAIT)
    assert page.is_checked(f"label:has-text('{SHUTTLE}') input")
    assert page.locator("#of-tried tbody tr").count() == 2
