"""The section on crowding: people over capacity by place and week."""

from __future__ import annotations

from marchland.language import say
from marchland.study.measures.read import Findings
from marchland.view.figures.areas import crowding_figure
from marchland.view.page import html
from marchland.view.words import crowding as words
from marchland.view.words.numbers import brief
from marchland.view.words.places import place
from marchland.view.words.text import heads


def crowded(found: Findings) -> str:
    """Show people over capacity; nothing where no place is too full."""
    crowding = found.crowding
    if crowding is None:
        return ""
    rows = [
        (row["week"], place(row["place"]), brief(row["people"]))
        for row in crowding.weeks.to_dict("records")
    ]
    return (
        html.paragraphs([say(words.LEAD)])
        + html.figure("crowding-plot", crowding_figure(crowding.daily), say(words.PICTURE))
        + html.details(
            say(words.BY_WEEK_FOLD), html.table(say(words.BY_WEEK_TABLE), heads(words.HEADS), rows)
        )
    )
