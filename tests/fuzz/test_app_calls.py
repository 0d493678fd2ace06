"""Calls that no page of the app makes: odd paths, bodies, headers; each gets a short refusal.

``MARCHLAND_FUZZ=200`` tries so many of each kind; the suite tries a few.
"""

from __future__ import annotations

import json
import os
import random
import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
import xarray as xr

pytest.importorskip("dash", reason="the extra 'app' is not installed")

from marchland.errors import RequestError
from marchland.game.profiles import Plan
from marchland.view.app import answers, begun, desk, forecasting, gas
from marchland.view.app.runner import Runner
from marchland.view.app.server import make_app

TRIES = int(os.environ.get("MARCHLAND_FUZZ", "12"))
HERE = {"Host": "localhost"}
CALL = "/_dash-update-component"
WISH = "?scenario=belarus-2021&lever=aid@2021-09-01:9e999&day=x"
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, "", "\x00", "\ud800", "a" * 5000, [], {}, [[]], {"a": []},
    "../../etc/passwd", WISH, "?" + "&" * 500, "?scenario=%00&lever=%ff@@:", {"search": 5},
)  # fmt: skip


@pytest.fixture(scope="module")
def app() -> Any:
    def nothing(*_: object) -> xr.Dataset:
        raise RuntimeError("nothing is run here")

    def refused(*_: object, **__: object) -> None:
        raise RequestError("nothing is run here")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(begun, "Onward", lambda *_: nothing)
        patch.setattr(answers, "PATIENCE", 0.01)
        patch.setattr(desk, "MOST_WAITING", 10**6)
        patch.setattr(forecasting, "forecast", refused)
        patch.setattr(gas, "simulate", refused)
        patch.setattr(Plan, "of", refused)
        yield make_app()


@pytest.fixture(scope="module")
def client(app: Any) -> Any:
    client = app.server.test_client()
    client.get("/", headers=HERE)  # Dash has set itself up after that
    return client


def calls(client: Any) -> list[dict[str, Any]]:
    """What the page is told that it may call."""
    found: list[dict[str, Any]] = client.get("/_dash-dependencies", headers=HERE).json
    return [one for one in found if not one["clientside_function"]]


def filled(rng: random.Random, wanted: list[dict[str, Any]]) -> list[Any]:
    """Inputs of a call with odd values, some of them missing or of another shape."""
    made: list[Any] = [
        {"id": one["id"], "property": one["property"], "value": rng.choice(ODD)} for one in wanted
    ]
    if made and rng.random() < 0.3:
        made[rng.randrange(len(made))] = rng.choice(ODD)
    return made[: rng.randrange(len(made) + 1)] if rng.random() < 0.2 else made


def body(rng: random.Random, call: dict[str, Any]) -> bytes:
    """A body near to one that the page sends."""
    sent: dict[str, Any] = {
        "output": call["output"],
        "outputs": rng.choice([{"id": "shown", "property": "data"}, [], None, ODD[8]]),
        "inputs": filled(rng, call["inputs"]),
        "state": filled(rng, call["state"]),
        "changedPropIds": rng.choice([["wish.data"], ["stop.n_clicks"], [], [3], None]),
    }
    for _ in range(rng.randrange(3)):
        sent[rng.choice([*sent])] = rng.choice(ODD)
    raw = json.dumps(sent).encode()
    if rng.random() < 0.2:
        raw = raw[: rng.randrange(len(raw))]
    return raw


def short(answer: Any) -> None:
    assert answer.status_code < 500, answer.text[:300]
    if answer.status_code >= 400:
        assert len(unescape(answer.text)) < 320
        assert "Traceback" not in answer.text


def test_malformed_calls_get_a_short_refusal(client: Any) -> None:
    rng = random.Random(1)
    for call in calls(client):
        for _ in range(TRIES):
            kind = rng.choice(["application/json", "text/plain", ""])
            short(client.post(CALL, data=body(rng, call), content_type=kind, headers=HERE))


@pytest.mark.parametrize("raw", [b"", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 50_000, b"7", b'"'])
def test_bodies_that_are_no_call_get_400(client: Any, raw: bytes) -> None:
    answer = client.post(CALL, data=raw, content_type="application/json", headers=HERE)
    short(answer)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/x", "/assets/../server.py", "/assets/%2e%2e/server.py", "/_dash-component-suites/dash/x.js",
     "/_dash-component-suites/../../x", "/_dash-component-suites/dash/%00", "/%ff", "/gas/x",
     "/_favicon.ico?v=%00", "/left/x", "//etc/passwd", "/_reload-hash/x", "/assets/" + "a" * 4000],
)  # fmt: skip
def test_odd_paths_get_a_short_refusal(client: Any, path: str) -> None:
    for method in ("GET", "PUT", "DELETE", "OPTIONS"):
        short(client.open(path, method=method, headers=HERE))


