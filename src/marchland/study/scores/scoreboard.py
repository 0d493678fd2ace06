"""The scores of past conflicts as a document for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from marchland.study.validate.validation import ConflictScore, Track


def document(scores: Sequence[ConflictScore]) -> dict[str, Any]:
    """Return the scores as a document that can be written as JSON."""
    return {
        "conflicts": [_conflict(one) for one in scores],
        "mean_ard": mean([one.given.ard for one in scores]),
        "mean_ard_without_capacities": mean([one.blanked.ard for one in scores]),
        "coverage50": pooled(scores, "given", "coverage50"),
        "coverage90": pooled(scores, "given", "coverage90"),
        "coverage90_without_capacities": pooled(scores, "blanked", "coverage90"),
    }


def _conflict(one: ConflictScore) -> dict[str, Any]:
    return {
        "name": one.name,
        "days": one.days,
        "places": one.places,
        "people": one.people,
        "members": one.members,
        "seconds": round(one.seconds, 3),
        "counts": one.counts,
        **_track(one.given, ""),
        **_track(one.blanked, "_without_capacities"),
        "baselines": _rounded(_keyed(one.baselines)),
        "sees_the_counts": _rounded(_keyed(one.sees_counts)),
        "camps": _rounded(one.given.camps),
        "camps_without_capacities": _rounded(one.blanked.camps),
    }


def _track(track: Track, suffix: str) -> dict[str, float]:
    names = (
        "ard",
        "ard_low",
        "ard_high",
        "ard_rescaled",
        "error_end",
        "ard_median",
        "ard_all_sources",
        "coverage50",
        "coverage90",
    )
    return {f"{name}{suffix}": round(getattr(track, name), 6) for name in names}


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 6) for name, value in values.items()}


def _keyed(values: Mapping[str, float]) -> dict[str, float]:
    """Return values by names that programs can take for identifiers."""
    return {
        name.replace(", no ", "_without_")
        .replace("-0 ", "0_")
        .replace("-", "_")
        .replace(" ", "_"): v
        for name, v in values.items()
    }


def mean(values: Sequence[float]) -> float:
    """Return a mean to six digits."""
    return round(float(np.mean(values)), 6)


def pooled(scores: Sequence[ConflictScore], track: str, name: str) -> float:
    """Return a coverage pooled over all counts of all conflicts."""
    shares = [getattr(getattr(one, track), name) for one in scores]
    return round(float(np.average(shares, weights=[one.counts for one in scores])), 6)
