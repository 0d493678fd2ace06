"""The shell of every page: report, comparison, gas and app have one head, look and navigation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template
from typing import Generic, TypeVar

from marchland.language import forms, mark, say, spoken
from marchland.view.figures.picture import Picture
from marchland.view.page import html, theme
from marchland.view.page.pack import packed

T = TypeVar("T")

HEAD = (
    '<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src '
    "'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; base-uri "
    "'none'; form-action 'none'\">\n"
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
)
"""Head of a page that is one file and fetches nothing."""
ASKS = HEAD.replace("default-src 'none';", "default-src 'none'; connect-src 'self';")
"""Head of a page of the app, which asks the app for its parts."""
SKIP = mark("Skip to the results")
UNSCRIPTED = mark(
    "This page needs JavaScript; it comes from this page alone, and nothing is fetched."
)
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of all that follows, or is no letter at all."""


@dataclass(frozen=True)
class Section(Generic[T]):
    """A section of a page; where it has nothing to show the page goes without it.

    Parameters
    ----------
    id
        Its name in the address.
    heading
        Its heading.
    show
        What returns its HTML from what the page is of, blank where there is nothing to show.
    link
        Its words in the navigation; blank: the heading.
    half
        Whether it takes half the width, beside its neighbour.
    """

    id: str
    heading: str
    show: Callable[[T], str]
    link: str = ""
    half: bool = False


def pictured(
    id: str,
    heading: str,
    draw: Callable[[T], Picture | None],
    caption: Callable[[T], str],
    link: str = "",
) -> Section[T]:
    """Return a section of one picture and its caption, left out where there is none to draw."""

    def show(of: T) -> str:
        drawn = draw(of)
        return "" if drawn is None else html.figure(f"{id}-plot", drawn, caption(of))

    return Section(id, heading, show, link)


def document(
    title: str,
    header: str,
    sections: Sequence[Section[T]],
    of: T,
    brief: str = "",
    style: Sequence[str] = (),
    script: Sequence[str] = (),
    head: str = HEAD,
) -> str:
    """Return a page as one HTML file that works with no network.

    Parameters
    ----------
    title
        Title of the window.
    header
        HTML above the navigation.
    sections
        Sections in the order in which they are read; at least one has something to show.
    of
        What the sections are of.
    brief
        HTML that only paper shows, on the first page.
    style
        Style sheets beside those of every page.
    script
        Scripts beside those of every page.
    head
        Head of the page.
    """
    shown = _shown(sections, of)
    first = f'<div class="brief">{brief}</div>\n' if brief else ""
    body = (
        f'<a class="skip" href="#{escape(shown[0][0].id)}">{say(SKIP)}</a>\n<main>\n{first}'
        f"<header>{header}{_navigation([one for one, _ in shown])}</header>\n"
        f"{_bodies(shown)}</main>"
    )
    body, held = packed(body)
    scripts = (
        f"{held}<script>{_part('unpack.js')}</script>\n"
        f"<script>{said()}\nconst DARK = {html.value(theme.DARK)};\n"
        f"{_part('names.js')}\n{_part('page.js')}\n{_part('take.js')}</script>"
        + "".join(f"<script>{_part(name)}</script>" for name in script)
    )
    return filled(head, escape(title), body, scripts, look("base.css", "page.css", *style))


def pieces(sections: Sequence[Section[T]], of: T, still: Sequence[str]) -> str:
    """Return the navigation of a page and its sections but those that stay as they are.

    Parameters
    ----------
    sections, of
        As :func:`document` has them.
    still
        Ids of sections that are named in the navigation alone.
    """
    shown = _shown(sections, of)
    moving = [(one, inner) for one, inner in shown if one.id not in still]
    return _navigation([one for one, _ in shown]) + _bodies(moving)


def _shown(sections: Sequence[Section[T]], of: T) -> list[tuple[Section[T], str]]:
    """Return the sections that have something to show, with it."""
    return [(one, inner) for one in sections if (inner := one.show(of))]


def filled(head: str, title: str, body: str, scripts: str, style: str, links: str = "") -> str:
    """Return the template of every page with its parts in it; all of them are HTML."""
    title, body = (_STEERING.sub("\ufffd", one) for one in (title, body))
    return Template(_part("page.html")).substitute(
        head=head,
        title=title,
        body=body,
        scripts=scripts,
        style=style,
        links=links,
        lang=spoken(),
        dir=forms().direction,
        unscripted=say(UNSCRIPTED),
    )


def said() -> str:
    """Return what scripts of a page need of the language spoken, before any of them."""
    words = {
        "play": say("Play"),
        "pause": say("Pause"),
        "day": say("{day} {month} {year}"),
        "months": forms().months,
        "group": forms().group,
        "plot": theme.spoken_plots(),
    }
    return f"const SAID = {html.value(words)};\n{_part('said.js')}"


def look(*names: str) -> str:
    """Return style sheets, or scripts, of the package as one text."""
    return "\n".join(_part(name) for name in names)


def _navigation(sections: Sequence[Section[T]]) -> str:
    links = "".join(
        f'<a href="#{escape(one.id)}">{escape(say(one.link or one.heading))}</a>'
        for one in sections
    )
    return (
        f'<nav class="sections" aria-label="{escape(say("Sections"))}">{links}</nav>'
        if links
        else ""
    )


def _bodies(shown: Sequence[tuple[Section[T], str]]) -> str:
    """Return the sections, those of half the width side by side."""
    parts = []
    for half, several in groupby(shown, lambda pair: pair[0].half):
        inner = "".join(html.section(one.id, say(one.heading), text) for one, text in several)
        parts.append(f'<div class="two">{inner}</div>\n' if half else inner)
    return "".join(parts)


@cache
def _part(name: str) -> str:
    return files("marchland.view").joinpath("data", name).read_text("utf-8")
