"""Pieces of HTML: everything that comes from a scenario is escaped here, and only here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from math import isnan
from typing import Any

from marchland.language import written
from marchland.view.figures.picture import Picture
from marchland.view.words.take import take

NUMBER = "n"
"""Class of cells with numbers, set to the right."""


def paragraphs(texts: Iterable[str], kind: str = "") -> str:
    """Return each text as a paragraph."""
    mark = f' class="{escape(kind)}"' if kind else ""
    return "\n".join(f"<p{mark}>{escape(t)}</p>" for t in texts)


def points(texts: Iterable[str]) -> str:
    """Return the texts as a list."""
    return "<ul>" + "".join(f"<li>{escape(t)}</li>" for t in texts) + "</ul>"


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table that scrolls sideways by itself where it is too wide.

    Texts are escaped; numbers are set to the right with thousands marked, NaN and None are a dash.
    """
    rows = list(rows)
    kinds = [f' class="{NUMBER}"' if not isinstance(v, str) else "" for v in (rows or [[]])[0]]
    kinds += [""] * (len(columns) - len(kinds))
    head = "".join(
        f'<th scope="col"{kind}>{escape(c)}</th>' for c, kind in zip(columns, kinds, strict=True)
    )
    body = "".join("<tr>" + "".join(_cell(v) for v in row) + "</tr>" for row in rows)
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return f"<td>{escape(value)}</td>"
    if value is None or (isinstance(value, float) and isnan(value)):
        return f'<td class="{NUMBER}">–</td>'
    whole = abs(value) >= 100 or float(value).is_integer()
    text = written(value, ",.0f" if whole else ",.2f")
    return f'<td class="{NUMBER}">{text}</td>'


def section(name: str, heading: str, *parts: str) -> str:
    """Return a section of the page with its heading."""
    inner = "\n".join(parts)
    return f'<section id="{escape(name)}"><h2>{escape(heading)}</h2>\n{inner}\n</section>\n'


def tiles(figures: Iterable[tuple[str, str, str]]) -> str:
    """Return figures as tiles: the figure, what it is, and its band or a note."""
    return (
        '<ul class="tiles">'
        + "".join(
            f"<li><b>{escape(figure)}</b> <span>{escape(what)}</span> <small>{escape(note)}</small>"
            "</li>"
            for figure, what, note in figures
        )
        + "</ul>"
    )


def heading(text: str) -> str:
    """Return a heading within a section."""
    return f"<h3>{escape(text)}</h3>"


def command(text: str) -> str:
    """Return a command line to be copied."""
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'


def legend(signs: Iterable[tuple[str, str]]) -> str:
    """Return what signs mean: the class of each, and its words."""
    items = (f'<li><span class="{escape(k)}"></span>{escape(text)}</li>' for k, text in signs)
    return f'<ul class="legend">{"".join(items)}</ul>'


def grid(cards: Iterable[str], kind: str = "") -> str:
    """Return cards side by side, as many as the page has room for."""
    return f'<div class="{escape(f"grid {kind}".strip())}">{"".join(cards)}</div>'


def details(summary: str, *parts: str) -> str:
    """Return parts that stay folded until the reader opens them; printing opens them."""
    return f"<details><summary>{escape(summary)}</summary>{''.join(parts)}</details>"


def figure(name: str, drawn: Picture, words: str, heading: str = "") -> str:
    """Return a picture with its data, a heading, and words for those who cannot see it."""
    title = f"<h3>{escape(heading)}</h3>" if heading else ""
    return (
        f'<figure>{title}<div class="plot" id="{escape(name)}" role="group" '
        f'aria-label="{escape(heading or words)}" style="height:{drawn.height}px"></div>'
        f"<figcaption>{escape(words)}</figcaption>{_buttons()}"
        f'<script type="application/json" data-for="{escape(name)}">{data(drawn.json())}'
        "</script></figure>"
    )


def _buttons() -> str:
    """Return the buttons that copy, save and print a picture."""
    made = "".join(
        f'<button type="button" data-take="{key}" data-done="{escape(done)}">'
        f"{escape(text)}</button>"
        for key, text, done in take()
    )
    return f'<p class="take">{made}</p>'


def data(text: str) -> str:
    """Return JSON that is safe between script tags."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def value(thing: Any) -> str:
    """Return any value as JSON that is safe between script tags."""
    return data(json.dumps(thing, ensure_ascii=False))
