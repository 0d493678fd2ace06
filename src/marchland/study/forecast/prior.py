"""What was learnt on past crises: which rules do well, and how wide bands must be.

The table that comes with the package holds, for each crisis it was learnt from, a few sums and
quantiles and no count. Each is worked out from its own crisis alone, so that leaving a crisis out
is leaving out its rows: nothing else carries a trace of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from marchland.study.forecast.bands import LEADS, STORED, TRAITS, at_nodes, hats, pooled, two_ways
from marchland.study.forecast.experts import EXPERTS
from marchland.study.forecast.series import KINDS, Kind, Record
from marchland.study.scores.quantiles import LEVELS

Floats = npt.NDArray[np.float64]

MOST_ROWS = 100.0
"""A crisis counts no more than so many forecasts, so that long records do not rule (assumed)."""
LEAST_COUNT = 20
"""Counts below are not used to recognise a record: too many crises share them."""
_FEW = 3.0
_SAME = 2
"""So many equal counts on equal days make two records the same crisis."""


@dataclass(frozen=True, eq=False)
class Learnt:
    """What one past crisis teaches about one kind of series.

    Parameters
    ----------
    crisis
        Its name.
    kind
        Kind of series.
    rows
        Forecasts that it has by lead (lead).
    repeats
        Quantiles at :data:`STORED` of the errors of persistence, by lead (lead, level).
    error
        Sum of the sizes of those errors by lead and age, of flows by lead and length (lead, trait).
    weight
        How many forecasts each such sum holds (lead, trait).
    loss
        Mean loss of each expert over that of persistence, by lead (lead, expert).
    shape
        Quantiles of its errors over the crisis' own mean error of persistence (expert, level).
    """

    crisis: str
    kind: Kind
    rows: Floats
    repeats: Floats
    error: Floats
    weight: Floats
    loss: Floats
    shape: Floats


@dataclass(frozen=True, eq=False)
class KindPrior:
    """What is taken from past crises for one kind of series.

    Parameters
    ----------
    repeats
        Bands of persistence as they were, by lead (lead, level).
    error
        Mean size of the error of persistence by lead (lead).
    factor
        Factor on it by the age of the record, or by the length of a flow's periods (trait).
    loss
        Loss of each expert over that of persistence by lead (lead, expert).
    shape
        Errors of each expert over the mean error of persistence (expert, level).
    nodes
        Ages, or lengths, that the factor is known at (trait).
    """

    repeats: Floats
    error: Floats
    factor: Floats
    loss: Floats
    shape: Floats
    nodes: tuple[int, ...]

    def usual_error(self, lead: Floats, trait: Floats) -> Floats:
        """Return the mean size of the error of persistence (question)."""
        by_lead, by_trait = hats(lead, LEADS), hats(trait, self.nodes)
        return at_nodes(by_lead, self.error) * at_nodes(by_trait, self.factor)


@dataclass(frozen=True, eq=False)
class Prior:
    """What was learnt on past crises.

    Parameters
    ----------
    learnt
        Crisis by crisis.
    marks
        Digests of counts by crisis, by which a record is recognised.
    """

    learnt: tuple[Learnt, ...]
    marks: Mapping[str, frozenset[str]]

    @property
    def crises(self) -> tuple[str, ...]:
        """Names of the crises that were learnt from."""
        return tuple(dict.fromkeys(one.crisis for one in self.learnt))

    def without(self, crises: Iterable[str]) -> Prior:
        """Return what is known without some crises."""
        out = set(crises)
        return Prior(
            tuple(one for one in self.learnt if one.crisis not in out),
            {name: marks for name, marks in self.marks.items() if name not in out},
        )

    def recognised(self, record: Record) -> tuple[str, ...]:
        """Return the crises that a record is part of, by its counts and not by its name."""
        seen = marks_of(record)
        return tuple(name for name, marks in self.marks.items() if len(marks & seen) >= _SAME)

    def unseen(self, record: Record) -> Prior:
        """Return what was learnt elsewhere than on the crisis of a record."""
        return self.without(self.recognised(record))

    def of(self, kind: Kind) -> KindPrior:
        """Return what is taken from all crises for one kind of series."""
        parts = [one for one in self.learnt if one.kind == kind]
        return _taken(parts, kind)


def marks_of(record: Record) -> frozenset[str]:
    """Return digests of the counts of a record: last day and number, and no name or place."""
    pairs = {
        f"{day}:{people:.0f}"
        for one in record.series
        for day, people in zip(one.last.tolist(), one.people.tolist(), strict=True)
        if people >= LEAST_COUNT
    }
    return frozenset(hashlib.blake2b(pair.encode(), digest_size=4).hexdigest() for pair in pairs)


def read_prior() -> Prior:
    """Return what was learnt for this version, from the table in the package."""
    return _read()


@cache
def _read() -> Prior:
    folder = resources.files("marchland.study.forecast") / "data"
    return from_document(json.loads(folder.joinpath("prior.json").read_text("utf-8")))


def document(prior: Prior) -> dict[str, Any]:
    """Return a prior as a document that can be written as JSON, rounded to three digits."""
    return {
        "leads": list(LEADS),
        "traits": {kind: list(TRAITS[kind]) for kind in KINDS},
        "levels": STORED.tolist(),
        "experts": {kind: list(EXPERTS[kind]) for kind in KINDS},
        "marks": {name: sorted(marks) for name, marks in sorted(prior.marks.items())},
        "learnt": [
            {"crisis": one.crisis, "kind": one.kind}
            | {name: _rounded(getattr(one, name)) for name in _ARRAYS}
            for one in prior.learnt
        ],
    }


def from_document(found: Mapping[str, Any]) -> Prior:
    """Return the prior that a document holds.

    Raises
    ------
    ValueError
        If it was made with other nodes or experts than the code has.
    """
    expected = {kind: list(EXPERTS[kind]) for kind in KINDS}
    nodes = {kind: list(TRAITS[kind]) for kind in KINDS}
    if (found["experts"], found["leads"], found.get("traits")) != (expected, list(LEADS), nodes):
        raise ValueError("the learnt table is of another version: run tools/learn_prior.py")
    learnt = tuple(
        Learnt(
            one["crisis"],
            one["kind"],
            **{name: np.array(one[name], np.float64) for name in _ARRAYS},
        )
        for one in found["learnt"]
    )
    return Prior(learnt, {name: frozenset(marks) for name, marks in found["marks"].items()})


_ARRAYS = ("rows", "repeats", "error", "weight", "loss", "shape")


def _rounded(values: Floats) -> Any:
    return np.vectorize(lambda v: float(f"{v:.4g}"), otypes=[np.float64])(values).tolist()


def _taken(parts: list[Learnt], kind: Kind) -> KindPrior:
    """Pool what some crises teach; a lead that none has takes the nearest that one has."""
    if not parts:
        return _unlearnt(kind)
    rows = np.minimum(np.array([one.rows for one in parts]), MOST_ROWS)
    rows = np.where(rows >= _FEW, rows, 0.0)
    there = np.flatnonzero(rows.sum(axis=0) > 0)
    use = np.array([there[np.abs(there - k).argmin()] for k in range(len(LEADS))])
    share = rows / np.maximum(rows.sum(axis=0), 1e-9)
    lasting = np.array([one.repeats for one in parts])
    repeats = np.array([pooled(lasting[:, k], share[:, k]) for k in use])
    error, factor = _errors(parts)
    loss = np.array([np.exp(share[:, k] @ np.log([one.loss[k] for one in parts])) for k in use])
    every = np.minimum([one.rows.sum() for one in parts], 3 * MOST_ROWS)
    shapes = np.array([one.shape for one in parts])
    shape = np.array([pooled(shapes[:, e], every) for e in range(len(EXPERTS[kind]))])
    shape[0] -= shape[0, len(LEVELS) // 2]
    repeats -= repeats[:, len(LEVELS) // 2, None]
    return KindPrior(repeats, error[use], factor, loss, shape, TRAITS[kind])


def _errors(parts: list[Learnt]) -> tuple[Floats, Floats]:
    """Return the mean error by lead, and the factor by age or length that goes with it."""
    weight = np.array([one.weight for one in parts])
    share = np.minimum(1.0, MOST_ROWS / np.maximum(weight.sum(axis=(1, 2)), 1.0))[:, None, None]
    error, weight = (np.array([one.error for one in parts]) * share).sum(0), (weight * share).sum(0)
    return two_ways(error, weight)


def _unlearnt(kind: Kind) -> KindPrior:
    """Return what holds where nothing was learnt: bands of half and double, no rule preferred."""
    experts = len(EXPERTS[kind])
    spread = np.log(2.0) * (LEVELS - 0.5) / 0.45
    return KindPrior(
        repeats=np.repeat(spread[None], len(LEADS), axis=0),
        error=np.full(len(LEADS), float(np.abs(spread).mean())),
        factor=np.ones(len(TRAITS[kind])),
        loss=np.ones((len(LEADS), experts)),
        shape=np.repeat(spread[None] / np.abs(spread).mean(), experts, axis=0),
        nodes=TRAITS[kind],
    )
