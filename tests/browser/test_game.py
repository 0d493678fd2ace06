"""The page of a game in a real browser: as a file, and in the app by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import marchland as ml
from chromium import CHROMIUM, broken_rules, served
from marchland.game.play import play
from marchland.game.profiles import profiles
from marchland.view.game.write import of_game, page

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
FOLDER = str(Path(__file__).parents[1] / "scenarios" / "river-camps")
WAIT = 120_000
ROOM = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a game as a file."""
    game = play(profiles(ml.read(FOLDER), members=3), 60)
    path = tmp_path_factory.mktemp("game") / "game.html"
    path.write_text(page(of_game(game, "marchland game river-camps")), "utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The app, with few runs."""
    from marchland.view.app import rounds, server

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "Rounds", lambda seed: rounds.Rounds(seed, (2, 3)))
        app = server.make_app([FOLDER], members=12)
    with served(app) as at:
        yield at


@pytest.fixture(params=[1280, 390])
def tab(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    """A page on which every error is a failure."""
    one = browser.new_page(viewport={"width": request.param, "height": 900})
    wrong: list[str] = []
    one.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    one.on("pageerror", lambda error: wrong.append(str(error)))
    yield one
    one.close()
    assert wrong == []


def fits(tab: Any) -> bool:
    wide, room = tab.evaluate(ROOM)
    return bool(wide <= room)


def test_the_file_fits_draws_its_strip_and_asks_for_nothing(tab: Any, file: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file)
    tab.locator("#strip-plot").scroll_into_view_if_needed()
    tab.wait_for_selector("#strip-plot .scatterlayer", timeout=WAIT)
    assert tab.locator("#strip-plot .scatterlayer path.point").count() == 3
    for fold in tab.query_selector_all("section summary"):
        fold.click()
    assert fits(tab) and asked == [file]
    assert not tab.query_selector("#choose")


def done(tab: Any, address: str, search: str = "") -> None:
    tab.goto(f"{address}game?scenario=river-camps{search}")
    tab.wait_for_selector("#choose", timeout=WAIT)
    tab.wait_for_selector("#state[data-seen=all]", timeout=WAIT, state="attached")
    tab.wait_for_selector("#verdict .verdict", timeout=WAIT)


def test_moves_and_weights_are_chosen_by_keyboard(tab: Any, address: str) -> None:
    done(tab, address)
    assert "This is what was recorded" in tab.inner_text("#choice")
    tab.focus("#choose select")
    tab.keyboard.press("ArrowDown")
    tab.wait_for_selector("#choice:has-text('Keeps the crossing open')", timeout=WAIT)
    assert "move=opens" in tab.url
    focused = tab.evaluate("() => document.activeElement.tagName")
    assert focused == "SELECT"  # what comes leaves the controls alone
    tab.focus("#choose summary")
    tab.keyboard.press("Enter")
    tab.focus("#choose input[data-of='donor:effort']")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_selector("#choose output:has-text('0.6 (yours)')", timeout=WAIT)
    tab.wait_for_selector("#choice .sides", timeout=WAIT)
    assert "weight=donor%3Aeffort%3A0.6" in tab.url
    assert fits(tab)
    tab.reload()
    tab.wait_for_selector("#choice:has-text('Keeps the crossing open')", timeout=WAIT)
    assert tab.input_value("#choose input[data-of='donor:effort']") == "0.6"
    tab.click("#recorded")
    tab.wait_for_selector("#choice:has-text('This is what was recorded')", timeout=WAIT)
    assert tab.url.endswith("/game?scenario=river-camps")


def test_a_stress_is_shown_beside_its_answer_and_folds_stay_open(tab: Any, address: str) -> None:
    done(tab, address)
    tab.click("#harm summary")
    tab.select_option("#choose select >> nth=3", "cuts")
    tab.wait_for_selector("#choice .answer:has-text('Answered by')", timeout=WAIT)
    assert tab.evaluate("() => document.querySelector('#harm details').open")
    links = tab.eval_on_selector_all("nav[aria-label=Sections] a", "all => all.map(a => a.hash)")
    sections = tab.eval_on_selector_all("main > section", "all => all.map(s => '#' + s.id)")
    assert links == sections and len(sections) == len(set(sections))


def test_the_link_shows_only_where_a_crisis_declares_a_game(tab: Any, address: str) -> None:
    tab.goto(address)
    tab.wait_for_selector("#of-game:not([hidden]) a", timeout=WAIT)
    assert tab.get_attribute("#game", "href") == "/game?scenario=river-camps"
    tab.goto(f"{address}?scenario=balkan-2015")
    tab.wait_for_selector("h1:has-text('Balkan')", timeout=WAIT)
    assert tab.is_hidden("#of-game")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_used_by_everyone(tab: Any, file: str, address: str, scheme: str) -> None:
    tab.emulate_media(color_scheme=scheme)
    tab.goto(file)
    tab.wait_for_timeout(500)
    assert broken_rules(tab) == []
    context = tab.context.browser.new_context(bypass_csp=True, color_scheme=scheme)
    app = context.new_page()  # the checker is a script of its own
    app.set_viewport_size(tab.viewport_size)
    done(app, address, "&move=cuts&weight=donor:effort:0.6")
    assert broken_rules(app) == []
    context.close()
