"""What very many runs say together, in a table: bands, and how far the tails reach."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from marchland.language import mark, say, written
from marchland.study.measures.bands import LEVELS, rounded
from marchland.study.measures.outcomes import OUTCOMES, Outcome
from marchland.view.words.numbers import percent
from marchland.view.words.text import in_columns

TAILS = {0.99: mark("one in 100 above"), 0.999: mark("one in 1,000 above")}
"""Quantiles beyond the bands, and what their columns are called."""
ENOUGH = 10
"""Members that must lie above a quantile for it to be told."""

TEXTS = 2
"""Columns of text, before those of numbers."""


def many_in_words(found: pd.DataFrame, members: int) -> str:
    """Return what the finished members of an ensemble say, as text for a terminal.

    Parameters
    ----------
    found
        Outcomes, one row a member and one column an outcome.
    members
        How many members there will be in all.
    """
    tails = [one for one in TAILS if len(found) * (1 - one) >= ENOUGH * (1 - 1e-9)]
    levels = [LEVELS["low90"], LEVELS["median"], LEVELS["high90"], *tails]
    head = [
        "",
        say("unit"),
        percent(0.05),
        say("median"),
        percent(0.95),
        *(say(TAILS[one]) for one in tails),
    ]
    told = [one for one in OUTCOMES if one.name in found and found[one.name].any()]
    rows = [_row(one, found[one.name], levels) for one in told]
    return "\n".join([_how_many(len(found), members), *in_columns([head, *rows], TEXTS)])


def _how_many(done: int, members: int) -> str:
    if done < members:
        return say("{done:,} of {members:,} members so far", done=done, members=members)
    return say("{number:,} members", number=members)


def _row(one: Outcome, values: pd.Series, levels: Sequence[float]) -> list[str]:
    """Return an outcome and its quantiles; one that an assumption sets has no median."""
    found = np.quantile(values.to_numpy(), levels).tolist()
    cells = [written(rounded(level)) for level in found]
    if one.expected:
        cells[1] = ""
    return [say(one.label), say(one.unit), *cells]
