"""Texts that would act if anything took them for more than text, in every place that takes text.

Where they can stand is found from the declarations: each text column of each table, and each text
of levers, reactions, actors, moves and terms, unless the checks refuse it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import count
from typing import Any

from marchland.model.checks.every import problems
from marchland.model.scenario import Scenario
from marchland.model.tables import TABLES

FIRST = ("=1+1", "+1+1", "-1-1", "@SUM(1)", "<b class=planted>", '">', "'\"", "javascript:x()",
         "\u202e=1+1", "{{7*7}}", "%0d%0a=1", "'=1+1")  # fmt: skip
"""How texts begin, in turn."""
AFTER = (
    '"><img src=x onerror="planted()"><b class=planted>b</b><script>planted()</script>'
    '</script><svg onload="planted()"><a href="javascript:planted()" class=planted>a</a>'
    "<a href='https://evil.example/planted'>e</a>$\\frac{1}$ "
    "[a](javascript:planted())![i](javascript:planted())`</code>\u202eE\u2066"
)
WORDS = ("label", "explanation", "who", "side_effects", "source", "says", "gains", "losses",
         "constraint", "outside", "cost", "meaning")  # fmt: skip
"""Fields of levers, reactions, actors, moves, terms and parameters that hold free text."""


STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no page, file or terminal may be given."""


def texts() -> Iterator[str]:
    """Return planted texts, each with another beginning."""
    for i in count():
        yield f"{FIRST[i % len(FIRST)]} planted{i} {AFTER}"


def planted(scenario: Scenario) -> tuple[Scenario, set[str]]:
    """Return a scenario with texts planted wherever the checks allow it, and where that was."""
    source = texts()
    where: set[str] = set()
    marked: Any = replace(
        scenario,
        title=f"{next(source)}",
        card=f"# {next(source)}\n\n{next(source)}\n\n- [x](javascript:planted())\n",
    )
    for kind in TABLES:
        name = kind.__name__.lower()
        table: Any = getattr(marked, name)
        for column, one in kind.columns().items():
            if one.kind != "text" or not len(table):
                continue
            changed = replace(marked, **{name: _column(table, column, source)})
            if not any(not it.warning for it in problems(changed)):
                marked, table = changed, getattr(changed, name)
                where.add(f"{kind.FILE}:{column}")
    for name in ("levers", "reactions", "actors", "moves", "terms", "parameters"):
        held = getattr(marked, name)
        made: Any = {key: _worded(one, source) for key, one in held.items()} if held else held
        changed = replace(marked, **{name: made})
        assert not [it for it in problems(changed) if not it.warning]
        marked = changed
        where |= {name} if held else set()
    return marked, where


def _column(table: Any, column: str, source: Iterator[str]) -> Any:
    """Return a table with a text planted in each cell of a column; like cells stay alike."""
    cells = getattr(table, column)
    given = {cell: next(source) for cell in dict.fromkeys(cells)}
    return replace(table, **{column: tuple(given[cell] for cell in cells)})


def _worded(one: Any, source: Iterator[str]) -> Any:
    """Return a lever or the like with planted words."""
    if not is_dataclass(one) or isinstance(one, type):
        return one
    made: dict[str, Any] = {
        it.name: next(source)
        for it in fields(one)
        if it.name in WORDS and isinstance(getattr(one, it.name), str)
    }
    return replace(one, **made)
