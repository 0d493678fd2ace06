"""Texts of a scenario stay text in a real browser: on every page that is written or served."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from chromium import CHROMIUM, launched
from marchland.cli import main
from marchland.io.native import write_scenario
from marchland.io.read import read
from planted import STEERING, planted

pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
pytest.importorskip("dash", reason="the extra 'app' is not installed")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.compiled,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]
WAIT = 120_000
OPENED = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"
ACTED = r"""() => [...document.querySelectorAll('.planted, a, img, [onerror], [onload]')]
  .filter(one => one.matches('.planted, [onerror], [onload]')
    || ['href', 'xlink:href'].some(name =>
      /^\s*javascript:|evil\.example/i.test(one.getAttribute(name) || ''))
    || (one.tagName === 'IMG' && one.getAttribute('src') === 'x'))
  .map(one => one.outerHTML.slice(0, 300))"""
"""What a planted text became if it was taken for more than text."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    marked, _ = planted(read("belarus-2021"))
    return write_scenario(marked, tmp_path_factory.mktemp("a") / "planted")


@pytest.fixture(scope="module")
def pages(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every page that a verb writes."""
    out, name = tmp_path_factory.mktemp("pages"), str(folder)
    lever = next(iter(read(folder).levers))
    some = ["--members", "3", "--seed", "1"]
    for verb in (
        ["run", name, *some, "--out", str(out / "run")],
        ["compare", name, *some, "--lever", lever, "--out", str(out / "compare")],
        ["gas", name, "--members", "1", "--out", str(out / "gas")],
        ["forecast", name, "--as-of", "2021-11-15", "--members", "4", "--out", str(out / "ahead")],
    ):
        assert main(verb) == 0, verb
    found = sorted(out.rglob("*.html"))
    assert len(found) >= 4
    return found


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The app, offering the planted crisis alone before the built-in ones."""
    from marchland.view.app.server import make_app
    from marchland.view.app.serving import serving

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = serving(make_app([str(folder)], members=3).server, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page() -> Iterator[Any]:
    """A page on which a script that was planted is noticed."""
    with launched() as one:
        tab = one.new_page(viewport={"width": 1280, "height": 900})
        ran: list[str] = []

        def dismissed(dialog: Any) -> None:
            ran.append("a dialog")
            dialog.dismiss()

        tab.expose_function("planted", lambda *_: ran.append("a planted script"))
        tab.on("dialog", dismissed)
        tab.on("popup", lambda _: ran.append("a window"))
        yield tab
    assert ran == []


def is_plain(page: Any) -> None:
    page.evaluate(OPENED)
    page.wait_for_timeout(1500)  # pictures are drawn in their own time
    assert "planted" in page.inner_text("body"), "there is nothing to try"
    assert page.evaluate(ACTED) == []
    assert not STEERING.search(page.inner_text("body").replace("\r", "\n"))
    assert not STEERING.search(page.title())


def test_pages_that_verbs_write_show_texts_as_text(page: Any, pages: list[Path]) -> None:
    for one in pages:
        page.goto(one.as_uri(), timeout=WAIT)
        is_plain(page)


def test_the_app_shows_texts_as_text(page: Any, address: str, folder: Path) -> None:
    lever = next(iter(read(folder).levers))
    page.goto(f"{address}?scenario={quote(folder.name)}&lever={lever}", timeout=WAIT)
    page.wait_for_selector("#status:has-text('3 with')", timeout=WAIT)
    page.wait_for_selector("#fans figure", timeout=WAIT)
    is_plain(page)


@pytest.mark.parametrize("path", ["gas", "forecast", "game"])
def test_other_pages_of_the_app_show_texts_as_text(
    page: Any, address: str, folder: Path, path: str
) -> None:
    page.goto(f"{address}{path}?scenario={quote(folder.name)}", timeout=WAIT)
    page.wait_for_function("() => !document.querySelector('main > p > progress')", timeout=WAIT)
    is_plain(page)
