"""Connections of the app: half a request, many at once, and one that listens slowly."""

from __future__ import annotations

import logging
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator

import pytest

pytest.importorskip("dash", reason="the extra 'app' is not installed")

from flask import Flask, request

from marchland.errors import RequestError
from marchland.view.app import serving as served
from marchland.view.app.serving import serving

MANY = 200
WAIT = 60.0
HEAD = b"POST /echo HTTP/1.1\r\nHost: localhost\r\n"
HALVES = (
    b"",
    b"G",
    b"GET / HTTP/1.1\r\nHost: loc",
    HEAD + b"Content-Length: 100\r\n\r\nhalf",
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 50,
)
"""Requests that somebody began and does not end."""


def echo() -> bytes:
    return bytes(request.get_data())


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(served, "SILENCE", 1.5)
    monkeypatch.setattr(served, "LONGEST", 3.0)
    monkeypatch.setattr(logging.getLogger("werkzeug"), "disabled", True)
    app = Flask("test")
    app.add_url_rule("/", "/", lambda: "here")
    app.add_url_rule("/long", "/long", lambda: "x" * 20_000_000)
    app.add_url_rule("/fails", "/fails", lambda: ("it failed", 500))
    app.add_url_rule("/echo", "/echo", echo, methods=["POST"])
    server = serving(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.port
    server.shutdown()
    thread.join()
    server.server_close()


def opened(port: int, said: bytes = b"") -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), WAIT)
    one.settimeout(WAIT)
    one.sendall(said)
    return one


def ended(one: socket.socket) -> bool:
    """Whether the other side has hung up, at the latest when our own patience ends."""
    try:
        while one.recv(65536):
            pass
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    return True


def test_half_a_request_is_hung_up_on_and_others_are_answered(port: int) -> None:
    halves = [opened(port, HALVES[i % len(HALVES)]) for i in range(MANY)]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=WAIT) as answer:
        assert answer.read() == b"here"
    assert all(ended(one) for one in halves)
    for one in halves:
        one.close()


@pytest.mark.parametrize(
    "said", [b"GET / HTTP/1.1\r\nX: ", HEAD + b"Content-Length: 10000\r\n\r\n"]
)
def test_letter_by_letter_does_not_hold_a_connection(port: int, said: bytes) -> None:
    one, begun = opened(port, said), time.monotonic()
    with pytest.raises(OSError):
        while time.monotonic() - begun < WAIT:
            one.sendall(b"x")
            time.sleep(0.1)
    assert time.monotonic() - begun < WAIT
    one.close()


def test_a_request_may_come_in_parts(port: int) -> None:
    one, got = opened(port), b""
    for part in (HEAD, b"Content-Length: 4\r\n\r\n", b"bo", b"dy"):
        time.sleep(0.2)
        one.sendall(part)
    while part := one.recv(4096):
        got += part
    assert got.startswith(b"HTTP/1.1 200") and got.endswith(b"body")
    one.close()


def test_who_listens_slowly_gets_all_of_a_long_answer(port: int) -> None:
    one = opened(port, b"GET /long HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    got, begun = 0, time.monotonic()
    while part := one.recv(2**18):
        got += len(part)
        time.sleep(0.05)
    assert got > 20_000_000
    assert time.monotonic() - begun > 1.5, "longer than a connection may be silent"
    one.close()


def test_a_body_without_end_is_not_read(port: int) -> None:
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
    for said in (chunked, HEAD + b"Content-Length: 9999999999\r\n\r\nhello"):
        one = opened(port, said)
        assert ended(one)
        one.close()


def test_a_port_that_is_taken_is_said(port: int) -> None:
    with pytest.raises(RequestError, match="cannot listen at"):
        serving(Flask("other"), "127.0.0.1", port)


def test_the_log_says_what_went_wrong_alone(
    port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(logging.getLogger("werkzeug"), "disabled", False)
    with caplog.at_level(logging.INFO, "werkzeug"):
        for path in (b"/", b"/nowhere", b"/fails"):
            with opened(port, b"GET " + path + b" HTTP/1.0\r\nHost: localhost\r\n\r\n") as one:
                assert ended(one)
    assert [("/fails" in line, "500" in line) for line in caplog.messages] == [(True, True)]
