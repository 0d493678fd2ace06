"""A made-up language that puts every text between marks, and what lies outside of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from gettext import NullTranslations
from html.parser import HTMLParser
from typing import Any

import pytest

from marchland import language
from marchland.language import Forms, Language
from marchland.model.columns import Table
from unpacked import pictures

CODE = "xx"
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]{2,}")
_READ = ("aria-label", "aria-valuetext", "title", "alt", "placeholder", "label")
_UNREAD = ("script", "style", "code", "pre")
_SHOWN = ("name", "text", "hovertext", "hovertemplate", "label")
"""What a picture says in words, by key."""
_MARKUP = re.compile(r"<[^>]*>|&\w+;")
_CODE = re.compile(
    r"\b[0-9a-f]{16,}\b|%\{[^}]*\}|https?://\S+|[\w./-]+\.(?:csv|html|json|yaml|nc|zarr)\b"
)
_SAME = {"km", "mm", "GWh", "TWh", "kg", "CSV", "HTML", "Excel", "Marchland", "ISO"}
"""What is the same in every language."""


class Marks(NullTranslations):
    """The catalogue of the made-up language: each text between marks."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"


def marks() -> Language:
    """Return the made-up language, written from right to left."""
    months = tuple(f"⟦M{n}⟧" for n in range(1, 13))
    countries = {code: f"⟦{code}⟧" for code in language.language("fr").forms.countries}
    return Language(
        CODE, Forms("⟦Marks⟧", "rtl", ",", ".", " %", months, months, countries), Marks()
    )


@contextmanager
def marking() -> Iterator[None]:
    """Have the made-up language among the languages, and speak it here."""
    made, found, all_ = marks(), language.language, language.languages
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "language", lambda code: made if code == CODE else found(code))
        patch.setattr(language, "languages", lambda: (*all_(), CODE))
        with language.speaking(CODE):
            yield


class _Texts(HTMLParser):
    """The texts of a page that people see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._within.append(tag)
        self.found += [value for name, value in attrs if name in _READ and value]

    def handle_endtag(self, tag: str) -> None:
        if self._within and tag == self._within[-1]:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.found.append(data)


def of_page(text: str) -> list[str]:
    """Return what people read of a page, with its pictures."""
    parser = _Texts()
    parser.feed(text)
    drawn = pictures(text) if 'data-packed="pictures"' in text else {}
    return [*parser.found, *of_tree(drawn)]


def of_tree(tree: Any, keys: Iterable[str] = _SHOWN) -> Iterator[str]:
    """Yield the texts under some keys of plain data."""
    if isinstance(tree, list):
        for one in tree:
            yield from of_tree(one, keys)
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in keys:
                values = value if isinstance(value, list) else [value]
                yield from (one for one in values if isinstance(one, str))
            yield from of_tree(value, keys)


def outside(texts: Iterable[str], own: Iterable[str] = ()) -> list[str]:
    """Return what lies outside of all marks and is no scenario's own, each with a text it is in.

    Parameters
    ----------
    texts
        What people read.
    own
        What the scenario says itself: names, notes, sources.
    """
    known = {" ".join(one.split()) for one in own if _WORD.search(one)}
    longest = sorted(known, key=len, reverse=True)
    theirs = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in longest) or r"(?!)")
    found: dict[str, str] = {}
    for text in texts:
        if left := _left(text, theirs):
            found.setdefault(left, text.strip())
    return [f"{left}  in  {text[:200]}" for left, text in sorted(found.items())]


def _left(text: str, theirs: re.Pattern[str]) -> str:
    """Return the words of a text that nobody said."""
    plain = " ".join(_MARKUP.sub(" ", text).split())
    plain = _CODE.sub(" ", theirs.sub(" ", plain))
    while True:
        less = _MARKED.sub(" ", plain)
        if less == plain:
            return " ".join(word for word in _WORD.findall(less) if word not in _SAME)
        plain = less


def own_texts(value: Any) -> Iterator[str]:
    """Yield every text that a scenario has of its own, and its parts."""
    if isinstance(value, str):
        yield value
        yield value.rstrip(".")
        yield from value.replace("`", "").split("\n\n")
        yield from re.split(r"(?<=\.) | \(|, | and | at ", value)  # as names are shortened
    elif isinstance(value, Table):
        for row in value.rows():
            yield from own_texts(row)
    elif isinstance(value, dict):
        for one in value.values():
            yield from own_texts(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from own_texts(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from own_texts(getattr(value, field.name, None))
