"""Views: what reviewers hold an input to be, in place of the scenario's own range or beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from marchland.language import mark, say
from marchland.model.amounts import plain
from marchland.model.shown import line

POOL, NONE = "pool", "none"
"""Whose views hold: those of all reviewers, or nobody's; any other word is one reviewer."""

SUBJECTS = {
    "parameter": mark("its name"),
    "event": mark("date, what, where and group of a row of timeline.csv"),
    "displaced": mark("date, place and group of a row of displaced.csv"),
    "count": mark(
        "series, first day, last day, where, group and cause of a row of observations.csv"
    ),
    "judged": mark("term, actor, move and the other's move of a row of judged.csv"),
}
"""What a review can be about, and by which cells it is called."""
VERDICTS = ("agree", "doubt", "replace")


@dataclass(frozen=True)
class View:
    """What one reviewer holds an input to be.

    Parameters
    ----------
    reviewer
        Initials or role.
    low, best, high
        Lowest, best and highest value: the ends and the peak of a triangle. NaN where the reviewer
        agrees, so that the scenario's own range holds.
    """

    reviewer: str
    low: float = math.nan
    best: float = math.nan
    high: float = math.nan

    @property
    def own(self) -> bool:
        """Whether the scenario's own range holds."""
        return math.isnan(self.best)

    def at(self, u: float) -> float:
        """Return the value below which a share ``u`` of the triangle lies."""
        width = self.high - self.low
        if width <= 0:
            return self.best
        if u * width < self.best - self.low:
            return self.low + math.sqrt(u * width * (self.best - self.low))
        return self.high - math.sqrt((1 - u) * width * (self.high - self.best))

    def __str__(self) -> str:
        if self.own:
            return say("{reviewer} as it is", reviewer=self.reviewer)
        return say(
            "{reviewer} {best} ({low} to {high})",
            reviewer=self.reviewer,
            best=plain(self.best),
            low=plain(self.low),
            high=plain(self.high),
        )


@dataclass(frozen=True, repr=False)
class Reviewed:
    """Whose views hold in a scenario.

    Parameters
    ----------
    chosen
        ``pool``, or the one reviewer.
    views
        Views by the name under which an input is drawn. A member takes one of them, each with the
        same chance: a linear pool with equal weights.
    """

    chosen: str
    views: Mapping[str, tuple[View, ...]]

    def told(self) -> dict[str, list[str]]:
        """Return the views as text, for provenance and digests."""
        return {name: [str(one) for one in self.views[name]] for name in sorted(self.views)}

    def __repr__(self) -> str:
        return line("Reviewed", {"by": self.chosen, "inputs": str(len(self.views))})
