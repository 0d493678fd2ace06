"""The section on crowding: people over capacity by place and week."""

from __future__ import annotations

from marchland.study.measures.read import Findings
from marchland.view.figures.areas import crowding_figure
from marchland.view.page import html
from marchland.view.words import crowding as words
from marchland.view.words.numbers import brief


def crowded(found: Findings) -> str:
    """Show people over capacity; nothing where no place is too full."""
    crowding = found.crowding
    if crowding is None:
        return ""
    rows = [
        (row["week"], row["place"], brief(row["people"]))
        for row in crowding.weeks.to_dict("records")
    ]
    return (
        html.paragraphs([words.LEAD])
        + html.figure("crowding-plot", crowding_figure(crowding.daily), words.PICTURE)
        + html.details(words.BY_WEEK_FOLD, html.table(words.BY_WEEK_TABLE, words.HEADS, rows))
    )
