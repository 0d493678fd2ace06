"""The app answers each reader in a language of theirs, and two at once do not mix."""

import json
from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest

pytest.importorskip("dash", reason="the extra 'app' is not installed")

from flask import Flask

from marchland.language import kept_speaking, say, speaking, spoken
from marchland.view.app.desk import Desk
from marchland.view.app.hearing import hear, links_home
from marchland.view.app.offer import Offer
from marchland.view.app.server import make_app

FRENCH = {"Accept-Language": "fr-TD, fr;q=0.9, en;q=0.5"}


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_app(["belarus-2021"], members=2).server


@pytest.fixture
def page(app: Flask) -> Iterator[Any]:
    with app.test_client() as client:
        yield client


def test_the_page_is_in_the_language_of_the_browser(page: Any) -> None:
    assert '<html lang="fr" dir="ltr">' in page.get("/", headers=FRENCH).text
    assert '<html lang="en" dir="ltr">' in page.get("/").text
    assert '<html lang="en" dir="ltr">' in page.get("/", headers={"Accept-Language": "tlh"}).text
    assert spoken() == "en", "a request leaves nothing behind"


def test_what_a_script_says_is_in_the_page(page: Any) -> None:
    text = page.get("/", headers=FRENCH).text
    said = json.loads(text.partition("const SAID = ")[2].partition(";\n")[0])
    assert said["months"][7] == "août"
    assert said["plot"]["locale"] == "fr"
    assert said["plot"]["locales"]["fr"]["format"]["decimal"] == ","


def test_a_reader_can_choose_another_language_and_keeps_it(page: Any) -> None:
    answer = page.get("/?scenario=belarus-2021&lever=a@2021-11-09&lang=fr")
    assert answer.status_code == 302
    assert answer.location == "/?scenario=belarus-2021&lever=a@2021-11-09"
    assert 'lang="fr"' in page.get("/").text
    assert 'lang="en"' in page.get("/?lang=en", follow_redirects=True).text
    assert page.get("/?lang=tlh").status_code == 200
    away = {"PATH_INFO": "//elsewhere.org/"}
    assert page.get("/?lang=fr", environ_overrides=away).location == "/elsewhere.org/"


def test_the_page_offers_the_other_languages(page: Any) -> None:
    layout = page.get("/_dash-layout").text
    assert '"data-lang":"fr"' in layout.replace(" ", "")
    assert '"data-lang":"en"' not in layout.replace(" ", "")


def test_one_language_can_hold_for_all() -> None:
    server = Flask("test")
    hear(server, "fr")
    server.add_url_rule("/", "/", lambda: f"{spoken()} {links_home('x', '/')}")
    text = server.test_client().get("/?lang=en", headers={"Accept-Language": "en"}).text
    assert text.startswith("fr ")
    assert "data-lang" not in text


def test_pages_are_kept_by_language() -> None:
    server, desk, made = Flask("test"), Desk(), []

    def make() -> str:
        made.append(spoken())
        return f"<p>{say('stopped')} {spoken()}</p>"

    hear(server)
    server.add_url_rule("/", "/", lambda: desk.page("a", make))
    client = server.test_client()
    for _ in range(2):
        assert client.get("/", headers=FRENCH).text.endswith("fr</p>")
        assert client.get("/", headers={"Accept-Language": "en"}).text.endswith("en</p>")
    assert made == ["fr", "en"]


def test_two_readers_at_once_do_not_mix() -> None:
    server, together = Flask("test"), Barrier(2, timeout=30)

    def answer() -> str:
        together.wait()
        first = spoken()
        together.wait()
        return f"{first} {spoken()}"

    hear(server)
    server.add_url_rule("/", "/", answer)
    told: dict[str, set[str]] = {"fr": set(), "en": set()}

    def read(code: str) -> None:
        for _ in range(5):
            headers = {"Accept-Language": code}
            told[code].add(server.test_client().get("/", headers=headers).text)

    readers = [Thread(target=read, args=(code,)) for code in told]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert told == {"fr": {"fr fr"}, "en": {"en en"}}


def test_a_work_in_another_thread_speaks_as_who_asked() -> None:
    heard: list[str] = []
    with speaking("fr"):
        work = Thread(target=kept_speaking(lambda: heard.append(spoken())))
    work.start()
    work.join()
    assert heard == ["fr"]


def test_a_crisis_is_one_for_all_readers() -> None:
    offer = Offer(["belarus-2021"])
    english, _ = offer.scenario("belarus-2021")
    with speaking("fr"):
        french, _ = offer.scenario("belarus-2021")
    assert english is french
