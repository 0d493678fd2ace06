"""Learn from past crises: each by itself, so that each can be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from marchland.study.forecast.bands import LEADS, TRAITS, errors, hats, quantiles_of, two_ways
from marchland.study.forecast.experts import EXPERTS, Points, Watch, ask_all
from marchland.study.forecast.prior import Learnt, Prior, marks_of
from marchland.study.forecast.questions import Questions, answered, origins
from marchland.study.forecast.series import KINDS, Kind, Record

Floats = npt.NDArray[np.float64]

LEAST_ORIGINS = 5
"""A record with fewer days of asking is not learnt from: it repeats one or two counts."""
_TEMPER = 0.5
"""Forecasts count by this power of their size: between a person and a camp (assumed)."""


def learn(records: Mapping[str, Sequence[Record]]) -> Prior:
    """Learn from past crises.

    Parameters
    ----------
    records
        Records by crisis; several of one crisis are left out together.
    """
    learnt = [
        found
        for crisis, some in records.items()
        for record in some
        for kind in KINDS
        if (found := learn_from(crisis, record, kind)) is not None
    ]
    marks = {
        crisis: frozenset[str]().union(*(marks_of(record) for record in some))
        for crisis, some in records.items()
    }
    return Prior(tuple(learnt), marks)


def learn_from(crisis: str, record: Record, kind: Kind) -> Learnt | None:
    """Return what the series of one kind teach, or None where they are too few."""
    asked = answered(record, origins(record))
    asked = asked.take(np.isin(asked.series, _of_kind(record, kind)))
    if len(np.unique(asked.origin)) < LEAST_ORIGINS:
        return None
    points = ask_all(Watch(record), asked.series, asked.origin, asked.first, asked.last)
    miss = errors(points.people, asked.outcome, points.offset)
    lead = hats((asked.last - points.last_day).astype(np.float64), LEADS)
    trait = hats(traits(asked, points, kind, first_day(record)), TRAITS[kind])
    size = points.last_people + points.offset
    repeats = np.abs(miss[:, 0])
    error = np.einsum("qk,qa,q->ka", lead, trait, repeats)
    weight = np.einsum("qk,qa->ka", lead, trait)
    by_lead, by_trait = two_ways(error, weight)
    usual = np.maximum((lead @ by_lead) * (trait @ by_trait), 1e-4)
    off = np.abs(points.people - asked.outcome[:, None]) / (size**_TEMPER)[:, None]
    loss = lead.T @ off / np.maximum(lead.sum(axis=0), 1e-9)[:, None]
    some = range(len(EXPERTS[kind]))
    return Learnt(
        crisis=crisis,
        kind=kind,
        rows=lead.sum(axis=0),
        repeats=np.array([quantiles_of(miss[:, 0], w + 1e-12) for w in lead.T]),
        error=error,
        weight=weight,
        loss=(loss + 1e-9) / (loss[:, :1] + 1e-9),
        shape=np.array([quantiles_of(miss[:, e] / usual, size**_TEMPER) for e in some]),
    )


def traits(asked: Questions, points: Points, kind: Kind, begun: int) -> Floats:
    """Return what errors go by beside the lead, see :data:`TRAITS` (question).

    People at a site that is silent stay as young as when last counted: days without a count teach
    nothing. A running total goes on all the same, and is as old as the record is on the day.

    Parameters
    ----------
    begun
        Day of the first count of the record.
    """
    days = {
        "stock": points.last_day - begun,
        "total": asked.origin - begun,
        "flow": asked.last - asked.first + 1,
    }[kind]
    return np.asarray(np.maximum(days, 1).astype(np.float64))


def first_day(record: Record) -> int:
    """Return the day on which the first count of a record became known."""
    return int(min(one.last[0] + one.delay for one in record.series if len(one)))


def _of_kind(record: Record, kind: Kind) -> list[int]:
    return [i for i, one in enumerate(record.series) if one.kind == kind]