@pytest.mark.parametrize("name", ["[", "[::1", "a b", "localhost:x", "\xff", "", "127.0.0.1@evil"])
def test_odd_names_of_this_machine_get_a_short_refusal(client: Any, name: str) -> None:
    short(client.get("/", headers={"Host": name}))


@pytest.mark.parametrize(
    ("method", "path", "headers", "code"),
    [
        ("POST", CALL, {"Origin": "https://evil.example"}, 403),
        ("POST", CALL, {"Origin": "null"}, 403),
        ("POST", CALL, {"Sec-Fetch-Site": "cross-site"}, 403),
        ("GET", "/gas?cut=yamal", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"}, 403),
        ("GET", "/gas?cut=x", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "document"}, 403),
        ("GET", "/", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}, 403),
        ("GET", "/", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}, 200),
        ("POST", "/left/page", {"Origin": "http://localhost"}, 204),
        ("GET", "/", {"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)  # fmt: skip
def test_other_sites_start_no_work(
    client: Any, method: str, path: str, headers: dict[str, str], code: int
) -> None:
    assert client.open(path, method=method, headers=HERE | headers).status_code == code


def asked(rule: Any) -> str:
    """A path that a route answers."""
    made = re.sub(r"<path:\w+>", "a/b", rule.rule)
    return re.sub(r"<[^>]+>", "x", made)


def test_whatever_the_app_answers_it_answers_no_other_site(app: Any, client: Any) -> None:
    """Every route there is, so that none can be forgotten; to open the first page runs nothing."""
    foreign = (
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "http://["},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "script"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"},
        {"Referer": "https://evil.example/"},
    )
    rules = [*app.server.url_map.iter_rules()]
    assert {"/gas", "/forecast", "/game", CALL, "/left/<page>"} <= {rule.rule for rule in rules}
    let_in = set()
    for rule in rules:
        for method in rule.methods - {"OPTIONS"}:
            for headers in foreign:
                path = asked(rule) + "?scenario=belarus-2021&cut=yamal"
                answer = client.open(path, method=method, headers=HERE | headers)
                if answer.status_code != 403:
                    let_in.add((rule.rule, method, *headers.values()))
    visits = [("cross-site", "document"), ("https://evil.example/",)]
    assert let_in == {("/", "GET", *one) for one in visits}


QUESTIONS = (
    "scenario", "cut", "demand", "as_of", "lever", "day", "token", "members", "from", "move",
    "weight", "part", "seen",
)  # fmt: skip
TEXTS = (
    "", "x", "\x00", "\ud800", "../../etc/passwd", "=1+1", "<script>", "9" * 5000, "1e999", "-0",
    "٣", "²", "nan", "2021-02-30", "0000-00-00", "99999-01-01", "2021-W01-1", "20211101",
    "2021-11-01", "belarus-2021", "yamal@2021-11-01", "yamal@", "@", "corridor@2021-11-12:9e999",
    "drives_on", "belarus:harm:9e999", "eu:talks:",
    "corridor", "a" * 9000, "%s%n", "\u202e", ",".join("x" * 300),
)  # fmt: skip


def test_pages_with_odd_questions_get_a_short_refusal(app: Any, client: Any) -> None:
    rng = random.Random(2)
    pages = [
        rule.rule
        for rule in app.server.url_map.iter_rules()
        if "GET" in rule.methods and "<" not in rule.rule
    ]
    for page in pages:
        for _ in range(4 * TRIES):
            pairs = [(rng.choice(QUESTIONS), rng.choice(TEXTS)) for _ in range(rng.randrange(5))]
            search = urlencode(pairs, errors="surrogatepass")
            short(client.get(f"{page}?{search}", headers=HERE))


def test_what_a_closed_page_wanted_is_dropped_at_once() -> None:
    from threading import Event
    from time import monotonic

    from marchland.io.read import read

    begun, gate, run = Event(), Event(), []

    def slow(scenario: Any, members: int, progress: Any, first: int) -> xr.Dataset:
        run.append(scenario.pulls)
        begun.set()
        gate.wait(10)
        progress(1, 2)
        raise RuntimeError("was not dropped")

    crisis = read("belarus-2021")
    runner = Runner(slow, (2, 8))
    names = [*crisis.levers][:6]
    jobs = [runner.want(crisis.pull(name), f"page {i}") for i, name in enumerate(names)]
    assert begun.wait(10)
    asked = monotonic()
    for i in range(len(names)):
        runner.leave(f"page {i}")
    gate.set()
    for job in jobs:
        job.wait(2, 10)
    assert monotonic() - asked < 1
    assert all(job.stopped and not job.running and not job.failed for job in jobs)
    assert len(run) <= 2, "what had not begun never begins"
