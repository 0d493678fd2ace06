"""The scores of past conflicts as tables to read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from marchland.language import mark, say, written
from marchland.study.scores.scoreboard import mean, pooled
from marchland.study.validate.validation import ConflictScore, Track
from marchland.view.words.text import in_columns

_HEAD = (
    mark("conflict"),
    mark("days"),
    mark("places"),
    mark("people"),
    mark("ARD"),
    mark("90 % of runs"),
    mark("rescaled"),
    mark("at the end"),
    mark("median"),
    mark("all sources"),
    mark("in 50 %"),
    mark("in 90 %"),
)
_BASELINES = (
    mark("uniform"),
    mark("day-0 share"),
    mark("gravity"),
    mark("next-hop"),
    mark("next-hop, no capacities"),
    mark("share-lag 30"),
    mark("share-lag 90"),
)
"""What the model is compared with, by the names that scores have for it."""
_WORDS = mark("""\
ARD: mean over days and runs of the sum over camps of |simulated - counted| / people counted.
"ARD", its spread, "rescaled" (the split alone) and "at the end" are of runs with all parameters at
their values, which differ by chance; "median" is the ARD of the median, "all sources" the mean ARD
of the runs, and "in 50 %" and "in 90 %" the counts within the bands, of runs with parameters,
place effects and chance drawn. The folders' capacities are mostly the highest count to come, which
is hindsight: what they give is not skill, so every figure also stands without them.""")


def conflicts_in_words(scores: Sequence[ConflictScore]) -> str:
    """Return the scores as text: the tracks, the baselines, and the error of each camp."""
    parts = [
        _titled(
            say("Cold start, with the folders' capacities (hindsight)"), _tracks(scores, "given")
        ),
        _titled(say("Cold start, without capacities"), _tracks(scores, "blanked")),
        _titled(say("ARD of baselines that see as little"), _baselines(scores, "baselines")),
        _titled(
            say("ARD of copies of earlier counts (sees the counts; no target)"),
            _baselines(scores, "sees_counts"),
        ),
        _titled(say("Mean error of each camp, relative to its mean count"), _camps(scores)),
        *_unreached(scores),
        say(_WORDS),
    ]
    return "\n\n".join(parts)


def _unreached(scores: Sequence[ConflictScore]) -> list[str]:
    """Name the counted camps to which no way leads: their error says nothing of the model."""
    return [
        say(
            "Counted in {name}, and no way leads there from where people are displaced: {camps}",
            name=one.name,
            camps=", ".join(one.out_of_reach),
        )
        for one in scores
        if one.out_of_reach
    ]


def _tracks(scores: Sequence[ConflictScore], which: str) -> str:
    rows = [[say(one) for one in _HEAD]]
    tracks: list[Track] = [getattr(one, which) for one in scores]
    for one, track in zip(scores, tracks, strict=True):
        rows.append(
            [
                one.name,
                str(one.days),
                str(one.places),
                written(one.people),
                _three(track.ard),
                f"{_three(track.ard_low)}-{_three(track.ard_high)}",
                *(
                    _three(v)
                    for v in (
                        track.ard_rescaled,
                        track.error_end,
                        track.ard_median,
                        track.ard_all_sources,
                    )
                ),
                written(track.coverage50, ".0%"),
                written(track.coverage90, ".0%"),
            ]
        )
    means = [
        mean([getattr(t, name) for t in tracks])
        for name in ("ard", "ard_rescaled", "error_end", "ard_median", "ard_all_sources")
    ]
    rows.append(
        [
            say("mean (coverage: pooled)"),
            "",
            "",
            "",
            _three(means[0]),
            "",
            *(_three(v) for v in means[1:]),
            written(pooled(scores, which, "coverage50"), ".0%"),
            written(pooled(scores, which, "coverage90"), ".0%"),
        ]
    )
    return _aligned(rows)


def _baselines(scores: Sequence[ConflictScore], which: str) -> str:
    names = list(getattr(scores[0], which))
    values = [[getattr(one, which)[name] for name in names] for one in scores]
    rows = [[say("conflict"), *(say(name) for name in names)]]
    rows += [[one.name, *(_three(v) for v in row)] for one, row in zip(scores, values, strict=True)]
    rows.append([say("mean"), *(_three(v) for v in np.mean(values, axis=0))])
    return _aligned(rows)


def _camps(scores: Sequence[ConflictScore]) -> str:
    rows = [[say("conflict"), say("camp"), say("with capacities"), say("without")]]
    rows += [
        [one.name, camp, written(error, ".2f"), written(one.blanked.camps[camp], ".2f")]
        for one in scores
        for camp, error in one.given.camps.items()
    ]
    return _aligned(rows, text_columns=2)


def _three(value: float) -> str:
    return written(value, ".3f")


def _titled(title: str, body: str) -> str:
    return f"{title}\n{body}"


def _aligned(rows: Sequence[Sequence[str]], text_columns: int = 1) -> str:
    """Return rows as text in columns, numbers to the right."""
    return "\n".join(f"  {line}" for line in in_columns(rows, text_columns))
