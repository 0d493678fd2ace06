"""Hardships in words: who is badly off, by the outcome that sums them over the nights."""

from __future__ import annotations

from marchland.language import mark, say
from marchland.study.measures.outcomes import declared

PEOPLE = {
    "stranded_person_nights": mark("people stranded"),
    "in_danger_nights": mark("people in danger"),
    "over_capacity_nights": mark("people over capacity"),
    "waiting_nights": mark("people waiting for a seat or for room"),
}
"""Who is badly off."""
MEANINGS = {
    "stranded_person_nights": mark(
        "Stranded are people between closed lines, or with no open way on."
    ),
    "in_danger_nights": mark("In danger are people at a place that danger drives people out of."),
    "over_capacity_nights": mark(
        "Over capacity are the people at a place beyond the number it can take: each place counts "
        "its own."
    ),
    "waiting_nights": mark("Waiting are people with a way on, but no seat or no room today."),
}
"""What is counted as each."""


def summed(name: str) -> str:
    """Name the whole of a hardship in a sentence: ``person-nights stranded``."""
    label = say(declared(name).label)
    return label[0].lower() + label[1:]
