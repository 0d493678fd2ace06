"""How tables and scenarios show themselves to whoever types their name: a line, or a small page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape


def line(kind: str, facts: Mapping[str, str]) -> str:
    """Return one line: ``<Kind value: ...>``, facts with nothing to say left out."""
    told = [f"{name} {value}" if name else value for name, value in facts.items() if value]
    return f"<{kind} {'; '.join(told)}>"


def page(heading: str, facts: Mapping[str, str]) -> str:
    """Return a heading with a table of facts, as HTML; facts with nothing to say are left out."""
    return grid(heading, (), ((name, value) for name, value in facts.items() if value))


def grid(heading: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a heading with a table, as HTML: the first cell of each row is its name."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(first)}</th>'
        + "".join(f'<td style="text-align:left">{escape(cell)}</td>' for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    shown = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f"<table><caption>{escape(heading)}</caption>{shown}<tbody>{body}</tbody></table>"
