"""Every page against WCAG 2.2 AA, by axe: wide and light, then narrow and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chromium import CHROMIUM, broken_rules, served
from marchland.cli import main
from marchland.io.skeleton import write_skeleton

pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="the extra 'browser' is not installed"
)
pytest.importorskip("dash", reason="the extra 'app' is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.compiled,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]
WAIT = 60_000
READY = "#status:has-text('10 runs')"
PAGES = {
    "report": ("result/report.html", ".js-plotly-plot .main-svg"),
    "comparison": ("compared/compare.html", ".js-plotly-plot .main-svg"),
    "forecast": ("ahead/forecast.html", ".js-plotly-plot .main-svg"),
    "the planner's page": ("", READY),
    "a lever": ("?lever=more_trucks", "#card-over_capacity_nights .change"),
    "look ahead": ("forecast?as_of=2023-06-30", ".js-plotly-plot .main-svg"),
}
"""Each page: where it is, and what shows that it is drawn."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a crisis and every page that is made of it."""
    folder = tmp_path_factory.mktemp("pages")
    crisis = write_skeleton(folder / "crisis", like="camps")
    few = ["--members", "10"]
    for words, out in (
        (["run", str(crisis), "--sources", "4"], "result"),
        (["compare", str(crisis)], "compared"),
        (["forecast", str(crisis), "--as-of", "2023-06-30"], "ahead"),
    ):
        assert main([*words, *few, "--out", str(folder / out)]) == 0
    return folder


@pytest.fixture(scope="module")
def address(made: Path) -> Iterator[str]:
    from marchland.view.app.server import make_app

    with served(make_app([str(made / "crisis")], members=10)) as at:
        yield at


@pytest.mark.parametrize("name", PAGES)
def test_it_can_be_used_by_everyone(name: str, browser: Any, made: Path, address: str) -> None:
    where, drawn = PAGES[name]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((made / where).as_uri() if where.endswith(".html") else address + where)
    page.wait_for_selector(drawn, timeout=WAIT)
    page.wait_for_timeout(500)
    assert broken_rules(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    assert broken_rules(page) == []
    context.close()
