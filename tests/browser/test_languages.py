"""Pages in French and from right to left in a real browser: they fit a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import marchland as ml
from every_page import PAGES, write
from marchland.io.skeleton import write_skeleton
from marchland.language import say, speaking
from marchland.model.scenario import Scenario
from marked import marking

pytestmark = [pytest.mark.browser, pytest.mark.compiled]
TELEPHONE = {"width": 390, "height": 844}
FRAME = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
WIDER = """() => [...document.querySelectorAll("main *")].filter((node) => {
  const room = document.documentElement.clientWidth;
  const { left, right } = node.getBoundingClientRect();
  return (right > room + 1 || left < -1) && !node.closest(".table, .plot, pre, nav");
}).map((node) => node.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def crisis(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return ml.read(write_skeleton(tmp_path_factory.mktemp("language") / "made-up", "corridor"))


@pytest.fixture(scope="module")
def report(crisis: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with speaking("fr"):
        return write("report", crisis, tmp_path_factory.mktemp("french"))


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=TELEPHONE, reduced_motion="reduce")
    one = context.new_page()
    wrong: list[str] = []
    one.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    one.on("pageerror", lambda error: wrong.append(str(error)))
    yield one
    context.close()
    assert wrong == []


def fits(page: Any, path: Path) -> None:
    """Open a page with all its folds; nothing of it may be wider than a telephone."""
    page.goto(path.as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
    page.wait_for_timeout(200)
    wide, room = page.evaluate(FRAME)
    assert wide <= room, page.evaluate(WIDER)
    assert page.evaluate(WIDER) == []


def test_a_french_report_fits_a_telephone(page: Any, report: Path) -> None:
    fits(page, report)
    assert page.get_attribute("html", "lang") == "fr"


@pytest.mark.parametrize("name", [name for name in PAGES if name != "report"])
def test_a_french_page_fits_a_telephone(
    name: str, page: Any, crisis: Scenario, tmp_path: Path
) -> None:
    if name == "gas":
        pytest.importorskip("scipy", reason="the extra 'gas' is not installed")
    with speaking("fr"):
        fits(page, write(name, crisis, tmp_path))


def test_a_report_from_right_to_left_fits_and_begins_at_the_right(
    page: Any, crisis: Scenario, tmp_path: Path
) -> None:
    with marking():
        fits(page, write("report", crisis, tmp_path))
    left, right = page.eval_on_selector(
        "header h1", "h => { const text = document.createRange(); text.selectNodeContents(h);"
        " const box = text.getBoundingClientRect(); return [box.left, box.right]; }",
    )  # fmt: skip
    assert TELEPHONE["width"] - right < left


def test_the_map_moves_and_its_words_are_french(page: Any, report: Path) -> None:
    page.goto(report.as_uri())
    page.wait_for_selector("#people-map .scatterlayer")
    page.focus("#map-slider")
    page.keyboard.press("Home")
    assert page.inner_text("#map-day") == "5 octobre 2021"
    page.click("#map-play")
    assert page.inner_text("#map-play") == "Pause"
    page.click("#map-play")
    with speaking("fr"):
        assert page.inner_text("#map-play") == say("Play")
    titles = page.eval_on_selector_all(
        "#people-map [data-title]", "all => all.map(one => one.dataset.title)"
    )
    assert "Agrandir" in titles
    ticks = page.eval_on_selector_all(".xtick text", "all => all.map(one => one.textContent)")
    assert any("oct." in one for one in ticks)
