"""The sections on counts: the model compared with them, and how well it meets them."""

from __future__ import annotations

from typing import Any

from marchland.language import say
from marchland.study.measures.read import Findings
from marchland.view.figures.fans import fan_chart
from marchland.view.page import html
from marchland.view.words import counts as words
from marchland.view.words.text import heads

FAN_HEIGHT = 230
FAN_MARGIN = {"l": 56, "r": 14, "t": 10, "b": 28}
SIGNS = ("swatch fan90", "swatch fan50", "swatch middle", "diamond full", "diamond")
"""Classes of the signs of the fan charts, in the order of their words."""


def counted(found: Findings) -> str:
    """Draw each observed series with its counts on top; deaths are shown as recorded.

    Series that the model was fitted to or is scored by come first; those only shown are folded.
    """
    observations = found.scenario.observations
    if not len(observations):
        return ""
    names = words.named(found.runs, observations)
    cards: dict[bool, list[str]] = {True: [], False: []}
    for number, (series, rows) in enumerate(words.by_series(observations).items()):
        drawn = fan_chart(found.runs, observations, series, found.observed, found.fitted)
        drawn = drawn.laid_out(showlegend=False, height=FAN_HEIGHT, margin=FAN_MARGIN)
        judged = any(row["use"] != "show" for row in rows)
        cards[judged].append(html.figure(f"fan-{number}", drawn, words.about(rows), names[series]))
    others, signs = cards[False], len(SIGNS) if found.fitted else -1
    return (
        html.paragraphs([words.lead(found.fitted)])
        + html.legend(zip(SIGNS[:signs], heads(words.KEY[:signs]), strict=True))
        + html.grid(cards[True])
        + (html.details(words.more(len(others)), html.grid(others)) if others else "")
        + _deaths(found)
    )


def _deaths(found: Findings) -> str:
    """List deaths as they were recorded, small cells merged."""
    if not found.deaths:
        return ""
    return (
        html.heading(say(words.DEATHS))
        + html.paragraphs([words.deaths_in_words(found.computes_deaths)])
        + html.table(
            say(words.DEATHS), heads(words.DEATH_HEADS), map(words.death_row, found.deaths)
        )
    )


def scored(found: Findings) -> str:
    """Say how well the model meets the counts; deaths are shown with the cold."""
    scores = found.scores
    if not scores["use"].isin(words.USES).any():
        return ""
    names = words.named(found.runs, found.scenario.observations)
    uses = words.USES if found.fitted else words.UNFITTED
    parts = [
        html.paragraphs([say(lead)])
        + html.table(say(lead), heads(words.SCORE_HEADS), [_score_row(row, names) for row in rows])
        for use, lead in uses.items()
        if (rows := scores[scores["use"] == use].to_dict("records"))
    ]
    return html.paragraphs([say(words.SCORES)]) + "".join(parts)


def _score_row(r: dict[Any, Any], names: dict[str, str]) -> tuple[Any, ...]:
    n = int(r["n"])
    return (
        names.get(r["series"], r["series"]),
        n,
        r["mean_count"],
        r["mae"],
        r["bias"],
        r["crps"],
        r["wis"],
        say("{inside} of {n}", inside=round(r["cover50"] * n), n=n),
        say("{inside} of {n}", inside=round(r["cover90"] * n), n=n),
        r["ratio"],
    )
