"""Causes of being stranded and of waiting, each declared once, in the order of their tally."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marchland.language import mark


@dataclass(frozen=True)
class Cause:
    """Why, or where, people have no way on.

    Parameters
    ----------
    id
        Short name, in data.
    label, color
        Plain words and colour.
    meaning
        What the model counts under it.
    """

    id: str
    label: str
    color: str
    meaning: str


def _by_id(declared: Iterable[Cause]) -> Mapping[str, Cause]:
    return {one.id: one for one in declared}


CAUSES: Mapping[str, Cause] = _by_id(
    (
        Cause("strip", mark("in the strip"), "#d55e00", mark("people between two closed lines")),
        Cause(
            "closed",
            mark("every route out is closed"),
            "#e69f00",
            mark("people from whose place no open route leads anywhere"),
        ),
        Cause(
            "no_destination",
            mark("no place takes them"),
            "#56b4e9",
            mark("people with an open route that leads to no place that takes them"),
        ),
    )
)
"""Causes of being stranded, in the order of the tally."""

WAITS: Mapping[str, Cause] = _by_id(
    (
        Cause(
            "quota",
            mark("waiting for a seat"),
            "#8a8f94",
            mark(
                "people who waited for a seat today and got none, or were turned away by a "
                "full place"
            ),
        ),
        Cause(
            "full",
            mark("waiting for room"),
            "#b7bcc0",
            mark("people with an open route to places that take people, all of them full"),
        ),
    )
)
"""Why people wait, in the order of the tally, behind the causes of being stranded: they have a way
on, only not today."""

PARTS: Mapping[str, Cause] = _by_id(
    (
        Cause(
            "strip",
            mark("in the strip between the lines"),
            "#d55e00",
            mark("people stranded between two closed lines"),
        ),
        Cause(
            "near",
            mark("elsewhere near the lines, no way on"),
            "#e69f00",
            mark("people stranded elsewhere in the countries on either side of a closed line"),
        ),
        Cause(
            "far",
            mark("waiting far from the lines"),
            "#b7bcc0",
            mark("people stranded in any other country"),
        ),
    )
)
"""Where people are stranded in a crisis with closed lines."""
