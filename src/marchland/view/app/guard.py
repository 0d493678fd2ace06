"""The guard: who may ask the app, and what its pages may ask for."""

from __future__ import annotations

import hmac
import ipaddress
from html import escape
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, redirect, request
from werkzeug.exceptions import HTTPException

from marchland.errors import MarchlandError
from marchland.language import mark, say

COOKIE = "marchland-token"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'none'"
)
"""What a page may load: its own files, and nothing from anywhere else."""

LARGEST = 2 * 2**20
"""Largest request that is read, in bytes: state of the controls, and nothing longer."""


NAMES = (
    mark("Bad Request"),
    mark("Not Found"),
    mark("Method Not Allowed"),
    mark("Request Entity Too Large"),
)
"""What HTTP calls the refusals that a person may see."""

_SHORT = 300
"""Letters of a refusal that are told: what was asked may be as long as an address."""


def refusal(error: MarchlandError) -> Response:
    """Return what is wrong with what was asked, as a short text."""
    told = str(error)
    told = told if len(told) <= _SHORT else f"{told[:_SHORT]} …"
    return make_response(f"<p>{escape(told)}</p>", 400, {"Content-Type": "text/html"})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def protect(server: Flask, host: str, token: str = "") -> None:
    """Let in who may come in, and keep pages from loading what is not theirs.

    On loopback only requests to a name of this machine are answered, so that no page of the
    network can reach the app by a name that it made up. Elsewhere a token is asked for.

    Parameters
    ----------
    server
        The server.
    host
        The address it binds to.
    token
        Token that a request must bring, by ``?token=`` first and then as a cookie; blank: none.
    """
    server.config["MAX_CONTENT_LENGTH"] = LARGEST
    _tell_what_is_wrong(server)

    @server.before_request
    def admit() -> Any:
        if is_loopback(host) and not _named_here(request.host):
            return make_response(say("Ask for this page by localhost or 127.0.0.1."), 403)
        if _from_elsewhere():
            return make_response(
                say("Pages of other sites may not ask this app for anything."), 403
            )
        if token and not _brings(token):
            return make_response(
                say("This app asks for the token that was printed when it began."), 403
            )
        if token and request.args.get("token"):
            answer = redirect(request.path)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="Strict")
            return answer
        return None

    @server.after_request
    def forbid(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer


def _tell_what_is_wrong(server: Flask) -> None:
    """Answer calls that nobody's page makes by a short text: 404 for addresses, else 400."""

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        code = error.code or 400
        code = code if code < 500 else 400
        return make_response(f"{say(error.name)}.", code, {"Content-Type": "text/plain"})

    @server.errorhandler(Exception)
    def not_understood(error: Exception) -> Response:
        server.logger.warning("%s %s: %r", request.method, request.path, error)
        told, code = (say("This call cannot be answered."), 400)
        if request.method in ("GET", "HEAD"):
            told, code = (say("There is no such page."), 404)
        return make_response(told, code, {"Content-Type": "text/plain"})


def _from_elsewhere() -> bool:
    """Whether a page of another site asks; to open the first page by a link is allowed."""
    asked = request.headers
    if "Origin" in asked and _host_of(asked["Origin"]) != request.host:
        return True
    here = asked.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
    if "Referer" in asked:  # our own pages tell none
        here = here and _host_of(asked["Referer"]) == request.host
    visit = request.method == "GET" and request.path == "/"
    return not here and not (visit and asked.get("Sec-Fetch-Dest", "document") == "document")


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:  # brackets that hold no address
        return ""


def _named_here(host: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:  # brackets that hold no address
        return False


def _brings(token: str) -> bool:
    given = request.args.get("token") or request.cookies.get(COOKIE) or ""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
