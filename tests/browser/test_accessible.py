"""Every page against WCAG 2.2 AA, by axe: wide and light, then narrow and dark."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from marchland.cli import main
from marchland.io.skeleton import write_skeleton

CHROMIUM = next(
    (p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))),
    "",
)
sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="the extra 'browser' is not installed"
)
pytest.importorskip("dash", reason="the extra 'app' is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.compiled,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
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
    from werkzeug.serving import make_server

    from marchland.view.app.server import make_app

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = make_app([str(made / "crisis")], members=10)
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as engine:
        one = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


def broken_rules(page: Any) -> list[str]:
    """The rules that a page breaks, each with the first places."""
    found = axe.Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:3]]}" for one in found]


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
