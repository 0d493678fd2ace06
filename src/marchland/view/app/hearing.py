"""Hearing: in which language a request is answered, and the switch from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, has_request_context, redirect, request
from werkzeug.datastructures import LanguageAccept

from marchland.language import language, languages, nearest, say, speaking, spoken

COOKIE = "marchland-language"
_FIXED = "MARCHLAND_LANGUAGE"
_YEAR = 365 * 24 * 3600


def hear(server: Flask, fixed: str = "") -> None:
    """Answer each request in a language: the one fixed for all, else the one that was chosen on the
    page, else the first that the browser asks for and there is, else the one spoken now.

    Parameters
    ----------
    server
        The server.
    fixed
        Code of the language of all pages; blank: each reader's own.
    """
    server.config[_FIXED] = fixed
    otherwise = spoken()

    @server.before_request
    def listen() -> Response | None:
        code = fixed or wanted(request.cookies, request.accept_languages) or otherwise
        g.speaking = speaking(code)
        g.speaking.__enter__()
        return None if fixed else _switched()

    @server.teardown_request
    def fall_silent(_: BaseException | None) -> None:
        if before := g.pop("speaking", None):
            before.__exit__(None, None, None)


def wanted(cookies: Mapping[str, str], accepted: LanguageAccept) -> str | None:
    """Return the language that a reader chose, or that the browser asks for; None: none of ours."""
    return nearest([cookies.get(COOKIE, ""), *accepted.values()])


def _switched() -> Response | None:
    """Remember the language that a link of :func:`others` asks for, and lead back to the page."""
    code = request.args.get("lang")
    if code not in languages() or request.method != "GET":
        return None
    rest = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    path = "/" + request.path.lstrip("/\\")  # of this server, whatever was asked for
    answer = redirect(f"{path}?{urlencode(rest, safe='@:')}" if rest else path)
    answer.set_cookie(COOKIE, code, max_age=_YEAR, httponly=True, samesite="Strict")
    return answer


def others() -> list[tuple[str, str]]:
    """Return code and own name of each language that a reader can choose instead."""
    if not has_request_context() or current_app.config.get(_FIXED) != "":
        return []
    return [(code, language(code).forms.name) for code in languages() if code != spoken()]


def links_home(text: str, address: str) -> str:
    """Return the links of a page of the app: to the first page, and to the other languages."""
    switch = "".join(
        f' <a href="?lang={code}" data-lang="{code}" lang="{code}" hreflang="{code}">'
        f"{escape(name)}</a>"
        for code, name in others()
    )
    home = f'<a href="{escape(address)}">{escape(text)}</a>'
    return f'<nav aria-label="{escape(say("App"))}">{home}{switch}</nav>'
