"""The scores of past conflicts as tables to read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from marchland.study.scores.scoreboard import mean, pooled
from marchland.study.validate.validation import ConflictScore, Track

_HEAD = (
    "conflict",
    "days",
    "places",
    "people",
    "ARD",
    "90 % of runs",
    "rescaled",
    "at the end",
    "median",
    "all sources",
    "in 50 %",
    "in 90 %",
)


_WORDS = """\
ARD: mean over days and runs of the sum over camps of |simulated - counted| / people counted.
"ARD", its spread, "rescaled" (the split alone) and "at the end" are of runs with all parameters at
their values, which differ by chance; "median" is the ARD of the median, "all sources" the mean ARD
of the runs, and "in 50 %" and "in 90 %" the counts within the bands, of runs with parameters,
place effects and chance drawn. The folders' capacities are mostly the highest count to come, which
is hindsight: what they give is not skill, so every figure also stands without them."""


def conflicts_in_words(scores: Sequence[ConflictScore]) -> str:
    """Return the scores as text: the tracks, the baselines, and the error of each camp."""
    parts = [
        _titled("Cold start, with the folders' capacities (hindsight)", _tracks(scores, "given")),
        _titled("Cold start, without capacities", _tracks(scores, "blanked")),
        _titled("ARD of baselines that see as little", _baselines(scores, "baselines")),
        _titled(
            "ARD of copies of earlier counts (sees the counts; no target)",
            _baselines(scores, "sees_counts"),
        ),
        _titled("Mean error of each camp, relative to its mean count", _camps(scores)),
        *_unreached(scores),
        _WORDS,
    ]
    return "\n\n".join(parts)


def _unreached(scores: Sequence[ConflictScore]) -> list[str]:
    """Name the counted camps to which no way leads: their error says nothing of the model."""
    return [
        f"Counted in {one.name}, and no way leads there from where people are displaced: "
        f"{', '.join(one.out_of_reach)}"
        for one in scores
        if one.out_of_reach
    ]


def _tracks(scores: Sequence[ConflictScore], which: str) -> str:
    rows = [list(_HEAD)]
    tracks: list[Track] = [getattr(one, which) for one in scores]
    for one, track in zip(scores, tracks, strict=True):
        rows.append(
            [
                one.name,
                str(one.days),
                str(one.places),
                f"{one.people:,}",
                f"{track.ard:.3f}",
                f"{track.ard_low:.3f}-{track.ard_high:.3f}",
                *(
                    f"{v:.3f}"
                    for v in (
                        track.ard_rescaled,
                        track.error_end,
                        track.ard_median,
                        track.ard_all_sources,
                    )
                ),
                f"{track.coverage50:.0%}",
                f"{track.coverage90:.0%}",
            ]
        )
    means = [
        mean([getattr(t, name) for t in tracks])
        for name in ("ard", "ard_rescaled", "error_end", "ard_median", "ard_all_sources")
    ]
    rows.append(
        [
            "mean (coverage: pooled)",
            "",
            "",
            "",
            f"{means[0]:.3f}",
            "",
            *(f"{v:.3f}" for v in means[1:]),
            f"{pooled(scores, which, 'coverage50'):.0%}",
            f"{pooled(scores, which, 'coverage90'):.0%}",
        ]
    )
    return _aligned(rows)


def _baselines(scores: Sequence[ConflictScore], which: str) -> str:
    names = list(getattr(scores[0], which))
    values = [[getattr(one, which)[name] for name in names] for one in scores]
    rows = [["conflict", *names]]
    rows += [
        [one.name, *(f"{v:.3f}" for v in row)] for one, row in zip(scores, values, strict=True)
    ]
    rows.append(["mean", *(f"{v:.3f}" for v in np.mean(values, axis=0))])
    return _aligned(rows)


def _camps(scores: Sequence[ConflictScore]) -> str:
    rows = [["conflict", "camp", "with capacities", "without"]]
    rows += [
        [one.name, camp, f"{error:.2f}", f"{one.blanked.camps[camp]:.2f}"]
        for one in scores
        for camp, error in one.given.camps.items()
    ]
    return _aligned(rows, text_columns=2)


def _titled(title: str, body: str) -> str:
    return f"{title}\n{body}"


def _aligned(rows: Sequence[Sequence[str]], text_columns: int = 1) -> str:
    """Return rows as text in columns, numbers to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  "
        + "  ".join(
            cell.ljust(width) if i < text_columns else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
