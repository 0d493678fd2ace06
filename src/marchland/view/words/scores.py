"""The scores of one crisis, for a terminal."""

from __future__ import annotations

from typing import Any

import pandas as pd

from marchland.language import mark, say, written
from marchland.study.scores.score import LOWER_BOUND
from marchland.study.scores.skill import pooled
from marchland.view.words.text import in_columns

HEAD = (
    mark("series"),
    mark("use"),
    "n",
    mark("mean count"),
    "CRPS",
    mark("to origin"),
    mark("to last"),
    mark("in 50 %"),
    mark("in 90 %"),
)
DEATHS = mark(
    "lower bound: deaths as recorded, which miss some, compared with those that the model "
    "expects\nof exposure, sickness or unknown cause. Where a record names no cause it is of all; "
    "violence,\n"
    "drowning and traffic are not in the model. Nothing is fitted to them."
)
USES = {"fit": mark("fit"), "score": mark("score"), LOWER_BOUND: mark("lower bound")}
"""What counts are used for."""


def scores_in_words(table: pd.DataFrame) -> str:
    """Return the scores as text for a terminal."""
    rows = [tuple(map(say, HEAD)), *(_row(one) for _, one in table.iterrows())]
    lines = in_columns(rows, 2)
    told = say(
        "to origin, to last: CRPS compared with repeating the last count up to the last\n"
        "fitted day, or the last count before each; below 1 the model is better. Geometric\n"
        "mean over series that were not fitted: {origin:.2f} to origin, {last:.2f} to last.",
        origin=pooled(table),
        last=pooled(table, "ratio"),
    )
    deaths = ["", say(DEATHS)] if (table["use"] == LOWER_BOUND).any() else []
    return "\n".join([*lines, "", told, *deaths])


def _row(one: pd.Series[Any]) -> tuple[str, ...]:
    return (
        str(one["series"]),
        say(USES[one["use"]]),
        str(one["n"]),
        written(one["mean_count"], ",.0f"),
        written(one["crps"], ",.0f"),
        *("" if pd.isna(v) else written(v, ".2f") for v in (one["ratio_origin"], one["ratio"])),
        written(one["cover50"], ".0%"),
        written(one["cover90"], ".0%"),
    )
