"""Units that are words: whoever shows a figure says its unit. Symbols are the same everywhere."""

from __future__ import annotations

from marchland.language import mark

UNITS = (
    mark("1/day"),
    mark("1/person-day"),
    mark("L/person/day"),
    mark("blankets"),
    mark("day of the run, −1: never"),
    mark("days"),
    mark("deaths/10,000 person-nights"),
    mark("deaths/10000/day"),
    mark("degrees"),
    mark("events"),
    mark("kcal/person/day"),
    mark("km/day"),
    mark("m²/person"),
    mark("mm/day"),
    mark("of the term's scale"),
    mark("people"),
    mark("people or events"),
    mark("people/day"),
    mark("people/month"),
    mark("people/post"),
    mark("people/toilet"),
    mark("people/week"),
    mark("person-days"),
    mark("person-nights"),
    mark("persons"),
    mark("posts"),
    mark("share"),
    mark("toilets"),
    mark("truckloads"),
)
"""Units of outcomes, variables, parameters, needs, standards and counts."""
