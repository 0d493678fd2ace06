"""The scores of one crisis, for a terminal."""

from __future__ import annotations

from typing import Any

import pandas as pd

from marchland.study.scores.score import LOWER_BOUND
from marchland.study.scores.skill import pooled

HEAD = ("series", "use", "n", "mean count", "CRPS", "to origin", "to last", "in 50 %", "in 90 %")


DEATHS = (
    "",
    "lower bound: deaths as recorded, which miss some, compared with those that the model expects",
    "of exposure, sickness or unknown cause. Where a record names no cause it is of all; violence,",
    "drowning and traffic are not in the model. Nothing is fitted to them.",
)


def scores_in_words(table: pd.DataFrame) -> str:
    """Return the scores as text for a terminal."""
    rows = [HEAD, *(_row(one) for _, one in table.iterrows())]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if i < 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(
        [
            *lines,
            "",
            "to origin, to last: CRPS compared with repeating the last count up to the last",
            "fitted day, or the last count before each; below 1 the model is better. Geometric",
            f"mean over series that were not fitted: {pooled(table):.2f} to origin, "
            f"{pooled(table, 'ratio'):.2f} to last.",
            *(DEATHS if (table["use"] == LOWER_BOUND).any() else ()),
        ]
    )


def _row(one: pd.Series[Any]) -> tuple[str, ...]:
    return (
        str(one["series"]),
        str(one["use"]),
        f"{one['n']}",
        f"{one['mean_count']:,.0f}",
        f"{one['crps']:,.0f}",
        *("" if pd.isna(v) else f"{v:.2f}" for v in (one["ratio_origin"], one["ratio"])),
        f"{one['cover50']:.0%}",
        f"{one['cover90']:.0%}",
    )
