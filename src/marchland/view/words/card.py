"""Texts of a scenario's own: its data card and its sources, without marks of Markdown."""

from __future__ import annotations

import re
from functools import cache

from marchland.language import languages, mark, say, speaking

READ, ASSUMED = mark("What was read"), mark("What is assumed")
MISSING = mark("What is missing")
"""Headings of a card that was built from files, in the language of who built it."""


def first_paragraph(card: str) -> str:
    """Return the first paragraph of a data card that is not a heading, as plain text."""
    for block in re.split(r"\n\s*\n", card.strip()):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if lines and not lines[0].startswith(("|", "```", "!", "<")):
            return plain(" ".join(lines))
    return ""


def from_card(card: str, word: str) -> list[str]:
    """Return the points of the section of a data card whose heading holds a word, as plain text."""
    for part in re.split(r"^#+ ", card, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        if word in _in_english(heading).lower():
            points = re.findall(
                r"^(?:[-*]|\d+\.) (.+(?:\n(?!(?:[-*]|\d+\.) ).+)*)", body, flags=re.MULTILINE
            )
            return [
                plain(" ".join(p.split())) for p in points or re.split(r"\n\s*\n", body.strip())
            ]
    return []


@cache
def _in_english(heading: str) -> str:
    """Return a heading of a built card in English; any other heading as it was written."""
    for code in languages():
        with speaking(code):
            for one in (READ, ASSUMED, MISSING):
                if say(one) == heading.strip():
                    return one
    return heading


def plain(markdown: str) -> str:
    """Return a line of Markdown without its marks; links keep their words."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"(\*\*|__|`)|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", text).strip()


def spoken(source: str) -> str:
    """Return a source without its addresses, as one says it beside a picture."""
    text = re.sub(r"\s*\(?https?://[^\s;,)]+\)?", "", source)
    return shortened(re.sub(r"\s*[,;:]\s*(?=[,;:]|$)", "", text).strip(" ,;:"), 90)


def shortened(text: str, most: int = 150) -> str:
    """Return a text cut at a word where it is longer than so many letters."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
